r"""The scale of scores after findings: the chance that an inspection confirms.

The odds of being confirmed rise with the odds of the score s,

.. math:: \frac{p}{1 - p} = a \left(\frac{s}{1 - s}\right)^b, \quad a, b > 0,

so 0 stays 0 and a = b = 1 leaves every score as it is.  A steep scale draws the highest scores together near 1 and the
lowest near 0, where no digits are left to tell them apart; a hundred-thousandth of the score itself is mixed in, so
that their order stays strictly as it was.

References
----------
D. R. Cox, "Two further applications of a model for binary regression", Biometrika 45, 1958.
J. C. Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers, 1999.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize

from models.scoring import Scores

__all__ = ["Calibration", "fit_calibration"]

HIGHEST: Final = 1 - 2.5e-7
"""Scores are rounded to six digits; 1 stands for what lies between the last score below it and 1."""
KEPT: Final = 1e-5
"""Share of the score that is mixed in; two scores differ by 1e-6 at least, and still differ by 1e-11."""
DIGITS: Final = 12
FLOOR: Final = 1e-3
"""Least score in fitting: a household without any reason is not infinitely far from one with the least of reasons."""
CALIBRATED: Final = ("score", "score_favouritism")
LEVEL_SD: Final = 5.0
SLOPE_SD: Final = 0.5
"""How far log a and log b are thought to lie from 0 before any finding."""
RANDOM_SD: Final = 0.5
"""How far log a of the random arm is thought to lie from that of all findings."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A scale for scores.

    Parameters
    ----------
    level, slope : float
        a and b of the formula, above 0.
    """

    level: float = 1.0
    slope: float = 1.0

    def of(self, scores: Floats) -> Floats:
        """Return calibrated scores, 0 to 1, in the order of `scores`; 0 where they are 0.

        Examples
        --------
        >>> Calibration(3.0, 1.0).of(np.array([0.0, 0.5])).round(4).tolist()
        [0.0, 0.75]
        """
        seen = np.asarray(scores, dtype="float64")
        odds = np.log(self.level) + self.slope * _log_odds(np.where(seen > 0, seen, 0.5))
        return np.where(seen > 0, (1 - KEPT) * np.exp(-np.logaddexp(0, -odds)) + KEPT * seen, 0.0)

    def applied(self, scores: Scores) -> Scores:
        """Return scores on this scale: what features add still sums to the score, and ineligibility stays.

        Parameters
        ----------
        scores : Scores
            By the features' weights.
        """
        before = scores.table["score"].to_numpy(dtype="float64")
        table = scores.table.assign(**{name: self._column(scores.table[name]) for name in CALIBRATED})
        after = self.of(before).round(DIGITS)
        ratio = np.divide(after, before, out=np.zeros_like(after), where=before > 0)
        above, below = (self.of(np.asarray(np.clip(before + sign * scores.spread, 0, 1))) for sign in (1, -1))
        return replace(
            scores, table=table, spread=(above - below) / 2, weights=scores.weights.mul(ratio, axis=0).round(DIGITS)
        )

    def _column(self, scores: "pd.Series[float]") -> Floats:
        return self.of(np.asarray(scores, dtype="float64")).round(DIGITS)

    def to_json(self) -> dict[str, float]:
        """Return the parameters as plain JSON."""
        return {"level": self.level, "slope": self.slope}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Return what `to_json` wrote.

        Raises
        ------
        ValueError
            If a parameter is not above 0.
        """
        level, slope = float(document["level"]), float(document["slope"])
        if not (0 < level < float("inf") and 0 < slope < float("inf")):
            raise ValueError("level and slope of a calibration must be above 0.")
        return cls(level, slope)


def fit_calibration(scores: Floats, confirmed: Bools, weights: Floats, random: Bools) -> Calibration:
    r"""Fit the scale to findings: a and b to all of them, then a once more to the random arm alone.

    Minimised is the weighted logistic loss and :math:`(\log a)^2 / 2 \cdot 5^2 + (\log b)^2 / 2 \cdot 0.5^2`; then
    the loss of the random arm, the only one that speaks for all households, and
    :math:`(\log a - \log a_{first})^2 / 2 \cdot 0.5^2`.

    Parameters
    ----------
    scores : array of float, shape (findings,)
        Of the households found, 0 to 1.
    confirmed, random : array of bool, shape (findings,)
        What was found, and whether the finding is of the random arm.
    weights : array of float, shape (findings,)
        How much each finding counts, above 0.

    Returns
    -------
    Calibration
        Of six digits; level and slope 1 without findings.
    """
    odds, found = _log_odds(np.maximum(scores, FLOOR)), confirmed.astype("float64")

    def both(scale: Floats) -> float:
        told = _loss(scale[0] + np.exp(scale[1]) * odds, found, weights)
        return told + float(scale[0] ** 2 / (2 * LEVEL_SD**2) + scale[1] ** 2 / (2 * SLOPE_SD**2))

    level, slope = minimize(both, np.zeros(2), method="L-BFGS-B").x
    drawn, ones = level + np.exp(slope) * odds[random], np.ones(int(random.sum()))

    def alone(shift: Floats) -> float:
        return _loss(shift[0] + drawn, found[random], ones) + float(shift[0] ** 2 / (2 * RANDOM_SD**2))

    shift = minimize(alone, np.zeros(1), method="L-BFGS-B").x[0]
    return Calibration(round(float(np.exp(level + shift)), 6), round(float(np.exp(slope)), 6))


def _log_odds(scores: Floats) -> Floats:
    held = np.minimum(scores, HIGHEST)
    return np.asarray(np.log(held) - np.log1p(-held))


def _loss(log_odds: Floats, found: Floats, weights: Floats) -> float:
    """Return the weighted negative log likelihood."""
    return float(weights @ (np.logaddexp(0, log_odds) - found * log_odds))
