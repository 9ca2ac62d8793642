"""The officials' view: one row an official with decisions or with relatives who were granted aid, ranked."""

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import networkx as nx
import numpy as np
import pandas as pd

from features.dossier import Dossier
from features.officials.acts import keep_acts
from features.officials.aided import KIN_COLUMNS, kin_aided, kinship_known
from features.officials.close_kin import CLOSE, keep_close_kin, keep_close_ties
from features.officials.kin_share import keep_kin_homes, kin_shares
from features.officials.posts import latest_posts
from features.officials.reciprocal import exchanges
from features.officials.shrinkage import prior_weight, shrink, usual
from features.officials.workload import impossible_days

__all__ = ["VIEW_COLUMNS", "Officials", "find_officials", "officials_of", "rank_officials"]

VIEW_COLUMNS: Final = (
    "official_id",
    "posts",
    "region_code",
    "level",
    "decisions",
    "handled",
    "surveyed",
    "approved",
    "households",
    *KIN_COLUMNS,
    "impossible_days",
    "bulk_days",
    "rank",
)
COUNTS: Final = (
    "decisions",
    "handled",
    "surveyed",
    "approved",
    "households",
    "kin_observed",
    "kin_aided",
    "undeclared",
    "recusal_breaches",
    "reciprocal",
    "impossible_days",
    "bulk_days",
)
"""Columns in which no row means none, unless nobody can say."""
LED_BY: Final = ("undeclared", "recusal_breaches", "lower", "reciprocal", "impossible_days", "bulk_days")
"""What ranks officials whose lower bounds do not differ, the greatest first."""
DECISIONS: Final = """
    SELECT
        official_id,
        count(*) AS decisions,
        sum(handled) AS handled,
        sum(surveyed) AS surveyed,
        sum(approved) AS approved
    FROM official_acts
    GROUP BY official_id
"""
"""SQL of who acted on how many granted decisions, and in which role."""


@dataclass(frozen=True, slots=True)
class Officials:
    """What was found about officials.

    Parameters
    ----------
    view : pandas.DataFrame
        One row an official, by rank: `VIEW_COLUMNS`.  Where kinship was not delivered, the columns of
        `KIN_COLUMNS` are missing, and `kin_homes` and `exchanges` are empty.
    kin_homes : pandas.DataFrame
        Households that officials acted on though a member is their close kin: ``official_id``, ``household_id``,
        ``region_code``, ``decision_id``, ``granted_on``, ``steps`` and ``member_id``, sorted.
    exchanges : pandas.DataFrame
        See :func:`features.officials.reciprocal.exchanges`.
    prior_weight : float
        See :func:`features.officials.shrinkage.prior_weight`.
    """

    view: pd.DataFrame
    kin_homes: pd.DataFrame
    exchanges: pd.DataFrame
    prior_weight: float


_FOUND: Final[WeakKeyDictionary[nx.DiGraph, Officials]] = WeakKeyDictionary()
"""What was found, as long as the dossier lives whose kinship graph is the key."""


def officials_of(dossier: Dossier) -> Officials:
    """Return :func:`find_officials` of a dossier, found once: two features and a report look at it."""
    if dossier.kin_graph not in _FOUND:
        _FOUND[dossier.kin_graph] = find_officials(dossier)
    return _FOUND[dossier.kin_graph]


def find_officials(dossier: Dossier, degree: int = CLOSE) -> Officials:
    """Look at what each official decided, and for whose relatives.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    degree : int
        How many steps away a relative is still close.

    Returns
    -------
    Officials
        A lead, never a finding: see ``docs/officials.md``.
    """
    known = dossier.known
    keep_acts(known)
    keep_close_kin(known, degree, walked=dossier.kin_graph.graph.get("walked", 0))
    keep_close_ties(known)
    keep_kin_homes(known)
    posts = latest_posts(known)
    shares, weight = _against_chance(kin_shares(known).merge(posts, on="official_id"))
    turns = exchanges(known)
    close = dossier.kin[dossier.kin["steps"] <= degree]
    in_the_data = known.frame(DECISIONS).merge(kin_aided(dossier, degree), on="official_id", how="outer")
    view = posts.merge(in_the_data, on="official_id")
    for part in (shares, _fault(close), _pairs(turns), impossible_days(known)):
        view = view.merge(part, on="official_id", how="left")
    view = view.fillna(dict.fromkeys(COUNTS, 0)).astype(dict.fromkeys(COUNTS, "int64"))
    if not known.has("kin_declarations"):
        view["undeclared"] = np.nan
    kin_homes = known.frame("SELECT * FROM kin_homes ORDER BY official_id, household_id")
    if not kinship_known(known):
        view[list(KIN_COLUMNS)] = np.nan
        kin_homes, turns = kin_homes.iloc[:0], turns.iloc[:0]
    return Officials(rank_officials(view)[list(VIEW_COLUMNS)], kin_homes, turns, weight)


def rank_officials(view: pd.DataFrame) -> pd.DataFrame:
    """Sort officials by what calls for a look first, and number them.

    First those whose lower bound exceeds 1, the highest first: their relatives come up more often than chance and
    custom explain.  A bound that does not exceed 1 proves nothing, so the others follow by the columns of `LED_BY`:
    relatives whom nobody declared, and decisions on relatives, are the official's own fault however few there are.  The
    key decides what is still even.

    Parameters
    ----------
    view : pandas.DataFrame
        `VIEW_COLUMNS` without ``rank``.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``rank``, 1 = look first.
    """
    keys = view.assign(proven=view["lower"].clip(lower=1).fillna(1))
    order = ["proven", *LED_BY, "official_id"]
    ranked = keys.sort_values(order, ascending=[*[False] * (len(order) - 1), True], na_position="last", kind="stable")
    return ranked.drop(columns="proven").reset_index(drop=True).assign(rank=np.arange(1, len(view) + 1))


def _against_chance(shares: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Return `shares` with the columns ``usual`` to ``upper``, and the weight of the prior."""
    observed, by_chance = (shares[name].to_numpy(dtype="float64") for name in ("kin_observed", "kin_expected"))
    factor = usual(observed, by_chance, shares["level"].to_numpy(dtype="str"))
    expected = by_chance * factor
    weight = prior_weight(observed, expected)
    shrunk = shrink(observed, expected, weight)
    columns = {
        "usual": factor,
        "ratio": np.divide(observed, by_chance, out=np.full(len(shares), np.nan), where=by_chance > 0),
        "shrunk": shrunk.mean,
        "lower": shrunk.lower,
        "upper": shrunk.upper,
    }
    measured = shares.assign(**{name: np.round(column, 6) for name, column in columns.items()})
    return measured.drop(columns=["posts", "region_code", "level"]), weight


def _fault(close: pd.DataFrame) -> pd.DataFrame:
    """Count the close ties of each official in force that nobody declared, and those acted on."""
    return (
        pd.DataFrame(
            {
                "official_id": close["official_id"],
                "undeclared": ~close["declared"].astype("boolean").fillna(value=True),
                "recusal_breaches": close["acted_as"].notna(),
            }
        )
        .groupby("official_id", sort=True)
        .sum()
        .astype("int64")
        .reset_index()
    )


def _pairs(turns: pd.DataFrame) -> pd.DataFrame:
    """Count the others with whom each official exchanged turns."""
    return turns.groupby("official_id", sort=True)["other_id"].nunique().rename("reciprocal").reset_index()
