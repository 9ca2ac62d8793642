"""Take one table in: every record of every source becomes an accepted row of the store or a quarantined one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from features.errors import DataError
from features.records.citizens.mark import mark_citizens
from features.records.headings.mapping import Mapping
from features.records.in_place import left_in_place
from features.records.mending import mend
from features.records.repeats import SAID_AGAIN, mark_repeats
from features.records.rules import broken_rule, read_cells
from features.records.schema import Table
from features.records.sources import Source, quoted

__all__ = ["Numbered", "Taken", "create_store", "is_stored", "set_aside_marked", "take_in"]

Numbered = tuple[int, Source]
"""A source with its number in the delivery, which every row of it carries."""
BREAKS_OFF: Final = {
    "lines": "look for a stray control character, and save it again as CSV UTF-8",
    "transcript": "deliver it again, or save it as CSV UTF-8",
    "parquet": "check that it is whole, and write it again",
}
"""What to do about a sheet that cannot be read to its end, by its form."""


@dataclass(frozen=True)
class Taken:
    """A source whose records were taken in.

    Parameters
    ----------
    number : int
        Its number in the delivery.
    source : Source
        A sheet as a table.
    rows : int
        Records read.
    fixed, flagged : dict of str to int
        Cells changed, and records kept with a doubt, by ``column: rule``.
    """

    number: int
    source: Source
    rows: int
    fixed: dict[str, int]
    flagged: dict[str, int]


def create_store(connection: duckdb.DuckDBPyConnection, folder: Path, zone: str) -> None:
    """Create the schemas of the store and the table of quarantined records.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        A new database.
    folder : Path
        Private folder for what does not fit into memory.
    zone : str
        Where a moment with a time zone becomes a day.
    """
    connection.execute(f"SET TimeZone = {quoted(zone)}; SET temp_directory = {quoted(str(folder / 'spill'))}")
    connection.execute(
        """
        CREATE SCHEMA stored;
        CREATE SCHEMA mending;
        CREATE SCHEMA quarantined;
        CREATE TABLE quarantined.records (_source USMALLINT, _row BIGINT, _column VARCHAR, _rule VARCHAR)
        """
    )


def take_in(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    sources: Sequence[Numbered],
    mapping: Mapping,
    citizens: bool | None = None,
) -> list[Taken]:
    """Read all `sources` of `table` into ``stored.NAME``, and what breaks a rule into ``quarantined.records``.

    Every row of ``stored.NAME`` carries ``_source`` and ``_row``: the source's number and the row there.  A clean
    Parquet file is not copied (:mod:`features.records.in_place`).

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        See :func:`create_store`; tables that hard references need are stored already.
    table : Table
        A table of the contract.
    sources : sequence of (int, Source)
        Where its records come from.
    mapping : Mapping
        The user's words for coded values.
    citizens : bool or None
        Whether the delivery's residents are named by citizen numbers; None where that is not known.

    Returns
    -------
    list of Taken
        One for each source, in order.

    Raises
    ------
    DataError
        If a file cannot be read to its end.
    """
    clean = left_in_place(connection, table, sources, mapping, citizens)
    if clean is not None:
        ((number, source),) = sources
        return [Taken(number, source, clean[0], {}, dict(clean[1]))]
    stage = f"stored.{table.name}"
    columns = ", ".join(f'"{column.name}" {column.type.storage}' for column in table.columns)
    connection.execute(f"CREATE TABLE {stage} ({columns}, _source USMALLINT, _row BIGINT, _rule VARCHAR)")
    fixed = {number: Counter(_load(connection, number, source, stage, mapping)) for number, source in sources}
    rows = dict(connection.execute(f"SELECT _source, count(*) FROM {stage} GROUP BY _source").fetchall())
    flagged: dict[int, Counter[str]] = {number: Counter() for number, _ in sources}
    marked = mark_citizens(connection, stage, table, citizens=citizens)
    for counts, found in ((fixed, marked.fixed), (flagged, marked.flagged)):
        for number, rules in found.items():
            counts[number].update(rules)
    for number, again in mark_repeats(connection, table, sources).items():
        flagged[number][SAID_AGAIN.en] += again
    _mark_orphans(connection, table, stage)
    set_aside_marked(connection, stage)
    return [
        Taken(number, source, rows.get(number, 0), dict(fixed[number]), dict(flagged[number]))
        for number, source in sources
    ]


def _load(
    connection: duckdb.DuckDBPyConnection, number: int, source: Source, stage: str, mapping: Mapping
) -> dict[str, int]:
    """Append the records of a source to `stage`, each with the first rule that it breaks; return the cells fixed."""
    names = ", ".join(f'"{column.name}"' for column in source.table.columns)
    try:
        mended = mend(connection, source, mapping)
        connection.execute(
            f"""
            INSERT INTO {stage}
            SELECT {names}, {number}, _row, {broken_rule(source)}
            FROM ({read_cells(source, mended.sql)})
            """
        )
    except duckdb.OutOfMemoryException as error:
        raise DataError(
            f"there is too little memory to read {source.sheet.name}: close other programs, or read with --threads 1."
        ) from error
    except duckdb.Error as error:
        raise DataError(f"{source.sheet.name} cannot be read to its end: {BREAKS_OFF[source.sheet.form]}.") from error
    return mended.fixed


def _mark_orphans(connection: duckdb.DuckDBPyConnection, table: Table, stage: str) -> None:
    """Mark the rows whose hard references lead nowhere."""
    for column in table.columns:
        reference = column.reference
        if reference is None or not reference.hard or not is_stored(connection, reference.table):
            continue
        connection.execute(
            f"""
            UPDATE {stage}
            SET _rule = {quoted(f"{column.name}|not in {reference.table}")}
            WHERE _rule IS NULL
                AND {column.name} NOT IN (SELECT {reference.column} FROM stored.{reference.table})
            """
        )


def is_stored(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the delivery has the table; the lack of a required one is the delivery's fault, not each row's."""
    sql = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'stored' AND table_name = ?"
    return bool(connection.execute(sql, [name]).fetchall()[0][0])


def set_aside_marked(connection: duckdb.DuckDBPyConnection, stage: str) -> None:
    """Move the rows of `stage` that have a ``_rule`` into ``quarantined.records``."""
    connection.execute(
        f"""
        INSERT INTO quarantined.records
        SELECT _source, _row, split_part(_rule, '|', 1), split_part(_rule, '|', 2)
        FROM {stage}
        WHERE _rule IS NOT NULL
        """
    )
    connection.execute(f"DELETE FROM {stage} WHERE _rule IS NOT NULL")
