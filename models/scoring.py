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

A fact that two features tell, one as a tie and one as something wrong, counts on one side only: on that where
favouritism is higher (:class:`models.priors.OneFact`).

Every part rises, or stays, when a surprise rises, and so does each score.  Why TIE_SHARE is below one half: that
there is a tie matters much, how many ways it shows matters little.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from models.conjunction import TIE_SHARE, WITHOUT_TIE_WEIGHT, evidence_of, joined, overall
from models.forest import suspicion
from models.peers import ORDINARY
from models.priors import OneFact
from models.readings import readings

__all__ = ["FAMILY_SCORES", "Scores", "ordinary_shares", "score_households", "sides"]

FOREST_WEIGHT: Final = 3.0
"""How much louder trouble speaks at most where the forest finds it unusual as a whole."""
PARTS: Final = 8
"""Parts of the forest by which the chance in its trees is measured."""
TIE: Final = "T"
WITHOUT_TIE: Final = ("E", "H", "M")
FAMILY_SCORES: Final = ("T", "P", "E", "H", "M")
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
        What the ties say and what everything else says, at least 0.  A fact that is on both sides is with the ties
        here, so that the two can be told apart.
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
    """Return the share of peers from which a value of each feature is ordinary: less for ties."""
    return {name: ORDINARY_TIE if family == TIE else ORDINARY for name, family in families.items()}


def score_households(
    forest: IsolationForest,
    surprises: pd.DataFrame,
    families: Mapping[str, str],
    weights: Mapping[str, float] | None = None,
    one_facts: Sequence[OneFact] = (),
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
    one_facts : sequence of OneFact
        Facts that two features tell.

    Returns
    -------
    Scores
        In the order of the rows.
    """
    family = np.array([families[name] for name in surprises.columns])
    evidence = evidence_of(surprises, weights or dict.fromkeys(surprises.columns, 1.0))
    told = _Told(forest, surprises.to_numpy(dtype="float32"), evidence, family)
    ways = readings(evidence, list(surprises.columns), one_facts)
    tie, trouble = told.sides(ways[0])
    evident, kept = _best_reading(told, ways, joined(tie, trouble))
    ineligibility = -np.expm1(-evidence[:, np.isin(family, WITHOUT_TIE)].sum(axis=1))
    favouritism = -np.expm1(-evident)
    score = overall(favouritism, ineligibility)
    columns = {"score": score[0], "score_favouritism": favouritism[0], "score_ineligibility": ineligibility}
    columns |= {f"family_{code}": -np.expm1(-evidence[:, family == code].sum(axis=1)) for code in FAMILY_SCORES}
    table = pd.DataFrame(columns, index=surprises.index).round(6)
    shares = _shares(evidence, kept, family, evident[0], ineligibility)
    added = pd.DataFrame(shares * table[["score"]].to_numpy(), index=surprises.index, columns=surprises.columns)
    spread = np.asarray(score[1:].std(axis=0, ddof=1) / np.sqrt(len(score) - 1))
    return Scores(table, spread, added.round(9), tie, trouble[0])


@dataclass(frozen=True)
class _Told:
    """What the features of households tell, when some of them are left out."""

    forest: IsolationForest
    seen: npt.NDArray[np.float32]
    evidence: Array
    family: npt.NDArray[np.str_]

    def sides(
        self, kept: npt.NDArray[np.bool_], rows: npt.NDArray[np.intp] | slice = slice(None)
    ) -> tuple[Array, Array]:
        """Return tie and trouble of some rows, trouble by the whole forest and then by each part of it."""
        held, wrong = np.where(kept[rows], self.evidence[rows], 0.0), self.family != TIE
        return held[:, ~wrong].sum(axis=1), held[:, wrong].sum(axis=1) * self._louder(kept, rows)

    def _louder(self, kept: npt.NDArray[np.bool_], rows: npt.NDArray[np.intp] | slice) -> Array:
        shown = np.where(kept[rows] & (self.family != TIE), self.seen[rows], 0).astype("float32")
        parts = min(PARTS, len(self.forest.estimators_))
        return np.asarray(1 + FOREST_WEIGHT * suspicion(self.forest, shown, parts=parts))


def _best_reading(
    told: _Told, ways: Sequence[npt.NDArray[np.bool_]], first: Array
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return what is joined in that reading of each household in which it is most, and the features that count."""
    evident, kept = first.copy(), ways[0].copy()
    for way in ways[1:]:
        rows = np.flatnonzero((way != ways[0]).any(axis=1))
        other = joined(*told.sides(way, rows))
        better = other[0] > evident[0, rows]
        evident[:, rows[better]], kept[rows[better]] = other[:, better], way[rows[better]]
    return evident, kept


def _shares(
    evidence: Array, kept: npt.NDArray[np.bool_], family: npt.NDArray[np.str_], evident: Array, ineligibility: Array
) -> Array:
    """Return the share of each feature in the score; the shares of a household with a score sum to 1.

    The score is 1 - exp(-(evident + rest)).  ``evident`` is homogeneous of degree 1 in the evidence, ties with the
    exponent TIE_SHARE, so by the Aumann-Shapley value a side has its exponent for its share, and a feature the part
    that it has in its side.
    """
    rest = -np.log1p(-WITHOUT_TIE_WEIGHT * ineligibility)
    parts = TIE_SHARE * evident[:, None] * _part(evidence, kept & (family == TIE))
    parts += (1 - TIE_SHARE) * evident[:, None] * _part(evidence, kept & (family != TIE))
    parts += rest[:, None] * _part(evidence, np.isin(family, WITHOUT_TIE))
    return _part(parts, np.ones(len(family), dtype=bool))


def _part(evidence: Array, kept: npt.NDArray[np.bool_]) -> Array:
    """Return each kept column as a part of their sum, 0 where that is 0."""
    held = np.where(kept, evidence, 0.0)
    total = held.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(held, total, out=np.zeros_like(held), where=total > 0))
