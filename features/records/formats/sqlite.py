"""Tables and views of an SQLite database, read into transcripts; runs in the child process."""

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from features.errors import DataError
from features.records.formats.heading_rows import TOTAL_FAULT, is_total
from features.records.formats.magic import SQLITE, open_regular
from features.records.formats.serials import number_text
from features.records.formats.table import MAX_COLUMNS, gather
from features.records.formats.transcript import TranscriptWriter
from features.records.rule import Rule
from features.records.sheet import Sheet

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["RULES", "read_sqlite"]

NOT_TEXT: Final = "not text"
RULES: Final[tuple[Rule, ...]] = (Rule(NOT_TEXT, "不是文本"),)

CELL_SIZE: Final = 64 << 20
"""Largest value or row that is read, in bytes."""

TABLES: Final = r"""
    SELECT name
    FROM sqlite_schema
    WHERE type IN ('table', 'view')
      AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
      AND coalesce(sql, '') NOT LIKE 'CREATE VIRTUAL%'
    ORDER BY name
"""


def read_sqlite(path: Path, *, file: str, folder: Path, known: Callable[[str], bool]) -> list[Sheet]:
    """Write each table and view that has a column of a known name into a transcript.

    The number of a row is its place in the order of reading: by ``rowid``, or by all columns where there is none.
    Integers and reals become text without loss. Binary values are left out of columns whose name is not known; in
    others they are the row's fault, and written as SQL writes them.

    Parameters
    ----------
    path : Path
        The database; it is opened for reading only and nothing in it is executed but its views.
    file : str
        What the user calls it.
    folder : Path
        Where the transcripts go.
    known : callable
        Whether a text is a known name of a column.

    Returns
    -------
    list of Sheet
        By name. A database with a single table gives that whatever its columns are called.

    Raises
    ------
    DataError
        If the database is damaged, was not closed, or holds no table.
    """
    import sqlite3  # only the child process meets databases

    _refuse_open(path, file)
    with open_regular(path, file) as stream:
        if stream.read(len(SQLITE)) != SQLITE:
            raise DataError(f"{file} is no SQLite database: give it the ending of what it is, or export it anew.")
    try:
        with contextlib.closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            _restrict(connection)
            names = [row[0] for row in connection.execute(TABLES)]
            columns = {name: _columns(connection, name) for name in names}
            wanted = {name for name in names if len(names) == 1 or any(map(known, columns[name]))}
            found: dict[str, Sheet | None] = {}
            for place, name in enumerate(names, start=1):
                if name not in wanted or not columns[name]:
                    found[name] = None
                    continue
                target = folder / f"{place}.parquet"
                found[name] = _read_table(connection, name, columns[name], known, file, target)
    except (sqlite3.Error, OverflowError) as error:
        raise DataError(f"{file} cannot be read as an SQLite database: copy it again, or export it anew.") from error
    return gather(found, file)


def _refuse_open(path: Path, file: str) -> None:
    """Refuse a database whose newest rows are still in a file beside it."""
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            raise DataError(
                f"{file} has rows that are still in {file}{ending}: close the program that uses it, and copy it then."
            )


def _restrict(connection: "Connection") -> None:
    """Keep a database from doing anything but being read."""
    import sqlite3

    limits = {
        sqlite3.SQLITE_LIMIT_LENGTH: CELL_SIZE,
        sqlite3.SQLITE_LIMIT_ATTACHED: 0,
        sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20,
        sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
        sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
    }
    for limit, value in limits.items():
        connection.setlimit(limit, value)
    for setting in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {setting}")
    connection.text_factory = _decoded


def _decoded(raw: bytes) -> str | bytes:
    """Return a text, or its bytes where these are no UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _columns(connection: "Connection", table: str) -> list[str]:
    """Return the names of a table's columns; none for a view that does not work."""
    import sqlite3

    try:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
    except sqlite3.OperationalError:
        return []
    return [str(name) for name in names]


def _read_table(
    connection: "Connection", table: str, columns: list[str], known: Callable[[str], bool], file: str, path: Path
) -> Sheet:
    """Stream a table into a transcript."""
    if len(columns) > MAX_COLUMNS:
        raise DataError(f"{file}[{table}] has more than {MAX_COLUMNS:,} columns: export only the table.")
    named = {name for name in columns if known(name)} or set(columns)
    cells = [_quoted(name) if name in named else _without_blobs(name) for name in columns]
    order = _row_id(connection, table, columns) or ", ".join(str(place) for place in range(1, len(columns) + 1))
    rows = connection.execute(f"SELECT {', '.join(cells)} FROM {_quoted(table)} ORDER BY {order}")
    with TranscriptWriter(path, len(columns)) as writer:
        for number, values in enumerate(rows, start=1):
            texts = [_text(value) for value in values]
            if any(texts):
                writer.add(number, texts, fault=_fault(values, texts))
    return Sheet(file, table, tuple(columns), path, "transcript", ("VARCHAR",) * len(columns))


def _row_id(connection: "Connection", table: str, columns: list[str]) -> str:
    """Return the name of the number that a table's rows have; empty for views and tables without one."""
    import sqlite3

    taken = {name.lower() for name in columns}
    for name in ("rowid", "_rowid_", "oid"):
        if name in taken:
            continue
        try:
            connection.execute(f"SELECT {name} FROM {_quoted(table)} LIMIT 0").close()
        except sqlite3.OperationalError:
            return ""
        return name
    return ""


def _without_blobs(name: str) -> str:
    column = _quoted(name)
    return f"CASE WHEN typeof({column}) <> 'blob' THEN {column} END"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str | None:
    """Return a value as text without loss."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return f"X'{value.hex().upper()}'"
    return number_text(repr(value))


def _fault(values: Iterable[object], texts: list[str | None]) -> str | None:
    """Return why a row is no record."""
    if any(isinstance(value, bytes) for value in values):
        return NOT_TEXT
    return TOTAL_FAULT if is_total(texts) else None
