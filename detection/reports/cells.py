"""From a value in a frame to what a cell holds: a plain Python value, or nothing."""

from datetime import date, datetime

import numpy as np
import pandas as pd

from detection.reports.columns import Kind

__all__ = ["Cell", "is_missing", "plain"]

Cell = str | int | float | bool | date | None

# Six decimals for scores and two for yuan keep files equal where sums differ in the last bits.
_DECIMALS: dict[Kind, int] = {"score": 6, "yuan": 2}


def plain(value: object, kind: Kind) -> Cell:
    """Turn a value of a frame into the plain value of a cell.

    Parameters
    ----------
    value : object
        A scalar of NumPy, pandas or Python.
    kind : Kind
        What the column holds.

    Returns
    -------
    str, int, float, bool, date or None
        Scores are rounded to six decimals and yuan to two, without a negative zero; days have no time of
        day; None stands for a missing value.

    Examples
    --------
    >>> plain(-1e-9, "score"), plain(float("nan"), "yuan"), plain("2025-03-01", "day")
    (0.0, None, datetime.date(2025, 3, 1))
    """
    if is_missing(value):
        return None
    if kind == "day":
        return _day(value)
    if kind == "yes_no":
        return bool(value)
    if kind == "text":
        return str(value)
    number = float(str(value))
    return int(number) if kind == "integer" else round(number, _DECIMALS[kind]) + 0.0


def is_missing(value: object) -> bool:
    """Whether a scalar is None, NaN, NaT or pd.NA."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, np.datetime64):
        return pd.Timestamp(value).date()
    return date.fromisoformat(str(value)[:10])
