"""Family P, reviews: approval in bulk, and periodic reviews that are overdue (F10, F18).

A part of :mod:`features.procedure.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import holds_on, in_force
from features.procedure.commonplace import SLOPPY_TOWN

__all__ = ["REVIEWS"]

DAYS_A_MONTH: Final = 365.25 / 12


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
    """Months by which the periodic review is overdue, since the last one or the approval, whichever came later.

    Not known where no review is on record by the day, though a household that nobody ever reviewed is the worst case.
    The cell holds the latest review only: one later than the day is hidden, and then looks like none.  To count an
    empty cell from the approval would blame households that were reviewed soon after the day; to count it only where
    no later review is stored anywhere would let the future change what is said of the past.
    """
    return dossier.frame(
        f"""
        WITH reviewed AS (
            SELECT *, greatest(last_reviewed_on, granted_on) AS since
            FROM scored
            WHERE last_reviewed_on IS NOT NULL
        ),
        due AS (
            SELECT
                s.household_id,
                s.since,
                ($as_of - s.since) / {DAYS_A_MONTH} - law.value AS months
            FROM reviewed AS s
            LEFT JOIN law
                ON law.name = 'review_months' || coalesce('_' || lower(s.category), '')
                AND {holds_on("s.since")}
        )
        SELECT
            s.household_id,
            CASE WHEN months < 0 THEN 0 ELSE round(months, 1) END AS value,
            value AS months,
            due.since AS day,
            {cite("decisions", "s.decision_id")} AS source
        FROM scored AS s
        LEFT JOIN due USING (household_id)
        ORDER BY s.household_id
        """
    )


REVIEWS = (
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
            zh="同一审批人{day:%Y-%m-%d}一天批准{value:.0f}户。",
            en="The same person approved {value:.0f} applications on {day:%Y-%m-%d}.",
        ),
        innocent=Words(zh="定期集中审批会。", en="A regular meeting approves in batches."),
        check=Words(
            zh="向乡镇民政办或县级民政局调取当日审批会议纪要。",
            en="Ask the approving office (township or county) for the minutes of that day's meeting.",
        ),
        compute=bulk_approval,
        definition_zh="同一人同日批准的申请数；一次普通审批会（默认不超过10户）计0。",
        exempt=Words(
            zh="一次审批会可审议数以内的集中审批。",
            en="A regular meeting that approves no more than it can weigh (`approvals_a_day`).",
        ),
    ),
    Feature(
        name="recheck_overdue",
        flag="F18",
        family="P",
        unit="months",
        tables=("decisions.last_reviewed_on",),
        direction="up",
        window="since the last review, or the approval where that came later",
        missing="not known where no review is on record by the day",
        reason=Words(
            zh="定期复核超期{months:.1f}个月（上次{day:%Y-%m-%d}）。",
            en="The periodic review is {months:.1f} months overdue (the last was on {day:%Y-%m-%d}).",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="向乡镇民政办核对动态管理复核记录。",
            en="Check the township's record of periodic reviews.",
        ),
        compute=recheck_overdue,
        definition_zh="定期复核超期的月数，自上次复核或确认（取较晚者）起算。",
        exempt=Words(
            zh="确认本身即为一次全面核查，自确认起算；复核间隔按类别的当地规定。",
            en="The approval was a check in itself and counts as one; intervals are those of the category.",
        ),
    ),
)
