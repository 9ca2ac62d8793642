r"""Relatives of officials who live better whether favoured or not: how much better, and what chance then brings.

That a home is well kept breaks no rule, and relatives of officials may live better than their neighbours without any
favour.  To exchange the standard of living between tied and untied households as it is would then take a difference
between families for favour; to leave it out loses what tells most of the favoured.  So the difference is measured
where favour does not show, among households with little else wrong, and put into what chance brings.

Let l be the standard of living, from 0 (nothing to remark) to 1.  A household that is drawn from the pool counts for
exp(a [l > 0] + b l) times its weight (exponential tilting).  The slopes a and b are such that, among households whose
other trouble is at most the median of their stratum, as many of the pool live well, and as well, as of the tied::

    mean of l over the tied with l > 0    =  sum_j v_j exp(b l_j) l_j / sum_j exp(b l_j) v_j,     j untied, l_j > 0
    odds of l > 0 among the tied          =  exp(a) sum_j v_j exp(b l_j) [l_j > 0] / sum_j v_j [l_j = 0]

where the tied count by their share of false leads, and the untied of a stratum together as much as its tied (v_j).  No
slope is below 0: where a would be, b alone is fitted, to the mean of l over all, and relatives who live worse than
others count as living like others, which errs on the safe side.  The tilt must not change how much else is wrong with
those who are drawn, so each factor is divided by its mean at the same other trouble (isotonic regression).

References
----------
Efron, B. and Tibshirani, R. (1996). Using specially designed exponential families for density estimation. Annals of
Statistics 24, 2431-2461.
Qin, J. (1998). Inferences for case-control and semiparametric two-sample density ratio models. Biometrika 85, 619-630.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from sklearn.isotonic import IsotonicRegression

from models.strata import not_above_median

__all__ = ["STEEPEST", "Standing", "Tilt"]

STEEPEST: Final = 3.0
"""Largest slope; beyond it one stranger would stand for more than twenty, and nothing can be compared."""
LEAST_WEIGHT: Final = 1e-9
"""Stands for a weight of nothing, so that nothing is divided by 0."""

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Standing:
    """What the standard of living adds.

    Parameters
    ----------
    trouble : array of float, shape (households,)
        What is wrong with the standard of living among it, at least 0.
    level : array of float, shape (households,)
        What the standard of living says by itself, 0 (nothing) to 1.
    """

    trouble: Array
    level: Array


@dataclass(frozen=True)
class Tilt:
    """Tied and untied households with little else wrong, and their standards of living.

    Parameters
    ----------
    level, trouble : array of float, shape (households,)
        Standard of living, 0 to 1, and all other trouble.
    tied, untied : array of int
        Places of those who are compared.
    tied_strata, untied_strata : array of int
        Number of their stratum; each stratum has both.
    """

    level: Array
    trouble: Array
    tied: Places
    untied: Places
    tied_strata: Places
    untied_strata: Places

    @classmethod
    def of(cls, level: Array, tie: Array, trouble: Array, strata: Sequence[Places]) -> Self | None:
        """Return the comparison, or None where there is nobody to compare or the difference is beyond `STEEPEST`.

        Parameters
        ----------
        level : array of float, shape (households,)
            Standard of living, 0 to 1.
        tie, trouble : array of float, shape (households,)
            At least 0; trouble without the standard of living.
        strata : sequence of array of int
            Members of each stratum.
        """
        low = not_above_median(trouble, strata)
        stratum = np.full(len(tie), -1)
        for number, members in enumerate(strata):
            has_tie = tie[members[low[members]]] > 0
            stratum[members] = number if has_tie.any() and not has_tie.all() else -1
        tied, untied = (np.flatnonzero(low & (stratum >= 0) & side) for side in (tie > 0, tie <= 0))
        if not len(tied):
            return None
        _, code = np.unique(np.append(stratum[tied], stratum[untied]), return_inverse=True)
        one = cls(level, trouble, tied, untied, code[: len(tied)], code[len(tied) :])
        return one if (one.slopes(np.ones(len(tie))) < STEEPEST).all() else None

    def slopes(self, shares: Array) -> Array:
        """Return how much better relatives live.

        Parameters
        ----------
        shares : array of float, shape (households,)
            How likely each household is innocent, 0 to 1.

        Returns
        -------
        array of float, shape (2,)
            a and b, 0 up to `STEEPEST`.
        """
        lived, innocent = self.level[self.tied], shares[self.tied]
        others = self.level[self.untied]
        weight = (np.bincount(self.tied_strata, weights=innocent) / np.bincount(self.untied_strata))[self.untied_strata]
        degree = _degree(lived[lived > 0], innocent[lived > 0], others[others > 0], weight[others > 0])
        share = _log_odds(lived > 0, innocent) - _log_odds(others > 0, weight * np.exp(degree * others))
        if share < 0:
            share, degree = 0.0, _degree(lived, innocent, others, weight)
        return np.array([min(share, STEEPEST), degree])

    def factors(self, shares: Array) -> Array:
        """Return by what factor the weight of each household in the pool changes.

        Parameters
        ----------
        shares : array of float, shape (households,)
            How likely each household is innocent, 0 to 1.

        Returns
        -------
        array of float, shape (households,)
            Above 0, on average 1 at any other trouble; 1 for all where relatives live no better.
        """
        slopes = self.slopes(shares)
        if not slopes.any():
            return np.ones(len(self.level))
        factor = np.exp(slopes[0] * (self.level > 0) + slopes[1] * self.level)
        usual = IsotonicRegression(out_of_bounds="clip")
        usual.fit(self.trouble, factor, sample_weight=np.maximum(shares, LEAST_WEIGHT))
        return np.asarray(factor / usual.predict(self.trouble))


def _degree(lived: Array, innocent: Array, others: Array, weight: Array) -> float:
    """Return the slope, 0 up to `STEEPEST`, at which the others, tilted, live on average as well as the innocent."""
    if not len(others) or not innocent.any():
        return 0.0
    mean = float((innocent * lived).sum() / innocent.sum())

    def lacking(slope: float) -> float:
        factor = weight * np.exp(slope * others)
        return mean - float((factor * others).sum() / max(float(factor.sum()), LEAST_WEIGHT))

    if lacking(0.0) <= 0:
        return 0.0
    return STEEPEST if lacking(STEEPEST) >= 0 else float(brentq(lacking, 0.0, STEEPEST))


def _log_odds(shown: npt.NDArray[np.bool_], weight: Array) -> float:
    held, rest = (max(float(weight[side].sum()), LEAST_WEIGHT) for side in (shown, ~shown))
    return float(np.log(held / rest))
