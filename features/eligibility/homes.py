"""Family E, homes: more than are allowed, or one bought, in the months in which aid was paid (F22).

A part of :mod:`features.eligibility.means`.
"""

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.eligibility.holdings import LIVING, held
from features.law.tables import in_force
from features.lines import during

__all__ = ["HOMES"]


def second_home(dossier: Dossier) -> pd.DataFrame:
    """Homes beyond those allowed (one) in any month of aid, or bought while aid was paid, whichever are more.

    A shared home counts once.  One home more is allowed where the floor area of all homes is known and lies, a living
    member, below the law's ``area_a_head``; what was bought counts all the same.
    """
    return dossier.frame(
        f"""
        WITH candidates AS ({_candidates()}),
        owned AS (
            SELECT c.household_id, a.month, c.asset, any_value(c.bought) AS bought, max(c.area_m2) AS area
            FROM candidates AS c
            JOIN aid_months AS a ON a.household_id = c.household_id AND {during("c", "a.month")}
            GROUP BY c.household_id, a.month, c.asset
        ),
        monthly AS ({_monthly()}),
        proof AS (
            SELECT
                household_id,
                count(DISTINCT asset) FILTER (WHERE bought) AS bought,
                string_agg(DISTINCT source, '; ' ORDER BY source) AS source
            FROM candidates
            SEMI JOIN owned USING (household_id, asset)
            GROUP BY household_id
        )
        SELECT
            household_id,
            greatest(max(m.excess), any_value(p.bought))::DOUBLE AS value,
            max(m.homes) AS homes,
            any_value(p.bought) AS bought,
            count(*) FILTER (WHERE m.excess > 0 OR m.bought > 0) AS months,
            any_value(p.source) AS source
        FROM monthly AS m
        JOIN proof AS p USING (household_id)
        GROUP BY household_id
        HAVING max(m.excess) > 0 OR any_value(p.bought) > 0
        ORDER BY household_id
        """
    )


def _candidates() -> str:
    """Return the SQL of the homes of households that own more than is allowed, or bought one since the decision."""
    return f"""
        WITH homes AS (
            SELECT
                h.*,
                law.value AS allowed,
                min(coalesce(h.start_on, DATE '0001-01-01')) OVER (PARTITION BY h.household_id, h.asset)
                    > h.granted_on AS bought
            FROM ({held("property")}) AS h
            JOIN law ON {in_force("homes_allowed", day="$as_of", region="h.region_code")}
        )
        SELECT *
        FROM homes
        WINDOW household AS (PARTITION BY household_id)
        QUALIFY bool_or(bought) OVER household OR count(*) OVER household > allowed
    """


def _monthly() -> str:
    """Return the SQL of how many homes a household had in each month of aid, and by how many they were too many."""
    return f"""
        WITH counted AS (
            SELECT
                household_id,
                month,
                count(*) AS homes,
                count(*) FILTER (WHERE bought) AS bought,
                CASE WHEN count(area) = count(*) THEN round(sum(area), 2) END AS area
            FROM owned
            GROUP BY household_id, month
        )
        SELECT n.*, n.homes - c.allowed - coalesce((n.area / l.heads < law.value)::INTEGER, 0) AS excess
        FROM counted AS n
        JOIN (SELECT DISTINCT household_id, region_code, allowed FROM candidates) AS c USING (household_id)
        JOIN ({LIVING}) AS l USING (household_id)
        LEFT JOIN law ON {in_force("area_a_head", day="$as_of", region="c.region_code")}
    """


HOMES = (
    Feature(
        name="second_home",
        flag="F22",
        family="E",
        unit="homes",
        tables=("holdings",),
        direction="up",
        window="owned in a month in which aid was paid, from the decision to the day",
        missing="not known without holdings",
        reason=Words(
            zh="在保期间名下同时有房产{homes}处，其中保障期间购置{bought}处，涉及{months:.0f}个月。",
            en="{homes} homes in members' names at once, {bought} of them bought while aid was paid, "
            "in {months:.0f} months of aid.",
        ),
        innocent=Words(
            zh="倒塌的旧房、宅基地确权、拆迁安置、继承未分割、人均面积不足。",
            en="A collapsed old house, a homestead title, a resettlement flat, an undivided inheritance, "
            "or little room a head.",
        ),
        check=Words(
            zh="向不动产登记中心核实权属、面积和取得方式，并看现房。",
            en="Ask the land registry for owners, floor area and how it was acquired, and look at the houses.",
        ),
        compute=second_home,
        definition_zh="在保的任一月份内超出允许套数（1套）的房产，或保障期间购置的房产，取较多者。",
        exempt=Words(
            zh="已倒塌或灭失的房屋；人均面积低于当地规定的，可多一套；共有房产只计一次；先卖后买的不重复计。",
            en="What collapsed; one home more where the floor area a head lies below `area_a_head`; a shared home "
            "counts once; one sold before the next was bought.",
        ),
    ),
)
