r"""Who says what is usual: the households with something on record.

A household without any flag makes every flag look rarer, and many such households in one township make whoever has a
flag there stand out.  Whoever can add households could so push others down the list.  Where most households have
something on record, be it ordinary or not, only they are counted, and they stand for a fixed share of all::

    counted = share of households with something on record, to the nearest fifth

A value is then ordinary among those who are counted from ``ordinary / counted`` on.  Households without flags change
no surprise at all, unless there are so many that the share moves to another fifth.

Where fewer than seven in ten have anything on record, since tables are lacking, everybody is counted: otherwise too
little would tell a careful township, in which hardly anybody has a flag, from a careless one.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["counted_share", "on_record", "ordinary_among"]

LEAST: Final = 0.7
"""Share of households with something on record from which only they are counted."""
STEPS: Final = 5
"""The share that they stand for is told in so many parts."""

Bools = npt.NDArray[np.bool_]


def on_record(values: pd.DataFrame, signs: Mapping[str, int]) -> Bools:
    """Return which households have something on record.

    Parameters
    ----------
    values : pandas.DataFrame
        Shape (households, features), NaN where not known.
    signs : mapping of str to int
        1 where more is suspicious, -1 where less is; of the latter everybody has something, so they do not count.

    Returns
    -------
    array of bool, shape (households,)
        Whether any feature of which more is suspicious is above 0.

    Examples
    --------
    >>> table = pd.DataFrame({"vehicle": [1.0, 0.0, np.nan], "days": [9.0, 9.0, 9.0]})
    >>> on_record(table, {"vehicle": 1, "days": -1}).tolist()
    [True, False, False]
    """
    found = values[[name for name, sign in signs.items() if sign > 0]].to_numpy(dtype="float64") > 0
    return np.asarray(found.any(axis=1))


def counted_share(found: Bools) -> float | None:
    """Return for which share of all the households on record stand; None where everybody is counted.

    Examples
    --------
    >>> counted_share(np.array([True] * 82 + [False] * 18)), counted_share(np.array([True, False, False]))
    (0.8, None)
    """
    share = float(found.mean()) if len(found) else 0.0
    return None if share < LEAST else round(share * STEPS) / STEPS


def ordinary_among(ordinary: Mapping[str, float], signs: Mapping[str, int], counted: float | None) -> dict[str, float]:
    """Return from which share of those who are counted a value is ordinary.

    Parameters
    ----------
    ordinary : mapping of str to float
        Share of all peers from which a value of the feature is ordinary.
    signs : mapping of str to int
        See :func:`on_record`.
    counted : float or None
        See :func:`counted_share`.

    Returns
    -------
    dict of str to float
        Above 0 up to 1.  Where less is suspicious those who are counted are like the others, so nothing changes.

    Examples
    --------
    >>> ordinary_among({"vehicle": 0.2, "days": 0.2}, {"vehicle": 1, "days": -1}, 0.8)
    {'vehicle': 0.25, 'days': 0.2}
    """
    parts = {name: counted or 1.0 if sign > 0 else 1.0 for name, sign in signs.items()}
    return {name: min(share / parts[name], 1.0) for name, share in ordinary.items()}
