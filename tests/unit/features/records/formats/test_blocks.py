"""Blocks hold whole lines, and give back the bytes of the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.formats import blocks as module
from features.records.formats.blocks import blocks, chunks, in_file, lines_in


def written(folder: Path, data: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
def test_byte_order_marks_are_left_out(tmp_path: Path, encoding: str, mark: bytes) -> None:
    codec = encoding.removesuffix("-sig")
    path = written(tmp_path, mark + "姓名\n".encode(codec))
    assert b"".join(chunks(path, encoding)) == "姓名\n".encode()
    path = written(tmp_path, "姓名\n".encode(codec))
    assert b"".join(chunks(path, encoding)) == "姓名\n".encode()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_can_be_turned_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, size: int) -> None:
    monkeypatch.setattr(module, "CHUNK", size)
    data = "张𠮷,\n".encode(encoding) + b"\x00\xd8,\x00\xd8\x00\n\x00,"  # lone surrogates, and an odd byte
    whole = b"".join(chunks(written(tmp_path, data), encoding))
    assert in_file(whole, encoding) == data
    with pytest.raises(UnicodeDecodeError):
        whole.decode()


@given(data=st.binary(min_size=1, max_size=60))
def test_any_bytes_taken_for_utf_16_can_be_turned_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = written(tmp_path_factory.mktemp("bytes"), b"\xff\xfe" + data)
    assert in_file(b"".join(chunks(path, "utf-16-le")), "utf-16-le") == data


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("ending", [b"\n", b"\r"])
def test_blocks_are_whole_lines_whatever_the_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, ending: bytes
) -> None:
    monkeypatch.setattr(module, "CHUNK", size)
    lines = [b"a,b", b"", b"cccccccc", b"d", b"", b"last"]
    found = list(blocks(written(tmp_path, ending.join(lines)), "utf-8", ending))
    assert all(block.endswith(ending) for block in found[:-1])
    assert [line for block in found for line in lines_in(block, ending)] == lines


def test_a_line_of_any_length_takes_up_no_more_memory_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 8)
    monkeypatch.setattr(module, "LINE_LIMIT", 20)
    path = written(tmp_path, b"a\n" + b"x" * 1_000 + b"\nb\n" + b"y" * 500)
    found = [line for block in blocks(path, "utf-8", b"\n") for line in lines_in(block, b"\n")]
    assert found == [b"a", b"x" * 21, b"b", b"y" * 21]


def test_a_cut_line_of_utf_16_ends_with_a_whole_character() -> None:
    assert in_file("张三".encode()[:-1], "utf-16-le") == "张".encode("utf-16-le")
