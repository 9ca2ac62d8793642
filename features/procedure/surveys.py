"""Family P, surveys: who surveyed the means, how many they were, and how many homes they saw that day (F05, F06).

A part of :mod:`features.procedure.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import in_force
from features.procedure.commonplace import SLOPPY_TOWN

__all__ = ["SURVEYS"]

DECISION: Final = cite("decisions", "decision_id")
LEAST_CROWD: Final = "(SELECT coalesce(min(value), 0) FROM law WHERE name = 'visits_a_day')"
"""Below this many homes a day no place sees anything impossible."""


def survey_gap(dossier: Dossier) -> pd.DataFrame:
    """Count what the survey lacks: a day before the approval, the surveyors asked for and different (0 to 3)."""
    # Temporary aid may come first in an emergency: its survey is made up for afterwards.
    return dossier.frame(
        f"""
        WITH counted AS (
            SELECT
                *,
                surveyed_on IS NULL AS undated,
                coalesce(surveyed_on > approved_on AND scheme <> 'temporary', false) AS late,
                (surveyor_1_id IS NOT NULL)::INTEGER
                    + (surveyor_2_id IS NOT NULL AND surveyor_2_id IS DISTINCT FROM surveyor_1_id)::INTEGER
                    AS surveyors
            FROM scored
        )
        SELECT
            s.household_id,
            greatest(law.value - surveyors, 0) + (undated OR late)::INTEGER AS value,
            surveyors,
            law.value AS asked,
            CASE WHEN undated THEN '，无入户日期' WHEN late THEN '，入户日期晚于确认日期' ELSE '' END AS day_zh,
            CASE WHEN undated THEN ', no day on record' WHEN late THEN ', dated after the approval' ELSE '' END
                AS day_en,
            {cite("decisions", "s.decision_id")} AS source
        FROM counted AS s
        JOIN law ON {in_force("surveyors", day="coalesce(s.surveyed_on, s.granted_on)")}
        ORDER BY s.household_id
        """
    )


def survey_crowd(dossier: Dossier) -> pd.DataFrame:
    """Homes that its busiest surveyor visited on the same day; as many as possible (five by default) count 0.

    All applications count, those refused too.  Households of one institution are one home.
    """
    return dossier.frame(
        f"""
        WITH visits AS ({_visits()}),
        days AS (
            SELECT surveyor, surveyed_on, count(DISTINCT home) AS homes
            FROM visits
            GROUP BY surveyor, surveyed_on
        ),
        crowds AS (
            SELECT surveyor, surveyed_on, string_agg(DISTINCT {DECISION}, '; ' ORDER BY {DECISION}) AS others
            FROM visits
            SEMI JOIN (SELECT * FROM days WHERE homes > {LEAST_CROWD}) USING (surveyor, surveyed_on)
            GROUP BY surveyor, surveyed_on
        ),
        busiest AS (
            SELECT
                visits.decision_id,
                max(days.homes) AS homes,
                max_by(crowds.others, (days.homes, crowds.others)) AS others
            FROM visits
            SEMI JOIN scored USING (decision_id)
            JOIN days USING (surveyor, surveyed_on)
            LEFT JOIN crowds USING (surveyor, surveyed_on)
            GROUP BY visits.decision_id
        )
        SELECT
            s.household_id,
            CASE WHEN b.homes <= law.value THEN 0 ELSE b.homes::DOUBLE END AS value,
            s.surveyed_on AS day,
            {cite("decisions", "s.decision_id")}
                || CASE WHEN b.homes > law.value THEN coalesce('; ' || b.others, '') ELSE '' END AS source
        FROM scored AS s
        LEFT JOIN busiest AS b USING (decision_id)
        LEFT JOIN law ON {in_force("visits_a_day", day="s.surveyed_on")}
        ORDER BY s.household_id
        """
    )


def _visits() -> str:
    """Return the SQL of every visit, one row a surveyor; ``home`` is a household, or the institution it lives in."""
    return """
        SELECT
            decision_id,
            surveyed_on,
            coalesce(institutions.address_id, 'household ' || d.household_id) AS home,
            unnest([surveyor_1_id, surveyor_2_id]) AS surveyor
        FROM decisions AS d
        JOIN households AS h USING (household_id)
        LEFT JOIN (SELECT DISTINCT address_id FROM addresses WHERE kind = 'institution') AS institutions
            USING (address_id)
        WHERE surveyed_on IS NOT NULL
    """


SURVEYS = (
    Feature(
        name="survey_gap",
        flag="F05",
        family="P",
        unit="parts missing, 0 to 3",
        tables=("decisions.surveyor_1_id", "decisions.surveyed_on"),
        direction="up",
        window="the decision in force",
        missing="not known where surveys are not recorded at all",
        reason=Words(
            zh="入户调查不合规：登记调查人{surveyors}名（应不少于{asked:.0f}名）{day_zh}。",
            en="The survey is incomplete: surveyors on record {surveyors}, required at least {asked:.0f}{day_en}.",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="向乡镇民政办调取入户调查表，核对调查人与申请人双方签字和日期。",
            en="Ask the township's civil affairs office for the survey form: signatures of both sides, and the day.",
        ),
        compute=survey_gap,
        definition_zh="入户调查所缺项数：确认前的入户日期、规定人数的不同调查人（0至3）。",
        exempt=Words(
            zh="临时救助可先行救助、事后补办调查；未开民主评议不计（评议已非必经程序）。",
            en="Temporary aid may be surveyed after the approval; a community meeting that was not held does not count "
            "(it is optional).",
        ),
    ),
    Feature(
        name="survey_crowd",
        flag="F06",
        family="P",
        unit="homes a day",
        tables=("decisions.surveyor_1_id", "decisions.surveyed_on"),
        direction="up",
        window="the day of the survey",
        missing="not known without a surveyor and a day",
        reason=Words(
            zh="调查人{day:%Y-%m-%d}一天登记入户{value:.0f}户。",
            en="Its surveyor recorded {value:.0f} home visits on {day:%Y-%m-%d}.",
        ),
        innocent=Words(
            zh="全镇集中时间入户；相邻住户同日走访；系统批量补录同一日期。",
            en="The township visits on fixed days, neighbours were seen in one walk, or one day was entered "
            "for a batch.",
        ),
        check=Words(
            zh="向乡镇民政办调取当日全部调查表，核对签到与照片时间。",
            en="Ask the township's civil affairs office for all survey forms of that day, with photographs and times.",
        ),
        compute=survey_crowd,
        definition_zh="最忙的调查人同日入户的户数，含未获批准的申请；不超过可能的户数（默认五户）计0。",
        exempt=Words(
            zh="同一养老机构等集中住址的多户按一处计；一天可入户数以内不计。",
            en="Households of one institution are one home; as many visits as one person can make in a day.",
        ),
    ),
)
