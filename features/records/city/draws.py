"""Random streams, days as integers, and the few vectorised draws that every part of the city shares."""

import datetime
import zlib
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "NEVER",
    "Bools",
    "Floats",
    "Ints",
    "Progress",
    "day_of",
    "grouped",
    "pick_weighted",
    "recent_day",
    "spread",
    "stream",
    "year_of",
]

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Progress: TypeAlias = Callable[[str], None]

NEVER = 2**30
"""A day that does not come: no death, no end of a term, an open decision."""


def stream(seed: int, name: str) -> np.random.Generator:
    """Independent generator of one part of the city, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def day_of(year: int, month: int = 1, day: int = 1) -> int:
    """Day as a count of days since 1970-01-01."""
    return (datetime.date(year, month, day) - datetime.date(1970, 1, 1)).days


def year_of(days: Ints) -> Ints:
    """Calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def grouped(keys: Ints, size: int) -> tuple[Ints, Ints]:
    """Rows of each key as a compressed list.

    Parameters
    ----------
    keys : (n,) int
        Group of each row, below ``size``; rows with a negative key are left out.
    size : int
        Number of groups.

    Returns
    -------
    order : (m,) int
        Row numbers sorted by key.
    start : (size + 1,) int
        Rows of group ``g`` are ``order[start[g]:start[g + 1]]``.
    """
    order = np.argsort(keys, kind="stable")
    order = order[np.searchsorted(keys[order], 0) :]
    start = np.searchsorted(keys[order], np.arange(size + 1))
    return order, start.astype(np.int64)


def spread(groups: Ints, order: Ints, start: Ints) -> tuple[Ints, Ints]:
    """All rows of the named groups.

    Returns
    -------
    position : (m,) int
        Which entry of ``groups`` each row belongs to.
    row : (m,) int
        The row number.
    """
    count = start[groups + 1] - start[groups]
    position = np.repeat(np.arange(len(groups)), count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return position, order[start[groups][position] + offset]


def pick_weighted(rng: np.random.Generator, log_weight: Floats, count: int | None = None) -> Ints:
    """Draw without replacement with probability proportional to weight (Gumbel top-k), most wanted first."""
    order = np.argsort(-(log_weight + rng.gumbel(size=len(log_weight))), kind="stable")
    return order if count is None else order[:count]


def recent_day(rng: np.random.Generator, low: Ints, high: Ints, scale: float = 900.0) -> Ints:
    """Days between ``low`` and ``high``, recent ones likelier: exponential decay towards the past, truncated."""
    width = np.maximum(high - low, 1)
    back = -scale * np.log1p(-rng.random(len(low)) * -np.expm1(-width / scale))
    day: Ints = (high - np.minimum(back, width)).astype(np.int64)
    return day
