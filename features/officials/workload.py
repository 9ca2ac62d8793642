"""Days on which an official did more than anybody can: home visits, approvals."""

import pandas as pd

from features.law.tables import in_force
from features.records.store import Known

__all__ = ["impossible_days"]


def impossible_days(known: Known) -> pd.DataFrame:
    """Count the days of each official with more home visits, and with more approvals, than the law takes for possible.

    A visit is a household whose survey names the official, whatever became of the application; an approval is a
    granted decision.  Of several regions on one day the most generous rule holds; a day without any rule is not
    counted.

    Parameters
    ----------
    known : Known
        With the temporary table ``law`` of :func:`features.law.tables.keep_law`.

    Returns
    -------
    pandas.DataFrame
        One row an official with any, sorted: ``official_id``, ``impossible_days`` (over ``visits_a_day``) and
        ``bulk_days`` (over ``approvals_a_day``).
    """
    return known.frame(
        f"""
        WITH visits AS (
            SELECT unnest([surveyor_1_id, surveyor_2_id]) AS official_id, household_id, surveyed_on AS day
            FROM decisions
            WHERE surveyed_on IS NOT NULL
        ),
        crowded AS ({_days("visits", "visits_a_day", "count(DISTINCT household_id)")}),
        approvals AS (
            SELECT approver_id AS official_id, household_id, approved_on AS day
            FROM decisions
            WHERE approved_on IS NOT NULL AND outcome = 'granted'
        ),
        bulk AS ({_days("approvals", "approvals_a_day", "count(*)")})
        SELECT
            official_id,
            coalesce(crowded.days, 0) AS impossible_days,
            coalesce(bulk.days, 0) AS bulk_days
        FROM crowded
        FULL JOIN bulk USING (official_id)
        ORDER BY official_id
        """
    )


def _days(acts: str, rule: str, number: str) -> str:
    """Return the SQL of the number of days of each official on which `number` of `acts` exceeds the law's `rule`.

    Only days with many acts are measured: no rule allows less than one.
    """
    return f"""
        SELECT official_id, count(*) AS days
        FROM (
            SELECT s.official_id, s.day
            FROM (
                SELECT a.*, h.region_code
                FROM {acts} AS a
                JOIN households AS h USING (household_id)
                SEMI JOIN (
                    SELECT official_id, day
                    FROM {acts}
                    WHERE official_id IS NOT NULL
                    GROUP BY official_id, day
                    HAVING count(*) > 1
                ) AS busy ON busy.official_id = a.official_id AND busy.day = a.day
            ) AS s
            LEFT JOIN law ON {in_force(rule, day="s.day")}
            GROUP BY s.official_id, s.day
            HAVING {number} > max(law.value)
        )
        GROUP BY official_id
    """
