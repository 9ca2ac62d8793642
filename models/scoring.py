r"""From surprises to scores: a tie AND something wrong.

Each surprise s becomes evidence, weighed by the prior of its feature and never more than that weight, so that one
bizarre value cannot outweigh many plain ones::

    evidence = weight * (1 - exp(-s / SATURATION))

Evidence adds up within a side.  What is wrong speaks louder where an isolation forest, which sees the surprises of
everything but the ties, finds them unusual together::

    tie     = sum of the evidence of family T
    trouble = sum of the evidence of the other families * (1 + FOREST_WEIGHT * forest)

Favouritism joins the two so that it is 0 without either; ineligibility needs no tie::

    favouritism   = 1 - exp(-tie ** TIE_SHARE * trouble ** (1 - TIE_SHARE) / SCALE)
    ineligibility = 1 - exp(-(evidence of E, H and M))
    score         = 1 - (1 - favouritism) * (1 - WITHOUT_TIE_WEIGHT * ineligibility)

Every part rises, or stays, when a surprise rises, and so does each score.  Why TIE_SHARE is below one half: that
there is a tie matters much, how many ways it shows matters little.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from models.forest import suspicion

__all__ = [
    "FAMILY_SCORES",
    "Scores",
    "conjunction",
    "evidence_of",
    "ordinary_shares",
    "overall",
    "score_households",
    "sides",
]

SATURATION: Final = 0.5
"""Surprise, in decades, at which a feature has given 63 % of its weight."""
FOREST_WEIGHT: Final = 3.0
"""How much louder trouble speaks at most where the forest finds it unusual as a whole."""
TIE_SHARE: Final = 0.3
SCALE: Final = 3.0
"""Joined evidence at which favouritism reaches 0.63; it spreads the figures and changes no order."""
WITHOUT_TIE_WEIGHT: Final = 0.15
"""Weight of ineligibility that goes with no tie: other teams look for it too, and look first."""
TIE: Final = "T"
WITHOUT_TIE: Final = ("E", "H", "M")
FAMILY_SCORES: Final = ("T", "P", "E", "H", "M")
PARTS: Final = 8
"""Parts of the forest by which the chance in its trees is measured."""
ORDINARY_TIE: Final = 0.1
"""Share of peers from which a tie is ordinary: in a small village everybody is somebody's kin."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Scores of households.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``score``, ``score_favouritism``, ``score_ineligibility`` and ``family_T`` … ``family_M``, each
        from 0 to 1, higher is more suspicious.
    spread : array of float, shape (households,)
        Standard error of ``score`` from the chance in the forest's trees: the standard deviation between parts of the
        forest over the root of their number.
    weights : pandas.DataFrame
        Shape (households, features): what each feature adds to ``score``, at least 0; they sum to the score.
    tie, trouble : array of float, shape (households,)
        What the ties say and what everything else says, at least 0.
    """

    table: pd.DataFrame
    spread: Array
    weights: pd.DataFrame
    tie: Array
    trouble: Array


def sides(families: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the features of the tie side and those of the trouble side."""
    ties = [name for name, family in families.items() if family == TIE]
    return ties, [name for name in families if name not in ties]


def ordinary_shares(families: Mapping[str, str]) -> dict[str, float]:
    """Return the share of peers from which a value is ordinary, for the features whose share is their own: ties."""
    return {name: ORDINARY_TIE for name, family in families.items() if family == TIE}


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
    return np.asarray(-np.expm1(-_joined(tie, trouble)))


def overall(favouritism: Array, ineligibility: Array) -> Array:
    """Return the score that ranks: favouritism first, ineligibility at a lesser weight."""
    return np.asarray(1 - (1 - favouritism) * (1 - WITHOUT_TIE_WEIGHT * ineligibility))


def score_households(
    forest: IsolationForest,
    surprises: pd.DataFrame,
    families: Mapping[str, str],
    weights: Mapping[str, float] | None = None,
) -> Scores:
    """Score households by the surprises of their features.

    Parameters
    ----------
    forest : sklearn.ensemble.IsolationForest
        Fitted by :func:`models.forest.fit_forest` to the trouble side of :func:`sides`.
    surprises : pandas.DataFrame
        Shape (households, features), at least 0.
    families : mapping of str to str
        Family of each feature.
    weights : mapping of str to float, optional
        Weight of each feature; without it all weigh 1.

    Returns
    -------
    Scores
        In the order of the rows.
    """
    family = np.array([families[name] for name in surprises.columns])
    evidence = evidence_of(surprises, weights or dict.fromkeys(surprises.columns, 1.0))
    wrong, alone = family != TIE, np.isin(family, WITHOUT_TIE)
    parts = min(PARTS, len(forest.estimators_))
    unusual = suspicion(forest, np.where(wrong, surprises.to_numpy(dtype="float32"), 0), parts=parts)
    louder = 1 + FOREST_WEIGHT * unusual
    tie, plain = evidence[:, ~wrong].sum(axis=1), evidence[:, wrong].sum(axis=1)
    ineligibility = -np.expm1(-evidence[:, alone].sum(axis=1))
    favouritism = conjunction(tie, plain * louder)
    score = overall(favouritism, ineligibility)
    columns = {"score": score[0], "score_favouritism": favouritism[0], "score_ineligibility": ineligibility}
    columns |= {f"family_{code}": -np.expm1(-evidence[:, family == code].sum(axis=1)) for code in FAMILY_SCORES}
    table = pd.DataFrame(columns, index=surprises.index).round(6)
    shares = _shares(evidence, wrong, alone, _joined(tie, plain * louder[0]), ineligibility)
    added = pd.DataFrame(shares * table[["score"]].to_numpy(), index=surprises.index, columns=surprises.columns)
    spread = np.asarray(score[1:].std(axis=0, ddof=1) / np.sqrt(parts))
    return Scores(table, spread, added.round(9), tie, np.asarray(plain * louder[0]))


def _joined(tie: Array, trouble: Array) -> Array:
    return np.asarray(tie**TIE_SHARE * trouble ** (1 - TIE_SHARE) / SCALE)


def _shares(
    evidence: Array, wrong: npt.NDArray[np.bool_], alone: npt.NDArray[np.bool_], joined: Array, ineligibility: Array
) -> Array:
    """Return the share of each feature in the score; the shares of a household with a score sum to 1.

    The score is 1 - exp(-(joined + rest)).  ``joined`` is homogeneous of degree 1 in the evidence, ties with the
    exponent TIE_SHARE, so by the Aumann–Shapley value a side has its exponent for its share, and a feature the part
    that it has in its side.
    """
    rest = -np.log1p(-WITHOUT_TIE_WEIGHT * ineligibility)
    parts = TIE_SHARE * joined[:, None] * _part(evidence, ~wrong)
    parts += (1 - TIE_SHARE) * joined[:, None] * _part(evidence, wrong)
    parts += rest[:, None] * _part(evidence, alone)
    return _part(parts, np.ones(len(wrong), dtype=bool))


def _part(evidence: Array, kept: npt.NDArray[np.bool_]) -> Array:
    """Return each kept column as a part of their sum, 0 where that is 0."""
    held = np.where(kept, evidence, 0.0)
    total = held.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(held, total, out=np.zeros_like(held), where=total > 0))
