"""Family E, living: what a home visit saw, against the aided households around (F26).

A part of :mod:`features.eligibility.family`.
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
"""Surprise (-log10 of the tail) above which an item is told: the upper 32 per cent.  The highest always is."""
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
        steps AS (
            SELECT peer_group, item, level, count(*) AS same
            FROM seen
            GROUP BY peer_group, item, level
        ),
        tails AS (
            SELECT
                peer_group,
                item,
                level,
                sum(same) OVER (PARTITION BY peer_group, item) AS n,
                sum(same) OVER (PARTITION BY peer_group, item ORDER BY level DESC) - 0.5 * same AS tail
            FROM steps
        ),
        placed AS (
            SELECT household_id, item, down, -log10(tail / n) AS surprise
            FROM seen
            JOIN tails USING (peer_group, item, level)
            WHERE n >= {PEERS}
        ),
        means AS (
            SELECT household_id, round(avg(surprise), 6) - {MEDIAN} AS value, count(*) AS items, max(surprise) AS most
            FROM placed
            GROUP BY household_id
        ),
        told AS (
            SELECT household_id, item, CASE WHEN down THEN 'no ' || item ELSE item END AS told, surprise
            FROM placed
            JOIN means USING (household_id)
            WHERE value > 0 AND (surprise > {NOTABLE} OR surprise = most)
        )
        SELECT
            household_id,
            any_value(value) AS value,
            any_value(items) AS items,
            string_agg(told, ', ' ORDER BY surprise DESC, item) AS best,
            string_agg({cite("observations", "household_id", "item")}, '; ' ORDER BY surprise DESC, item) AS source
        FROM told
        JOIN means USING (household_id)
        GROUP BY household_id
        UNION ALL
        SELECT household_id, NULL, 0, NULL, NULL
        FROM scored
        ANTI JOIN means USING (household_id)
        ORDER BY household_id
        """
    )


def _seen() -> str:
    """Return the SQL of the latest observation of each item, more being better off; of one day the least counts."""
    level = "CASE WHEN o.direction = 'down' THEN -o.value ELSE o.value END"
    return f"""
        SELECT
            o.household_id,
            any_value(s.peer_group) AS peer_group,
            o.item,
            max_by({level}, (coalesce(o.observed_on, DATE '0001-01-01'), -{level})) AS level,
            bool_or(o.direction = 'down') AS down
        FROM observations AS o
        JOIN scored AS s USING (household_id)
        WHERE o.direction IS NOT NULL
        GROUP BY o.household_id, o.item
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
        check=Words(
            zh="由另两名工作人员再次入户核实，询问来源和购置时间。",
            en="Have two other surveyors visit again and ask where it came from, and when.",
        ),
        compute=living_standard,
        definition_zh="入户所见在多大程度上高于周边低保家庭：各项目按同类户尾部比例的负对数取平均。",
        exempt=Words(
            zh="没有好坏方向的项目；同类户中不足20户见到的项目。",
            en="Items without a direction, and items seen in fewer than 20 households of the peer group.",
        ),
    ),
)
