"""A text file becomes a sheet, whatever its encoding, delimiter, line ends and quoting; nothing in it is lost."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.errors import DataError
from features.records.formats import blocks
from features.records.formats.original import lines_of
from features.records.formats.text import read_text
from tests.unit.features.records.formats.texts import HEADER, known, opened, rows_of, table, written

ROWS = [("张三", "11010519491231002X", ""), ("李四", " 2", "东街;3号|乙^、，\t"), ("", "4", "𠮷巷")]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16"]


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，", "、", "^"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_way_of_writing_gives_the_same_cells(
    tmp_path: Path, encoding: str, delimiter: str, ending: str, quoting: int
) -> None:
    data = table(ROWS, delimiter=delimiter, ending=ending, quoting=quoting).encode(encoding)
    sheet = opened(tmp_path, data)
    assert (sheet.header, sheet.delimiter, sheet.header_row) == (HEADER, delimiter, 1)
    assert rows_of(sheet) == ROWS
    assert rows_of(sheet, "_row, _fault, _first, _last") == [(row, None, row, row) for row in (2, 3, 4)]


@pytest.mark.parametrize(
    ("data", "form"),
    [
        ("姓名,身份证号\n张三,1\n".encode(), "lines"),
        ("\ufeff姓名,身份证号\r\n张三,1\r\n".encode(), "lines"),
        ("姓名,身份证号\n张三,1\n".encode("gb18030"), "lines"),
        ("姓名,身份证号\n张三,1\n".encode("utf-16"), "lines"),
        ("名单\n姓名,身份证号\n张三,1\n".encode(), "lines"),
        ('姓名,身份证号\n"张三",1\n'.encode(), "lines"),
        ('"姓名","身份证号"\r\n"张三","1"\r\n'.encode(), "lines"),
        ('姓名,身份证号\n"张三",1\n"李,四",2\n'.encode(), "transcript"),
        ("姓名,身份证号\n\n张三,1\n".encode(), "transcript"),
        ("姓名,身份证号\r张三,1\r".encode(), "transcript"),
        ("姓名,身份证号\r\n张三,1\n".encode(), "transcript"),
        ("姓名,身份证号\n张三,1\n".encode() * 10 + b"\xff,1\n", "transcript"),
    ],
)
def test_plain_files_are_left_to_the_engine(tmp_path: Path, data: bytes, form: str) -> None:
    sheet = opened(tmp_path, data)
    assert sheet.form == form
    assert sheet.original == tmp_path / "名单.csv"
    assert ("张三", "1") in rows_of(sheet)
    assert (sheet.path == sheet.original) is (form == "lines" and sheet.encoding.startswith("utf-8"))


def test_the_same_faults_are_found_in_a_plain_file_and_in_a_transcript(tmp_path: Path) -> None:
    text = "花名册\n姓名,身份证号,\n张三,1\n李四\n,,\n王五,2,3\n赵六,4,,\n合计,2\n 　,\n"
    plain = opened(tmp_path, text.encode(), "plain.csv")
    quoted = opened(tmp_path, text.encode().replace(b",1\n", b',"1"\n'), "quoted.csv")
    other = opened(tmp_path, text.encode().replace(b",1\n", b',"1"\r\n'))
    assert [(sheet.form, sheet.quoted) for sheet in (plain, quoted, other)] == [
        ("lines", False),
        ("lines", True),
        ("transcript", False),
    ]
    rows = rows_of(plain, "_row, _fault, c0, c1, _first, _last")
    assert rows == rows_of(quoted, "_row, _fault, c0, c1, _first, _last")
    assert rows == rows_of(other, "_row, _fault, c0, c1, _first, _last")
    assert rows_of(plain, "_row, _fault") == [
        (3, None),
        (4, "fewer cells than the header"),
        (6, "more cells than the header"),
        (7, None),
        (8, "a total, not a record"),
    ]
    assert plain.notes == other.notes == ("1 title row above the header",)


def test_faults_keep_their_bytes_and_cost_one_line(tmp_path: Path) -> None:
    good = "张三,1,东街\n".encode()
    data = (
        ",".join(HEADER).encode()
        + b"\n"
        + good * 20
        + b'x,"y,z\r\n'
        + good
        + b"a\x00,1,2\n"
        + good
        + b"\xff,1,2\r\n"
        + good
        + '李四,"东\n街",3\n'.encode()
        + b"1,2\n1,2,3,4\n"
    )
    sheet = opened(tmp_path, data)
    assert rows_of(sheet, "_row, _fault, _line, _first, _last")[20:] == [
        (22, "a quotation mark is not closed", b'x,"y,z', 22, 22),
        (23, None, None, 23, 23),
        (24, "a NUL character in the row", b"a\x00,1,2", 24, 24),
        (25, None, None, 25, 25),
        (26, "not text in the file's encoding", b"\xff,1,2", 26, 26),
        (27, None, None, 27, 27),
        (28, None, None, 28, 29),
        (29, "fewer cells than the header", b"1,2", 30, 30),
        (30, "more cells than the header", b"1,2,3,4", 31, 31),
    ]
    assert rows_of(sheet)[26] == ("李四", "东\n街", "3")


def test_a_row_that_is_too_long_is_set_aside(tmp_path: Path) -> None:
    sheet = opened(tmp_path, ",".join(HEADER).encode() + b"\n" + b"x" * 3_000_000 + b",1,2\na,b,c\n")
    assert rows_of(sheet, "_row, _fault, octet_length(_line)") == [(2, "the row is too long", 1 << 20), (3, None, None)]


def test_damaged_utf_16_is_kept_as_it_arrived(tmp_path: Path) -> None:
    bad = "李".encode("utf-16-le") + b"\x00\xd8" + ",2,3".encode("utf-16-le")
    data = b"\xff\xfe" + ("\n".join([",".join(HEADER), *["张三,1,2"] * 30]) + "\n").encode("utf-16-le")
    sheet = opened(tmp_path, data + bad + "\n".encode("utf-16-le") + "王".encode("utf-16-le") + b"\x00")
    assert rows_of(sheet, "_row, _fault, _line")[30:] == [
        (32, "not text in the file's encoding", bad),
        (33, "not text in the file's encoding", "王".encode("utf-16-le") + b"\x00"),
    ]
    assert lines_of(sheet, [32]) == {32: bad}


@pytest.mark.parametrize("name", ["a.tsv", "a.TAB"])
def test_tabs_are_preferred_where_the_name_says_so(tmp_path: Path, name: str) -> None:
    assert opened(tmp_path, "甲,乙\t丙\n一,二\t三\n".encode(), name).delimiter == "\t"


REFUSED = [
    (b"", "empty"),
    (b"\n\n", "empty"),
    (b" ,,\n,,\n", "no row that can be a header"),
    ("11010519491231002X,张三,2024-01-31\n".encode() * 3, "its first row is data"),
    (b"PK\x03\x04" + b"\x00" * 60, "zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 60, "old Office"),
    (b"%PDF-1.7\n", "PDF"),
    (b"PAR1" + b"\x00" * 9, "Parquet"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x1f\x8b\x08\x00", "gzip"),
    ("<html><table><tr><td>姓名".encode(), "web page"),
    (bytes(range(256)) * 8, "NUL|neither"),
    (",".join(f"c{place}" for place in range(1_001)).encode() + b"\n", "more than 1,000 columns"),
    (b"c," * 1_000_000 + b"\n1,2\n", "line of over 1 MB"),
    (",".join(f"c{place}" for place in range(130_000)).encode() + b"\n1,2\n", "more than 1,000 columns"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(DataError, match=reason) as refusal:
        read_text(path, file=path.name, folder=tmp_path / "room", known=known)
    assert str(refusal.value).startswith("名单.csv ")


def test_a_thousand_columns_are_read(tmp_path: Path) -> None:
    sheet = opened(tmp_path, ",".join(f"c{place}" for place in range(1_000)).encode() + b"\n" + b"x," * 999 + b'"y"\n')
    assert len(sheet.header) == 1_000
    assert rows_of(sheet, "c0, c999") == [("x", "y")]


@pytest.mark.parametrize("chunk", [7, 64, 1 << 20])
def test_blocks_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    rows = [(f"人{number}", '1"2' if number % 3 else "x\ny", "" if number % 5 else "a,b") for number in range(60)]
    monkeypatch.setattr(blocks, "CHUNK", chunk)
    assert rows_of(opened(tmp_path, table(rows).encode())) == rows


# A record as it stands in the file, and whether it is damaged; the independent count of the property below.
GOOD = st.sampled_from(
    ["张三,1,东街", "李四,,", '"a,b",2,3', '"a\nb",2,"c\r\n\n""d"""', ",,3", "x,y,z,", '王"五,"2",3']
)
BAD = st.sampled_from([b"1,2", b"1,2,3,4", b"a\x00,2,3", b"\xff\xfe,2,3", b'1,"2,3', "合计,2,3".encode()])
BLANK = st.sampled_from([b"", b",,", " ,　".encode(), b",,,,"])


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[tuple[bytes, bool]]]:
    """Bytes of a file and its records, with whether each is good."""
    ending = draw(st.sampled_from([b"\n", b"\r\n"]))
    records: list[tuple[bytes, bool]] = [(draw(GOOD).encode(), True) for _ in range(30)]
    for record in draw(st.lists(BAD, max_size=3)):
        records.insert(draw(st.integers(0, len(records))), (record, False))
    parts = [",".join(HEADER).encode()]
    for record, _ in records:
        parts += draw(st.lists(BLANK, max_size=1))
        parts.append(record)
    return ending.join(parts) + draw(st.sampled_from([b"", ending, ending * 3])), records


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=files(), chunk=st.sampled_from([5, 50, 1 << 20]))
def test_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    made: tuple[bytes, list[tuple[bytes, bool]]],
    chunk: int,
) -> None:
    data, records = made
    monkeypatch.setattr(blocks, "CHUNK", chunk)
    sheet = opened(tmp_path_factory.mktemp("file"), data)
    found = rows_of(sheet, "_row, _fault IS NULL, _line")
    lines = lines_of(sheet, [row for row, *_ in found])  # type: ignore[misc]
    assert [(lines[row], good) for row, good, _ in found] == records  # type: ignore[index]
    assert all(line == lines[row] for row, _, line in found if line is not None)  # type: ignore[index]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.one_of(st.binary(max_size=12), st.text('",\n\r张 1', max_size=12).map(str.encode)), max_size=8),
    ending=st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
def test_any_bytes_below_a_header_are_refused_or_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ending: bytes
) -> None:
    data = ending.join([",".join(HEADER).encode(), *["张三,1,2".encode()] * 20, *lines])
    folder = tmp_path_factory.mktemp("bytes")
    try:
        sheet = opened(folder, data)
    except DataError:
        return
    found = rows_of(sheet, "_row, _first, _last")
    filled = _filled_lines(data, sheet.encoding)
    taken = [line for _, first, last in found for line in range(first, last + 1)]  # type: ignore[arg-type, operator]
    assert len(taken) == len(set(taken)), "a line is in one record only"
    header = range(1, 2 + sum(name.count(_end(data).decode()) for name in sheet.header))
    assert filled <= {*taken, *header}, "no line that is filled is left out"
    back = lines_of(sheet, [row for row, *_ in found])  # type: ignore[misc]
    physical = data.split(_end(data))
    for row, first, last in found:
        assert back[row] == _end(data).join(physical[first - 1 : last]).removesuffix(b"\r")  # type: ignore[index, operator]


def _end(data: bytes) -> bytes:
    return b"\n" if b"\n" in data else b"\r"


def _filled_lines(data: bytes, encoding: str) -> set[int]:
    """Physical lines with anything but blanks, delimiters and quotation marks."""
    lines = data.split(_end(data))
    return {
        number
        for number, line in enumerate(lines, 1)
        if line.decode(encoding, errors="replace").translate(dict.fromkeys(map(ord, ',"'))).strip()
    }
