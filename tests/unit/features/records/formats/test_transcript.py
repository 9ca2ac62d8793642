"""The transcript: rows go in, the engine scans them as they went in."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from features.records.formats import transcript
from features.records.formats.transcript import TranscriptWriter, transcript_scan
from features.records.sheet import Sheet


def scanned(path: Path, width: int) -> list[tuple[object, ...]]:
    header = tuple(f"h{place}" for place in range(width))
    sheet = Sheet("a.csv", "", header, path, "transcript", ("VARCHAR",) * width)
    return duckdb.sql(f"{transcript_scan(sheet)} ORDER BY _row").fetchall()


def test_records_come_back_as_they_were_added(tmp_path: Path) -> None:
    path = tmp_path / "it's.parquet"
    with TranscriptWriter(path, 2) as writer:
        writer.add(2, ["张三", None], first=2, last=3)
        writer.add_lines(3, 4, [["", "b"], ["c", "d"]], 4)
        writer.add(5, ["x"], fault="fewer cells than the header", line=b"x\xff", first=6, last=6)
        writer.add(6, ["1", "2", "3"], fault="more cells than the header")
    assert scanned(path, 2) == [
        (2, None, None, 2, 3, "张三", None),
        (3, None, None, 4, 4, "", "b"),
        (4, None, None, 5, 5, "c", "d"),
        (5, "fewer cells than the header", b"x\xff", 6, 6, "x", None),
        (6, "more cells than the header", None, None, None, "1", "2"),
    ]


def test_a_row_that_is_not_as_wide_as_the_header_needs_a_fault(tmp_path: Path) -> None:
    with TranscriptWriter(tmp_path / "a.parquet", 2) as writer, pytest.raises(ValueError, match="row 7 has 1 cells"):
        writer.add(7, ["x"])


def test_a_transcript_without_records_can_be_scanned(tmp_path: Path) -> None:
    with TranscriptWriter(tmp_path / "a.parquet", 3):
        pass
    assert scanned(tmp_path / "a.parquet", 3) == []


def test_rows_are_written_in_groups_so_that_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "PACK_ROWS", 3)
    monkeypatch.setattr(transcript, "GROUP_ROWS", 10)
    with TranscriptWriter(tmp_path / "rows.parquet", 1) as writer:
        for row in range(1, 36):
            writer.add(row, [str(row)])
    assert pq.ParquetFile(tmp_path / "rows.parquet").num_row_groups == 3
    assert [row for row, *_ in scanned(tmp_path / "rows.parquet", 1)] == list(range(1, 36))


def test_long_cells_are_written_before_they_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcript, "GROUP_SIZE", 1_000)
    with TranscriptWriter(tmp_path / "cells.parquet", 1) as writer:
        for row in range(1, 5):
            writer.add(row, ["x" * 990])
    assert pq.ParquetFile(tmp_path / "cells.parquet").num_row_groups == 2


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in paths:
        with TranscriptWriter(path, 1) as writer:
            writer.add(2, ["张三"])
    assert paths[0].read_bytes() == paths[1].read_bytes()
