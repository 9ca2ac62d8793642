r"""The scale of scores after findings: the chance that an inspection confirms.

A score is :math:`s = 1 - e^{-h}` with the hazard h, to which evidence adds.  The calibrated score is

.. math:: p = 1 - \exp(-a h^b), \quad a, b > 0,

so 0 stays 0, nothing changes its order, and a = b = 1 leaves every score as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.scoring import Scores

__all__ = ["Calibration", "hazard"]

HIGHEST: Final = 1 - 1e-6
"""Scores are rounded to six digits; one that is rounded to 1 has the hazard of the last one below it."""
DIGITS: Final = 9
"""More than scores have: a slope above 1 draws the low ones together, and their order must stay."""
CALIBRATED: Final = ("score", "score_favouritism")

Floats = npt.NDArray[np.float64]


def hazard(scores: Floats) -> Floats:
    """Return -log(1 - score), at least 0.

    Parameters
    ----------
    scores : array of float
        0 to 1.

    Examples
    --------
    >>> hazard(np.array([0.0, 0.5])).round(3).tolist()
    [0.0, 0.693]
    """
    return np.asarray(-np.log1p(-np.minimum(scores, HIGHEST)))


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
        >>> Calibration(0.5, 1.0).of(np.array([0.0, 0.75])).tolist()
        [0.0, 0.5]
        """
        return np.asarray(-np.expm1(-self.level * hazard(scores) ** self.slope))

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
            scores, table=table, spread=(above - below) / 2, weights=scores.weights.mul(ratio, axis=0).round(9)
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
