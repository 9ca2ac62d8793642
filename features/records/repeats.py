"""Rows that come twice: under one key, or with the same cells where rows are added up."""

from collections.abc import Sequence
from typing import Final

import duckdb

from features.records.rule import Rule
from features.records.schema import Table
from features.records.sources import Source, quoted

__all__ = ["RULES", "SAID_AGAIN", "mark_repeats"]

COUNTED: Final = ("complaints", "holdings", "incomes", "medical_costs", "payments")
"""Tables without a key whose rows are added up or counted."""
TWICE: Final = Rule("occurs more than once", "重复出现")
SAME_ROW: Final = Rule("the same row again", "整行重复")
SAID_AGAIN: Final = Rule("said again in agreement", "重复且一致")
"""A sheet about something else repeats, in other rows or after another sheet, what is known already."""
RULES: Final = (TWICE, SAME_ROW, SAID_AGAIN)


def mark_repeats(
    connection: duckdb.DuckDBPyConnection, table: Table, sources: Sequence[tuple[int, Source]]
) -> dict[int, int]:
    """Mark all but one of the rows of ``stored.NAME`` that come twice.

    Under one key the row that says most stays, and of several such the first in the order of their values, which no
    shuffling changes; rows of sheets that are foremost about the table go before others.  A row of a sheet that feeds
    the table on the side, and agrees with the one that stays in all that the sheet says, is no error: it is dropped
    and counted.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where ``stored.NAME`` has the column ``_rule``, missing for good rows.
    table : Table
        The table.
    sources : sequence of (int, Source)
        Where its rows came from.

    Returns
    -------
    dict of int to int
        Rows dropped because they say again what is known, by the number of the source.
    """
    stage = f"stored.{table.name}"
    if not table.unique:
        if table.name in COUNTED:
            _mark_same_rows(connection, table, stage)
        return {}
    _mark_later(connection, table, stage, [number for number, source in sources if not source.foremost])
    said_again = {
        number: _drop_agreeing(connection, table, stage, number, source.columns)
        for number, source in sources
        if not source.foremost
    }
    return {number: count for number, count in said_again.items() if count}


def _mark_later(connection: duckdb.DuckDBPyConnection, table: Table, stage: str, aside: list[int]) -> None:
    """Mark all but one row of a key."""
    (key,) = table.key
    empty = " + ".join(f'("{column.name}" IS NULL)::INT' for column in table.columns)
    order = ", ".join((empty, *(f'"{column.name}" NULLS LAST' for column in table.columns)))
    last = f"_source IN ({', '.join(map(str, aside))})" if aside else "false"
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
            SELECT rowid AS place
            FROM {stage}
            WHERE _rule IS NULL AND {key} IN (SELECT {key} FROM twice)
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {last}, {order}, _source, _row) > 1
        )
        UPDATE {stage}
        SET _rule = {quoted(f"{key}|{TWICE.en}")}
        WHERE rowid IN (SELECT place FROM later)
        """
    )


def _drop_agreeing(
    connection: duckdb.DuckDBPyConnection, table: Table, stage: str, number: int, columns: tuple[str, ...]
) -> int:
    """Drop the marked rows of a source that agree with the row that stays; return how many."""
    (key,) = table.key
    agree = " AND ".join(f"(again.{name} IS NULL OR again.{name} = first.{name})" for name in columns)
    ((dropped,),) = connection.execute(
        f"""
        DELETE FROM {stage} AS again
        USING {stage} AS first
        WHERE again._source = {number}
            AND again._rule = {quoted(f"{key}|{TWICE.en}")}
            AND first._rule IS NULL
            AND first.{key} = again.{key}
            AND {agree}
        """
    ).fetchall()
    return int(dropped)


def _mark_same_rows(connection: duckdb.DuckDBPyConnection, table: Table, stage: str) -> None:
    """Mark all but one of several rows that agree in every cell: counted twice they would double an amount."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    connection.execute(
        f"""
        UPDATE {stage}
        SET _rule = {quoted(f"|{SAME_ROW.en}")}
        WHERE rowid IN (
            SELECT unnest(list_sort(list(rowid))[2:])
            FROM {stage}
            WHERE _rule IS NULL
            GROUP BY {columns}
            HAVING count(*) > 1
        )
        """
    )
