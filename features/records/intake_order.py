"""Every table of a delivery, taken in in the order in which each can be judged."""

from collections.abc import Callable, Sequence
from typing import Final

import duckdb

from features.errors import DataError
from features.records.account import account_for
from features.records.arrivals import Refusal
from features.records.citizens.survey import holds_citizens
from features.records.columns import PERSON
from features.records.contract import CONTRACT
from features.records.contract import table as table_named
from features.records.delivery import Assigned
from features.records.headings.mapping import Mapping
from features.records.intake import Taken, take_in
from features.records.schema import Table

__all__ = ["reading_order", "take_in_all"]

FIRST: Final = ("persons", "households")
"""Read before all other tables: what their keys are tells what others' are; hard references lead to the second."""


def reading_order() -> tuple[Table, ...]:
    """Return the tables of the contract in the order in which they are read."""
    return (*(table_named(name) for name in FIRST), *(one for one in CONTRACT if one.name not in FIRST))


def take_in_all(
    connection: duckdb.DuckDBPyConnection,
    assigned: Assigned,
    mapping: Mapping,
    refused: list[Refusal],
    progress: Callable[[str], None],
    *,
    whole: bool,
) -> list[Taken]:
    """Take in every table, persons and households before those that refer to them.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the schemas ``stored`` and ``quarantined``; gains the accepted rows.
    assigned : Assigned
        Which sheet feeds which table.
    mapping : Mapping
        The user's names.
    refused : list of Refusal
        Gains what cannot be used, unless `whole`.
    progress : callable
        Called with the name of each table before it is read.
    whole : bool
        Whether a table that cannot be used refuses the delivery.

    Returns
    -------
    list of Taken
        In the order of the sheets.

    Raises
    ------
    DataError
        If `whole` and a table cannot be used.
    """
    numbered = list(enumerate(assigned.sources))
    taken: list[Taken] = []
    citizens: bool | None = None
    for table in reading_order():
        sources = [(number, source) for number, source in numbered if source.table is table]
        if not sources:
            continue
        progress(table.name)
        try:
            took = take_in(connection, table, sources, mapping, citizens)
            _refuse_empty(connection, took)
        except DataError as error:
            if whole:
                raise
            connection.execute(f"DROP TABLE IF EXISTS stored.{table.name}")
            names = ", ".join(source.sheet.name for _, source in sources)
            refused.append(Refusal(names, str(error), type(error)))
            continue
        taken += took
        if table.name == PERSON.table:
            citizens = holds_citizens(connection, f"stored.{table.name}", table)
    return sorted(taken, key=lambda one: one.number)


def _refuse_empty(connection: duckdb.DuckDBPyConnection, took: Sequence[Taken]) -> None:
    """Refuse a required table without a row that can be used."""
    table = took[0].source.table
    if table.optional or connection.execute(f"SELECT EXISTS (FROM stored.{table.name})").fetchall()[0][0]:
        return
    broken = [rule for one in took for rule in account_for(connection, one).broken.items()]
    why = (
        f"every row broke a rule, most often '{max(broken, key=lambda rule: rule[1])[0]}'" if broken else "it is empty"
    )
    raise DataError(f"{took[0].source.sheet.name} gives no row that can be used ({why}): mend or fill it.")
