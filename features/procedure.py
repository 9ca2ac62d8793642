"""Family P: departures from the procedure, to be read against the same township.

Here the survey, the public notice and the time that the decision took; :mod:`features.oversight` has the rest.

Law: 民发〔2021〕57号 (two surveyors, seven days of public notice, county visit to registered or reported cases).
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import by_household, cite
from features.oversight import OVERSIGHT, SLOPPY_TOWN

__all__ = ["PROCEDURE"]

NOTICE_DAYS: Final = 7
SURVEYORS: Final = 2
DILIGENT_DAYS: Final = 15
"""Days from application to approval in which survey, review and seven days of notice find room."""
POSSIBLE_VISITS: Final = 5
"""Home visits that one person can make in a day."""


def survey_gap(dossier: Dossier) -> pd.DataFrame:
    """Count what the survey lacks: its day, the first surveyor, a second and different surveyor (0 to 3)."""
    homes = dossier.households
    second = homes["surveyor_2_id"].where(homes["surveyor_2_id"] != homes["surveyor_1_id"])
    surveyors = homes["surveyor_1_id"].notna().astype(int) + second.notna()
    return by_household(dossier, SURVEYORS - surveyors + homes["surveyed_on"].isna(), surveyors=surveyors)


def survey_crowd(dossier: Dossier) -> pd.DataFrame:
    """Households that the busiest of its surveyors visited on the same day; up to five are possible and count 0."""
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
            CASE WHEN max(days.homes) <= {POSSIBLE_VISITS} THEN 0 ELSE max(days.homes)::DOUBLE END AS value,
            any_value(s.surveyed_on) AS day,
            {cite("decisions", "s.decision_id")} AS source
        FROM scored AS s
        LEFT JOIN visits USING (decision_id)
        LEFT JOIN days ON days.surveyor = visits.surveyor AND days.surveyed_on = visits.surveyed_on
        GROUP BY s.household_id, s.decision_id
        ORDER BY s.household_id
        """
    )


def notice_gap(dossier: Dossier) -> pd.DataFrame:
    """Days that the public notice fell short of seven, both ends counted; seven where there was none."""
    homes = dossier.households
    days = (homes["publicised_to"] - homes["publicised_from"]).dt.days + 1
    days = days.mask(homes["publicised_from"].isna() & homes["publicised_to"].isna(), 0)
    return by_household(dossier, (NOTICE_DAYS - days).clip(0, NOTICE_DAYS), days=days)


def approved_early(dossier: Dossier) -> pd.DataFrame:
    """Days by which the approval came before the end of the public notice."""
    homes = dossier.households
    return by_household(dossier, (homes["publicised_to"] - homes["approved_on"]).dt.days.clip(lower=0))


def fast_track(dossier: Dossier) -> pd.DataFrame:
    """Days from application to approval; few are suspicious, fifteen and more are alike."""
    homes = dossier.households
    return by_household(dossier, (homes["approved_on"] - homes["applied_on"]).dt.days.clip(0, DILIGENT_DAYS))


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
            zh="入户调查不合规：登记调查人{surveyors}名（应不少于2名）。",
            en="The survey is incomplete: {surveyors} surveyors on record (at least two are required).",
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
        unit="days, 0 to 7",
        tables=("decisions.publicised_from", "decisions.publicised_to"),
        direction="up",
        window="the decision in force",
        missing="not known where only one end of the notice is recorded",
        reason=Words(zh="公示{days:.0f}天，少于7天。", en="Public notice of {days:.0f} days, under seven."),
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
        unit="days",
        tables=("decisions.approved_on",),
        direction="down",
        window="from application to approval",
        missing="not known without a day of approval",
        reason=Words(
            zh="从申请到确认仅{value:.0f}天。",
            en="Only {value:.0f} days from application to approval.",
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
