"""Write what was set aside: one CSV a sheet, with row, column, rule, the original cells and the bytes of the line."""

import base64
import csv
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final, TextIO

import duckdb

from features.records.citizens.masked import masked
from features.records.formats.original import lines_of, shown
from features.records.formats.scan import scan
from features.records.formulas import neutralise
from features.records.intake import Taken
from features.records.rulebook import in_chinese
from features.records.sheet import Sheet

__all__ = ["LEADING", "TRAILING", "write_quarantine"]

CHUNK: Final = 10_000
"""Records in memory at a time."""
LEADING: Final = ("row", "column", "rule", "rule_zh", "masked", "table", "file", "sheet")
"""Columns before the original cells: where it stood, what is wrong in English and Chinese, and the masked value."""
NUMBER: Final = re.compile(r"[+-]?[0-9.,]+")
LONGEST: Final = 200
"""Bytes of a file's name."""
UNFIT: Final = re.compile(r"[/\\\x00-\x1f]")
"""Characters that have no place in the name of a file."""
TRAILING: Final = ("line", "encoding")
"""Columns behind them: the record as it stood in a text file, and the encoding that turns it into its bytes."""


def write_quarantine(connection: duckdb.DuckDBPyConnection, taken: Sequence[Taken], folder: Path) -> list[Path]:
    """Write every quarantined record into `folder`, readable by its owner only; what an earlier run left there goes.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has ``quarantined.records``.
    taken : sequence of Taken
        The sources.
    folder : Path
        Made when there is something to write.

    Returns
    -------
    list of Path
        The files written; a sheet that feeds several tables has one file, where ``table`` tells them apart.
    """
    if folder.is_dir():
        for left in folder.glob("*.csv"):
            left.unlink()
    sheets = {one.source.sheet.name: one.source.sheet for one in taken}
    held = {number for (number,) in connection.execute("SELECT DISTINCT _source FROM quarantined.records").fetchall()}
    written = []
    for name, path in _paths(sheets, folder).items():
        sources = [one for one in taken if one.source.sheet.name == name and one.number in held]
        if not sources:
            continue
        _make_private(folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            _write(connection, sources, sheets[name], file)
        written.append(path)
    return written


def _make_private(folder: Path) -> None:
    """Make `folder` and what lacks above it, open to the owner only; what was there above it keeps its mode."""
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def _paths(sheets: dict[str, Sheet], folder: Path) -> dict[str, Path]:
    """Return the file for each sheet: named after its file, and the sheet where there are several."""
    files = Counter(sheet.file for sheet in sheets.values())
    stems = Counter(PurePath(file).stem for file in files)
    paths: dict[str, Path] = {}
    for name, sheet in sheets.items():
        stem = PurePath(sheet.file).stem if stems[PurePath(sheet.file).stem] == 1 else sheet.file
        part = f"{stem}[{sheet.sheet}]" if sheet.sheet and (files[sheet.file] > 1 or not stem) else stem
        paths[name] = folder / f"{_free(part, {path.stem.casefold() for path in paths.values()})}.csv"
    return paths


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is fit for a file and not taken, in whatever case."""
    fit = UNFIT.sub("_", name).encode()[:LONGEST].decode(errors="ignore")
    free, number = fit, 2
    while free.casefold() in taken:
        free, number = f"{fit}-{number}", number + 1
    return free


def _write(connection: duckdb.DuckDBPyConnection, sources: Sequence[Taken], sheet: Sheet, file: TextIO) -> None:
    """Write the quarantined records of a sheet; bytes that are not text are written as base64."""
    writer = csv.writer(file)
    writer.writerow([*LEADING, *sheet.header, *TRAILING])
    tables = {one.number: one.source for one in sources}
    for chunk in _chunks(connection, sheet, list(tables)):
        lines = lines_of(sheet, sorted({row for row, *_ in chunk})) if sheet.original is not None else {}
        for row, number, column, rule, cells in chunk:
            source = tables[number]
            place = source.places.get(column)
            value = masked(cells[place.index] or "") if place is not None else ""
            line = _line(lines[row], sheet.encoding) if row in lines else ""
            writer.writerow(
                [row, column, rule, in_chinese(rule), value, source.table.name, sheet.file, sheet.sheet]
                + [_harmless(cell or "") for cell in cells]
                + [line, sheet.encoding]
            )


def _harmless(cell: str) -> str:
    """Return a cell with an apostrophe before what a spreadsheet would run as a formula; numbers keep their sign."""
    return cell if NUMBER.fullmatch(cell) else neutralise(cell)


def _line(line: bytes, encoding: str) -> str:
    """Return the bytes of a record, in base64 where they are no text or begin like a formula."""
    text = shown(line, encoding)
    return text if neutralise(text) == text else f"base64:{base64.b64encode(line).decode()}"


def _chunks(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, numbers: list[int]
) -> Iterator[list[tuple[int, int, str, str, list[str | None]]]]:
    """Give the quarantined records of a sheet with their cells read again from it, in the order of the rows."""
    cells = ", ".join(f"CAST(c{place} AS VARCHAR)" for place in range(len(sheet.header)))
    rows = connection.execute(
        f"""
        SELECT _row, _source, _column, _rule, [{cells}]
        FROM ({scan(sheet)}) AS scanned
        JOIN quarantined.records USING (_row)
        WHERE _source IN ({", ".join(map(str, numbers))})
        ORDER BY _row, _source, _column, _rule
        """
    )
    while chunk := rows.fetchmany(CHUNK):
        yield chunk
