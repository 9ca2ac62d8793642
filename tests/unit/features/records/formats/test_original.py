"""Records are shown with the bytes that arrived."""

import base64
from pathlib import Path

import pytest

from features.records.formats.original import lines_of, shown
from features.records.sheet import Sheet
from tests.unit.features.records.formats.texts import opened

HEADER = "姓名,身份证号\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines(tmp_path: Path, encoding: str, ending: str) -> None:
    text = (HEADER + "张三,1\n李四,2,3\n王五\n").replace("\n", ending)
    sheet = opened(tmp_path, text.encode(encoding))
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    assert lines_of(sheet, [2, 4]) == {2: "张三,1".encode(codec), 4: "王五".encode(codec)}


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_record_over_several_lines_keeps_the_line_ends_inside(tmp_path: Path, encoding: str, ending: bytes) -> None:
    text = (HEADER + '"张\n三",1\n李四,2\n').replace("\n", ending.decode())
    sheet = opened(tmp_path, text.encode(encoding))
    assert lines_of(sheet, [2, 3]) == {
        2: f'"张{ending.decode()}三",1'.encode(encoding),
        3: "李四,2".encode(encoding),
    }


def test_lines_far_apart(tmp_path: Path) -> None:
    rows = "".join(f"人{number},{number}\n" for number in range(2, 300_001))
    sheet = opened(tmp_path, (HEADER + rows).encode())
    assert sheet.form == "lines"
    assert lines_of(sheet, [300_000, 2, 150_000]) == {
        number: f"人{number},{number}".encode() for number in (2, 150_000, 300_000)
    }


def test_of_a_row_that_is_too_long_the_first_megabyte(tmp_path: Path) -> None:
    row = "张," + "三" * 3_000_000
    text = HEADER + row + "\n" + "王五,3\n" * 20
    for mark, encoding in ((b"", "utf-8"), (b"\xff\xfe", "utf-16-le")):
        sheet = opened(tmp_path, mark + text.encode(encoding))
        line = lines_of(sheet, [2])[2]
        assert row.encode(encoding).startswith(line)
        assert 600_000 < len(line) <= 1 << 20


def test_what_is_no_text_file_has_no_lines(tmp_path: Path) -> None:
    assert lines_of(Sheet("a.xlsx", "1", ("a",), tmp_path / "a.parquet", "transcript", ("VARCHAR",)), [2]) == {}


def test_numbers_that_are_no_records_are_left_out(tmp_path: Path) -> None:
    sheet = opened(tmp_path, (HEADER + '"张,三",1\n\n').encode())
    assert lines_of(sheet, [2, 3, 9]) == {2: '"张,三",1'.encode()}
    assert lines_of(sheet, []) == {}


SHOWN = [
    ("张三,1".encode(), "utf-8", True),
    ("张三,1".encode(), "utf-8-sig", True),
    ("张三,1".encode("gb18030"), "gb18030", True),
    ("张三,1".encode("utf-16-le"), "utf-16-le", True),
    (b"", "utf-8", True),
    (b"\xff,1", "utf-8", False),
    ("张三".encode("gb18030") + b"\xff", "gb18030", False),
    ("张三".encode("utf-16-le") + b"\x00", "utf-16-le", False),
    (b"base64:YQ==", "utf-8", False),
]


@pytest.mark.parametrize(("line", "encoding", "readable"), SHOWN)
def test_shown_can_be_turned_back(line: bytes, encoding: str, readable: bool) -> None:
    text = shown(line, encoding)
    assert text.startswith("base64:") is not readable
    back = text.encode(encoding.removesuffix("-sig")) if readable else base64.b64decode(text.removeprefix("base64:"))
    assert back == line
