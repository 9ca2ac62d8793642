r"""How many times as often something happens to one group as to another: exact interval, exact test, Holm's correction.

Of `size` households of a group `events` met something, of `rest` others `others` did.  Given the total of events, the
number that falls on the group is binomial with share

.. math:: \pi(\theta) = \frac{size \cdot \theta}{size \cdot \theta + rest}

where :math:`\theta` is the ratio of the two rates, if events are rare.  The Clopper-Pearson interval of that share
gives an exact interval of the ratio, with zero events too.  Where events are not rare the true spread is smaller: the
interval then covers more often than it says, never less.

References
----------
J. Przyborowski, H. Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31, 1940.
C. Clopper, E. Pearson, "The use of confidence or fiducial limits", Biometrika 26, 1934.
S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import beta, binom

__all__ = ["CONFIDENCE", "Ratio", "outside_p_values", "rate_ratio", "rejected"]

CONFIDENCE: Final = 0.95

Floats = npt.NDArray[np.float64]


class Ratio(NamedTuple):
    """Ratios of two rates with their intervals, one entry a pair of groups.

    Parameters
    ----------
    estimate, low, high : array of float
        At least 0; 1 where both groups fare alike.  Not a number or infinite where there are no events to go by.
    """

    estimate: Floats
    low: Floats
    high: Floats


def rate_ratio(
    events: npt.ArrayLike,
    size: npt.ArrayLike,
    others: npt.ArrayLike,
    rest: npt.ArrayLike,
    confidence: float = CONFIDENCE,
) -> Ratio:
    """Return the ratio of the rate of events in a group to that in the rest, with its exact interval.

    Parameters
    ----------
    events, size : array of int
        Events in the group and its households, at least 0.
    others, rest : array of int
        Events in the rest and its households.
    confidence : float
        Least share of intervals that hold the true ratio.

    Returns
    -------
    Ratio
        Of the same shape.

    Examples
    --------
    >>> [one.round(2).item() for one in rate_ratio(30, 1000, 90, 3000)]
    [1.0, 0.64, 1.53]
    >>> [one.round(2).item() for one in rate_ratio(0, 100, 40, 4000)]
    [0.0, 0.0, 3.86]
    """
    a, n, c, m = (np.asarray(one, dtype="float64") for one in (events, size, others, rest))
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = np.where(a > 0, beta.ppf(tail, a, c + 1), 0.0)
        upper = np.where(c > 0, beta.ppf(1 - tail, a + 1, c), 1.0)
        estimate = (a / n) / (c / m)
        low, high = ((m / n) * share / (1 - share) for share in (lower, upper))
    none = (n == 0) | (m == 0)
    return Ratio(np.where(none, np.nan, estimate), np.where(none, 0.0, low), np.where(none, np.inf, high))


def outside_p_values(
    events: npt.ArrayLike,
    size: npt.ArrayLike,
    others: npt.ArrayLike,
    rest: npt.ArrayLike,
    bounds: tuple[float, float],
) -> Floats:
    """Return how likely counts as extreme are while the true ratio lies within `bounds`.

    Parameters
    ----------
    events, size, others, rest : array of int
        See :func:`rate_ratio`.
    bounds : tuple of float
        The range of ratios that is tolerated.

    Returns
    -------
    array of float
        0 to 1, of both sides together; low where the ratio is outside beyond doubt.

    Examples
    --------
    >>> outside_p_values(60, 1000, 60, 3000, (0.8, 1.25)).item() < 0.001
    True
    >>> outside_p_values(3, 100, 30, 3000, (0.8, 1.25)).round(2).item()
    0.29
    """
    a, n, c, m = (np.asarray(one, dtype="float64") for one in (events, size, others, rest))
    total = a + c
    with np.errstate(divide="ignore", invalid="ignore"):
        least, most = (n * bound / (n * bound + m) for bound in bounds)
        over, under = binom.sf(a - 1, total, most), binom.cdf(a, total, least)
    p_values = np.minimum(1.0, 2 * np.fmin(over, under))
    return np.asarray(np.where((n == 0) | (m == 0) | (total == 0), 1.0, p_values), dtype="float64")


def rejected(p_values: npt.ArrayLike, level: float) -> npt.NDArray[np.bool_]:
    """Return which of several hypotheses fall, with a chance of at most `level` that a true one is among them (Holm).

    Parameters
    ----------
    p_values : array of float, shape (hypotheses,)
        In any order.
    level : float
        Chance of any wrong rejection.

    Examples
    --------
    >>> rejected([0.04, 0.01, 0.2], 0.05).tolist()
    [False, True, False]
    """
    values = np.asarray(p_values, dtype="float64")
    order = np.argsort(values, kind="stable")
    steps = values[order] <= level / np.arange(len(values), 0, -1)
    falls = np.zeros(len(values), dtype=np.bool_)
    falls[order] = np.logical_and.accumulate(steps) if len(values) else False
    return falls
