"""The survey counts what a file holds, whatever the chunks it is read in."""

from pathlib import Path

import pytest

from features.records.formats import blocks
from features.records.formats import survey as module
from features.records.formats.survey import Survey, survey


def surveyed(folder: Path, data: bytes) -> Survey:
    path = folder / "a.csv"
    path.write_bytes(data)
    return survey(path, "utf-8")


PLAIN = [
    (b"a,b\n1,2\n", True),
    (b"a,b\r\n1,2\r\n", True),
    (b"a,b\n1,2", True),
    (b"a,b\n1,2\n\n\n\n", True),
    (b"a,b\r\n1,2\r\n\r\n\r\n", True),
    (b"\xef\xbb\xbfa\n", True),
    (b"a,b\n\n1,2\n", False),
    (b"a,b\r\n\r\n1,2\r\n", False),
    (b"\na,b\n1,2\n", False),
    (b"\r\na,b\r\n1,2\r\n", False),
    (b"\n\n\na,b\n", False),
    (b"a,b\r1,2\r", False),
    (b"a,b\r\n1,2\n", False),
    (b"a,b\n1\r,2\n", False),
    (b'a,b\n1,"2"\n', True),
    (b"a,b\n1,\x00\n", False),
    (b"a,b\n1,\x01\n", False),
]


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 20])
@pytest.mark.parametrize(("data", "plain"), PLAIN)
def test_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, plain: bool, size: int) -> None:
    monkeypatch.setattr(blocks, "CHUNK", size)
    assert surveyed(tmp_path, data).plain is plain


@pytest.mark.parametrize("size", [1, 5, 1 << 20])
def test_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(blocks, "CHUNK", size)
    found = surveyed(tmp_path, "张\r\n\r\x00\n\n".encode())
    assert (found.feeds, found.returns, found.both, found.nuls, found.utf_8) == (3, 2, 1, 1, True)


@pytest.mark.parametrize(
    ("data", "ending"), [(b"a\nb", b"\n"), (b"a\r\nb", b"\n"), (b"a\rb", b"\r"), (b"a\rb\n", b"\n"), (b"a", b"\n")]
)
def test_a_carriage_return_ends_lines_only_where_there_is_no_line_feed(
    tmp_path: Path, data: bytes, ending: bytes
) -> None:
    assert surveyed(tmp_path, data).ending == ending


@pytest.mark.parametrize(("length", "long"), [(20, False), (21, True), (200, True)])
@pytest.mark.parametrize("before", range(12))
def test_long_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, long: bool, before: int) -> None:
    monkeypatch.setattr(blocks, "CHUNK", 20)
    monkeypatch.setattr(module, "LINE_LIMIT", 20)
    assert surveyed(tmp_path, b"a" * before + b"\n" + b"x" * length + b"\nb").long is long
    assert surveyed(tmp_path, b"a" * before + b"\n" + b"x" * length).long is long


@pytest.mark.parametrize("size", [1, 4, 1 << 20])
def test_utf_8_is_judged_over_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(blocks, "CHUNK", size)
    assert surveyed(tmp_path, "张三\n𠮷".encode()).utf_8
    assert not surveyed(tmp_path, "张三\n𠮷".encode()[:-1]).utf_8
    assert not surveyed(tmp_path, b"a\n" * 50 + b"\xff").utf_8
