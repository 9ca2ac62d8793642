"""Family E, cover: aid for the dead, for somebody in custody, or for one person twice (F21).

A part of :mod:`features.eligibility`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["COVER"]

CUSTODY: Final = "'custody', 'prison', 'detention', 'compulsory_treatment'"
"""Kinds of absence in which nobody is covered."""


def paid_after_death(dossier: Dossier) -> pd.DataFrame:
    """Months in force since the month after a covered member died, or since the decision where death came first."""
    return dossier.frame(
        f"""
        SELECT
            m.household_id,
            datediff('month', greatest(m.death_date, s.granted_on), $as_of)::DOUBLE AS value,
            m.death_date AS day,
            {cite("persons", "m.person_id")} || '; ' || {cite("decisions", "s.decision_id")} AS source
        FROM scored_members AS m
        JOIN scored AS s USING (household_id)
        WHERE m.covered
            AND m.death_date IS NOT NULL
            AND datediff('month', greatest(m.death_date, s.granted_on), $as_of) > 0
        ORDER BY ALL
        """
    )


def in_custody(dossier: Dossier) -> pd.DataFrame:
    """Months in force in which a covered member was in custody or compulsory treatment."""
    return dossier.frame(
        f"""
        SELECT
            m.household_id,
            (
                1 + datediff('month', greatest(a.start_on, s.granted_on), coalesce(a.end_on, $as_of))
            )::DOUBLE AS value,
            a.start_on AS day,
            {cite("absences", "a.person_id", "a.kind", "a.start_on")} AS source
        FROM absences AS a
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        WHERE m.covered AND a.kind IN ({CUSTODY}) AND coalesce(a.end_on, $as_of) >= s.granted_on
        ORDER BY ALL
        """
    )


def duplicate_aid(dossier: Dossier) -> pd.DataFrame:
    """Further decisions in force for the household, and other aided households that cover one of its members."""
    return dossier.frame(
        f"""
        SELECT household_id, 1.0 AS value, {cite("decisions", "f.decision_id")} AS source
        FROM in_force AS f
        SEMI JOIN scored USING (household_id)
        ANTI JOIN scored AS s USING (decision_id)
        UNION ALL
        SELECT a.household_id, 1.0, {cite("members", "b.household_id", "b.person_id")}
        FROM scored_members AS a
        JOIN scored_members AS b ON a.person_id = b.person_id AND a.household_id <> b.household_id
        WHERE a.covered AND b.covered
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
        window="from the death to the day",
        missing="not known without days of death",
        reason=Words(
            zh="保障对象{day:%Y-%m-%d}死亡后仍在保{value:.0f}个月。",
            en="Still covered {value:.0f} months after a member's death on {day:%Y-%m-%d}.",
        ),
        innocent=Words(
            zh="死亡登记差错、同名同号。",
            en="An error in the register of deaths, or a mix-up of persons.",
        ),
        check=Words(
            zh="向公安、殡葬部门核实死亡时间。",
            en="Verify the day of death with police and the funeral service.",
        ),
        compute=paid_after_death,
    ),
    Feature(
        name="in_custody",
        flag="F21",
        family="E",
        unit="months",
        tables=("absences",),
        direction="up",
        window="from the decision to the day",
        missing="not known without absences",
        reason=Words(
            zh="保障对象自{day:%Y-%m-%d}服刑或强制戒治，期间仍在保{value:.0f}个月。",
            en="A member has been in custody since {day:%Y-%m-%d} and was covered for {value:.0f} of those months.",
        ),
        innocent=Words(
            zh="判决后已停发、监外执行。",
            en="Aid was stopped after the verdict, or the sentence is served at home.",
        ),
        check=Words(zh="向司法、公安部门核实。", en="Verify with the justice and police departments."),
        compute=in_custody,
    ),
    Feature(
        name="duplicate_aid",
        flag="F21",
        family="E",
        unit="decisions",
        tables=("decisions.approved_on",),
        direction="up",
        window="in force on the day",
        missing="never missing",
        reason=Words(zh="同时享受两份救助。", en="Covered twice at the same time."),
        innocent=Words(
            zh="系统未销户、离婚分户。",
            en="An old case not closed, or a divorce that split the household.",
        ),
        check=Words(zh="核对两份审批表。", en="Compare the two approvals."),
        compute=duplicate_aid,
        fold="sum",
    ),
)
