"""Order the scored households: totally, the same way every time, with unstable places marked."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.scoring import Scores

__all__ = ["SCORE_COLUMNS", "rank_households"]

SCORE_COLUMNS: Final = (
    "household_id",
    "rank",
    "score",
    "score_favouritism",
    "score_ineligibility",
    "family_T",
    "family_P",
    "family_E",
    "family_H",
    "family_M",
    "peer_group",
    "boundary",
    "q_value",
)


CHANCE: Final = 2.8
"""Standard errors that two seeds differ by at most, 19 times in 20: 2 times the root of 2."""


def rank_households(
    scores: Scores, peer_groups: pd.Series, capacity: int, q_values: npt.NDArray[np.float64] | None = None
) -> pd.DataFrame:
    """Rank households by score, ties broken by the favouritism score and then by ``household_id``.

    Parameters
    ----------
    scores : Scores
        See :func:`models.scoring.score_households`.
    peer_groups : pandas.Series
        Peer group of each household.
    capacity : int
        Length of the list.
    q_values : array of float, shape (households,), optional
        Share of false leads expected down to each household, in the order of `scores`; missing where not reckoned.

    Returns
    -------
    pandas.DataFrame
        One row a household in the order of ranks, with `SCORE_COLUMNS`.  ``boundary`` is true where the place on or
        off the list depends on the seed: the score is nearer to the end of the list than `CHANCE` standard errors.
    """
    missing = np.full(len(scores.table), np.nan)
    table = scores.table.assign(
        peer_group=peer_groups,
        boundary=_near_the_end(scores, capacity),
        q_value=missing if q_values is None else q_values,
    )
    table = (
        table.rename_axis("household_id")
        .reset_index()
        .sort_values(["score", "score_favouritism", "household_id"], ascending=[False, False, True], kind="stable")
    )
    table["rank"] = np.arange(1, len(table) + 1)
    return table.reset_index(drop=True)[list(SCORE_COLUMNS)]


def _near_the_end(scores: Scores, capacity: int) -> npt.NDArray[np.bool_]:
    score = scores.table["score"].to_numpy(dtype="float64")
    if capacity >= len(score):
        return np.zeros(len(score), dtype=bool)
    ordered = np.sort(score)[::-1]
    end = (ordered[capacity - 1] + ordered[capacity]) / 2
    return np.asarray((np.abs(score - end) <= CHANCE * scores.spread) & (scores.spread > 0))
