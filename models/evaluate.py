"""How good a ranking is where the truth is known: average precision, and what a list of some length finds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import average_precision_score

__all__ = ["Capture", "average_precision", "capture", "captured_by_kind"]

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
