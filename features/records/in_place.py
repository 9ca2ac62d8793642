"""Parquet files that are clean: read where they are, instead of being copied into the store.

The tables of a province fill gigabytes when they are copied.  A Parquet file of which one pass proves that no cell
needs mending and no row breaks a rule is as good as a stored table: ``stored.NAME`` becomes a view of it.  All other
files go the way of every delivery.
"""

from collections import Counter
from collections.abc import Sequence

import duckdb

from features.records.citizens.mark import mark_citizens
from features.records.citizens.marked import Marked
from features.records.citizens.survey import may_be_number, person_columns
from features.records.cleaning.treatment import Treatment, treatment
from features.records.headings.mapping import Mapping
from features.records.mending import may_need_cleaning, mend
from features.records.repeats import COUNTED
from features.records.rules import TEXTUAL, broken_rule, read_cells, typed
from features.records.schema import Column, Table, Type
from features.records.sources import Source

__all__ = ["leave_out", "left_in_place"]


def left_in_place(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    sources: Sequence[tuple[int, Source]],
    mapping: Mapping,
    citizens: bool | None,
) -> tuple[int, Counter[str]] | None:
    """Make ``stored.NAME`` a view of the one Parquet file that fills it, if nothing in that file needs a hand.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Tables that hard references need are stored already.
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
    tuple of int and Counter, or None
        Number of records, and records kept with a doubt by ``column: rule``.  None, with nothing changed, where the
        file has no records, is one of several, is no Parquet file, or has a cell or row that needs a hand.
    """
    if len(sources) != 1:
        return None
    ((number, source),) = sources
    if source.sheet.form != "parquet" or not source.foremost:
        return None
    try:
        rows, long = _proven(connection, source, mapping)
        if not rows or _repeats(connection, table, source, rows) or _orphans(connection, table, source):
            return None
    except duckdb.Error:  # it cannot be read to its end, and whoever copies it will say so
        return None
    _view(connection, table.name, number, source)
    flagged = _judged(connection, table, number, citizens) if long else Counter[str]()
    if flagged is None:
        connection.execute(f"DROP VIEW stored.{table.name}")
        return None
    return rows, flagged


def leave_out(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> None:
    """Take rows out of ``stored.NAME``, whether it is a table or a view.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has ``stored.NAME``.
    name : str
        A table of the contract.
    rows : str
        Temporary table of the rows: ``_source`` and ``_row``.
    """
    if connection.execute(f"SELECT 1 FROM {rows} LIMIT 1").fetchone() is None:
        return
    sql = "SELECT sql FROM duckdb_views() WHERE schema_name = 'stored' AND view_name = ?"
    view = connection.execute(sql, [name]).fetchone()
    if view is None:
        connection.execute(
            f"DELETE FROM stored.{name} AS kept USING {rows} AS r WHERE kept._source = r._source AND kept._row = r._row"
        )
        return
    connection.execute(f"CREATE TABLE mending.without_{name} AS SELECT DISTINCT _row FROM {rows}")
    query = str(view[0]).partition(" AS ")[2].rstrip("; \n")
    connection.execute(
        f"CREATE OR REPLACE VIEW stored.{name} AS SELECT * FROM ({query}) ANTI JOIN mending.without_{name} USING (_row)"
    )


def _proven(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> tuple[int, bool]:
    """Return the number of records, 0 where one of them needs a hand; and whether a key may be a citizen number.

    A cell written as the contract writes it breaks no rule but that of its type, so few rules have to be tried.
    """
    textual = [source.table.column(name) for name in source.columns if source.stored_type(name).startswith(TEXTUAL)]
    doubts = {column.name: may_need_cleaning(source, column, mapping) for column in textual}
    few = [column.name for column in textual if not column.choices and treatment(column) is Treatment.WORD]
    doubtful = " OR ".join(f"coalesce({doubt}, false)" for name, doubt in doubts.items() if name not in few)
    records = read_cells(source, source.cells(), f"{doubtful or 'false'} AS doubtful")
    keys = [name for name in person_columns(source.table) if name in source.columns]
    long = " OR ".join(may_be_number(f'"{name}"') for name in keys)
    rows, doubted, broken, numbers = _one(
        connection,
        f"""
        SELECT
            count(*),
            count(*) FILTER (doubtful),
            count(*) FILTER ({_breaks(source)}),
            count(*) FILTER ({long or "false"})
        FROM ({records})
        """,
    )
    for name in few:
        cells = f'SELECT DISTINCT "{name}" FROM ({source.cells()})'
        doubted += _one(connection, f"SELECT count(*) FILTER ({doubts[name]}) FROM ({cells})")[0]
    if broken or (doubted and (_changed(connection, source, mapping) or _any_broken(connection, source))):
        return 0, False
    return rows, bool(numbers)


def _breaks(source: Source) -> str:
    """Return the SQL condition that a row of tidy cells breaks a rule: it is empty where it must not, or no value."""
    filled = [f'"_cell_{column.name}" IS NULL' for column in source.table.columns if column.required]
    valued = [
        f'("_cell_{column.name}" IS NOT NULL AND "{column.name}" IS NULL)'
        for column in source.table.columns
        if column.type is not Type.TEXT and column.name in source.columns
    ]
    return " OR ".join([*filled, *valued])


def _any_broken(connection: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Whether any row breaks any rule."""
    return bool(
        _one(
            connection,
            f"SELECT count(*) FILTER ({broken_rule(source)} IS NOT NULL) FROM ({read_cells(source, source.cells())})",
        )[0]
    )


def _changed(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> bool:
    """Whether cleaning changes a cell."""
    mend(connection, source, mapping)
    return bool(_one(connection, "SELECT count(*) FROM mending.cells")[0])


def _repeats(connection: duckdb.DuckDBPyConnection, table: Table, source: Source, rows: int) -> bool:
    """Whether two rows have one key, or, where rows are added up, all cells in common; by their hashes."""
    if not table.unique and table.name not in COUNTED:
        return False
    cells = ", ".join(f'"{name}"' for name in (table.key if table.unique else source.columns))
    (different,) = _one(connection, f"SELECT count(DISTINCT hash({cells})) FROM ({source.cells()})")
    return bool(different != rows)


def _orphans(connection: duckdb.DuckDBPyConnection, table: Table, source: Source) -> bool:
    """Whether a row has a hard reference that leads nowhere."""
    for column in table.columns:
        reference = column.reference
        if reference is None or not reference.hard or column.name not in source.columns:
            continue
        if _one(
            connection,
            f"""
            SELECT count(*)
            FROM ({source.cells()}) AS records
            ANTI JOIN stored.{reference.table} AS there ON there.{reference.column} = records."{column.name}"
            """,
        )[0]:
            return True
    return False


def _judged(
    connection: duckdb.DuckDBPyConnection, table: Table, number: int, citizens: bool | None
) -> Counter[str] | None:
    """Return what is doubtful about the citizen numbers, None where one of them has to be changed or set aside."""
    connection.execute("BEGIN")
    try:
        marked: Marked | None = mark_citizens(connection, f"stored.{table.name}", table, citizens=citizens)
    except (duckdb.BinderException, duckdb.CatalogException):  # a view takes no change
        marked = None
    connection.execute("COMMIT" if marked else "ROLLBACK")
    return Counter(marked.flagged.get(number, {})) if marked and not marked.fixed else None


def _view(connection: duckdb.DuckDBPyConnection, name: str, number: int, source: Source) -> None:
    """Make ``stored.NAME`` a view of a source, with the columns that a stored table has, its rowid among them."""
    values = [f'{_value(source, column)} AS "{column.name}"' for column in source.table.columns]
    more = (f"{number}::USMALLINT AS _source", "_row", "NULL::VARCHAR AS _rule", "_row AS rowid")
    connection.execute(
        f"CREATE VIEW stored.{name} AS SELECT {', '.join([*values, *more])} FROM ({source.cells()}) AS records"
    )


def _value(source: Source, column: Column) -> str:
    """Return the SQL of a value whose cell is known to be written as the contract writes it."""
    if column.name not in source.columns or not source.stored_type(column.name).startswith(TEXTUAL):
        return typed(source, column)
    cell = f"NULLIF(records.\"{column.name}\", '')"
    if column.type is Type.MONTH:
        return f"CAST({cell} || '-01' AS DATE)"
    return cell if column.type is Type.TEXT else typed(source, column)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    """Return the one row of `sql`."""
    ((*cells,),) = connection.execute(sql).fetchall()
    return tuple(map(int, cells))
