"""What arrived: every file of a delivery opened as sheets, or refused in one sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal, NamedTuple

import duckdb

from features.errors import DataError
from features.records.formats.guard import read_isolated
from features.records.formats.magic import refuse_unfit
from features.records.formats.parquet import read_parquet
from features.records.formats.postgres import is_url, read_postgres, shown_address
from features.records.formats.text import read_text
from features.records.headings.mapping import Mapping
from features.records.headings.names import is_known_header
from features.records.headings.purposes import purpose_of
from features.records.sheet import Sheet

__all__ = ["ENDINGS", "Arrived", "Refusal", "delivery_name", "open_delivery"]

TEXT: Final = (".csv", ".tsv", ".txt")
WORKBOOKS: Final = (".xlsx", ".xls", ".xlsm", ".xlsb")
SQLITE: Final = (".sqlite", ".sqlite3", ".db")
PARQUET: Final = (".parquet",)
ENDINGS: Final = (*TEXT, *WORKBOOKS, *SQLITE, *PARQUET)
"""Endings of the files that are opened; others are named and left alone."""


class Refusal(NamedTuple):
    """A file or sheet that could not be understood.

    Parameters
    ----------
    file : str
        Its name below the delivery.
    reason : str
        One sentence: what is wrong and how to mend it.
    error : type of DataError
        What is raised where the whole delivery is refused for it.
    """

    file: str
    reason: str
    error: type[DataError] = DataError


@dataclass(frozen=True)
class Arrived:
    """What a delivery holds.

    Parameters
    ----------
    sheets : tuple of Sheet
        In the order of their names.
    refused : tuple of Refusal
        Files that could not be understood.
    ignored : tuple of str
        Names of what is no table: documents, folders.
    """

    sheets: tuple[Sheet, ...]
    refused: tuple[Refusal, ...] = ()
    ignored: tuple[str, ...] = ()


def open_delivery(
    place: str,
    folder: Path,
    mapping: Mapping,
    connection: duckdb.DuckDBPyConnection,
    progress: Callable[[str], None] = lambda _: None,
) -> Arrived:
    """Open every file of a delivery.

    Parameters
    ----------
    place : str
        A folder, a single file, or the address of a PostgreSQL database (``postgresql://…``).
    folder : Path
        A private folder for transcripts.
    mapping : Mapping
        The user's names of columns, which help to find the row of the header.
    connection : duckdb.DuckDBPyConnection
        Reads the head of Parquet files.
    progress : callable
        Called with the name of each file before it is opened.

    Returns
    -------
    Arrived
        Sheets, and what is none.

    Raises
    ------
    DataError
        If there is nothing at `place`, or the database does not answer.
    """
    if is_url(place):
        return Arrived(tuple(read_postgres(place, folder=folder, wanted=partial(_has_purpose, mapping))))
    files, ignored = _files(Path(place), mapping)
    sheets: list[Sheet] = []
    refused: list[Refusal] = []
    for number, path in enumerate(files):
        progress(path.name)
        room = folder / str(number)
        room.mkdir(mode=0o700)
        try:
            sheets += _open(path, room, mapping, connection)
        except DataError as error:
            refused.append(Refusal(path.name, str(error), type(error)))
    return Arrived(tuple(sheets), tuple(refused), tuple(ignored))


def delivery_name(place: str) -> str:
    """Return how messages name a delivery: a database without user and password, a folder by its own name.

    Examples
    --------
    >>> delivery_name("postgresql://clerk:secret@db.example/aid?schema=export")
    'db.example/aid'
    >>> delivery_name("/data/2025/")
    '2025'
    """
    return shown_address(place) if is_url(place) else Path(place).name or place


def _has_purpose(mapping: Mapping, table: str) -> bool:
    return purpose_of("", table, mapping) is not None


def _files(place: Path, mapping: Mapping) -> tuple[list[Path], list[str]]:
    """Return the files to open, and the names of what is left alone."""
    if not place.exists() and not place.is_symlink():
        raise DataError(f"there is nothing at {place}: give a folder, a file, or the address of a database.")
    if not place.is_dir():
        if place.suffix.lower() not in ENDINGS:
            raise DataError(f"{place.name} is no kind of file that holds tables: give one of {', '.join(ENDINGS)}.")
        return [place], []
    entries = sorted(entry for entry in place.iterdir() if not entry.name.startswith((".", "~$")))
    files = [entry for entry in entries if _holds_tables(entry, mapping)]
    ignored = [f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries if entry not in set(files)]
    return files, ignored


def _holds_tables(entry: Path, mapping: Mapping) -> bool:
    """Whether a file is opened: its ending says so, and a text without one of the known names is only a text."""
    ending = entry.suffix.lower()
    if entry.is_dir() or ending not in ENDINGS:
        return False
    return ending != ".txt" or purpose_of(entry.name, "", mapping) is not None


def _open(path: Path, room: Path, mapping: Mapping, connection: duckdb.DuckDBPyConnection) -> Iterable[Sheet]:
    """Return the sheets of a file."""
    ending = path.suffix.lower()
    refuse_unfit(path)
    if ending in PARQUET:
        return [read_parquet(path, connection)]
    if ending in TEXT:
        known = partial(is_known_header, extra=mapping.headers)
        return [read_text(path, file=path.name, folder=room, known=known)]
    kind: Literal["sqlite", "workbook"] = "sqlite" if ending in SQLITE else "workbook"
    return read_isolated(kind, path, file=path.name, folder=room, known_names=mapping.headers)
