"""The encoding is decided over the whole file."""

from pathlib import Path

import pytest

from features.errors import DataError
from features.records.formats.encoding import decide_encoding

TEXT = "姓名,身份证号,家庭住址\n张三,11010519491231002X,城关镇东街\n李四,110105194912310021,城关镇𠮷巷\n"


def decided(folder: Path, data: bytes) -> tuple[str, bool]:
    path = folder / "a.csv"
    path.write_bytes(data)
    found = decide_encoding(path, "a.csv")
    return found.encoding, found.strict


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_strict_text(tmp_path: Path, codec: str, encoding: str, ending: str) -> None:
    assert decided(tmp_path, TEXT.replace("\n", ending).encode(codec)) == (encoding, True)


@pytest.mark.parametrize("codec", ["gbk", "gb2312"])
def test_parts_of_gb18030(tmp_path: Path, codec: str) -> None:
    assert decided(tmp_path, TEXT.replace("𠮷", "吉").encode(codec)) == ("gb18030", True)


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_with_a_mark(tmp_path: Path, mark: bytes, encoding: str) -> None:
    assert decided(tmp_path, mark + "姓名\n张三\n".encode(encoding)) == (encoding, True)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_what_is_not_ascii_may_come_late(tmp_path: Path, codec: str) -> None:
    data = b"name,id\n" + b"a,1\n" * 400_000 + "张三,2\n".encode(codec)
    assert decided(tmp_path, data) == (codec, True)


def test_a_damaged_line_makes_no_gb18030_of_utf_8(tmp_path: Path) -> None:
    # All of it is valid GB18030 too: every run of Chinese has an even number of bytes.
    data = "姓名,住址\n".encode() * 20 + "张三\n".encode("gb18030")
    data.decode("gb18030")
    assert decided(tmp_path, data) == ("utf-8", False)


def test_the_encoding_with_fewer_damaged_lines_is_taken(tmp_path: Path) -> None:
    lines = TEXT.replace("𠮷", "吉").encode("gb18030") * 10 + b"\xff\xff,1\n"
    assert decided(tmp_path, lines) == ("gb18030", False)
    assert decided(tmp_path, TEXT.encode() * 10 + b"\xff\xff,1\n") == ("utf-8", False)


def test_a_few_nuls_are_no_utf_16(tmp_path: Path) -> None:
    assert decided(tmp_path, TEXT.encode() * 10 + b"a\x00b,1,2\n") == ("utf-8", True)


REFUSED = [
    (b" \r\n\r\n\t", "is empty"),
    (b"\xef\xbb\xbf", "is empty"),
    (b"\n" * (1 << 20) + b"\n", "blank bytes"),
    (b"a,b\n" + b"\x00\x01\x02\x03,\n" * 9, "NUL bytes"),
    (b"a,b\n" + b"\xff\xff,1\n" * 9, "neither UTF-8 nor GB18030 nor UTF-16 in 9 of 10 lines"),
    (TEXT.encode() + b"\xff\xff,1\n" * 2, "in 2 of 5 lines"),
    (b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "neither UTF-8"),
    (b"\xff\xfe" + b"\x00\xd8\x0a\x00" * 9, "neither UTF-8"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(DataError, match=reason) as refusal:
        decided(tmp_path, data)
    assert str(refusal.value).startswith("a.csv ")


def test_one_damaged_line_in_ten_is_tolerated(tmp_path: Path) -> None:
    good, bad = "张,1\n".encode(), b"\xff\xff,1\n"
    assert decided(tmp_path, good * 9 + bad) == ("utf-8", False)
    with pytest.raises(DataError, match="in 2 of 10 lines"):
        decided(tmp_path, good * 8 + bad * 2)
