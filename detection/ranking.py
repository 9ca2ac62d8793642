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


def rank_households(scores: Scores, peer_groups: pd.Series, capacity: int) -> pd.DataFrame:
    """Rank households by score, ties broken by the favouritism score and then by ``household_id``.

    Parameters
    ----------
    scores : Scores
        See :func:`models.scoring.score_households`.
    peer_groups : pandas.Series
        Peer group of each household.
    capacity : int
        Length of the list.

    Returns
    -------
    pandas.DataFrame
        One row a household in the order of ranks, with `SCORE_COLUMNS`.  ``boundary`` is true where one half of
        the forest's trees would put the household on the list and the other would not.  ``q_value`` is missing:
        the share of false leads is not estimated.
    """
    table = scores.table.assign(peer_group=peer_groups, boundary=_unstable(scores.halves, capacity), q_value=np.nan)
    table = (
        table.rename_axis("household_id")
        .reset_index()
        .sort_values(["score", "score_favouritism", "household_id"], ascending=[False, False, True], kind="stable")
    )
    table["rank"] = np.arange(1, len(table) + 1)
    return table.reset_index(drop=True)[list(SCORE_COLUMNS)]


def _unstable(halves: npt.NDArray[np.float64], capacity: int) -> npt.NDArray[np.bool_]:
    listed = [np.argsort(np.argsort(-half, kind="stable"), kind="stable") < capacity for half in halves]
    return np.asarray(listed[0] != listed[1])
