"""Gamma-Poisson shrinkage of observed over expected counts: small offices do not lead a list by chance."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import gammaincinv, gammaln

__all__ = ["LEVEL", "Shrunk", "log_marginal", "prior_weight", "shrink", "usual"]

Floats = npt.NDArray[np.float64]

LEVEL: Final = 0.05
"""Nominal level of each bound: the chance that the true ratio lies below ``lower``, or above ``upper``."""
WEIGHTS: Final = (1.0, 4.0)
"""Least and greatest weight of the prior, in expected households.

With the least, three relatives at least lift a lower bound above 1, however few were expected; with the greatest, one
crooked official in an honest city still shows."""
FEWEST: Final = 20
"""With fewer officials, or fewer relatives met by all of them, the least weight is taken: nothing can be fitted."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Posterior of the ratio of observed over expected, each of shape (officials,), 1 = as usual.

    Parameters
    ----------
    mean, lower, upper : ndarray of float
        Posterior mean, and the bounds at the level on either side.
    """

    mean: Floats
    lower: Floats
    upper: Floats


def usual(observed: Floats, expected: Floats, group: npt.NDArray[np.str_]) -> Floats:
    r"""Return how many times the expectation others of the same group meet, and never less than once.

    .. math:: c_o = \max\left(1, \frac{1 + \sum_{j \ne o} O_j}{1 + \sum_{j \ne o} E_j}\right)

    summed over the others in the group of o: nobody sets the standard that they are measured by.  The one on either
    side keeps the factor of a group of few near 1.

    Parameters
    ----------
    observed, expected : ndarray of float, shape (officials,)
        Counts.
    group : ndarray of str, shape (officials,)
        Whom each is compared with.

    Returns
    -------
    ndarray of float, shape (officials,)
        Factors of `expected`, at least 1.

    Examples
    --------
    >>> usual(np.array([9.0, 3.0, 2.0]), np.array([1.0, 1.0, 1.0]), np.array(["a", "a", "b"])).tolist()
    [2.0, 5.0, 1.0]
    """
    _, place = np.unique(group, return_inverse=True)
    others_met = np.bincount(place, weights=observed)[place] - observed
    others_expected = np.bincount(place, weights=expected)[place] - expected
    return np.maximum((1 + others_met) / (1 + others_expected), 1.0)


def log_marginal(weight: float, observed: Floats, expected: Floats) -> float:
    r"""Return the log likelihood of the counts if ratios are drawn from a gamma distribution of mean 1.

    With :math:`\lambda_o \sim \mathrm{Gamma}(a, a)` and :math:`O_o \mid \lambda_o \sim
    \mathrm{Poisson}(\lambda_o E_o)`, the counts are negative binomial:

    .. math:: P(O_o) = \frac{\Gamma(a + O_o)}{\Gamma(a)\, O_o!}
              \left(\frac{a}{a + E_o}\right)^{a} \left(\frac{E_o}{a + E_o}\right)^{O_o}

    Parameters
    ----------
    weight : float
        a, above 0.
    observed, expected : ndarray of float, shape (officials,)
        Counts; all expectations above 0.

    Returns
    -------
    float
        Natural logarithm; higher fits better.

    Examples
    --------
    >>> round(float(np.exp(log_marginal(1.0, np.array([0.0]), np.array([1.0])))), 6)
    0.5
    """
    total = weight + expected
    terms = (
        gammaln(weight + observed)
        - gammaln(weight)
        - gammaln(observed + 1)
        + weight * np.log(weight / total)
        + observed * np.log(expected / total)
    )
    return float(np.sum(terms))


def prior_weight(observed: Floats, expected: Floats) -> float:
    """Return the weight of the prior that makes the counts of all officials likeliest, within `WEIGHTS`.

    Parameters
    ----------
    observed, expected : ndarray of float, shape (officials,)
        Counts; where nothing is expected nothing is learnt, and the row is left out.

    Returns
    -------
    float
        Weight in expected households, rounded to six decimals: the greater, the more alike officials are.  The least
        weight where there are fewer than `FEWEST` officials, or relatives met.

    Examples
    --------
    >>> prior_weight(np.array([3.0]), np.array([1.0]))
    1.0
    >>> prior_weight(np.tile([0.0, 1.0], 50), np.full(100, 0.5))
    4.0
    """
    known = expected > 0
    observed, expected = observed[known], expected[known]
    if len(observed) < FEWEST or observed.sum() < FEWEST:
        return WEIGHTS[0]
    best = minimize_scalar(
        lambda log_weight: -log_marginal(float(np.exp(log_weight)), observed, expected),
        bounds=tuple(np.log(WEIGHTS)),
        method="bounded",
        options={"xatol": 1e-6},
    )
    ends = (*WEIGHTS, float(np.exp(best.x)))
    likeliest: float = max(ends, key=lambda weight: log_marginal(weight, observed, expected))
    return round(likeliest, 6)


def shrink(observed: Floats, expected: Floats, weight: float, level: float = LEVEL) -> Shrunk:
    r"""Return what the counts say of each ratio of observed over expected, drawn towards 1 the more the less there is.

    A ratio with the prior :math:`\mathrm{Gamma}(a, a)` has, after O were observed where E were expected, the posterior
    :math:`\mathrm{Gamma}(a + O, a + E)` with mean :math:`(a + O) / (a + E)`.

    The lower bound exceeds 1 only if a Poisson count with mean a + E reaches a + O with a chance of at most `level`.
    That is a stricter test than the exact one of O against E, whatever a is: if counts are Poisson with the
    expectations given, at most the share `level` of officials has a lower bound above 1.

    Parameters
    ----------
    observed, expected : ndarray of float, shape (officials,)
        Counts.
    weight : float
        a, see :func:`prior_weight`.
    level : float
        Chance on the far side of each bound, between 0 and 0.5.

    Returns
    -------
    Shrunk
        Above 1: more than expected.

    References
    ----------
    Clayton, D. and Kaldor, J. (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease
    mapping, Biometrics 43, 671-681.
    DuMouchel, W. (1999), Bayesian data mining in large frequency tables, with an application to the FDA spontaneous
    reporting system, The American Statistician 53, 177-190.
    Robbins, H. (1956), An empirical Bayes approach to statistics, Proceedings of the Third Berkeley Symposium 1,
    157-163.

    Examples
    --------
    One relative where hardly any was expected says little, ten where one was expected say much:

    >>> small, large = shrink(np.array([1.0, 10.0]), np.array([0.01, 1.0]), 1.0).lower.round(2).tolist()
    >>> small, large
    (0.35, 3.08)
    """
    shape, rate = weight + observed, weight + expected
    return Shrunk(shape / rate, gammaincinv(shape, level) / rate, gammaincinv(shape, 1 - level) / rate)
