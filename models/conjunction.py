"""How evidence joins: ties with what is wrong, and both into the score that ranks."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["TIE_SHARE", "WITHOUT_TIE_WEIGHT", "conjunction", "evidence_of", "joined", "overall"]

SATURATION: Final = 0.5
"""Surprise, in decades, at which a feature has given 63 % of its weight."""
TIE_SHARE: Final = 0.3
"""Share of the ties in what is joined: that there is a tie matters much, how many ways it shows matters little."""
SCALE: Final = 3.0
"""Joined evidence at which favouritism reaches 0.63; it spreads the figures and changes no order within them."""
WITHOUT_TIE_WEIGHT: Final = 0.15
"""Weight of ineligibility that goes with no tie: other teams look for it too, and look first."""

Array = npt.NDArray[np.float64]


def evidence_of(surprises: pd.DataFrame, weights: Mapping[str, float]) -> Array:
    """Return what each surprise says.

    Parameters
    ----------
    surprises : pandas.DataFrame
        Shape (households, features), at least 0.
    weights : mapping of str to float
        Weight of each feature; see :func:`models.priors.prior_weights`.

    Returns
    -------
    array of float, shape (households, features)
        From 0 up to the weight of the feature.
    """
    weight = np.array([weights[name] for name in surprises.columns])
    return np.asarray(weight * -np.expm1(-surprises.to_numpy(dtype="float64") / SATURATION))


def joined(tie: Array, trouble: Array) -> Array:
    """Return the joined evidence ``tie ** TIE_SHARE * trouble ** (1 - TIE_SHARE) / SCALE``, 0 without either."""
    return np.asarray(tie**TIE_SHARE * trouble ** (1 - TIE_SHARE) / SCALE)


def conjunction(tie: Array, trouble: Array) -> Array:
    """Return the favouritism score of a tie and something wrong.

    Parameters
    ----------
    tie, trouble : array of float
        At least 0; see :class:`Scores`.

    Returns
    -------
    array of float
        From 0 (without either) to 1; never falls in either.

    Examples
    --------
    >>> conjunction(np.array([0.0, 2.0, 2.0]), np.array([5.0, 0.0, 5.0])).round(2).tolist()
    [0.0, 0.0, 0.72]
    """
    return np.asarray(-np.expm1(-joined(tie, trouble)))


def overall(favouritism: Array, ineligibility: Array) -> Array:
    """Return the score that ranks: favouritism first, ineligibility at a lesser weight."""
    return np.asarray(1 - (1 - favouritism) * (1 - WITHOUT_TIE_WEIGHT * ineligibility))
