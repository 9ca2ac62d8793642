r"""What inspections say of all households: shares with intervals that hold for unequal chances of being visited.

A visited household stands for :math:`w_i = 1 / \pi_i` households, :math:`\pi_i` being its chance of having been chosen
by either arm (Horvitz–Thompson).  The share that would be confirmed is the Hájek ratio

.. math:: \hat p = \sum_i w_i y_i \Big/ \sum_i w_i .

How many equal visits these are worth is Kish's effective size, with the part of the variance that a finite population
takes away:

.. math:: n_{eff} = \Big(\sum_i w_i\Big)^2 \Big/ \sum_i w_i^2 (1 - \pi_i) .

With n of N households drawn at random that is n / (1 - n / N); where everybody was visited it is infinite, and the
interval has no width.  The interval is Wilson's at :math:`\hat p` and :math:`n_{eff}`:

.. math::
    \frac{\hat p + z^2 / 2n}{1 + z^2 / n}
    \pm \frac{z}{1 + z^2 / n} \sqrt{\frac{\hat p (1 - \hat p)}{n} + \frac{z^2}{4 n^2}} .

Where no more than three are confirmed (two of up to fifty visits), Wilson's lower bound lies too high for rare things;
Poisson's is taken if it is lower, and likewise at the other end (Brown, Cai, DasGupta, section 4.1).

References
----------
E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
D. G. Horvitz, D. J. Thompson, "A generalization of sampling without replacement from a finite universe", JASA 47, 1952.
L. Kish, "Survey Sampling", 1965.
J. Hájek, comment in "Foundations of Statistical Inference", 1971.
L. D. Brown, T. T. Cai, A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16, 2001.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

__all__ = ["CONFIDENCE", "Estimate", "effective_size", "either_arm", "share_confirmed", "wilson"]

CONFIDENCE: Final = 0.95
FEW: Final = (2, 3)
"""Cases up to which the bound nearer to them is Poisson's, if that is wider: up to fifty visits, and of more."""
MANY: Final = 50

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share and the interval that covers it.

    Parameters
    ----------
    share, low, high : float
        0 to 1, low <= share <= high.
    size : float
        Equal visits that it is worth; see :func:`effective_size`.
    """

    share: float
    low: float
    high: float
    size: float

    def record(self) -> list[float]:
        """Return share, low and high, rounded, as plain JSON."""
        return [round(self.share, 6), round(self.low, 6), round(self.high, 6)]


def wilson(share: float, size: float, *, confidence: float = CONFIDENCE) -> Estimate:
    """Return Wilson's interval of a share, with Poisson's bound where it stands on very few cases.

    Parameters
    ----------
    share : float
        Share found, 0 to 1.
    size : float
        Number of equal visits that it stands on, above 0; need not be whole, may be infinite.
    confidence : float
        How often the interval is to cover, below 1.

    Returns
    -------
    Estimate
        With bounds from 0 to 1.

    Raises
    ------
    ValueError
        If `share` or `size` is out of range.

    Examples
    --------
    >>> found = wilson(0.1, 100)
    >>> round(found.low, 4), round(found.high, 4)
    (0.0552, 0.1744)
    """
    if not 0 <= share <= 1 or not size > 0:
        raise ValueError(f"no interval for a share of {share} among {size} visits: give 0 to 1, and more than 0.")
    if math.isinf(size):
        return Estimate(share, share, share, size)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    shrunk = 1 + z * z / size
    centre = (share + z * z / (2 * size)) / shrunk
    reach = z / shrunk * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low = min(centre - reach, _poisson_bound(share * size, size, confidence) / size)
    high = max(centre + reach, 1 - _poisson_bound((1 - share) * size, size, confidence) / size)
    return Estimate(share, min(max(low, 0.0), share), max(min(high, 1.0), share), size)


def effective_size(chances: Floats) -> float:
    """Return how many equal visits these are worth.

    Parameters
    ----------
    chances : array of float, shape (visits,)
        Chance of each visited household to be chosen, above 0 to 1.

    Returns
    -------
    float
        More than the number of visits where they are a good part of all; infinite if all were sure to be chosen.

    Examples
    --------
    >>> round(effective_size(np.full(100, 0.2)), 6)
    125.0
    """
    weights = 1 / chances
    spread = float((weights**2 * (1 - chances)).sum())
    return float(weights.sum()) ** 2 / spread if spread > 0 else math.inf


def either_arm(ranked: Floats, random: Floats) -> Floats:
    """Return the chance to be chosen by at least one of two arms that choose independently.

    Parameters
    ----------
    ranked, random : array of float, shape (households,)
        Chance by each arm, 0 to 1.

    Examples
    --------
    >>> either_arm(np.array([0.5, 0.0]), np.array([0.1, 0.1])).round(2).tolist()
    [0.55, 0.1]
    """
    return np.asarray(1 - (1 - ranked) * (1 - random))


def share_confirmed(confirmed: Bools, chances: Floats, *, confidence: float = CONFIDENCE) -> Estimate | None:
    """Return the share of a group of households that inspections would confirm, from those that were visited.

    The group is whatever the visits were drawn from: all scored households for the prevalence, with the visits of the
    random arm; the households on the list for precision at capacity, with the visits of both arms to them.

    Parameters
    ----------
    confirmed : array of bool, shape (visits,)
        What was found.
    chances : array of float, shape (visits,)
        Chance of each visited household to be chosen, above 0 to 1; all equal for a plain random sample.
    confidence : float
        How often the interval is to cover, below 1.

    Returns
    -------
    Estimate or None
        None without a visit: nothing is known.
    """
    if not len(confirmed):
        return None
    weights = 1 / chances
    share = float((weights * confirmed).sum() / weights.sum())
    return wilson(min(max(share, 0.0), 1.0), effective_size(chances), confidence=confidence)


def _poisson_bound(cases: float, size: float, confidence: float) -> float:
    """Return the lower bound of a Poisson mean for up to `FEW` cases, without limit for more."""
    if cases > FEW[size > MANY]:
        return math.inf
    return float(chi2.ppf(1 - confidence, 2 * cases) / 2) if cases > 0 else 0.0
