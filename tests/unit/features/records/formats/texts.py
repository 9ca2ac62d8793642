"""Builders of text files with a table."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from features.records.formats.scan import scan
from features.records.formats.text import read_text
from features.records.sheet import Sheet

__all__ = ["HEADER", "known", "opened", "rows_of", "table", "written"]

HEADER = ("姓名", "身份证号", "家庭住址")


def known(text: str) -> bool:
    """Whether a text is one of the names of `HEADER`."""
    return text in HEADER


def table(
    rows: Iterable[Sequence[str]],
    *,
    delimiter: str = ",",
    ending: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
    header: Sequence[str] = HEADER,
) -> str:
    """A header and rows as the csv module writes them; any delimiter."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([header, *rows])
    return stream.getvalue()


def written(folder: Path, data: bytes, name: str = "名单.csv") -> Path:
    """A file in a folder of its own beside the room for transcripts."""
    path = folder / name
    path.write_bytes(data)
    (folder / "room").mkdir(exist_ok=True)
    return path


def opened(folder: Path, data: bytes, name: str = "名单.csv") -> Sheet:
    """The sheet of a file that holds `data`."""
    path = written(folder, data, name)
    return read_text(path, file=name, folder=folder / "room", known=known)


def rows_of(sheet: Sheet, columns: str = "COLUMNS('^c')") -> list[tuple[object, ...]]:
    """What the engine scans, in the order of rows."""
    connection = duckdb.connect()
    try:
        return connection.execute(f"SELECT {columns} FROM ({scan(sheet)}) ORDER BY _row").fetchall()
    finally:
        connection.close()
