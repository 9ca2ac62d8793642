"""A file is written into a transcript the same whether its lines are taken in blocks or one by one."""

from pathlib import Path

import duckdb
import pytest

from features.records.formats import blocks
from features.records.formats.records import Format
from features.records.formats.transcribing import transcribe
from features.records.formats.transcript import TranscriptWriter
from tests.unit.features.records.formats.texts import written


def transcribed(folder: Path, data: bytes, *, header_row: int = 1, width: int = 2) -> list[tuple[object, ...]]:
    transcript = folder / "records.parquet"
    with TranscriptWriter(transcript, width) as writer:
        transcribe(written(folder, data), Format("utf-8", b"\n", ","), header_row, writer)
    return duckdb.sql(f"SELECT * FROM read_parquet('{transcript}') ORDER BY _row").fetchall()


@pytest.mark.parametrize("chunk", [4, 30, 1 << 20])
@pytest.mark.parametrize("stray", [b"", b'"', b"\x00"])
def test_numbers_go_on_over_records_of_several_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, stray: bytes
) -> None:
    monkeypatch.setattr(blocks, "CHUNK", chunk)
    data = b'a,b\n1,"x\n\ny"\n\n,\n2,z\n3,4\n' + stray + b"\n5,6\n"
    rows = [row for row in transcribed(tmp_path, data) if row[1] is None]
    assert rows == [
        (2, None, None, 2, 4, "1", "x\n\ny"),
        (5, None, None, 7, 7, "2", "z"),
        (6, None, None, 8, 8, "3", "4"),
        (8, None, None, 10, 10, "5", "6"),
    ]


@pytest.mark.parametrize("chunk", [4, 1 << 20])
@pytest.mark.parametrize(
    ("head", "header_row", "line"), [(b'"a\nx","b\ny"\n', 1, 4), (b'"title\n2\n3"\n\na,b\n', 3, 6), (b"a,b\n", 1, 2)]
)
def test_a_header_may_go_over_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: bytes, header_row: int, line: int, chunk: int
) -> None:
    monkeypatch.setattr(blocks, "CHUNK", chunk)
    rows = transcribed(tmp_path, head + b"1,2\n3\n", header_row=header_row)
    assert rows == [
        (header_row + 1, None, None, line, line, "1", "2"),
        (header_row + 2, "fewer cells than the header", b"3", line + 1, line + 1, "3", None),
    ]


def test_a_total_is_set_aside_even_if_it_is_ragged(tmp_path: Path) -> None:
    assert [row[:3] for row in transcribed(tmp_path, "a,b\n合计\n,小计,3\n会计,1\n".encode())] == [
        (2, "a total, not a record", "合计".encode()),
        (3, "a total, not a record", ",小计,3".encode()),
        (4, None, None),
    ]


def test_a_carriage_return_in_a_cell_is_kept(tmp_path: Path) -> None:
    assert [row[5:] for row in transcribed(tmp_path, b'a,b\nx\ry,1\r\n"x\ry",2\n')] == [("x\ry", "1"), ("x\ry", "2")]
