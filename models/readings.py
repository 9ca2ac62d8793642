"""One fact counts once: the ways to read households of which a fact is told as a tie and as something wrong."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.priors import OneFact

__all__ = ["readings"]


def readings(
    evidence: npt.NDArray[np.float64], names: list[str], one_facts: Sequence[OneFact]
) -> list[npt.NDArray[np.bool_]]:
    """Return which features count, once for every way to put the double facts on one side.

    Parameters
    ----------
    evidence : array of float, shape (households, features)
        At least 0.
    names : list of str
        Features.
    one_facts : sequence of OneFact
        Facts that two features may tell.

    Returns
    -------
    list of array of bool, shape (households, features)
        Two to the power of the number of facts; the first has every double fact with the ties.
    """
    ways = [np.ones(evidence.shape, dtype=bool)]
    for fact in one_facts:
        ties, trouble = [names.index(name) for name in fact.ties], names.index(fact.trouble)
        both = (evidence[:, ties] > 0).any(axis=1) & (evidence[:, trouble] > 0)
        as_tie, as_trouble = [one.copy() for one in ways], [one.copy() for one in ways]
        for one, other in zip(as_tie, as_trouble, strict=True):
            one[both, trouble] = False
            other[np.flatnonzero(both)[:, None], ties] = False
        ways = as_tie + as_trouble
    return ways
