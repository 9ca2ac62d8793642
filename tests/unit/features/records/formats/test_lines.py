"""The engine reads plain lines by itself: right numbers, right cells, right faults."""

from pathlib import Path

import duckdb
import pytest

from features.records.formats.lines import FEWER, MORE, lines_scan, path_literal
from features.records.sheet import Sheet


def scanned(
    path: Path, data: bytes, *, width: int = 2, delimiter: str = ",", header_row: int = 1, threads: int = 2
) -> list[tuple[object, ...]]:
    path.write_bytes(data)
    sheet = Sheet("a.csv", "", ("h",) * width, path, "lines", ("VARCHAR",) * width, delimiter, "utf-8", header_row)
    connection = duckdb.connect(config={"threads": threads})
    try:
        return connection.execute(lines_scan(sheet)).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，", "、", "^", "\x1f"])
def test_cells(tmp_path: Path, delimiter: str, ending: str) -> None:
    rows = ["姓名,身份证号", "张三, 1 ", ",2", "李四,"]
    data = "".join(row.replace(",", delimiter) + ending for row in rows).encode()
    assert scanned(tmp_path / "a.csv", data, delimiter=delimiter) == [
        (2, None, None, 2, 2, "张三", " 1 "),
        (3, None, None, 3, 3, "", "2"),
        (4, None, None, 4, 4, "李四", ""),
    ]


FAULTS = [
    ("x", FEWER),
    ("x,y,z", MORE),
    ("x,y,,z", MORE),
    ("x,y,", None),
    ("x,y, ,　", None),
    ("合计,2", "a total, not a record"),
    (",小　计：", "a total, not a record"),
    ("合计", "a total, not a record"),
    ("会计,合计", None),
    ("NULL,\\N", None),
    ("'x,y'", None),
    ("#x,y", None),
]


@pytest.mark.parametrize(("line", "fault"), FAULTS)
def test_faults(tmp_path: Path, line: str, fault: str | None) -> None:
    rows = scanned(tmp_path / "a.csv", f"a,b\n{line}\n1,2\n".encode())
    assert [(row, found) for row, found, *_ in rows] == [(2, fault), (3, None)]


def test_cells_of_a_short_row_are_null_and_not_empty(tmp_path: Path) -> None:
    assert scanned(tmp_path / "a.csv", b"a,b,c\nx,\n", width=3)[0][5:] == ("x", "", None)


@pytest.mark.parametrize("blank", [",", ",,,", " , ", "　", "\t,\xa0"])
def test_blank_rows_are_no_records_but_count(tmp_path: Path, blank: str) -> None:
    rows = scanned(tmp_path / "a.csv", f"a,b\n{blank}\n1,2\n{blank}\n".encode())
    assert [row for row, *_ in rows] == [3]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_empty_lines_at_the_end_are_no_records(tmp_path: Path, ending: bytes) -> None:
    assert len(scanned(tmp_path / "a.csv", ending.join([b"a,b", b"1,2", b"3,4", b"", b"", b""]))) == 2


def test_titles_and_header_are_left_out(tmp_path: Path) -> None:
    assert [row for row, *_ in scanned(tmp_path / "a.csv", b"title\na,b\n1,2\n", header_row=2)] == [3]
    assert [row for row, *_ in scanned(tmp_path / "b.csv", b"1,2\n", header_row=0)] == [1]


@pytest.mark.parametrize("data", [b"a,b\n", b"a,b", b"\xef\xbb\xbfa,b\r\n"])
def test_a_header_alone_gives_no_records(tmp_path: Path, data: bytes) -> None:
    assert scanned(tmp_path / "a.csv", data) == []


def test_an_empty_copy_of_a_table_gives_no_records(tmp_path: Path) -> None:
    assert scanned(tmp_path / "a.csv", b"", header_row=0) == []


def test_a_long_line_is_read(tmp_path: Path) -> None:
    rows = scanned(tmp_path / "a.csv", b"a,b\n" + b"x" * 1_000_000 + b",2\n3,4\n")
    assert [len(str(row[5])) for row in rows] == [1_000_000, 1]


@pytest.mark.parametrize("name", ["a[1].csv", "a*.csv", "a?.csv", "it's.csv", "名单 (2).csv", "{a,b}.csv"])
def test_names_of_files_are_no_patterns(tmp_path: Path, name: str) -> None:
    for other in ("a1.csv", "ab.csv"):
        (tmp_path / other).write_bytes(b"a,b\nwrong,1\n")
    assert [row[5] for row in scanned(tmp_path / name, b"a,b\nright,1\n")] == ["right"]


def test_a_path_is_an_sql_string() -> None:
    assert path_literal("/it's/[a].csv") == "'/it''s/[[]a].csv'"


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_are_numbered_in_the_order_of_the_file(tmp_path: Path, threads: int, ending: str) -> None:
    # Over 32 MB, so that several threads each have a part of the file.
    lines = "".join(f"{number},{'x' * 90}{ending}" for number in range(1, 400_001))
    path = tmp_path / "a.csv"
    path.write_text(lines, newline="")
    sheet = Sheet("a.csv", "", ("n", "x"), path, "lines", ("VARCHAR",) * 2, ",", "utf-8", 1)
    connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    query = f"SELECT count(*), count_if(_row <> c0::BIGINT), max(_row) FROM ({lines_scan(sheet)})"
    assert connection.execute(query).fetchone() == (399_999, 0, 400_000)
    connection.close()
