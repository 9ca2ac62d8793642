"""Strata: households that are alike but for chance, so that what one has could as well be another's."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST", "members_of", "not_above_median", "strata_of"]

LEAST: Final = 20
"""Smallest peer group that is a stratum of its own; in a smaller one hardly anything can be exchanged."""


def strata_of(peer_groups: npt.ArrayLike, townships: npt.ArrayLike, *, least: int = LEAST) -> npt.NDArray[np.str_]:
    """Return the stratum of each household: its peer group, or the township's small peer groups together.

    Parameters
    ----------
    peer_groups, townships : array_like of str, shape (households,)
        Peer group and township; finer peer groups (scheme and size of household, say) make finer strata.
    least : int
        Smallest peer group that is a stratum of its own.

    Returns
    -------
    array of str, shape (households,)
        No stratum reaches beyond a township.

    Examples
    --------
    >>> strata_of(["A", "A", "B", "C"], ["T", "T", "T", "T"], least=2).tolist()
    ['A@T', 'A@T', '@T', '@T']
    """
    fine, coarse = np.asarray(peer_groups, dtype="str"), np.asarray(townships, dtype="str")
    whole = np.char.add(np.char.add(fine, "@"), coarse)
    _, code, size = np.unique(whole, return_inverse=True, return_counts=True)
    return np.where(size[code] >= least, whole, np.char.add("@", coarse))


def members_of(strata: npt.ArrayLike) -> list[npt.NDArray[np.intp]]:
    """Return the places of the members of each stratum, in the order of their names and of the rows."""
    names, code = np.unique(np.asarray(strata, dtype="str"), return_inverse=True)
    order = np.argsort(code, kind="stable")
    ends = np.cumsum(np.bincount(code, minlength=len(names)))[:-1]
    return [np.asarray(one) for one in np.split(order, ends)]


def not_above_median(values: npt.NDArray[np.float64], strata: Sequence[npt.NDArray[np.intp]]) -> npt.NDArray[np.bool_]:
    """Return whose value is at most the median of the stratum; False for who is in none of the strata.

    Parameters
    ----------
    values : array of float, shape (households,)
        Any number.
    strata : sequence of array of int
        Members of each stratum; see :func:`members_of`.

    Returns
    -------
    array of bool, shape (households,)
        At least half of every stratum.

    Examples
    --------
    >>> not_above_median(np.array([0.0, 0.0, 3.0, 1.0, 2.0]), [np.array([0, 1, 2]), np.array([3, 4])]).tolist()
    [True, True, False, True, False]
    """
    low = np.zeros(len(values), dtype=np.bool_)
    for members in strata:
        low[members] = values[members] <= np.median(values[members])
    return low
