"""Family P: what should have been looked at again."""

import pandas as pd

from benchmarks.plain.law import elapsed, in_force
from benchmarks.plain.view import View

__all__ = ["OVERSIGHT"]

DAYS_A_MONTH = 365.25 / 12
PAIR = ["household_id", "official_id"]


def county_visit_missing(view: View) -> pd.Series:
    """Whether a case that the county must visit was not visited, or visited by the very relative (1 or 0).

    A visit is due where a relative in office was registered by the approval, and where a report came in from the
    application to the approval.  It counts from the application on, and from the report on.  No value where none is
    due.
    """
    days = view.scored[["applied_on", "granted_on", "county_visited_on", "county_visitor_id"]]
    declared = view.tables["kin_declarations"].join(days, on="household_id", how="inner")
    declared = declared[~(declared["declared_on"] > declared["granted_on"])]
    reports = view.tables["complaints"].join(days, on="household_id", how="inner")
    reports = reports[reports["received_on"].between(reports["applied_on"], reports["granted_on"])]
    due = pd.concat(
        [
            declared[["household_id", "applied_on"]].set_axis(["household_id", "due_from"], axis="columns"),
            reports[["household_id", "received_on"]].set_axis(["household_id", "due_from"], axis="columns"),
        ]
    )
    due_from = due.groupby("household_id")["due_from"].max().reindex(view.scored.index)
    visited = view.scored["county_visited_on"]
    relatives = pd.concat([view.ties[PAIR], declared[PAIR]]).drop_duplicates()
    visitors = view.scored.reset_index(drop=True)[["household_id", "county_visitor_id"]]
    by_kin = visitors.merge(relatives, left_on=["household_id", "county_visitor_id"], right_on=PAIR)["household_id"]
    wrong = visited.isna() | (visited < due_from) | view.scored.index.isin(by_kin)
    return wrong.astype("float64").where(due_from.notna())


def bulk_approval(view: View) -> pd.Series:
    """Applications that one person approved on the same day; an ordinary meeting (up to ten by default) counts 0."""
    made = view.tables["decisions"]
    approvals = made[made["outcome"] == "granted"].groupby(["approver_id", "approved_on"]).size().rename("n")
    number = view.scored.join(approvals, on=["approver_id", "approved_on"])["n"]
    meeting = in_force(view.law, "approvals_a_day", view.scored["region_code"], view.scored["approved_on"])["value"]
    return number.mask(number <= meeting, 0)


def recheck_overdue(view: View) -> pd.Series:
    """Months by which the periodic review is overdue, since the last one or the approval, whichever came later.

    Not known where no review is on record by the day.
    """
    reviewed, granted = view.scored["last_reviewed_on"], view.scored["granted_on"]
    since = reviewed.mask(reviewed < granted, granted)
    name = ("review_months_" + view.scored["category"].str.lower()).fillna("review_months")
    asked = in_force(view.law, name, view.scored["region_code"], since)["value"]
    months = (view.as_of - since).dt.days / DAYS_A_MONTH - asked
    return months.round(1).clip(lower=0)


def complaint_open(view: View) -> pd.Series:
    """Return reports since the application not looked into in the time allowed (30 days), or only after the approval.

    A report on the application itself has to be looked into before it is approved.
    """
    homes = view.scored[["applied_on", "approved_on", "region_code"]]
    reports = view.tables["complaints"].join(homes, on="household_id", how="inner").reset_index(drop=True)
    received, answered = reports["received_on"], reports["reinvestigated_on"]
    rule = in_force(view.law, "reply_days", reports["region_code"], received)
    today = pd.Series(view.as_of, index=reports.index, dtype="datetime64[s]")
    overdue = answered.isna() & (elapsed(view.law, rule["unit"], received, today) >= rule["value"])
    after = (received < reports["approved_on"]) & (answered > reports["approved_on"])
    return reports[(received >= reports["applied_on"]) & (overdue | after)].groupby("household_id").size()


OVERSIGHT = (county_visit_missing, bulk_approval, recheck_overdue, complaint_open)
