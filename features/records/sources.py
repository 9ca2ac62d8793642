"""Find the contract's tables in a folder and say how each file is read.

A source is a file and the SQL that scans it with the row number of each record; nothing is judged here.
"""

import csv
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from features.errors import DataError, MissingColumn, MissingTable
from features.records.contract import CONTRACT
from features.records.schema import Table

__all__ = ["Source", "find_sources", "quoted"]

READABLE: Final = (".csv", ".parquet")
WORKBOOKS: Final = (".xlsx", ".xls")
DELIMITERS: Final = (",", "\t", ";")
NEAR: Final = 0.8
"""Similarity (0 to 1) from which an unknown name counts as a slip for a known one."""


@dataclass(frozen=True)
class Source:
    """One file that holds one table.

    Parameters
    ----------
    table : Table
        The contract's table.
    path : Path
        The file.
    columns : dict of str to str
        Columns of the contract that the file has, with the type that the file gives them.
    unknown : tuple of str
        Columns of the file that the contract does not know; they are not read.
    header : tuple of str
        All columns of the file in order, for a CSV file.
    delimiter : str
        Between cells, for a CSV file.
    """

    table: Table
    path: Path
    columns: dict[str, str]
    unknown: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    delimiter: str = ","

    @property
    def is_csv(self) -> bool:
        """Whether cells are text that may not parse."""
        return self.path.suffix.lower() == ".csv"

    def scan(self, columns: Iterable[str] | None = None) -> str:
        """Return the SQL that reads the file, each record with its number ``_row`` from 1.

        Parameters
        ----------
        columns : iterable of str, optional
            Columns of the file; default: those of the contract that it has.

        Returns
        -------
        str
            A query; the cells of a CSV file are text, and what the parser refuses goes to ``reject_errors``.
        """
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in columns or self.columns)
        path = quoted(str(self.path))
        if not self.is_csv:
            return f"""
                SELECT {names}, file_row_number + 1 AS _row
                FROM read_parquet({path}, file_row_number = true)
            """
        cells = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in self.header)
        return f"""
            SELECT {names}, row_number() OVER () AS _row
            FROM read_csv(
                {path},
                auto_detect = false,
                header = true,
                delim = {quoted(self.delimiter)},
                quote = '"',
                escape = '"',
                columns = {{{cells}}},
                store_rejects = true,
                rejects_limit = 0,
                strict_mode = true,
                null_padding = false
            )
        """


def quoted(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def find_sources(folder: Path, connection: duckdb.DuckDBPyConnection) -> list[Source]:
    """Find the contract's tables in `folder`.

    Parameters
    ----------
    folder : Path
        Holds ``NAME.csv`` or ``NAME.parquet`` for each table.
    connection : duckdb.DuckDBPyConnection
        Reads the head of Parquet files.

    Returns
    -------
    list of Source
        In the contract's order.

    Raises
    ------
    DataError
        If the folder or one of its files cannot be understood as a whole.
    """
    if not folder.is_dir():
        raise DataError(
            f"{folder} is not a folder: give the folder that holds persons, households and the other tables."
        )
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    known = {table.name: table for table in CONTRACT}
    found = _tables_among(files, known)
    _refuse_slips(files, found, known)
    missing = [table.name for table in CONTRACT if not table.optional and table.name not in found]
    if missing:
        raise MissingTable(
            f"{folder} lacks the table{'s' if len(missing) > 1 else ''} {', '.join(missing)}: "
            f"add {missing[0]}.csv or {missing[0]}.parquet."
        )
    return [_open(known[name], found[name], connection) for name in known if name in found]


def _tables_among(files: Iterable[Path], known: Mapping[str, Table]) -> dict[str, Path]:
    """Return the file of each table; refuse two of one table, and workbooks."""
    found: dict[str, Path] = {}
    for path in files:
        name, ending = path.stem, path.suffix.lower()
        if name in known and ending in READABLE:
            if name in found:
                raise DataError(f"{path.parent} holds both {found[name].name} and {path.name}: keep one of them.")
            found[name] = path
        elif name in known and ending in WORKBOOKS:
            raise DataError(f"{path.name} is a workbook, which cannot be read: save its sheet as {name}.csv (UTF-8).")
    return found


def _refuse_slips(files: Iterable[Path], found: dict[str, Path], known: dict[str, Table]) -> None:
    """Refuse a file whose name is nearly that of a table that is not there."""
    absent = [name for name in known if name not in found]
    for path in files:
        if path.suffix.lower() not in READABLE or path.stem in known:
            continue
        near = difflib.get_close_matches(path.stem.lower(), absent, 1, NEAR)
        if near:
            raise DataError(
                f"{path.name} is no table of the contract: rename it to {near[0]}{path.suffix.lower()} if it is "
                f"that table, or move it out of the folder."
            )


def _open(table: Table, path: Path, connection: duckdb.DuckDBPyConnection) -> Source:
    """Read the head of a file and compare its columns with the contract."""
    if path.suffix.lower() == ".parquet":
        types = _parquet_columns(path, connection)
        header, delimiter = tuple(types), ","
    else:
        header, delimiter = _csv_header(path, {column.name for column in table.columns})
        types = dict.fromkeys(header, "VARCHAR")
    names = {column.name for column in table.columns}
    unknown = tuple(name for name in header if name not in names)
    _refuse_columns(table, path, header, unknown)
    columns = {column.name: types[column.name] for column in table.columns if column.name in types}
    return Source(table, path, columns, unknown, header, delimiter)


def _refuse_columns(table: Table, path: Path, header: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    """Refuse columns that are there twice or nearly the contract's, and the lack of a required one."""
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"{path.name} has the column {twice[0]} twice: remove or rename one of them.")
    absent = [column.name for column in table.columns if column.name not in header]
    for name in unknown:
        near = difflib.get_close_matches(name.strip().lower(), absent, 1, NEAR)
        if near:
            raise DataError(f"{path.name} has an unknown column {name!r}: rename it to {near[0]} or remove it.")
    missing = [name for name in table.required if name not in header]
    if missing:
        raise MissingColumn(
            f"{path.name} lacks the required column {missing[0]} (it has {', '.join(header) or 'none'}): add it."
        )


def _parquet_columns(path: Path, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the columns of a Parquet file and their types, as the engine names them; one without any value is none."""
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})").fetchall()
    except duckdb.Error as error:
        raise DataError(f"{path.name} cannot be read as Parquet: write it again, or save it as CSV.") from error
    return {row[0]: row[1] for row in rows if row[1].strip('"') != "NULL"}


def _csv_header(path: Path, expected: set[str]) -> tuple[tuple[str, ...], str]:
    """Read the first record with each delimiter and keep the one that knows most of the contract's columns."""
    with path.open("rb") as file:
        line = file.readline(1_000_000)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 text in its first line: save it as CSV UTF-8.") from error
    if not text.strip():
        raise DataError(f"{path.name} has no header in its first line: write the column names there.")
    if "\0" in text:
        raise DataError(f"{path.name} is not a text file: save the table as CSV UTF-8 or Parquet.")
    headers = {mark: tuple(next(csv.reader([text], delimiter=mark))) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: len(expected.intersection(headers[mark])))
    return headers[best], best
