"""Take one file in: every record becomes an accepted row of the store or a quarantined one."""

from dataclasses import dataclass
from typing import Final

import duckdb

from features.errors import DataError
from features.records.rejects import forget_rejects, set_aside_rejects, take_rejects
from features.records.rules import broken_rule, typed
from features.records.sources import Source, quoted

__all__ = ["Intake", "take_in"]

COUNTED: Final = ("complaints", "holdings", "incomes", "medical_costs", "payments")
"""Tables without a key whose rows are added up or counted."""
MEND: Final = {
    True: "look for a quotation mark that is not closed or line ends of two kinds, and save it again",
    False: "check that it is whole, and write it again",
}
"""What to do about a file that breaks off, by whether it is CSV."""


@dataclass(frozen=True)
class Intake:
    """What became of one file.

    Parameters
    ----------
    source : Source
        The file.
    rows, accepted, quarantined : int
        Records read, kept and set aside; ``rows = accepted + quarantined``.
    rules : dict of str to int
        Quarantined records by ``column: rule``.
    """

    source: Source
    rows: int
    accepted: int
    quarantined: int
    rules: dict[str, int]


def take_in(connection: duckdb.DuckDBPyConnection, source: Source) -> Intake:
    """Read `source` into ``stored.NAME`` and what breaks a rule into ``quarantined.NAME``.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the schemas ``stored`` and ``quarantined``; tables that hard references need are stored already.
    source : Source
        The file.

    Returns
    -------
    Intake
        Counts that add up.

    Raises
    ------
    DataError
        If no record of a required table could be accepted, or the file cannot be read at all.
    """
    stage = f"stored.{source.table.name}"
    connection.execute(
        f"""
        CREATE TABLE quarantined.{source.table.name}
        (_row BIGINT, _column VARCHAR, _rule VARCHAR, cells VARCHAR[], line BLOB)
        """
    )
    _load(connection, source, stage)
    rejects = take_rejects(connection, source)
    _mark_duplicates(connection, source, stage)
    _mark_orphans(connection, source, stage)
    _set_aside_marked(connection, source, stage)
    set_aside_rejects(connection, source, rejects)
    connection.execute(f"DELETE FROM {stage} WHERE _rule IS NOT NULL")
    for column in ("_row", "_rule"):
        connection.execute(f"ALTER TABLE {stage} DROP COLUMN {column}")
    return _count(connection, source)


def _load(connection: duckdb.DuckDBPyConnection, source: Source, stage: str) -> None:
    """Read the file into `stage`, each row with its number ``_row`` and the first rule that it breaks, ``_rule``."""
    names = ", ".join(f'"{column.name}"' for column in source.table.columns)
    values = ", ".join(f'{typed(source, column)} AS "{column.name}"' for column in source.table.columns)
    cells = ", ".join(f'NULLIF(CAST(scanned."{name}" AS VARCHAR), \'\') AS "_cell_{name}"' for name in source.columns)
    try:
        connection.execute(
            f"""
            CREATE TABLE {stage} AS
            SELECT {names}, _row, {broken_rule(source)} AS _rule
            FROM (
                SELECT {values}, {cells}, _row
                FROM ({source.scan()}) AS scanned
            )
            """
        )
    except duckdb.OutOfMemoryException as error:
        raise DataError(
            f"there is too little memory to read {source.path.name}: close other programs, or read with --threads 1."
        ) from error
    except duckdb.Error as error:
        raise DataError(
            f"{source.path.name} cannot be read to its end as {'CSV' if source.is_csv else 'Parquet'}: "
            f"{MEND[source.is_csv]}."
        ) from error


def _mark_duplicates(connection: duckdb.DuckDBPyConnection, source: Source, stage: str) -> None:
    """Keep the first of several rows with one key in the order of their values, which no shuffling changes."""
    if not source.table.unique:
        if source.table.name in COUNTED:
            _mark_repeats(connection, source, stage)
        return
    (key,) = source.table.key
    order = ", ".join(f'"{column.name}" NULLS FIRST' for column in source.table.columns)
    connection.execute(
        f"""
        WITH twice AS (
            SELECT {key}
            FROM {stage}
            WHERE _rule IS NULL
            GROUP BY {key}
            HAVING count(*) > 1
        ),
        later AS (
            SELECT _row
            FROM {stage}
            WHERE _rule IS NULL AND {key} IN (SELECT {key} FROM twice)
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}, _row) > 1
        )
        UPDATE {stage}
        SET _rule = {quoted(f"{key}|occurs more than once")}
        WHERE _row IN (SELECT _row FROM later)
        """
    )


def _mark_repeats(connection: duckdb.DuckDBPyConnection, source: Source, stage: str) -> None:
    """Mark all but one of several rows that agree in every cell: counted twice they would double an amount."""
    columns = ", ".join(f'"{column.name}"' for column in source.table.columns)
    connection.execute(
        f"""
        UPDATE {stage}
        SET _rule = {quoted("|the same row again")}
        WHERE _row IN (
            SELECT unnest(list_sort(list(_row))[2:])
            FROM {stage}
            WHERE _rule IS NULL
            GROUP BY {columns}
            HAVING count(*) > 1
        )
        """
    )


def _mark_orphans(connection: duckdb.DuckDBPyConnection, source: Source, stage: str) -> None:
    """Mark the rows whose hard references lead nowhere."""
    for column in source.table.columns:
        reference = column.reference
        if reference is None or not reference.hard:
            continue
        connection.execute(
            f"""
            UPDATE {stage}
            SET _rule = {quoted(f"{column.name}|not in {reference.table}")}
            WHERE _rule IS NULL
                AND {column.name} NOT IN (SELECT {reference.column} FROM stored.{reference.table})
            """
        )


def _set_aside_marked(connection: duckdb.DuckDBPyConnection, source: Source, stage: str) -> None:
    """Copy the original cells of marked rows, read again from the file."""
    if not _number_of(connection, f"{stage} WHERE _rule IS NOT NULL"):
        return
    cells = ", ".join(f'CAST(scanned."{column}" AS VARCHAR)' for column in source.header)
    connection.execute(
        f"""
        INSERT INTO quarantined.{source.table.name}
        SELECT
            marked._row + {int(source.is_csv)},
            split_part(marked._rule, '|', 1),
            split_part(marked._rule, '|', 2),
            [{cells}],
            NULL
        FROM ({source.scan(source.header)}) AS scanned
        JOIN {stage} AS marked ON marked._row = scanned._row AND marked._rule IS NOT NULL
        """
    )
    if source.is_csv:
        forget_rejects(connection)


def _count(connection: duckdb.DuckDBPyConnection, source: Source) -> Intake:
    """Count what became of the records; refuse a required table without any."""
    name = source.table.name
    accepted = _number_of(connection, f"stored.{name}")
    rules = connection.execute(
        f"""
        SELECT CASE WHEN _column = '' THEN _rule ELSE _column || ': ' || _rule END AS rule, count(*)
        FROM quarantined.{name}
        GROUP BY rule
        ORDER BY rule
        """
    ).fetchall()
    quarantined = sum(count for _, count in rules)
    if not accepted and not source.table.optional:
        why = "it is empty"
        if rules:
            most_often, _ = max(rules, key=lambda rule: rule[1])
            why = f"every row broke a rule, most often '{most_often}'"
        raise DataError(f"{source.path.name} gives no row that can be used ({why}): mend or fill it.")
    return Intake(source, accepted + quarantined, accepted, quarantined, dict(rules))


def _number_of(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    """Count `rows`, SQL of a table and perhaps a condition."""
    ((number,),) = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
    return int(number)
