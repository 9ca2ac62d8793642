"""Family P: departures from the procedure, to be read against the same township.

Here the survey, the public notice and the time that the decision took; :mod:`features.oversight` has the rest.

Law: 民发〔2021〕57号 (two surveyors, seven days of public notice, county visit to registered or reported cases); what
applied to an act is the rule in force on its day, in its region (:mod:`features.law`).
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import by_household, cite
from features.law.tables import elapsed, in_force
from features.oversight import OVERSIGHT, SLOPPY_TOWN

__all__ = ["PROCEDURE"]

COUNTED: Final = """
    CASE WHEN unit = 'workday' THEN '个工作日' ELSE '天' END AS unit_zh,
    CASE WHEN unit = 'workday' THEN 'working days' ELSE 'days' END AS unit_en
"""
"""What a number of days is told in."""


def survey_gap(dossier: Dossier) -> pd.DataFrame:
    """Count what the survey lacks: its day, the first surveyor, a second and different surveyor (0 to 3)."""
    return dossier.frame(
        f"""
        WITH counted AS (
            SELECT
                *,
                (surveyor_1_id IS NOT NULL)::INTEGER
                    + (surveyor_2_id IS NOT NULL AND surveyor_2_id IS DISTINCT FROM surveyor_1_id)::INTEGER
                    AS surveyors
            FROM scored
        )
        SELECT
            s.household_id,
            greatest(law.value - surveyors, 0) + (s.surveyed_on IS NULL)::INTEGER AS value,
            surveyors,
            law.value AS asked,
            {cite("decisions", "s.decision_id")} AS source
        FROM counted AS s
        JOIN law ON {in_force("surveyors", day="coalesce(s.surveyed_on, s.granted_on)")}
        ORDER BY s.household_id
        """
    )


def survey_crowd(dossier: Dossier) -> pd.DataFrame:
    """Households that its busiest surveyor visited on the same day; as many as possible (five by default) count 0."""
    return dossier.frame(
        f"""
        WITH visits AS (
            SELECT
                decision_id,
                household_id,
                surveyed_on,
                unnest([surveyor_1_id, surveyor_2_id]) AS surveyor
            FROM decisions
            WHERE surveyed_on IS NOT NULL
        ),
        days AS (
            SELECT surveyor, surveyed_on, count(DISTINCT household_id) AS homes
            FROM visits
            WHERE surveyor IS NOT NULL
            GROUP BY surveyor, surveyed_on
        )
        SELECT
            s.household_id,
            CASE WHEN max(days.homes) <= any_value(law.value) THEN 0 ELSE max(days.homes)::DOUBLE END AS value,
            any_value(s.surveyed_on) AS day,
            {cite("decisions", "s.decision_id")} AS source
        FROM scored AS s
        LEFT JOIN visits USING (decision_id)
        LEFT JOIN days ON days.surveyor = visits.surveyor AND days.surveyed_on = visits.surveyed_on
        LEFT JOIN law ON {in_force("visits_a_day", day="s.surveyed_on")}
        GROUP BY s.household_id, s.decision_id
        ORDER BY s.household_id
        """
    )


def notice_gap(dossier: Dossier) -> pd.DataFrame:
    """Days that the public notice fell short of what is asked (seven), both ends counted; all where there was none."""
    return dossier.frame(
        f"""
        WITH posted AS (
            SELECT
                s.household_id,
                s.decision_id,
                law.value AS asked,
                law.unit,
                CASE
                    WHEN s.publicised_from IS NULL AND s.publicised_to IS NULL THEN 0
                    ELSE {elapsed("(s.publicised_from - 1)", "s.publicised_to")}
                END::DOUBLE AS days
            FROM scored AS s
            JOIN law ON {in_force("notice_days", day="coalesce(s.publicised_from, s.granted_on)")}
        )
        SELECT
            household_id,
            CASE WHEN days > asked THEN 0 WHEN days < 0 THEN asked ELSE asked - days END AS value,
            days,
            asked,
            {COUNTED},
            {cite("decisions", "decision_id")} AS source
        FROM posted
        ORDER BY household_id
        """
    )


def approved_early(dossier: Dossier) -> pd.DataFrame:
    """Days by which the approval came before the end of the public notice."""
    homes = dossier.households
    return by_household(dossier, (homes["publicised_to"] - homes["approved_on"]).dt.days.clip(lower=0))


def fast_track(dossier: Dossier) -> pd.DataFrame:
    """Days from application to approval; few are suspicious, the diligent (fifteen by default) and more are alike."""
    return dossier.frame(
        f"""
        WITH taken AS (
            SELECT
                s.household_id,
                s.decision_id,
                law.value AS diligent,
                law.unit,
                ({elapsed("s.applied_on", "s.approved_on")})::DOUBLE AS days
            FROM scored AS s
            JOIN law ON {in_force("diligent_days", day="s.applied_on")}
        )
        SELECT
            household_id,
            CASE WHEN days > diligent THEN diligent WHEN days < 0 THEN 0 ELSE days END AS value,
            {COUNTED},
            {cite("decisions", "decision_id")} AS source
        FROM taken
        ORDER BY household_id
        """
    )


PROCEDURE = (
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
            zh="入户调查不合规：登记调查人{surveyors}名（应不少于{asked:.0f}名）。",
            en="The survey is incomplete: {surveyors} surveyors on record (at least {asked:.0f} are required).",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="调取入户调查表，核对调查人与申请人双方签字。",
            en="Ask for the survey form and check that both sides signed.",
        ),
        compute=survey_gap,
    ),
    Feature(
        name="survey_crowd",
        flag="F06",
        family="P",
        unit="households a day",
        tables=("decisions.surveyor_1_id", "decisions.surveyed_on"),
        direction="up",
        window="the day of the survey",
        missing="not known without a surveyor and a day",
        reason=Words(
            zh="调查人{day}一天登记入户{value:.0f}户。",
            en="Its surveyor recorded {value:.0f} home visits on {day}.",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="核对当日调查表与签到、照片时间。",
            en="Compare that day's survey forms with photographs and signatures.",
        ),
        compute=survey_crowd,
    ),
    Feature(
        name="notice_gap",
        flag="F07",
        family="P",
        unit="days, working days where the law says so, 0 to what is asked",
        tables=("decisions.publicised_from", "decisions.publicised_to"),
        direction="up",
        window="the decision in force",
        missing="not known where only one end of the notice is recorded",
        reason=Words(
            zh="公示{days:.0f}{unit_zh}，少于{asked:.0f}{unit_zh}。",
            en="Public notice of {days:.0f} {unit_en}, under {asked:.0f}.",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="核对公示照片与公示栏记录。",
            en="Check the photograph of the notice and the notice board's record.",
        ),
        compute=notice_gap,
    ),
    Feature(
        name="approved_early",
        flag="F07",
        family="P",
        unit="days",
        tables=("decisions.publicised_to", "decisions.approved_on"),
        direction="up",
        window="the decision in force",
        missing="not known without both days",
        reason=Words(
            zh="公示结束前{value:.0f}天即已确认。",
            en="Approved {value:.0f} days before the notice ended.",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="核对确认文件与公示的日期。",
            en="Compare the date of approval with that of the notice.",
        ),
        compute=approved_early,
    ),
    Feature(
        name="fast_track",
        flag="F08",
        family="P",
        unit="days, working days where the law says so",
        tables=("decisions.approved_on",),
        direction="down",
        window="from application to approval",
        missing="not known without a day of approval",
        reason=Words(
            zh="从申请到确认仅{value:.0f}{unit_zh}。",
            en="Only {value:.0f} {unit_en} from application to approval.",
        ),
        innocent=Words(
            zh="急难情形下的快速办理；主动发现。",
            en="A fast track for an emergency; found proactively.",
        ),
        check=Words(
            zh="核对申请受理单与确认文件日期。",
            en="Check the dates on the receipt of application and the approval.",
        ),
        compute=fast_track,
    ),
    *OVERSIGHT,
)
