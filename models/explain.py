"""What would take a household off the list: the smallest set of reasons that, once cleared, is enough.

What each reason adds to a score is reckoned with the score itself, see :mod:`models.scoring`.  The counterfactual is
found by scoring the household again with reasons cleared, forest and all: every reason alone, then every two
together, up to `EXHAUSTIVE`; beyond that the weightiest are cleared one after the other until it is enough, and then
those are taken back that were not needed: no one of what is left can be spared.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.ranker import Ranker

__all__ = ["list_cutoff", "ways_off_the_list"]

EXHAUSTIVE: Final = 3
"""Largest sets of reasons that are tried in every combination."""

Places = tuple[int, ...]


def list_cutoff(scores: "pd.Series[float]", capacity: int) -> float:
    """Return the score below which a household leaves a list of `capacity`: that of the first one not listed.

    Parameters
    ----------
    scores : pandas.Series
        Scores of all households, in any order.
    capacity : int
        Length of the list.

    Returns
    -------
    float
        0 where the list has room for every household with a score.
    """
    ordered = np.sort(scores.to_numpy(dtype="float64"))[::-1]
    return float(ordered[capacity]) if capacity < len(ordered) else 0.0


def ways_off_the_list(
    ranker: Ranker, surprises: pd.DataFrame, weights: pd.DataFrame, cutoff: float
) -> list[tuple[str, ...]]:
    """Return for each household the smallest set of features whose clearing takes it off the list.

    Parameters
    ----------
    ranker : Ranker
        Scores the households.
    surprises : pandas.DataFrame
        Shape (households, features), of the listed households.
    weights : pandas.DataFrame
        Same shape: what each feature adds to the score.
    cutoff : float
        See :func:`list_cutoff`.

    Returns
    -------
    list of tuple of str
        Names of features in the order of columns.  Of several sets of the same size the one that leaves the lowest
        score, then the first in the order of columns.
    """
    seen = surprises.to_numpy(dtype="float64")
    found: dict[int, Places] = {}
    for size in range(1, EXHAUSTIVE + 1):
        open_rows = [row for row in range(len(seen)) if row not in found]
        found |= _sets_of(size, ranker, surprises, open_rows, cutoff)
    for row in range(len(seen)):
        if row not in found:
            order = np.argsort(-weights.to_numpy()[row], kind="stable")
            found[row] = _one_after_the_other(ranker, surprises.iloc[row], order[seen[row][order] > 0], cutoff)
    return [tuple(surprises.columns[place] for place in sorted(found[row])) for row in range(len(seen))]


def _sets_of(
    size: int, ranker: Ranker, surprises: pd.DataFrame, rows: Sequence[int], cutoff: float
) -> dict[int, Places]:
    """Try every set of `size` reasons of each row at once."""
    seen = surprises.to_numpy(dtype="float64")
    tried = [(row, places) for row in rows for places in combinations(np.flatnonzero(seen[row] > 0).tolist(), size)]
    if not tried:
        return {}
    cleared = seen[[row for row, _ in tried]]
    for line, (_, places) in zip(cleared, tried, strict=True):
        line[list(places)] = 0
    scores = _scores(ranker, surprises.columns, cleared)
    best: dict[int, tuple[float, Places]] = {}
    for (row, places), score in zip(tried, scores.tolist(), strict=True):
        if _off(score, cutoff) and (row not in best or (score, places) < best[row]):
            best[row] = (score, places)
    return {row: places for row, (_, places) in best.items()}


def _one_after_the_other(
    ranker: Ranker, household: "pd.Series[float]", order: npt.NDArray[np.intp], cutoff: float
) -> Places:
    steps = np.asarray(np.tile(household.to_numpy(dtype="float64"), (len(order), 1)), dtype="float64")
    for step in range(len(order)):
        steps[step, order[: step + 1]] = 0
    enough = [_off(score, cutoff) for score in _scores(ranker, household.index, steps).tolist()]
    cleared = order[: enough.index(True) + 1].tolist() if any(enough) else order.tolist()
    for place in reversed(cleared):
        fewer = [other for other in cleared if other != place]
        without = steps[:1].copy()
        without[0] = household
        without[0, fewer] = 0
        if _off(float(_scores(ranker, household.index, without)[0]), cutoff):
            cleared = fewer
    return tuple(cleared)


def _scores(ranker: Ranker, columns: pd.Index, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    table = ranker.score(pd.DataFrame(rows, columns=columns)).table
    return np.asarray(table["score"], dtype="float64")


def _off(score: float, cutoff: float) -> bool:
    return score < cutoff or score == 0
