"""The accepted tables of one delivery.

Every accepted row lies in an embedded columnar database.  Features and graphs never see it whole: they query
:class:`features.records.known.Known`, whose views hold what was known on the ``as_of`` day.
"""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, Self

import duckdb
import pandas as pd

from features.errors import MissingTable
from features.records.account import Intake, account_for
from features.records.arrivals import Refusal, delivery_name, open_delivery
from features.records.contract import CONTRACT
from features.records.contradicted import set_aside_contradictions
from features.records.delivery import Assigned, assign
from features.records.headings.mapping import Mapping
from features.records.intake import Taken, create_store
from features.records.intake_order import take_in_all
from features.records.known import Known
from features.records.quarantine import write_quarantine
from features.records.schema import Column, Reference, Table
from features.records.sheet import Sheet
from features.records.suggestions import propose_mapping

__all__ = ["Known", "Records", "read_records"]

LEAST_BYTES: Final = 2**30
"""Memory that the engine may take at least when all is read."""
BYTES_A_ROW: Final = 56
"""Memory for each row of the delivery: as much as the graphs and features of five million residents need to keep."""
UNITS: Final = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
ZONE: Final = "Asia/Shanghai"
"""Where a moment with a time zone becomes a day."""


class Records:
    """The accepted tables of one delivery.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the schemas ``stored`` and ``quarantined``.
    taken : sequence of Taken
        The sources that were taken in.
    folder : Path
        Private folder of transcripts; removed with the records.
    name : str
        How messages name the delivery.
    refused : sequence of Refusal
        Files and sheets that could not be understood.
    ignored : sequence of str
        Names of what is no table.
    unknown : sequence of Sheet
        Sheets whose names say nothing that is known; they are not read.
    sheets : sequence of Sheet
        All sheets, read or not.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        taken: Sequence[Taken],
        folder: Path,
        name: str = "the delivery",
        refused: Sequence[Refusal] = (),
        ignored: Sequence[str] = (),
        unknown: Sequence[Sheet] = (),
        sheets: Sequence[Sheet] = (),
    ) -> None:
        self._connection = connection
        self._taken = tuple(taken)
        self._clean = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.name = name
        self.intakes: tuple[Intake, ...] = tuple(account_for(connection, one) for one in self._taken)
        self.refused = tuple(refused)
        self.ignored = (*ignored, *(sheet.name for sheet in unknown))
        self.unknown = tuple(unknown)
        self._sheets = tuple(sheets)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._clean()

    @property
    def columns(self) -> dict[str, frozenset[str]]:
        """Columns of the contract that the delivery gives, by table."""
        return _columns(self.intakes)

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables of the contract that the delivery does not have."""
        return tuple(table.name for table in CONTRACT if table.name not in self.columns)

    @property
    def lacking(self) -> str:
        """What the delivery lacks of what must be there, as a sentence; empty if nothing."""
        missing = [table.name for table in CONTRACT if not table.optional and table.name not in self.columns]
        return _lacking(self.name, missing) if missing else ""

    def fingerprint(self) -> str:
        """Return a digest of all accepted rows that does not depend on their order.

        Returns
        -------
        str
            64 hexadecimal digits: SHA-256 over, for each table, its name, its number of rows and the sum of the
            rows' hashes.
        """
        digest = hashlib.sha256()
        for table in CONTRACT:
            if table.name in self.columns:
                cells = ", ".join(f'"{column.name}"' for column in table.columns)
                (row,) = self._connection.execute(
                    f"SELECT count(*), sum(hash({cells})::HUGEINT) FROM stored.{table.name}"
                ).fetchall()
                digest.update(f"{table.name}:{row}".encode())
        return digest.hexdigest()

    def unmatched(self) -> pd.DataFrame:
        """Count the values that refer to a row that is not there, for every soft reference.

        Returns
        -------
        pandas.DataFrame
            Columns ``table``, ``column``, ``refers_to``, ``values`` (filled cells), ``unmatched`` (not found).
        """
        given = self.columns
        parts = [
            _unmatched(table, column, column.reference)
            for table in CONTRACT
            for column in table.columns
            if column.reference is not None
            and not column.reference.hard
            and column.name in given.get(table.name, ())
            and column.reference.table in given
        ]
        return self._connection.execute(" UNION ALL ".join(parts)).df() if parts else pd.DataFrame(columns=UNMATCHED)

    def write_quarantine(self, folder: Path) -> list[Path]:
        """Write what was set aside, one CSV a sheet, readable by its owner only; return the paths."""
        return write_quarantine(self._connection, self._taken, folder)

    def propose_mapping(self, mapping: Mapping, language: Literal["en", "zh"]) -> str:
        """Propose a mapping for what nobody knows; see :func:`features.records.suggestions.propose_mapping`."""
        return propose_mapping(self._connection, self._sheets, mapping, language)

    def known(self, as_of: date) -> Known:
        """Return what was known on `as_of`; see :class:`features.records.known.Known`."""
        return Known(self._connection, self.columns, as_of)


UNMATCHED: Final = ("table", "column", "refers_to", "values", "unmatched")


def read_records(
    place: str | Path,
    *,
    mapping: Mapping | None = None,
    whole: bool = True,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Records:
    """Read a delivery: a folder or file of text, workbooks, Parquet or SQLite, or a PostgreSQL database.

    Parameters
    ----------
    place : str or Path
        The folder, the file, or the address of the database (``postgresql://…``).
    mapping : Mapping, optional
        The user's names of files, columns and words, beside those that are built in.
    whole : bool
        True: refuse the delivery if one of its files cannot be understood or a required table is missing.  False:
        read what can be read, and keep the refusals beside it.
    threads : int, optional
        Threads of the columnar engine; default: one a core.  It changes no result.
    progress : callable
        Called with the name of each file and table before it is read.

    Returns
    -------
    Records
        Accepted rows and counts.

    Raises
    ------
    DataError
        If there is nothing to read, or `whole` and something cannot be understood.
    """
    given = mapping or Mapping()
    folder = Path(tempfile.mkdtemp(prefix="mingcha-"))
    connection = duckdb.connect(config={"threads": threads} if threads else {})
    try:
        create_store(connection, folder, ZONE)
        arrived = open_delivery(str(place), folder, given, connection, progress)
        assigned = assign(arrived.sheets, given)
        refused = [*arrived.refused, *assigned.refused]
        if whole:
            _refuse_partial(delivery_name(str(place)), refused, assigned)
        taken = take_in_all(connection, assigned, given, refused, progress, whole=whole)
        progress("contradictions")
        taken = set_aside_contradictions(connection, taken)
        _settle(connection, sum(one.rows for one in taken))
        name = delivery_name(str(place))
        return Records(connection, taken, folder, name, refused, arrived.ignored, assigned.unknown, arrived.sheets)
    except BaseException:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _settle(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Let the engine hold what the delivery needs, and no more: what is over goes to the private folder meanwhile.

    From here on every query asks for the order that it wants; keeping that of the rows would only take memory.
    """
    connection.execute("SET preserve_insertion_order = false")
    ((limit,),) = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    number, unit = str(limit).split()
    wanted = max(LEAST_BYTES, BYTES_A_ROW * rows)
    if wanted < float(number) * UNITS.get(unit, 1):
        connection.execute(f"SET memory_limit = '{wanted // 2**20} MiB'")


def _refuse_partial(name: str, refused: Sequence[Refusal], assigned: Assigned) -> None:
    """Refuse a delivery of which a file cannot be understood, or that lacks a required table."""
    if refused:
        raise refused[0].error(refused[0].reason)
    given = {source.table.name for source in assigned.sources}
    missing = [table.name for table in CONTRACT if not table.optional and table.name not in given]
    if missing:
        raise MissingTable(_lacking(name, missing))


def _lacking(name: str, missing: Sequence[str]) -> str:
    several = "s" if len(missing) > 1 else ""
    return (
        f"{name} lacks the table{several} {', '.join(missing)}: add {missing[0]}.csv, "
        f"or say in a mapping which file it is."
    )


def _columns(intakes: Sequence[Intake]) -> dict[str, frozenset[str]]:
    """Return the columns that the sheets of each table give between them, in the contract's order of tables."""
    given = {table.name: [one.columns for one in intakes if one.table == table.name] for table in CONTRACT}
    return {name: frozenset().union(*columns) for name, columns in given.items() if columns}


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
