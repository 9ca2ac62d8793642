"""Reciprocal favours: two officials, each of whom acted on a household of the other's close relatives."""

import pandas as pd

from features.officials.kin_share import HELD
from features.records.store import Known

__all__ = ["exchanges"]


def exchanges(known: Known) -> pd.DataFrame:
    """Find the households through which two officials did each other's close relatives a turn.

    A handled or surveyed the application of a household with a close relative of B, and B one with a close relative
    of A; both were granted.  An approver signs for a whole township and meets everybody's relatives, so approval alone
    is no turn.  Neither is it one to act on one's own close relatives: that is a breach of recusal, told elsewhere, and
    among officials who are kin to each other it would count every such breach twice.

    Parameters
    ----------
    known : Known
        With the temporary tables ``official_homes``, ``close_ties`` and ``kin_homes``.

    Returns
    -------
    pandas.DataFrame
        One row a pair, direction and household, sorted: ``official_id`` who acted, ``other_id`` whose relative is a
        member, ``household_id``, ``decision_id`` and ``granted_on``.
    """
    known.keep(
        "turns",
        f"""
        SELECT DISTINCT h.official_id, t.official_id AS other_id, h.household_id, h.decision_id, h.granted_on
        FROM official_homes AS h
        JOIN close_ties AS t USING (household_id)
        ANTI JOIN kin_homes AS own ON own.official_id = h.official_id AND own.household_id = h.household_id
        WHERE h.in_person = 1 AND h.official_id <> t.official_id AND {HELD.format(day="h.granted_on")}
        """,
    )
    return known.frame(
        """
        SELECT turns.*
        FROM turns
        SEMI JOIN turns AS back ON back.official_id = turns.other_id AND back.other_id = turns.official_id
        ORDER BY ALL
        """
    )
