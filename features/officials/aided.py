"""Close relatives of officials among the aided, whoever decided."""

from typing import Final

import pandas as pd

from features.dossier import Dossier
from features.officials.kin_share import HELD
from features.records.store import Known

__all__ = ["KIN_COLUMNS", "kin_aided", "kinship_known"]

KIN_COLUMNS: Final = (
    "kin_observed",
    "kin_expected",
    "usual",
    "ratio",
    "shrunk",
    "lower",
    "upper",
    "kin_aided",
    "undeclared",
    "recusal_breaches",
    "reciprocal",
)
"""Columns of the officials' view that nobody can fill in without kinship."""


def kinship_known(known: Known) -> bool:
    """Tell whether anything that was delivered says who is kin to whom: stated ties, or relations in registers."""
    return known.has("kinship") or known.has("persons", "relation_to_head")


def kin_aided(dossier: Dossier, degree: int) -> pd.DataFrame:
    """Count the households of close relatives of each official that were granted aid, whoever acted.

    A tie counts if it held on the day of a grant to the household.  Ties of the dossier count as well: where the
    shortest way did not hold that day, they are the next shortest that did.

    Parameters
    ----------
    dossier : Dossier
        With the temporary tables ``grants`` and ``close_ties``.
    degree : int
        How many steps away a relative is still close.

    Returns
    -------
    pandas.DataFrame
        One row an official with any, sorted: ``official_id`` and ``kin_aided``.
    """
    close = dossier.kin.loc[dossier.kin["steps"] <= degree, ["official_id", "household_id"]]
    dossier.known.keep_frame("close_now", close)
    return dossier.frame(
        f"""
        WITH homes AS (
            SELECT t.official_id, t.household_id
            FROM close_ties AS t
            JOIN grants AS g USING (household_id)
            WHERE {HELD.format(day="g.granted_on")}
            UNION
            SELECT official_id, household_id FROM close_now
        )
        SELECT official_id, count(*) AS kin_aided
        FROM homes
        GROUP BY official_id
        ORDER BY official_id
        """
    )
