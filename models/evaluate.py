"""How good a ranking is where the truth is known: average precision, and what a list of some length finds.

Precision is a share of a list, so its interval is Wilson's (:mod:`models.estimates`); average precision, recall and
lift depend on where every wrong household stands, so theirs are from drawing the households anew
(:mod:`models.bootstrap`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import average_precision_score

from models.bootstrap import Interval, Redraws, interval
from models.estimates import wilson

__all__ = [
    "Bools",
    "Capture",
    "Floats",
    "Ints",
    "average_precision",
    "average_with_interval",
    "capture",
    "captured_by_kind",
    "captures_with_intervals",
    "ranks_of",
    "share_with_interval",
]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Capture:
    """What the first places of a ranking hold.

    Parameters
    ----------
    capacity : int
        Length of the list, at most the number of households.
    found : int
        Wrong households on it.
    precision : float
        Share of the list that is wrong, 0 to 1; NaN for an empty list.
    recall : float
        Share of the wrong households that are on the list, 0 to 1; NaN if there are none.
    lift : float
        Precision over that of a list drawn at random, at least 0; NaN if no household is wrong.
    """

    capacity: int
    found: int
    precision: float
    recall: float
    lift: float


def average_precision(wrong: Bools, scores: Floats) -> float:
    r"""Return the area under the steps of precision over recall.

    .. math:: AP = \sum_n (R_n - R_{n-1}) P_n

    over the thresholds of the scores, households with equal scores together.  A ranking drawn at random
    reaches about the share of wrong households.

    Parameters
    ----------
    wrong : array of bool, shape (households,)
        Whether each household is what is looked for.
    scores : array of float, shape (households,)
        Higher is more suspicious.

    Returns
    -------
    float
        0 to 1, higher is better; NaN if no household is wrong.

    References
    ----------
    Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 2008, section 8.4.

    Examples
    --------
    >>> average_precision(np.array([True, False, True]), np.array([0.9, 0.5, 0.1]))
    0.8333333333333333
    """
    return float(average_precision_score(wrong, scores)) if wrong.any() else float("nan")


def capture(wrong: Bools, ranks: Ints, capacity: int) -> Capture:
    """Return what a list of the first `capacity` ranks finds.

    Parameters
    ----------
    wrong : array of bool, shape (households,)
        Whether each household is what is looked for.
    ranks : array of int, shape (households,)
        1 is looked at first; no rank occurs twice.
    capacity : int
        Length of the list.

    Returns
    -------
    Capture
        For the list of ``min(capacity, households)`` places.

    Examples
    --------
    >>> capture(np.array([True, False, True, False]), np.array([1, 2, 3, 4]), 2)
    Capture(capacity=2, found=1, precision=0.5, recall=0.5, lift=1.0)
    """
    listed = ranks <= capacity
    length, found, total = int(listed.sum()), int((wrong & listed).sum()), int(wrong.sum())
    precision = found / length if length else float("nan")
    return Capture(
        capacity=length,
        found=found,
        precision=precision,
        recall=found / total if total else float("nan"),
        lift=precision * len(wrong) / total if total else float("nan"),
    )


def captured_by_kind(kinds: "pd.Series[str]", ranks: Ints, capacities: tuple[int, ...]) -> pd.DataFrame:
    """Return how many households of each kind stand on lists of several lengths.

    Parameters
    ----------
    kinds : Series of str, shape (households,)
        What each household is; households where it is missing are left out.
    ranks : array of int, shape (households,)
        1 is looked at first.
    capacities : tuple of int
        Lengths of lists.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``kind`` in sorted order: ``households``, and for each capacity a column of that number
        with the households on that list.

    Examples
    --------
    >>> captured_by_kind(pd.Series(["a", "b", "a"]), np.array([1, 2, 3]), (1, 2)).loc["a"].tolist()
    [2, 1, 1]
    """
    groups = kinds.rename("kind").dropna()
    held = pd.DataFrame({capacity: ranks <= capacity for capacity in capacities}, index=kinds.index).loc[groups.index]
    counts = held.astype("int64").groupby(groups, sort=True).sum()
    counts.insert(0, "households", groups.value_counts().reindex(counts.index))
    return counts


def average_with_interval(wrong: Bools, scores: Floats, *, seed: int = 0) -> dict[str, float]:
    """Return average precision and how many times that of a random order it is, with intervals.

    Parameters
    ----------
    wrong : array of bool, shape (households,)
        Whether each household is what is looked for.
    scores : array of float, shape (households,)
        Higher is more suspicious.
    seed : int
        Of the bootstrap.

    Returns
    -------
    dict of str to float
        ``average_precision``, ``low``, ``high``, ``random`` (the share of wrong households, which a random order
        reaches), ``lift``, ``lift_low``, ``lift_high``; not numbers if no household is wrong.
    """
    reached, chance = average_precision(wrong, scores), float(wrong.mean()) if len(wrong) else float("nan")
    bounds = interval(Redraws.draw(wrong, scores, seed=seed).average_precision())
    row = {"average_precision": reached, "low": bounds.low, "high": bounds.high, "random": chance}
    return row | {
        name: value / chance if chance else float("nan")
        for name, value in zip(("lift", "lift_low", "lift_high"), (reached, *bounds), strict=True)
    }


def captures_with_intervals(
    wrong: Bools, ranks: Ints, capacities: tuple[int, ...], *, seed: int = 0
) -> list[dict[str, float]]:
    """Return what lists of several lengths find, with intervals.

    Parameters
    ----------
    wrong : array of bool, shape (households,)
        Whether each household is what is looked for.
    ranks : array of int, shape (households,)
        1 is looked at first; no rank occurs twice.
    capacities : tuple of int
        Lengths of lists.
    seed : int
        Of the bootstrap.

    Returns
    -------
    list of dict
        One a length: the fields of :class:`Capture`, and ``precision_low``, ``precision_high``, ``recall_low``,
        ``recall_high``, ``lift_low``, ``lift_high``.
    """
    redraws = Redraws.draw(wrong, -ranks.astype("float64"), seed=seed)
    rows = []
    for capacity in capacities:
        held = capture(wrong, ranks, capacity)
        _, *precision = share_with_interval(held.found, held.capacity)
        recall = interval(redraws.recall(capacity))
        times = len(wrong) / held.capacity if held.capacity else float("nan")
        lift = Interval(recall.low * times, recall.high * times)
        row = {name: getattr(held, name) for name in ("capacity", "found", "precision", "recall", "lift")}
        for name, (low, high) in {"precision": precision, "recall": recall, "lift": lift}.items():
            row |= {f"{name}_low": low, f"{name}_high": high}
        rows.append(row)
    return rows


def share_with_interval(found: int, size: int) -> tuple[float, float, float]:
    """Return a share with Wilson's bounds; not numbers where there is nothing to count.

    Examples
    --------
    >>> [round(figure, 3) for figure in share_with_interval(10, 100)]
    [0.1, 0.055, 0.174]
    """
    if not size:
        return (float("nan"),) * 3
    estimate = wilson(found / size, size)
    return estimate.share, estimate.low, estimate.high


def ranks_of(scores: Floats, *, seed: int = 0) -> Ints:
    """Return the ranks of scores, 1 for the highest; equal scores are put in an order drawn at random.

    Examples
    --------
    >>> ranks_of(np.array([0.1, 0.9, 0.5])).tolist()
    [3, 1, 2]
    """
    order = np.lexsort((np.random.default_rng(seed).random(len(scores)), -scores))
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[order] = np.arange(1, len(scores) + 1)
    return ranks
