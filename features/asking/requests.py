"""What to ask which department for: what a delivery lacks, turned into requests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from features.asking.book import Ask, asks, departments
from features.declare import Words
from features.records.contract import CONTRACT
from features.records.schema import Table
from features.records.store import Known

__all__ = ["Request", "features_without_rows", "requests"]

ORDER: Final = {table.name: place for place, table in enumerate(CONTRACT)}
Off = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Request:
    """Something to ask a department for.

    Parameters
    ----------
    department : str
        A key of :func:`features.asking.book.departments`.
    table : str
        Table of the contract that it belongs to.
    columns : tuple of str
        Columns to ask for, those that name the row first.
    words : Words
        What to ask for.
    features : tuple of str
        Features that cannot be looked for, or find nothing, without it.
    use : Words or None
        What it serves where no feature needs it.
    lacks : {"table", "columns", "rows"}
        Whether the table is missing, or only these columns of it, or rows of one kind in it.
    """

    department: str
    table: str
    columns: tuple[str, ...]
    words: Words
    features: tuple[str, ...]
    use: Words | None
    lacks: Literal["table", "columns", "rows"]


def requests(known: Known, off: Off) -> tuple[Request, ...]:
    """Return what to ask for, by department, what most red flags need first.

    A missing table is asked for.  A column without any value is asked for where a red flag or a lawful exemption
    needs it, and no other is: personal data is not collected in stock.

    Parameters
    ----------
    known : Known
        What the delivery tells.
    off : mapping of str to tuple of str
        Features that cannot be looked for and the tables or columns that they lack; see
        :func:`features.table.what_it_lacks`.

    Returns
    -------
    tuple of Request
        In the order of departments.
    """
    places = {key: place for place, key in enumerate(departments())}
    found = [
        request
        for table in CONTRACT
        for request in (*_columns(known, off, table), *(_kinds if known.has(table.name) else _table)(known, off, table))
    ]
    return tuple(
        sorted(
            found, key=lambda one: (places[one.department], one.lacks == "rows", -len(one.features), ORDER[one.table])
        )
    )


def features_without_rows(known: Known) -> frozenset[str]:
    """Return the features that can be looked for and find nothing, for want of rows of the kinds they look at.

    Either there is nothing to be found, or the department that holds such rows did not deliver.  A table without
    any row says itself that there is nothing.
    """
    rowless = set()
    for table in {ask.table for ask in asks() if ask.features}:
        if seen := _seen(known, table):
            of_table = [ask for ask in asks() if ask.table == table]
            every = {name for ask in of_table for name in ask.features}
            rowless |= every - {name for ask in of_table if ask.kind in seen for name in ask.features}
    return frozenset(rowless)


def _table(_: Known, off: Off, table: Table) -> Iterator[Request]:
    """Give the requests for a table that is not there."""
    for ask in _general(table):
        serves = _served(ask, _needing(off, table, leaves=ask.leaves))
        yield Request(ask.department, table.name, _whole(ask, table), ask.words, serves, ask.use, "table")


def _kinds(known: Known, _: Off, table: Table) -> Iterator[Request]:
    """Give the requests for kinds of rows that a table has none of, though a feature looks at them."""
    rowless = features_without_rows(known)
    for ask in _general(table):
        if serves := tuple(name for name in ask.features if name in rowless):
            yield Request(ask.department, table.name, _whole(ask, table), ask.words, serves, ask.use, "rows")


def _columns(known: Known, off: Off, table: Table) -> Iterator[Request]:
    """Give the requests for columns without any value: to those who hold them, else to those who hold the table."""
    there = known.has(table.name)
    seen = _seen(known, table.name)
    for ask in asks():
        if ask.table != table.name or not (ask.columns or there) or (ask.kind and ask.kind not in seen):
            continue
        blank = [name for name in ask.columns or _whole(ask, table) if not known.has(table.name, name)]
        served = {name: _served(ask, _needing(off, table, name)) for name in blank}
        wanted = [name for name in blank if served[name] or (ask.use and ask.columns)]
        if wanted:
            key = [name for name in table.key if table.column(name).required and name not in wanted]
            serves = tuple(dict.fromkeys(feature for name in wanted for feature in served[name]))
            yield Request(ask.department, table.name, (*key, *wanted), ask.words, serves, ask.use, "columns")


def _general(table: Table) -> list[Ask]:
    """Return the entries of those who hold the table as a whole, or rows of one kind."""
    return [ask for ask in asks() if ask.table == table.name and not ask.columns]


def _whole(ask: Ask, table: Table) -> tuple[str, ...]:
    """Return the columns to ask the holder of a table for: those that no other entry names and that mean something."""
    left = {name for other in asks() if other.table == table.name for name in other.columns} | set(ask.leaves)
    return tuple(
        column.name for column in table.columns if column.name not in left and not (ask.kind and column.name == "kind")
    )


def _served(ask: Ask, needing: tuple[str, ...]) -> tuple[str, ...]:
    """Return those features that rows of this kind serve."""
    claimed = {name for other in asks() if other.table == ask.table for name in other.features}
    return tuple(name for name in needing if name in ask.features or name not in claimed)


def _needing(off: Off, table: Table, column: str = "", leaves: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the features that lack the table, or the column of it; not those that need a column of `leaves`."""
    return tuple(
        feature
        for feature, lacking in off.items()
        if (columns := _lacking(lacking, table)) is not None
        and (not column or column in columns)
        and columns.isdisjoint(leaves)
    )


def _lacking(lacking: tuple[str, ...], table: Table) -> frozenset[str] | None:
    """Return the columns of the table among what a feature lacks; None where it does not need the table."""
    needs = [alternative.split(".") for need in lacking for alternative in need.split("|")]
    columns = [rest for name, *rest in needs if name == table.name]
    return frozenset(name for rest in columns for name in rest) if columns else None


def _seen(known: Known, table: str) -> frozenset[str]:
    """Return the kinds of rows that a table has."""
    if not known.has(table, "kind"):
        return frozenset()
    return frozenset(known.frame(f"SELECT DISTINCT kind FROM {table} WHERE kind IS NOT NULL")["kind"])
