"""Family P, oversight: what the county should have visited, and reports that should have been looked into (F09, F23).

A part of :mod:`features.procedure.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import elapsed, in_force
from features.procedure.commonplace import SLOPPY_TOWN

__all__ = ["OVERSIGHT"]

DECLARED: Final = cite("kin_declarations", "household_id", "official_id")
REPORT: Final = cite("complaints", "household_id", "received_on")
REGISTERED: Final = f"""
    SELECT household_id, official_id, applied_on AS due_from, {DECLARED} AS source
    FROM kin_declarations
    JOIN scored USING (household_id)
    WHERE declared_on IS NULL OR declared_on <= granted_on
"""
"""Relatives in office that were registered by the approval; without a day they count."""


def county_visit_missing(dossier: Dossier) -> pd.DataFrame:
    """Whether a case that the county must visit was not visited, or visited by the very relative (1 or 0).

    A visit is due where a relative in office was registered, and where a report came in before the approval.  It
    counts from the application on, and from the report on; later reports are those of :func:`complaint_open`.
    Households of which no visit was due have no value: against them, a declared relative as such would be rare.
    """
    dossier.known.keep_frame("own_kin", dossier.kin[["household_id", "official_id"]].astype("str"))
    return dossier.frame(
        f"""
        WITH registered AS ({REGISTERED}),
        due AS ({_due()}),
        relatives AS (
            SELECT household_id, official_id FROM own_kin
            UNION
            SELECT household_id, official_id FROM registered
        ),
        judged AS (
            SELECT
                s.household_id,
                s.decision_id,
                due.source,
                due.why_zh,
                due.why_en,
                s.county_visited_on,
                s.county_visited_on IS NULL OR s.county_visited_on < due.due_from AS unvisited,
                r.official_id IS NOT NULL AS by_kin
            FROM scored AS s
            JOIN due USING (household_id)
            LEFT JOIN relatives AS r ON r.household_id = s.household_id AND r.official_id = s.county_visitor_id
        )
        SELECT
            household_id,
            (unvisited OR by_kin)::INTEGER::DOUBLE AS value,
            why_zh,
            why_en,
            CASE
                WHEN county_visited_on IS NULL THEN '无县级入户核查记录'
                WHEN unvisited THEN '县级入户核查早于本次申请或举报'
                WHEN by_kin THEN '县级入户核查人是其亲属'
            END AS what_zh,
            CASE
                WHEN county_visited_on IS NULL THEN 'no home visit by the county is on record'
                WHEN unvisited THEN 'the county visited only before this application or report'
                WHEN by_kin THEN 'the county sent a relative of the household'
            END AS what_en,
            source || '; ' || {cite("decisions", "decision_id")} AS source
        FROM judged
        UNION ALL BY NAME
        SELECT household_id, NULL AS value
        FROM scored
        ANTI JOIN due USING (household_id)
        ORDER BY household_id
        """
    )


def complaint_open(dossier: Dossier) -> pd.DataFrame:
    """Reports since the application that nobody looked into in the time allowed (30 days), or only after the approval.

    A report on the application itself has to be looked into before it is approved.  Older ones were overtaken by the
    survey of this application.
    """
    return dossier.frame(
        f"""
        SELECT
            c.household_id,
            1.0 AS value,
            c.received_on AS day,
            CASE WHEN c.reinvestigated_on IS NULL THEN '未见重新核查' ELSE '确认之后才重新核查' END AS what_zh,
            CASE
                WHEN c.reinvestigated_on IS NULL THEN 'was not looked into again'
                ELSE 'was looked into only after the approval'
            END AS what_en,
            {REPORT} AS source
        FROM complaints AS c
        JOIN scored AS s USING (household_id)
        JOIN law ON {in_force("reply_days", day="c.received_on")}
        WHERE c.received_on >= s.applied_on
            AND CASE
                WHEN c.reinvestigated_on IS NULL THEN {elapsed("c.received_on", "$as_of")} >= law.value
                ELSE c.received_on < s.approved_on AND c.reinvestigated_on > s.approved_on
            END
        ORDER BY ALL
        """
    )


def _due() -> str:
    """Return the SQL of the households that the county must visit, from when on, and why."""
    return f"""
        SELECT
            household_id,
            max(due_from) AS due_from,
            string_agg(DISTINCT source, '; ' ORDER BY source) AS source,
            string_agg(DISTINCT why_zh, '，' ORDER BY why_zh) AS why_zh,
            string_agg(DISTINCT why_en, ' and ' ORDER BY why_en) AS why_en
        FROM (
            SELECT household_id, due_from, source, '已登记备案' AS why_zh, 'a relative was registered' AS why_en
            FROM registered
            UNION ALL
            SELECT household_id, received_on, {REPORT}, '审核期间有举报', 'a report came in before the approval'
            FROM complaints
            JOIN scored USING (household_id)
            WHERE received_on BETWEEN applied_on AND granted_on
        )
        GROUP BY household_id
    """


OVERSIGHT = (
    Feature(
        name="county_visit_missing",
        flag="F09",
        family="P",
        unit="0 or 1",
        tables=("decisions.county_visited_on",),
        direction="up",
        window="from the application, or the report, to the day",
        missing="no value where no visit was due; not known where county visits are not recorded",
        reason=Words(
            zh="{why_zh}，应由县级入户核查，但{what_zh}。",
            en="The county had to visit, since {why_en}, but {what_en}.",
        ),
        innocent=SLOPPY_TOWN,
        check=Words(
            zh="向县级民政局核实入户核查记录和核查人。",
            en="Ask the county civil affairs bureau for its record of visits and who made them.",
        ),
        compute=county_visit_missing,
        definition_zh="应由县级入户核查的（近亲属备案、审核期间有举报）是否未核查，或由其亲属核查（1或0）。",
        exempt=Words(
            zh="未备案也无举报的家庭（县级抽查即可）；确认之后才备案的。",
            en="Households with neither registration nor report, of which the county visits a sample; a relative "
            "registered only after the approval.",
        ),
    ),
    Feature(
        name="complaint_open",
        flag="F23",
        family="P",
        unit="complaints",
        tables=("complaints",),
        direction="up",
        window="received since the application, so long before the day that an answer was due",
        missing="not known without complaints",
        reason=Words(
            zh="{day:%Y-%m-%d}收到群众反映，{what_zh}。",
            en="A report of {day:%Y-%m-%d} {what_en}.",
        ),
        innocent=Words(
            zh="举报不实或重复，已口头答复。",
            en="The report was unfounded or repeated, and was answered orally.",
        ),
        check=Words(
            zh="向县级民政局和信访部门调取信访件办理单。",
            en="Ask the county civil affairs bureau and the complaints office for the handling sheet.",
        ),
        compute=complaint_open,
        definition_zh="申请以来在规定期限（默认30天）内无人重新核查、或确认之后才核查的群众反映件数。",
        exempt=Words(
            zh="办理期限未满的；本次申请之前的（已由本次调查覆盖）；经重新核查的。",
            en="Reports that are not due yet, that are older than this application, or that were looked into.",
        ),
        fold="sum",
    ),
)
