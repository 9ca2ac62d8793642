"""How far a ranking depends on chance: other seeds, and one more red flag."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.ranker import Ranker, fit_to_trouble

__all__ = ["jaccard", "monotonicity", "stability", "top_share"]

SHARE: Final = 0.01
"""The top of a ranking that is compared between seeds, as a share of the households."""
LEAST: Final = 50
"""Fewest places that are compared: of nine one swap would already count for a fifth."""
RAISED: Final = 1.0
"""By how many decades a surprise is raised when the next flag is held against a household."""
SAMPLE: Final = 1000
"""Households to each of which every flag is added in turn."""


def top_share(scores: npt.NDArray[np.float64], share: float = SHARE) -> frozenset[int]:
    """Return the places of the highest scores; of equal ones the earlier place comes first."""
    length = max(1, round(share * len(scores)))
    return frozenset(np.argsort(-scores, kind="stable")[:length].tolist())


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the size of the intersection over the size of the union, 0 to 1.

    Examples
    --------
    >>> jaccard(frozenset({1, 2, 3}), frozenset({2, 3, 4}))
    0.5
    """
    union = one | other
    return len(one & other) / len(union) if union else 1.0


def stability(
    ranker: Ranker, surprises: pd.DataFrame, *, seeds: Sequence[int], n_estimators: int, max_samples: int
) -> dict[str, Any]:
    """Measure how alike the tops of rankings by other seeds are.

    Parameters
    ----------
    ranker : Ranker
        Gives families and weights.
    surprises : pandas.DataFrame
        Shape (households, features), sorted by household.
    seeds : sequence of int
        At least two.
    n_estimators, max_samples : int
        Of each forest.

    Returns
    -------
    dict
        ``seeds``; ``jaccard``: mean over all pairs of seeds of the Jaccard index of the top 1 %, or of the first
        `LEAST` if those are more, 0 to 1, higher is more stable; ``households``.
    """
    share = min(max(SHARE, LEAST / max(len(surprises), 1)), 1.0)
    tops = []
    for seed in seeds:
        forest = fit_to_trouble(
            surprises, ranker.families, seed=seed, n_estimators=n_estimators, max_samples=max_samples
        )
        table = replace(ranker, forest=forest).score(surprises).table
        tops.append(top_share(table["score"].to_numpy(dtype="float64"), share))
    pairs = [jaccard(one, other) for one, other in combinations(tops, 2)]
    return {"seeds": list(seeds), "jaccard": round(float(np.mean(pairs)), 6), "households": len(surprises)}


def monotonicity(ranker: Ranker, surprises: pd.DataFrame, *, sample: int = SAMPLE) -> dict[str, int]:
    """Hold one more flag against each household, every flag in turn, and count the scores that fall.

    Parameters
    ----------
    ranker : Ranker
        Scores the households.
    surprises : pandas.DataFrame
        Shape (households, features), sorted by household.
    sample : int
        So many households are taken, evenly over the rows.

    Returns
    -------
    dict
        ``households``, ``flags`` and ``violations``: how often a score fell; 0 is what a ranking must have.
    """
    places = np.unique(np.linspace(0, len(surprises) - 1, min(sample, len(surprises))).astype(int))
    taken = surprises.iloc[places]
    before = ranker.score(taken).table["score"]
    fell = 0
    for name in taken.columns:
        raised = ranker.score(taken.assign(**{name: taken[name] + RAISED})).table["score"]
        fell += int((raised < before).sum())
    return {"households": len(taken), "flags": len(taken.columns), "violations": fell}
