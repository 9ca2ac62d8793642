"""Judge the citizen numbers of a table: set aside what is broken, flag what is doubtful, write 15 digits as 18."""

from typing import Final

import duckdb

from features.records.citizens import broken, compare, former
from features.records.citizens.broken import mark_broken
from features.records.citizens.compare import flag_differences
from features.records.citizens.facts import forget_facts, gather_facts
from features.records.citizens.former import write_long
from features.records.citizens.marked import Marked
from features.records.citizens.survey import Survey, any_long, person_columns, survey
from features.records.columns import PERSON
from features.records.rule import Rule
from features.records.schema import Table

__all__ = ["RULES", "mark_citizens"]

OPAQUE: Final = Rule("18-character keys that are no citizen numbers", "18 位编号不是公民身份号码")
RULES: Final = (OPAQUE, *broken.RULES, *former.RULES, *compare.RULES)
"""Every rule of citizen numbers."""
OPAQUE_SHARE: Final = 0.2
"""Share of values with 18 characters above which it is worth saying that they are no citizen numbers."""


def mark_citizens(
    connection: duckdb.DuckDBPyConnection, stage: str, table: Table, *, citizens: bool | None = None
) -> Marked:
    """Judge the citizen numbers in every column of a table that names persons.

    A column whose values are opaque keys is left alone.  A broken number in a required column sets ``_rule``; in one
    that may be missing it is only counted, except for a number that a spreadsheet wrote in short form.  Numbers of 15
    digits are written with 18 in place, and kept in ``stored.former_numbers``.  Nothing is filled in from a number.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has `stage` and the schema ``stored``.
    stage : str
        A table with all columns of the contract's, typed, plus ``_source`` (a whole number) and ``_rule`` (VARCHAR, the
        first broken rule as ``column|rule``, NULL for good rows).
    table : Table
        The contract's table.
    citizens : bool or None, default None
        What `features.records.citizens.survey.holds_citizens` says of the delivery, for columns that do not tell by
        themselves.

    Returns
    -------
    Marked
        Counts of rows that broke no rule before.
    """
    marked = Marked()
    of_persons = table.name == PERSON.table
    for column in person_columns(table):
        if not any_long(connection, stage, column):
            continue
        gather_facts(connection, stage, column, *(("birth_date", "sex") if of_persons else ()))
        seen = survey(connection)
        own = seen.citizens()
        judged = citizens is True if own is None else own
        if judged:
            write_long(connection, stage, column, seen, marked)
        else:
            _flag_opaque(column, seen, marked)
        mark_broken(connection, stage, table.column(column), seen if judged else None, marked)
        if judged and of_persons:
            flag_differences(connection, column, seen, marked)
        forget_facts(connection)
    return marked


def _flag_opaque(column: str, seen: Survey, marked: Marked) -> None:
    """Say of keys of 18 characters that they are no citizen numbers."""
    if seen.total("full") > OPAQUE_SHARE * seen.total("filled"):
        for each in seen.counts:
            marked.flag(each.source, column, OPAQUE, each.full)
