"""Family E, living: what a home visit saw, against the aided households around (F26).

A part of :mod:`features.eligibility`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["LIVING"]

PEERS: Final = 20
"""An item counts from this many households of the peer group on."""
NOTABLE: Final = 0.5
"""Surprise (-log10 of the tail) above which an item is told: it lies in the upper 32 per cent.  The first always is."""
MEDIAN: Final = 0.30103
"""Surprise of what lies in the middle of its peers: log10(2)."""


def living_standard(dossier: Dossier) -> pd.DataFrame:
    """How far what the visit saw lies above the aided households around: mean over items of -log10 of the tail.

    The tail of an item is the share of the peer group (scheme and township) that is at least as well off, ties
    counted half; items without a direction, and items seen in fewer than 20 households of the group, do not count.
    """
    return dossier.frame(
        f"""
        WITH seen AS ({_seen()}),
        ranked AS (
            SELECT
                seen.*,
                count(*) OVER (PARTITION BY s.peer_group, item) AS n,
                rank() OVER (PARTITION BY s.peer_group, item ORDER BY seen.value DESC) - 1 AS better,
                count(*) OVER (PARTITION BY s.peer_group, item, seen.value) AS same
            FROM seen
            JOIN scored AS s USING (household_id)
        ),
        tails AS (
            SELECT *, -log10((better + 0.5 * same) / n) AS surprise
            FROM ranked
            WHERE n >= {PEERS}
        ),
        placed AS (
            SELECT *, row_number() OVER (PARTITION BY household_id ORDER BY surprise DESC, item) AS place
            FROM tails
        )
        SELECT
            household_id,
            greatest(round(avg(surprise), 6) - {MEDIAN}, 0) AS value,
            count(*) AS items,
            string_agg(told, ', ' ORDER BY place) FILTER (WHERE surprise > {NOTABLE} OR place = 1) AS best,
            string_agg({cite("observations", "household_id", "item")}, '; ' ORDER BY place)
                FILTER (WHERE surprise > {NOTABLE} OR place = 1) AS source
        FROM placed
        GROUP BY household_id
        UNION ALL
        SELECT household_id, NULL, 0, NULL, NULL
        FROM scored
        ANTI JOIN tails USING (household_id)
        ORDER BY household_id
        """
    )


def _seen() -> str:
    """Return the SQL of the latest observation of each item, more being better off; of one day the least counts."""
    return """
        SELECT
            household_id,
            item,
            CASE WHEN direction = 'down' THEN 'no ' || item ELSE item END AS told,
            CASE WHEN direction = 'down' THEN -value ELSE value END AS value,
            observed_on
        FROM observations
        SEMI JOIN scored USING (household_id)
        WHERE direction IS NOT NULL
        QUALIFY row_number() OVER (
            PARTITION BY household_id, item
            ORDER BY observed_on DESC NULLS LAST, CASE WHEN direction = 'down' THEN -value ELSE value END
        ) = 1
    """


LIVING = (
    Feature(
        name="living_standard",
        flag="F26",
        family="E",
        unit="mean surprise, decades",
        tables=("observations.direction",),
        direction="up",
        window="the latest visit",
        missing="not known without observations that have a direction",
        reason=Words(
            zh="入户所见生活水平高于周边低保家庭：{best}。",
            en="What the visit saw lies above the aided households around: {best}.",
        ),
        innocent=Words(
            zh="亲友赠与、借住、贫困前购置。",
            en="A gift, a borrowed home, or bought before hard times.",
        ),
        check=Words(zh="再次入户核实，询问来源。", en="Visit again and ask where it came from."),
        compute=living_standard,
    ),
)
