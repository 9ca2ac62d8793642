"""What was known on a day: the one place where a day draws the line."""

from collections.abc import Mapping, Set
from datetime import date
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa
from pandas.api.types import is_object_dtype

from features.records.contract import CONTRACT
from features.records.schema import Column, Table, Type

__all__ = ["Known", "known_rows"]

LATER: Final = {"outcome": "'pending'", "monthly_amount": "NULL", "category": "NULL", "approver_id": "NULL"}
"""What a decision's columns were before its approval."""


class Known:
    """What was known on a day: the tables under their own names, without anything dated later.

    A row whose own day (``known_from`` of its table) lies after `as_of` is not there.  Any other day after `as_of`
    is missing.  A decision approved after `as_of` is pending, without amount, category and approver.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the schema ``stored``.
    columns : mapping of str to set of str
        Tables that the delivery has, with the columns that it gives.
    as_of : datetime.date
        The last day that counts.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Set[str]], as_of: date) -> None:
        self._connection = connection
        self._columns = columns
        self._asked: dict[tuple[str, str], bool] = {}
        self.as_of = as_of
        for table in CONTRACT:
            rows = known_rows(table, as_of, present=table.name in columns)
            connection.execute(f"CREATE OR REPLACE VIEW main.{table.name} AS {rows}")

    def has(self, table: str, *columns: str) -> bool:
        """Whether the delivery has `table` with all of `columns`, each with a value unless the table has no rows."""
        if table not in self._columns or not self._columns[table] >= set(columns):
            return False
        return all(self._filled(table, column) for column in columns)

    def _filled(self, table: str, column: str) -> bool:
        if (table, column) not in self._asked:
            empty = f"NOT EXISTS (SELECT 1 FROM {table})"
            filled = f"EXISTS (SELECT 1 FROM {table} WHERE {column} IS NOT NULL)"
            self._asked[table, column] = bool(self._connection.execute(f"SELECT {empty} OR {filled}").fetchall()[0][0])
        return self._asked[table, column]

    def frame(self, sql: str, **values: Any) -> pd.DataFrame:
        """Run `sql` over the known tables and return its rows.

        Parameters
        ----------
        sql : str
            A query; ``$as_of`` is the day, further ``$name`` are taken from `values`.
        **values
            Parameters of the query.

        Returns
        -------
        pandas.DataFrame
            Text as ``str`` with NA, days as ``datetime64``, missing numbers as NaN.
        """
        frame = self._connection.execute(sql, self._bound(sql, values)).df()
        return frame.assign(**{name: _text(frame[name]) for name in frame.columns if is_object_dtype(frame[name])})

    def keep(self, name: str, sql: str, **values: Any) -> None:
        """Keep the rows of `sql` as a temporary table for later queries, in place of one of that name.

        Parameters
        ----------
        name : str
            Name of the temporary table.
        sql : str
            A query, as for :meth:`frame`.
        **values
            Parameters of the query.
        """
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", self._bound(sql, values))

    def define(self, name: str, sql: str) -> None:
        """Let later queries call the rows of `sql` by `name`, a temporary view in place of one of that name."""
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")

    def forget(self, *names: str) -> None:
        """Drop temporary tables that no later query needs."""
        for name in names:
            self._connection.execute(f"DROP TABLE IF EXISTS temp.{name}")

    def keep_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Keep `frame` as a temporary table `name` for later queries, in place of one of that name."""
        self._connection.register("frame_to_keep", frame)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM frame_to_keep")
        self._connection.unregister("frame_to_keep")

    def _bound(self, sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those parameters that `sql` names: the engine refuses others."""
        return {name: value for name, value in {"as_of": self.as_of, **values}.items() if f"${name}" in sql}


def _text(column: pd.Series) -> pd.Series:
    """Return a column of objects as text; by way of Arrow, which takes a tenth of the time."""
    try:
        strings = pa.array(column, type=pa.string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # not all of it is text
        return column.astype("str")
    return pd.Series(pd.array(strings, dtype="str"), index=column.index, name=column.name)


def known_rows(table: Table, as_of: date, present: bool) -> str:
    """Return the SQL of a table's rows and values that were known on `as_of`.

    Parameters
    ----------
    table : Table
        A table of the contract.
    as_of : datetime.date
        The last day that counts.
    present : bool
        Whether the delivery has the table; if not, it has its columns and no rows.

    Returns
    -------
    str
        SQL with all columns of the contract.
    """
    if not present:
        nothing = ", ".join(f'CAST(NULL AS {column.type.storage}) AS "{column.name}"' for column in table.columns)
        return f"SELECT {nothing} WHERE false"
    day = f"DATE '{as_of.isoformat()}'"
    shown = ", ".join(f'{_shown(table, column, day)} AS "{column.name}"' for column in table.columns)
    hidden = ""
    if table.known_from is not None:
        limit = str(as_of.year) if table.column(table.known_from).type is Type.INTEGER else day
        hidden = f"WHERE {table.known_from} IS NULL OR {table.known_from} <= {limit}"
    return f"SELECT {shown} FROM stored.{table.name} {hidden}"


def _shown(table: Table, column: Column, day: str) -> str:
    """Return the SQL of a cell as it was on `day`, in a row that was there."""
    if table.name == "decisions" and column.name in LATER:
        return f"CASE WHEN approved_on > {day} THEN {LATER[column.name]} ELSE {column.name} END"
    if column.type is Type.DAY and column.name != table.known_from:
        return f"CASE WHEN {column.name} <= {day} THEN {column.name} END"
    return column.name
