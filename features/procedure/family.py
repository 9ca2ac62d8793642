"""Family P: departures from the procedure, to be read against the same township.

Here the public notice and the time that the decision took (F07, F08); :mod:`features.procedure.surveys`,
:mod:`features.procedure.oversight` and :mod:`features.procedure.reviews` have the rest.

Law: 民发〔2021〕57号 (two surveyors, seven days of public notice, county visit to registered or reported cases); what
applied to an act is the rule in force on its day, in its region (:mod:`features.law`).  A procedure that took too long
(``procedure_days``, ``procedure_days_hard``) is a fault against the household, not a favour to it: no feature of this
family counts it.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import elapsed, in_force
from features.procedure.commonplace import SLOPPY_TOWN
from features.procedure.oversight import OVERSIGHT
from features.procedure.reviews import REVIEWS
from features.procedure.surveys import SURVEYS

__all__ = ["PROCEDURE"]

COUNTED: Final = """
    CASE WHEN unit = 'workday' THEN '个工作日' ELSE '天' END AS unit_zh,
    CASE WHEN unit = 'workday' THEN 'working days' ELSE 'days' END AS unit_en
"""
"""What a number of days is told in."""
URGENT: Final = "scheme = 'temporary'"
"""Temporary aid has an urgent procedure (急难型) without notice: help first, papers afterwards."""
FOUND_BY_STAFF: Final = "channel IS NOT DISTINCT FROM 'proactive'"
"""The household was found by staff, who had looked into it before anybody applied."""


def notice_gap(dossier: Dossier) -> pd.DataFrame:
    """Days that the public notice fell short of what is asked (seven), both ends counted; all where there was none."""
    return dossier.frame(
        f"""
        WITH posted AS (
            SELECT
                s.household_id,
                s.decision_id,
                s.scheme,
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
            CASE WHEN {URGENT} OR days > asked THEN 0 WHEN days < 0 THEN asked ELSE asked - days END AS value,
            days,
            asked,
            {COUNTED},
            {cite("decisions", "decision_id")} AS source
        FROM posted
        ORDER BY household_id
        """
    )


def approved_early(dossier: Dossier) -> pd.DataFrame:
    """Days by which the approval came before the last day of the public notice."""
    return dossier.frame(
        f"""
        SELECT
            household_id,
            CASE WHEN {URGENT} THEN 0 ELSE greatest(publicised_to - approved_on, 0 * (publicised_to - approved_on)) END
                ::DOUBLE AS value,
            approved_on AS day,
            publicised_to AS last,
            {cite("decisions", "decision_id")} AS source
        FROM scored
        ORDER BY household_id
        """
    )


def fast_track(dossier: Dossier) -> pd.DataFrame:
    """Days from application to approval; few are suspicious, the diligent (fifteen by default) and more are alike.

    The diligent days have room for the survey, its review and the seven days of public notice.
    """
    return dossier.frame(
        f"""
        WITH taken AS (
            SELECT
                s.household_id,
                s.decision_id,
                s.scheme,
                s.channel,
                s.applied_on,
                s.approved_on,
                law.value AS diligent,
                law.unit,
                ({elapsed("s.applied_on", "s.approved_on")})::DOUBLE AS days
            FROM scored AS s
            JOIN law ON {in_force("diligent_days", day="s.applied_on")}
        )
        SELECT
            household_id,
            CASE
                WHEN days > diligent OR {URGENT} OR {FOUND_BY_STAFF} THEN diligent
                WHEN days < 0 THEN 0
                ELSE days
            END AS value,
            applied_on AS first,
            approved_on AS last,
            {COUNTED},
            {cite("decisions", "decision_id")} AS source
        FROM taken
        ORDER BY household_id
        """
    )


NOTICE = (
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
            zh="向乡镇民政办和村（居）委会核对公示照片与公示栏记录。",
            en="Ask the township and the village committee for the photograph of the notice and the board's record.",
        ),
        compute=notice_gap,
        definition_zh="公示天数比规定（7天）少几天，首尾均计；未公示的按全部规定天数计。",
        exempt=Words(zh="临时救助（急难型可不公示）。", en="Temporary aid: an emergency needs no notice."),
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
            zh="公示结束前{value:.0f}天即已确认（{day:%Y-%m-%d}确认，公示至{last:%Y-%m-%d}）。",
            en="Approved {value:.0f} days before the notice ended (on {day:%Y-%m-%d}, notice until {last:%Y-%m-%d}).",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="向乡镇民政办核对确认文件与公示的日期。",
            en="Compare the township's date of approval with that of the notice.",
        ),
        compute=approved_early,
        definition_zh="确认早于公示最后一天的天数。",
        exempt=Words(zh="临时救助（急难型可先行救助）。", en="Temporary aid: in an emergency help comes first."),
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
            zh="从申请到确认仅{value:.0f}{unit_zh}（{first:%Y-%m-%d}至{last:%Y-%m-%d}）。",
            en="Only {value:.0f} {unit_en} from application to approval ({first:%Y-%m-%d} to {last:%Y-%m-%d}).",
        ),
        innocent=Words(
            zh="急难情形下的快速办理；主动发现而未登记。",
            en="A fast track for an emergency; found proactively without saying so.",
        ),
        check=Words(
            zh="向乡镇民政办核对申请受理单与确认文件日期。",
            en="Check the dates on the township's receipt of application and the approval.",
        ),
        compute=fast_track,
        definition_zh="从申请到确认的天数；少则可疑，达到勤勉办理所需天数（默认15天）及以上的一律相同。",
        exempt=Words(
            zh="临时救助（急难）和主动发现渠道的家庭；办理超期不计（不是对该户的照顾）。",
            en="Temporary aid (emergencies) and households found proactively; a procedure that took too long is no "
            "favour.",
        ),
    ),
)

PROCEDURE = (*SURVEYS, *NOTICE, *OVERSIGHT[:1], *REVIEWS, *OVERSIGHT[1:])
