"""The tables of a delivery as pandas reads them, cut at the day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from features.records.contract import CONTRACT
from features.records.schema import Table, Type

__all__ = ["Tables", "look_up", "month_of", "months_between", "read_tables"]

LATER = {"outcome": "pending", "monthly_amount": None, "category": None, "approver_id": None}
"""What a decision's columns were before its approval."""
UNREAD = {
    "persons": ("name", "sex", "hukou", "ethnicity"),
    "kinship": ("source",),
    "addresses": ("region_code", "text"),
}
"""Columns that no feature looks at; of five million residents they would fill a gibibyte."""


@dataclass(frozen=True)
class Tables:
    """The tables as they were known on the day.

    Parameters
    ----------
    frames : dict of str to pandas.DataFrame
        Every table of the contract with all its columns; one that was not delivered has no rows.
    given : dict of str to set of str
        The columns that were delivered, by table.
    as_of : pandas.Timestamp
        The last day that counts.
    """

    frames: dict[str, pd.DataFrame]
    given: dict[str, set[str]]
    as_of: pd.Timestamp

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    def has(self, table: str, *columns: str) -> bool:
        """Whether `table` was delivered with `columns`, each with a value unless the table has no rows."""
        if table not in self.given or not self.given[table] >= set(columns):
            return False
        rows = self.frames[table]
        return rows.empty or all(rows[column].notna().any() for column in columns)


def read_tables(folder: Path, as_of: date) -> Tables:
    """Read the Parquet files of a clean delivery and drop what was not known on the day."""
    frames, given = {}, {}
    for table in CONTRACT:
        path, rows = folder / f"{table.name}.parquet", pd.DataFrame()
        if path.exists():
            given[table.name] = set(pq.read_schema(path).names)
            wanted = [name for name in pq.read_schema(path).names if name not in UNREAD.get(table.name, ())]
            rows = pd.read_parquet(path, columns=wanted, to_pandas_kwargs={"date_as_object": False})
        frames[table.name] = _known(_typed(rows, table), table, pd.Timestamp(as_of))
    return Tables(frames, given, pd.Timestamp(as_of))


def _typed(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return all columns of the contract in the types that the plain pipeline works with."""
    typed = {}
    for column in table.columns:
        if column.name in UNREAD.get(table.name, ()):
            continue
        cells = rows[column.name] if column.name in rows else pd.Series(None, index=rows.index, dtype="object")
        if column.type in {Type.DAY, Type.MONTH}:
            cells = pd.to_datetime(cells).astype("datetime64[s]")
        elif column.type in {Type.NUMBER, Type.INTEGER}:
            cells = cells.astype("float64")
        elif column.type is Type.BOOLEAN:
            cells = cells.replace({"true": True, "false": False}).astype("boolean")
        else:
            cells = cells.astype("str")
        typed[column.name] = cells
    return pd.DataFrame(typed)


def _known(rows: pd.DataFrame, table: Table, as_of: pd.Timestamp) -> pd.DataFrame:
    """Drop the rows and blank the days that lie after the day; a decision approved later is pending."""
    if table.known_from is not None:
        born = rows[table.known_from]
        limit = as_of.year if table.column(table.known_from).type is Type.INTEGER else as_of
        rows = rows[born.isna() | (born <= limit)]
    if table.name == "decisions":
        later = rows["approved_on"] > as_of
        rows = rows.assign(**{name: rows[name].mask(later, value) for name, value in LATER.items()})
    days = [column.name for column in table.columns if column.type is Type.DAY and column.name != table.known_from]
    return rows.assign(**{day: rows[day].where(rows[day] <= as_of) for day in days})


def look_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return the value of each key, missing where it has none, in the type of `values` even if none is found."""
    return keys.map(values).astype(values.dtype)


def month_of(days: pd.Series) -> pd.Series:
    """Return the first day of the month of each day."""
    return days.dt.to_period("M").dt.start_time.astype("datetime64[s]")


def months_between(first: pd.Series | pd.Timestamp, last: pd.Series | pd.Timestamp) -> pd.Series:
    """Return how many times the month changes from one day to the other."""
    return _month_number(last) - _month_number(first)


def _month_number(days: pd.Series | pd.Timestamp) -> pd.Series:
    parts = days.dt if isinstance(days, pd.Series) else days
    return parts.year * 12 + parts.month
