"""Family P, oversight: what should have been looked at again, by the county, at approval, at reviews, at reports.

A part of :mod:`features.procedure`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import elapsed, holds_on, in_force

__all__ = ["OVERSIGHT", "SLOPPY_TOWN"]

DAYS_A_MONTH: Final = 365.25 / 12
SLOPPY_TOWN: Final = Words(
    zh="全镇普遍如此，属于工作粗放而非个案；档案缺页或系统补录。",
    en="The whole township works like this; a page of the file is missing or was entered late.",
)


def county_visit_missing(dossier: Dossier) -> pd.DataFrame:
    """Whether a registered relative or a reported household was never visited by the county (1 or 0)."""
    return dossier.frame(
        f"""
        WITH due AS (
            SELECT household_id FROM kin_declarations
            UNION
            SELECT household_id FROM complaints
        )
        SELECT
            s.household_id,
            1.0 AS value,
            {cite("decisions", "s.decision_id")} AS source
        FROM scored AS s
        SEMI JOIN due USING (household_id)
        WHERE s.county_visited_on IS NULL
        ORDER BY household_id
        """
    )


def bulk_approval(dossier: Dossier) -> pd.DataFrame:
    """Applications that one person approved on the same day; an ordinary meeting (up to ten by default) counts 0."""
    return dossier.frame(
        f"""
        WITH days AS (
            SELECT approver_id, approved_on, count(*) AS n
            FROM decisions
            WHERE approver_id IS NOT NULL AND approved_on IS NOT NULL AND outcome = 'granted'
            GROUP BY approver_id, approved_on
        )
        SELECT
            s.household_id,
            CASE WHEN n <= law.value THEN 0 ELSE n::DOUBLE END AS value,
            s.approved_on AS day,
            {cite("decisions", "s.decision_id")} AS source
        FROM scored AS s
        LEFT JOIN days USING (approver_id, approved_on)
        LEFT JOIN law ON {in_force("approvals_a_day", day="s.approved_on")}
        ORDER BY s.household_id
        """
    )


def recheck_overdue(dossier: Dossier) -> pd.DataFrame:
    """Months by which the periodic review is overdue; not known where no review is recorded by the day."""
    return dossier.frame(
        f"""
        WITH due AS (
            SELECT
                s.household_id,
                s.decision_id,
                ($as_of - s.last_reviewed_on) / {DAYS_A_MONTH} - law.value AS months
            FROM scored AS s
            LEFT JOIN law
                ON law.name = 'review_months' || coalesce('_' || lower(s.category), '')
                AND {holds_on("s.last_reviewed_on")}
        )
        SELECT
            household_id,
            CASE WHEN months < 0 THEN 0 ELSE round(months, 1) END AS value,
            value AS months,
            {cite("decisions", "decision_id")} AS source
        FROM due
        ORDER BY household_id
        """
    )


def complaint_open(dossier: Dossier) -> pd.DataFrame:
    """Reports from the public that nobody looked into within the days that the law allows (30 by default)."""
    return dossier.frame(
        f"""
        SELECT
            c.household_id,
            1.0 AS value,
            c.received_on AS day,
            {cite("complaints", "c.household_id", "c.received_on")} AS source
        FROM complaints AS c
        JOIN scored AS s USING (household_id)
        JOIN law ON {in_force("reply_days", day="c.received_on")}
        WHERE c.reinvestigated_on IS NULL AND {elapsed("c.received_on", "$as_of")} >= law.value
        ORDER BY ALL
        """
    )


OVERSIGHT = (
    Feature(
        name="county_visit_missing",
        flag="F09",
        family="P",
        unit="0 or 1",
        tables=("decisions.county_visited_on",),
        direction="up",
        window="up to the day",
        missing="not known where county visits are not recorded",
        reason=Words(
            zh="已备案或有举报，但无县级入户核查记录。",
            en="Registered or reported, but no home visit by the county is on record.",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="向县民政局核实入户抽查记录。",
            en="Ask the county civil affairs bureau for its record of visits.",
        ),
        compute=county_visit_missing,
    ),
    Feature(
        name="bulk_approval",
        flag="F10",
        family="P",
        unit="decisions a day",
        tables=("decisions.approver_id", "decisions.approved_on"),
        direction="up",
        window="the day of approval",
        missing="not known without an approver and a day",
        reason=Words(
            zh="同一审批人{day}一天批准{value:.0f}户。",
            en="The same person approved {value:.0f} applications on {day}.",
        ),
        innocent=Words(zh="定期集中审批会。", en="A regular meeting approves in batches."),
        check=Words(zh="调取当日审批会议纪要。", en="Ask for the minutes of that day's meeting."),
        compute=bulk_approval,
    ),
    Feature(
        name="recheck_overdue",
        flag="F18",
        family="P",
        unit="months",
        tables=("decisions.last_reviewed_on",),
        direction="up",
        window="since the last review",
        missing="not known where reviews are not recorded",
        reason=Words(zh="定期复核超期{months}个月。", en="The periodic review is {months} months overdue."),
        innocent=SLOPPY_TOWN,
        check=Words(zh="核对动态管理复核记录。", en="Check the record of periodic reviews."),
        compute=recheck_overdue,
    ),
    Feature(
        name="complaint_open",
        flag="F23",
        family="P",
        unit="complaints",
        tables=("complaints",),
        direction="up",
        window="received so long before the day that an answer was due",
        missing="not known without complaints",
        reason=Words(
            zh="{day}收到群众反映，未见重新核查。",
            en="A report of {day} was not looked into again.",
        ),
        innocent=Words(
            zh="举报不实或重复，已口头答复。",
            en="The report was unfounded or repeated, and was answered orally.",
        ),
        check=Words(zh="调取信访件办理单。", en="Ask for the handling sheet of the complaint."),
        compute=complaint_open,
        fold="sum",
    ),
)
