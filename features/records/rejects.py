"""What the CSV parser refused: records that are no rows at all, and their place among those that are."""

from typing import BinaryIO, Final, NamedTuple

import duckdb

from features.errors import DataError
from features.records.sources import Source

__all__ = ["Reject", "forget_rejects", "set_aside_rejects", "take_rejects"]

ENCODING_SHARE: Final = 0.1
"""Share of records with invalid UTF-8 from which the whole file counts as another encoding."""
BAD_ENCODING: Final = "INVALID ENCODING"
SHAPES: Final = {
    BAD_ENCODING: "not UTF-8 text",
    "LINE SIZE OVER MAXIMUM": "the row is too long",
    "MISSING COLUMNS": "fewer cells than the header",
    "TOO MANY COLUMNS": "more cells than the header",
    "UNQUOTED VALUE": "a quotation mark is not closed",
}
"""The parser's names for what is wrong with a record, as rules in words."""


class Reject(NamedTuple):
    """A record that the CSV parser refused.

    Parameters
    ----------
    line : int
        Record number; the header is 1.
    position : int
        Byte in the file at which it begins, from 1.
    kind : str
        What is wrong, as the parser names it.
    """

    line: int
    position: int
    kind: str


def take_rejects(connection: duckdb.DuckDBPyConnection, source: Source) -> list[Reject]:
    """Return what the parser refused while `source` was loaded, and forget it there.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where ``stored.NAME`` was just loaded from the file.
    source : Source
        The file.

    Returns
    -------
    list of Reject
        By record number; empty for a Parquet file.

    Raises
    ------
    DataError
        If so many records are not UTF-8 that the file must be in another encoding.
    """
    if not source.is_csv:
        return []
    found = connection.execute(
        """
        SELECT line, min(line_byte_position), arg_min(error_type, column_idx)
        FROM reject_errors
        GROUP BY line
        ORDER BY line
        """
    ).fetchall()
    forget_rejects(connection)
    rejects = [Reject(*record) for record in found]
    ((rows,),) = connection.execute(f"SELECT count(*) FROM stored.{source.table.name}").fetchall()
    if sum(reject.kind == BAD_ENCODING for reject in rejects) > ENCODING_SHARE * (rows + len(rejects)):
        raise DataError(f"{source.path.name} is not UTF-8 text: save it as CSV UTF-8.")
    return rejects


def forget_rejects(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the parser's own tables of what it refused, which every scan of a CSV file adds to."""
    connection.execute("DELETE FROM reject_errors")
    connection.execute("DELETE FROM reject_scans")


def set_aside_rejects(connection: duckdb.DuckDBPyConnection, source: Source, rejects: list[Reject]) -> None:
    """Quarantine the records that are no rows at all, and count them in the numbers of the rows after them.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where ``quarantined.NAME`` already has the rows that break a rule.
    source : Source
        The file, whose bytes are read again.
    rejects : list of Reject
        By record number.
    """
    if not rejects:
        return
    target = f"quarantined.{source.table.name}"
    # After so many good rows (header and earlier rejects taken off) a row's number is out by so many rejects.
    shifts = [(reject.line - 2 - place, place + 1) for place, reject in enumerate(rejects)]
    connection.execute("CREATE TEMP TABLE shifts (after BIGINT, shift BIGINT)")
    connection.executemany("INSERT INTO shifts VALUES (?, ?)", shifts)
    connection.execute(
        f"UPDATE {target} SET _row = _row + coalesce((SELECT max(shift) FROM shifts WHERE after < _row - 1), 0)"
    )
    connection.execute("DROP TABLE shifts")
    with source.path.open("rb") as file:
        rows: list[tuple[int, str, str, list[str], bytes]] = [
            (line, "", SHAPES.get(kind, kind.lower()), [], _line_at(file, position - 1))
            for line, position, kind in rejects
        ]
    connection.executemany(f"INSERT INTO {target} VALUES (?, ?, ?, ?, ?)", rows)


def _line_at(file: BinaryIO, position: int) -> bytes:
    """Return the line at a byte position; after CR LF the parser's position is that of the LF."""
    file.seek(position)
    line = file.readline()
    return (file.readline() if line in {b"\n", b"\r\n"} else line).rstrip(b"\r\n")
