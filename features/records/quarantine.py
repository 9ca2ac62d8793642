"""Write what was set aside: one CSV a source file, with row, column, rule and the original cells."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TextIO

import duckdb

from features.records.intake import Intake

__all__ = ["write_quarantine"]

CHUNK: Final = 10_000
"""Records in memory at a time."""


def write_quarantine(connection: duckdb.DuckDBPyConnection, intakes: Mapping[str, Intake], folder: Path) -> list[Path]:
    """Write every quarantined record into `folder`, readable by its owner only; what an earlier run left there goes.

    The columns are ``row`` (record number: the header of a CSV file is row 1; the first row of a Parquet file is
    row 1), ``column``, ``rule``, the columns of the source, and ``line``: the bytes of a record that could not be
    split into cells.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the schema ``quarantined``.
    intakes : mapping of str to Intake
        What became of each file, by table.
    folder : Path
        Made when there is something to write.

    Returns
    -------
    list of Path
        The files written.
    """
    written = []
    for name, intake in intakes.items():
        path = folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        if not intake.quarantined:
            continue
        _make_private(folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            _write(connection, name, intake.source.header, file)
        written.append(path)
    return written


def _make_private(folder: Path) -> None:
    """Make `folder` and what lacks above it, open to the owner only; what was there above it keeps its mode."""
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(mode=0o700)
    folder.chmod(0o700)


def _write(connection: duckdb.DuckDBPyConnection, name: str, header: tuple[str, ...], file: TextIO) -> None:
    """Write the quarantined records of a table; bytes that are not UTF-8 are written as they were."""
    writer = csv.writer(file)
    writer.writerow(["row", "column", "rule", *header, "line"])
    rows = connection.execute(f"SELECT * FROM quarantined.{name} ORDER BY _row, _column, _rule")
    while chunk := rows.fetchmany(CHUNK):
        for row, column, rule, cells, line in chunk:
            blank = [""] * len(header)
            text = "" if line is None else line.decode("utf-8", "surrogateescape")
            writer.writerow([row, column, rule, *(cells or blank), text])
