"""A text file written into a transcript: in blocks where each line is a record, line by line where one is not."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from features.records.formats.blocks import LINE_LIMIT, blocks, in_file, inner, lines_in
from features.records.formats.cutting import fitted, is_blank
from features.records.formats.heading_rows import TOTAL_FAULT, is_total
from features.records.formats.lines import FEWER, MORE
from features.records.formats.records import Format, record_at
from features.records.formats.transcript import TranscriptWriter

__all__ = ["transcribe"]

SENTINEL: Final = "\x02"
"""A line put behind others to see whether a quotation mark is still open there."""


def transcribe(path: Path, form: Format, header_row: int, writer: TranscriptWriter) -> None:
    """Write the records of a text file into a transcript, with bounded memory.

    Parameters
    ----------
    path : Path
        The text file.
    form : Format
        How it is written.
    header_row : int
        Number of the record that the header ends in; nothing up to it is written.
    writer : TranscriptWriter
        As wide as the header.
    """
    transcription = _Transcription(form, header_row, writer)
    rest = b""
    for block in blocks(path, form.encoding, form.ending):
        rest = transcription.take(rest + block, final=False)
    transcription.take(rest, final=True)


class _Transcription:
    """Where a transcription has come to: the numbers of the next record and of the next line."""

    def __init__(self, form: Format, header_row: int, writer: TranscriptWriter) -> None:
        self.form = form
        self.header_row = header_row
        self.writer = writer
        self.row = self.line = 1

    def take(self, block: bytes, *, final: bool) -> bytes:
        """Write the records of a block; return the bytes of one that goes beyond it."""
        lines = lines_in(block, self.form.ending)
        rows = self._rows(block, lines)
        if rows is None:
            return self._carefully(lines, block, final=final)
        skipped = min(max(0, self.header_row - self.row + 1), len(rows))
        self.row, self.line = self.row + skipped, self.line + skipped
        self._write(rows[skipped:], lines[skipped:])
        return b""

    def _rows(self, block: bytes, lines: list[bytes]) -> list[list[str]] | None:
        """Return the cells of each line if each is a record; None where the lines have to be looked at one by one."""
        if b"\x00" in block or max(map(len, lines), default=0) > LINE_LIMIT:
            return None
        try:
            text = block.decode(inner(self.form.encoding))
        except UnicodeDecodeError:
            return None
        texts = text.split(self.form.ending.decode())
        if not texts[-1]:
            texts.pop()
        if "\r" in text:
            texts = [line.removesuffix("\r") for line in texts]
        if '"' not in text:
            return [line.split(self.form.delimiter) for line in texts]
        if "\r" in text and any("\r" in line for line in texts):
            return None
        try:
            rows = list(csv.reader([*texts, SENTINEL], delimiter=self.form.delimiter))
        except csv.Error:
            return None
        return rows if len(rows) == len(texts) + 1 and rows.pop() == [SENTINEL] else None

    def _write(self, rows: list[list[str]], lines: list[bytes]) -> None:
        """Write records that are a line each."""
        width = self.writer.width
        rows = [cells if len(cells) == width else fitted(cells, width) for cells in rows]
        size = sum(map(len, lines)) // max(1, len(lines))
        start = 0
        for place in [place for place, cells in enumerate(rows) if _to_judge(cells, width)]:
            fault = _judged(rows[place], width)
            if fault is not None:
                self._write_run(rows[start:place], size)
                self._write_one(rows[place], fault, lines[place : place + 1])
                start = place + 1
        self._write_run(rows[start:], size)

    def _write_run(self, rows: list[list[str]], size: int) -> None:
        """Write records without a fault, of `size` bytes each on average."""
        if rows:
            self.writer.add_lines(self.row, self.line, rows, size * len(rows))
            self.row, self.line = self.row + len(rows), self.line + len(rows)

    def _write_one(self, cells: list[str], fault: str | None, lines: Sequence[bytes]) -> None:
        """Write one record, unless it is blank or above the records; go on behind its lines."""
        if fault != "" and self.row > self.header_row:
            line = None
            if fault:
                joined = self.form.ending.join(lines).removesuffix(b"\r")
                line = in_file(joined[:LINE_LIMIT], self.form.encoding)
            last = self.line + len(lines) - 1
            self.writer.add(self.row, cells, fault=fault, line=line, first=self.line, last=last)
        self.row, self.line = self.row + 1, self.line + len(lines)

    def _carefully(self, lines: list[bytes], block: bytes, *, final: bool) -> bytes:
        """Write the records of lines that are damaged or belong together; return what goes beyond them."""
        place = start = 0
        run: list[list[str]] = []
        while place < len(lines):
            above = self.row + len(run) <= self.header_row
            record = record_at(lines, place, self.form, None if above else self.writer.width, final=final)
            if record is None:
                self._write(run, lines[start:place])
                tail = self.form.ending.join(lines[place:])
                return tail + self.form.ending if block.endswith(self.form.ending) else tail
            place += record.lines
            if record.lines == 1 and not record.fault and not above:
                run.append(record.cells)
                continue
            self._write(run, lines[start : start + len(run)])
            cells = fitted(record.cells, self.writer.width)
            fault = record.fault or _judged(cells, self.writer.width)
            self._write_one(cells, fault, lines[place - record.lines : place])
            run, start = [], place
        self._write(run, lines[start:])
        return b""


def _to_judge(cells: list[str], width: int) -> bool:
    """Tell whether a record may be blank, a total or ragged; quick, and right for nearly all that are not."""
    return len(cells) != width or not cells[0] or "计" in cells[0] or cells[0].isspace()


def _judged(cells: list[str], width: int) -> str | None:
    """Return why a record is no row: empty where it is blank, None where it is one."""
    if is_blank(cells):
        return ""
    if is_total(cells):
        return TOTAL_FAULT
    if len(cells) == width:
        return None
    return FEWER if len(cells) < width else MORE
