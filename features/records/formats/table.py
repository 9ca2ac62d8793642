"""One sheet of a workbook as a transcript: header found, blank rows dropped, merged cells filled down."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from features.errors import DataError
from features.records.formats.cells import Row
from features.records.formats.heading_rows import (
    ROWS_SEARCHED,
    TOTAL_FAULT,
    Heading,
    find_heading,
    is_personal,
    is_total,
)
from features.records.formats.lines import MORE
from features.records.formats.marks import Merged
from features.records.formats.transcript import TranscriptWriter
from features.records.rule import Rule
from features.records.sheet import Sheet

__all__ = ["MAX_COLUMNS", "RULES", "gather", "write_table"]

MAX_COLUMNS: Final = 1_000
"""Columns of a table; and rows beyond so many columns that a sheet may have."""

NO_RESULT: Final = "a formula without a value"
RULES: Final[tuple[Rule, ...]] = (Rule(NO_RESULT, "公式没有计算结果"),)


def write_table(
    rows: Iterable[Row],
    merged: Iterable[Merged],
    known: Callable[[str], bool],
    *,
    file: str,
    sheet: str,
    path: Path,
    epoch_1904: bool = False,
) -> Sheet | None:
    """Write the records of a sheet into a transcript.

    Parameters
    ----------
    rows : iterable of Row
        In ascending order.
    merged : iterable of Merged
        Sorted; a value is filled down from the first cell of a range, as a person sees it.
    known : callable
        Whether a text is a known name of a column.
    file, sheet : str
        What the user calls the workbook and the sheet.
    path : Path
        The transcript.
    epoch_1904 : bool
        Whether the workbook counts days from 1904.

    Returns
    -------
    Sheet or None
        None if the sheet holds no table: it is empty, or has one column without a known name.

    Raises
    ------
    DataError
        If the sheet is too wide.
    """
    stream = iter(rows)
    ranges = tuple(merged)
    first, ahead = _look_ahead(stream)
    heading = _heading(first, ranges, known)
    header = heading.header
    if not header or (len(header) == 1 and not known(header[0])):
        for _ in stream:  # a part is checked by being read to its end
            pass
        return None
    if any(map(is_personal, header)):
        raise DataError(f"{file}[{sheet}] has no header, its first row is data: name its columns in the first row.")
    if len(header) > MAX_COLUMNS:
        raise DataError(f"{file}[{sheet}] has more than {MAX_COLUMNS:,} columns: leave only the table in the sheet.")
    records = _Records(len(header), first[0].number + heading.last, ranges, f"{file}[{sheet}]")
    with TranscriptWriter(path, len(header)) as writer:
        for row in chain(first, ahead, stream):
            records.add(row, writer)
    return Sheet(
        file=file,
        sheet=sheet,
        header=header,
        path=path,
        form="transcript",
        types=("VARCHAR",) * len(header),
        header_row=records.header_row,
        epoch_1904=epoch_1904,
        notes=_notes(heading, records, epoch_1904),
    )


def gather(found: Mapping[str, Sheet | None], file: str) -> list[Sheet]:
    """Return the tables of a file, with the names of sheets that hold none in the notes of the first.

    Parameters
    ----------
    found : mapping of str to Sheet or None
        By name, in order.
    file : str
        What the user calls the file.

    Returns
    -------
    list of Sheet
        At least one.

    Raises
    ------
    DataError
        If there is none.
    """
    sheets = [sheet for sheet in found.values() if sheet]
    others = [name for name, sheet in found.items() if not sheet]
    if not sheets:
        raise DataError(f"{file} holds no table with a header: name the columns in its first row, or leave it out.")
    if others:
        note = f"without a table, not read: {', '.join(others)}"
        sheets[0] = replace(sheets[0], notes=(*sheets[0].notes, note))
    return sheets


def _look_ahead(stream: Iterator[Row]) -> tuple[list[Row], list[Row]]:
    """Take the rows that may hold the header off the stream, and the row behind them."""
    first: list[Row] = []
    for row in stream:
        if first and row.number >= first[0].number + ROWS_SEARCHED:
            return first, [row]
        if first or row.filled:
            first.append(row)
    return first, []


def _heading(first: list[Row], ranges: tuple[Merged, ...], known: Callable[[str], bool]) -> Heading:
    """Find the header, with rows counted from the first filled one and the gaps between rows kept."""
    if not first:
        return Heading((), 0, 0)
    start = first[0].number
    grid: list[list[str | None]] = [[] for _ in range(first[-1].number - start + 1)]
    for row in first:
        grid[row.number - start] = row.cells
    near = [
        ((one.top - start, one.left), (one.bottom - start, one.right))
        for one in ranges
        if start <= one.top < start + len(grid)
    ]
    return find_heading(grid, known, near)


def _notes(heading: Heading, records: "_Records", epoch_1904: bool) -> tuple[str, ...]:
    """Say what a reader should know of a sheet."""
    counts = (
        (len(heading.titles), "title rows above the header"),
        (records.hidden, "hidden rows, read like the others"),
        (records.filled_down, "cells filled down from merged cells"),
    )
    notes = [f"{words}: {count:,}" for count, words in counts if count]
    return (*notes, "days are counted from 1904") if epoch_1904 else tuple(notes)


class _Records:
    """Write records and count what is remarkable about them."""

    def __init__(self, width: int, header_row: int, ranges: tuple[Merged, ...], name: str) -> None:
        self.width = width
        self.header_row = header_row
        self.hidden = 0
        self.filled_down = 0
        self._name = name
        self._wide = 0
        self._starts: dict[int, list[Merged]] = {}
        for one in ranges:
            if one.top > header_row and one.bottom > one.top and one.left < width:
                self._starts.setdefault(one.top, []).append(one)
        self._open: dict[int, tuple[int, str]] = {}

    def add(self, row: Row, writer: TranscriptWriter) -> None:
        """Write a row that is a record."""
        if row.number <= self.header_row:
            return
        missing = any(column < self.width for column in row.missing)
        if not (missing or row.filled):
            return
        cells = row.cells
        cells.extend([None] * (self.width - len(cells)))
        if self._starts or self._open:
            self._fill_down(row.number, cells)
        self.hidden += row.hidden
        writer.add(
            row.number, cells if len(cells) == self.width else self._cut(cells), fault=self._fault(cells, missing)
        )

    def _fault(self, cells: list[str | None], missing: bool) -> str | None:
        """Return why a row is no record."""
        if is_total(cells):
            return TOTAL_FAULT
        if len(cells) > self.width and any(cell and not cell.isspace() for cell in cells[self.width :]):
            return MORE
        return NO_RESULT if missing else None

    def _cut(self, cells: list[str | None]) -> list[str | None]:
        """Return the cells under the header; refuse sheets that are filled far beyond it."""
        if len(cells) > MAX_COLUMNS:
            self._wide += 1
            if self._wide > MAX_COLUMNS:
                raise DataError(
                    f"{self._name} has cells beyond column {MAX_COLUMNS:,} in many rows: leave only the table in it."
                )
        return cells[: self.width]

    def _fill_down(self, number: int, cells: list[str | None]) -> None:
        """Fill the value of merged cells into the rows below their first."""
        for column, (bottom, value) in list(self._open.items()):
            if number > bottom:
                del self._open[column]
            elif not cells[column]:
                cells[column] = value
                self.filled_down += 1
        for one in self._starts.pop(number, ()):
            if first := cells[one.left]:
                self._open[one.left] = (one.bottom, first)
