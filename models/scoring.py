"""From surprises to scores: a tie AND something wrong.

One forest has two sides: trees that see the ties, and trees that see the trouble.  A household is also scored with
part of its surprises hidden (set to 0): what one family alone would say.  Favouritism is the geometric mean of tie
and trouble, so it is 0 without either; ineligibility needs no tie::

    favouritism   = sqrt(suspicion(T) * suspicion(all but T))
    ineligibility = suspicion(E, H and M)
    score         = 1 - (1 - favouritism) * (1 - WITHOUT_TIE_WEIGHT * ineligibility)

Every part rises, or stays, when a surprise rises, and so does each score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from models.forest import suspicion

__all__ = ["FAMILY_SCORES", "Scores", "ordinary_shares", "score_households", "sides"]

WITHOUT_TIE_WEIGHT: Final = 0.25
"""Weight of ineligibility that goes with no tie: other teams look for it too, and look first."""
TIE: Final = "T"
TROUBLE: Final = "trouble"
ALONE: Final = "alone"
WITHOUT_TIE: Final = ("E", "H", "M")
FAMILY_SCORES: Final = ("T", "P", "E", "H", "M")
HALVES: Final = 2
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
    halves : array of float, shape (2, households)
        ``score`` by either half of the forest's trees, as two other seeds would give it.
    weights : pandas.DataFrame
        Shape (households, features): by how much ``score`` would fall if that feature's surprise were cleared; at
        least 0.
    """

    table: pd.DataFrame
    halves: Array
    weights: pd.DataFrame


def sides(families: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the features of the tie side and those of the trouble side."""
    ties = [name for name, family in families.items() if family == TIE]
    return ties, [name for name in families if name not in ties]


def ordinary_shares(families: Mapping[str, str]) -> dict[str, float]:
    """Return the share of peers from which a value is ordinary, for the features whose share is their own: ties."""
    return {name: ORDINARY_TIE for name, family in families.items() if family == TIE}


def score_households(forest: IsolationForest, surprises: pd.DataFrame, families: Mapping[str, str]) -> Scores:
    """Score households by the surprises of their features.

    Parameters
    ----------
    forest : sklearn.ensemble.IsolationForest
        Fitted by :func:`models.forest.fit_forest` to the two :func:`sides`.
    surprises : pandas.DataFrame
        Shape (households, features), at least 0.
    families : mapping of str to str
        Family of each feature.

    Returns
    -------
    Scores
        In the order of the rows.
    """
    seen = surprises.to_numpy(dtype="float32")
    family = np.array([families[name] for name in surprises.columns])
    views = {TIE: family == TIE, TROUBLE: family != TIE, ALONE: np.isin(family, WITHOUT_TIE)}
    views |= {f"only {code}": family == code for code in FAMILY_SCORES}
    whole = {name: _view(forest, seen, kept, tie=name in {TIE, f"only {TIE}"}) for name, kept in views.items()}
    favouritism, score = _combine(whole[TIE], whole[TROUBLE], whole[ALONE])
    columns = {"score": score[0], "score_favouritism": favouritism[0], "score_ineligibility": whole[ALONE][0]}
    columns |= {f"family_{code}": whole[f"only {code}"][0] for code in FAMILY_SCORES}
    table = pd.DataFrame(columns, index=surprises.index).round(6)
    weights = _weights(forest, seen, family, {name: whole[name][0] for name in (TIE, TROUBLE, ALONE)}, views)
    return Scores(table, score[1:], pd.DataFrame(weights, index=surprises.index, columns=surprises.columns))


def _view(forest: IsolationForest, seen: npt.NDArray[np.float32], kept: npt.NDArray[np.bool_], *, tie: bool) -> Array:
    """Return what one side of the forest says of the kept features: by all its trees, then by each half."""
    return suspicion(forest, np.where(kept, seen, 0), side=0 if tie else 1, sides=2, parts=HALVES)


def _combine(tie: Array, trouble: Array, alone: Array) -> tuple[Array, Array]:
    favouritism = np.sqrt(tie * trouble)
    return favouritism, 1 - (1 - favouritism) * (1 - WITHOUT_TIE_WEIGHT * alone)


def _weights(
    forest: IsolationForest,
    seen: npt.NDArray[np.float32],
    family: npt.NDArray[np.str_],
    whole: Mapping[str, Array],
    views: Mapping[str, npt.NDArray[np.bool_]],
) -> Array:
    """Clear one feature at a time where it says something, and see how far the score falls."""
    weights = np.zeros(seen.shape)
    score = _combine(whole[TIE], whole[TROUBLE], whole[ALONE])[1]
    for place in range(len(family)):
        rows = np.flatnonzero(seen[:, place] > 0)
        if not len(rows):
            continue
        cleared = seen[rows].copy()
        cleared[:, place] = 0
        parts = {
            name: _view(forest, cleared, views[name], tie=name == TIE)[0] if views[name][place] else whole[name][rows]
            for name in (TIE, TROUBLE, ALONE)
        }
        weights[rows, place] = score[rows] - _combine(parts[TIE], parts[TROUBLE], parts[ALONE])[1]
    return np.asarray(np.round(np.clip(weights, 0, None), 6), dtype="float64")
