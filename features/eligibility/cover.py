"""Family E, cover: aid for the dead, for somebody in custody, or for one person twice (F21).

A part of :mod:`features.eligibility.family`.  Only months of ``aid_months`` count: where the payments on record show
that aid was stopped, there is nothing to find.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["COVER"]

CUSTODY: Final = "'custody', 'prison', 'detention', 'compulsory_treatment'"
"""Kinds of absence in which nobody is covered."""
COMPATIBLE: Final = "'temporary'"
"""Schemes that may stand beside any other: temporary aid helps through an emergency, also of those who have aid."""


def paid_after_death(dossier: Dossier) -> pd.DataFrame:
    """Months of aid after the month in which a covered member died, back to the decision where death came first."""
    return dossier.frame(
        f"""
        SELECT
            m.household_id,
            count(*)::DOUBLE AS value,
            any_value(m.death_date) AS day,
            max(a.month) AS last,
            any_value({cite("persons", "m.person_id")} || '; ' || {cite("decisions", "s.decision_id")}) AS source
        FROM scored_members AS m
        JOIN scored AS s USING (household_id)
        JOIN aid_months AS a ON a.household_id = m.household_id AND a.month > m.death_date
        WHERE m.covered AND m.death_date IS NOT NULL
        GROUP BY m.household_id, m.person_id
        ORDER BY ALL
        """
    )


def in_custody(dossier: Dossier) -> pd.DataFrame:
    """Months of aid that a covered member spent in custody or compulsory treatment from the first day to the last."""
    # Aid stops from the month after somebody was taken in, and may begin again in the month of the release.
    return dossier.frame(
        f"""
        SELECT
            m.household_id,
            count(DISTINCT p.month)::DOUBLE AS value,
            min(a.start_on) AS day,
            string_agg(
                DISTINCT {cite("absences", "a.person_id", "a.kind", "a.start_on")}, '; '
                ORDER BY {cite("absences", "a.person_id", "a.kind", "a.start_on")}
            ) AS source
        FROM absences AS a
        JOIN scored_members AS m USING (person_id)
        JOIN aid_months AS p
            ON p.household_id = m.household_id
            AND p.month > a.start_on
            AND (a.end_on IS NULL OR last_day(p.month) <= a.end_on)
        WHERE m.covered AND a.kind IN ({CUSTODY})
        GROUP BY m.household_id, a.person_id
        ORDER BY ALL
        """
    )


def duplicate_aid(dossier: Dossier) -> pd.DataFrame:
    """Further decisions in force for the household, and other households that were paid for one of its members.

    Two households count where both were paid in at least one same month, and a further decision from the first month of
    aid on.  Temporary aid is compatible with every
    scheme; all others exclude each other: minimum living allowance, support for the destitute, the marginal group.
    """
    return dossier.frame(
        f"""
        WITH twice AS (
            SELECT a.household_id, b.household_id AS other, b.person_id
            FROM scored_members AS a
            JOIN scored_members AS b ON a.person_id = b.person_id AND a.household_id <> b.household_id
            JOIN scored AS s ON s.household_id = a.household_id
            JOIN scored AS o ON o.household_id = b.household_id
            WHERE a.covered AND b.covered AND s.scheme NOT IN ({COMPATIBLE}) AND o.scheme NOT IN ({COMPATIBLE})
        ),
        again AS (
            SELECT f.household_id, f.decision_id
            FROM in_force AS f
            JOIN scored AS s USING (household_id)
            WHERE f.decision_id <> s.decision_id AND s.scheme NOT IN ({COMPATIBLE})
        )
        SELECT
            t.household_id,
            1.0 AS value,
            count(*)::DOUBLE AS months,
            {cite("members", "t.other", "t.person_id")} || '; ' || {cite("members", "t.household_id", "t.person_id")}
                AS source
        FROM twice AS t
        JOIN aid_months AS p ON p.household_id = t.household_id
        JOIN aid_months AS q ON q.household_id = t.other AND q.month = p.month
        GROUP BY t.household_id, t.other, t.person_id
        UNION ALL
        SELECT again.household_id, 1.0, count(*)::DOUBLE, {cite("decisions", "again.decision_id")}
        FROM again
        JOIN aid_months AS p USING (household_id)
        GROUP BY again.household_id, again.decision_id
        ORDER BY ALL
        """
    )


COVER = (
    Feature(
        name="paid_after_death",
        flag="F21",
        family="E",
        unit="months",
        tables=("persons.death_date", "decisions.approved_on"),
        direction="up",
        window="months in which aid was paid, from the month after the death to the day",
        missing="not known without days of death",
        reason=Words(
            zh="保障对象{day:%Y-%m-%d}死亡，次月起仍在保{value:.0f}个月，最近为{last:%Y-%m}。",
            en="A covered member died on {day:%Y-%m-%d}; months of aid since then: {value:.0f}, the last {last:%Y-%m}.",
        ),
        innocent=Words(
            zh="死亡登记差错、同名同号、已按人减发但名册未更新。",
            en="An error in the register of deaths, a mix-up of persons, or the amount was cut and the list was not.",
        ),
        check=Words(
            zh="向公安、卫健、殡葬部门核实死亡时间，核对死亡后各月发放金额和领取人。",
            en="Verify the day of death with police, health and funeral services; look at what was paid after it, "
            "and who drew it.",
        ),
        compute=paid_after_death,
        definition_zh="保障对象死亡次月起（死亡早于审批的，自审批起）仍发放救助的月数。",
        exempt=Words(
            zh="死亡当月；未列入保障的成员；发放记录显示已停发的月份。",
            en="The month of the death, members who are not covered, and months in which nothing was paid on record.",
        ),
    ),
    Feature(
        name="in_custody",
        flag="F21",
        family="E",
        unit="months",
        tables=("absences",),
        direction="up",
        window="months in which aid was paid, from the month after custody began to the month before it ended",
        missing="not known without absences",
        reason=Words(
            zh="保障对象自{day:%Y-%m-%d}服刑、羁押或强制戒治，期间仍在保{value:.0f}个月。",
            en="A covered member has been in custody since {day:%Y-%m-%d}; whole months of aid in it: {value:.0f}.",
        ),
        innocent=Words(
            zh="判决后已按人减发、监外执行、解除羁押未更新。",
            en="The amount was cut after the verdict, the sentence is served at home, or the release was not recorded.",
        ),
        check=Words(
            zh="向司法、公安部门核实起止时间和执行方式，核对各月发放金额。",
            en="Verify the first and last day and the place with the justice and police departments; "
            "look at the amounts paid.",
        ),
        compute=in_custody,
        definition_zh="在保的月份中保障对象全月在押、服刑或强制戒治的月数。",
        exempt=Words(
            zh="入监当月和释放当月；未列入保障的成员；社区矫正、监外执行等其他类别；已停发的月份。",
            en="The months of arrest and release, members who are not covered, sentences served outside (another "
            "kind), and months in which nothing was paid on record.",
        ),
    ),
    Feature(
        name="duplicate_aid",
        flag="F21",
        family="E",
        unit="decisions",
        tables=("decisions.approved_on",),
        direction="up",
        window="in force on the day, and paid; of two households, in the same months",
        missing="never missing",
        reason=Words(
            zh="同时享受两份互斥的救助，重叠{months:.0f}个月。",
            en="Covered twice, by aid that excludes each other, in {months:.0f} months.",
        ),
        innocent=Words(
            zh="系统未销户、离婚分户、复核后换发审批未注销旧件。",
            en="An old case not closed, a divorce that split the household, or a renewed decision beside the old one.",
        ),
        check=Words(
            zh="核对两份审批表，比对两户的发放账户和发放月份。",
            en="Compare the two approvals, and the accounts and months of both payments.",
        ),
        compute=duplicate_aid,
        fold="sum",
        definition_zh="本户另有生效审批，或成员同时在其他在保的家庭中被保障的份数。",
        exempt=Words(
            zh="临时救助可与其他救助并存；两户没有同月发放的；在另一户中未列入保障的成员。",
            en="Temporary aid beside any other; two households that were never paid in the same month; "
            "members whom the other household lists without cover.",
        ),
    ),
)
