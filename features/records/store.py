"""The accepted tables of one delivery.

Every accepted row lies in an embedded columnar database.  Features and graphs never see it whole: they query
:class:`features.records.known.Known`, whose views hold what was known on the ``as_of`` day.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, Self

import duckdb
import pandas as pd

from features.records.contract import CONTRACT
from features.records.intake import Intake, take_in
from features.records.known import Known
from features.records.quarantine import write_quarantine
from features.records.schema import Column, Reference, Table
from features.records.sources import find_sources

__all__ = ["Known", "Records", "read_records"]

HOUSEHOLDS_FIRST: Final = "households"
ZONE: Final = "Asia/Shanghai"
"""Where a moment with a time zone becomes a day."""
"""Hard references lead there: it is read before all other tables."""


class Records:
    """The accepted tables of one delivery.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the schemas ``stored`` and ``quarantined``.
    intakes : mapping of str to Intake
        What became of each file, by table, in the contract's order.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, intakes: Mapping[str, Intake]) -> None:
        self._connection = connection
        self.intakes = intakes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables of the contract that the delivery does not have."""
        return tuple(table.name for table in CONTRACT if table.name not in self.intakes)

    def fingerprint(self) -> str:
        """Return a digest of all accepted rows that does not depend on their order.

        Returns
        -------
        str
            64 hexadecimal digits: SHA-256 over, for each table, its name, its number of rows and the sum of the
            rows' hashes.
        """
        digest = hashlib.sha256()
        for name in self.intakes:
            row = self._connection.execute(f"SELECT count(*), sum(hash(t)::HUGEINT) FROM stored.{name} AS t").fetchone()
            digest.update(f"{name}:{row}".encode())
        return digest.hexdigest()

    def unmatched(self) -> pd.DataFrame:
        """Count the values that refer to a row that is not there, for every soft reference.

        Returns
        -------
        pandas.DataFrame
            Columns ``table``, ``column``, ``refers_to``, ``values`` (filled cells), ``unmatched`` (not found).
        """
        parts = [
            _unmatched(table, column, column.reference)
            for table in CONTRACT
            for column in table.columns
            if column.reference is not None
            and not column.reference.hard
            and table.name in self.intakes
            and column.name in self.intakes[table.name].source.columns
            and column.reference.table in self.intakes
        ]
        return self._connection.execute(" UNION ALL ".join(parts)).df()

    def write_quarantine(self, folder: Path) -> list[Path]:
        """Write what was set aside, one CSV a source file, readable by its owner only; return the paths."""
        return write_quarantine(self._connection, self.intakes, folder)

    def known(self, as_of: date) -> Known:
        """Return what was known on `as_of`; see :class:`features.records.known.Known`."""
        return Known(self._connection, self.intakes, as_of)


def read_records(
    folder: Path, *, threads: int | None = None, progress: Callable[[str], None] = lambda _: None
) -> Records:
    """Read a folder of CSV and Parquet files.

    Parameters
    ----------
    folder : Path
        Holds ``NAME.csv`` or ``NAME.parquet`` for each table.
    threads : int, optional
        Threads of the columnar engine; default: one a core.  It changes no result.
    progress : callable
        Called with the name of each table before it is read.

    Returns
    -------
    Records
        Accepted rows and counts.

    Raises
    ------
    DataError
        If the folder or one of its files cannot be understood as a whole.
    """
    connection = duckdb.connect(config={"threads": threads} if threads else {})
    try:
        connection.execute(f"SET TimeZone = '{ZONE}'; CREATE SCHEMA stored; CREATE SCHEMA quarantined")
        sources = {source.table.name: source for source in find_sources(folder, connection)}
        intakes: dict[str, Intake] = {}
        for name in sorted(sources, key=lambda name: name != HOUSEHOLDS_FIRST):
            progress(name)
            intakes[name] = take_in(connection, sources[name])
    except BaseException:
        connection.close()
        raise
    return Records(connection, {table.name: intakes[table.name] for table in CONTRACT if table.name in intakes})


def _unmatched(table: Table, column: Column, reference: Reference) -> str:
    """Return the SQL that counts the values of `column` that `reference` does not find."""
    return f"""
        SELECT
            '{table.name}' AS "table",
            '{column.name}' AS "column",
            '{reference.table}' AS refers_to,
            count(*) AS values,
            count(*) FILTER (
                WHERE {column.name} NOT IN (SELECT {reference.column} FROM stored.{reference.table})
            ) AS unmatched
        FROM stored.{table.name}
        WHERE {column.name} IS NOT NULL
    """
