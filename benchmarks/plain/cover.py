"""Family E, cover: aid for the dead, for somebody in custody, or for one person twice."""

import pandas as pd

from benchmarks.plain.view import View

__all__ = ["COVER"]

CUSTODY = ("custody", "prison", "detention", "compulsory_treatment")
PERSON = ["household_id", "person_id"]


def paid_after_death(view: View) -> pd.Series:
    """Months of aid after the month in which a covered member died, back to the decision where death came first."""
    dead = view.members[view.members["covered"]].dropna(subset="death_date")
    months = dead.merge(view.aid_months, on="household_id")
    months = months[months["month"] > months["death_date"]]
    return months.groupby(PERSON).size().groupby("household_id").max()


def in_custody(view: View) -> pd.Series:
    """Months of aid that a covered member spent in custody or compulsory treatment from the first day to the last."""
    away = view.of_members("absences")
    away = away[away["covered"] & away["kind"].isin(CUSTODY)].merge(view.aid_months, on="household_id")
    last_day = away["month"] + pd.offsets.MonthEnd()
    whole = away[(away["month"] > away["start_on"]) & (away["end_on"].isna() | (last_day <= away["end_on"]))]
    return whole.groupby(PERSON)["month"].nunique().groupby("household_id").max()


def duplicate_aid(view: View) -> pd.Series:
    """Further decisions in force for the household, and other households that were paid for one of its members.

    Two households count where both were paid in at least one same month.  Temporary aid is compatible with every
    scheme; all others exclude each other.
    """
    lasting = view.scored.index[view.scored["scheme"] != "temporary"]
    again = view.in_force[view.in_force["household_id"].isin(lasting)]
    again = again[~again["decision_id"].isin(view.scored["decision_id"])]
    covered = view.members[view.members["covered"] & view.members["household_id"].isin(lasting)]
    twice = covered[PERSON].merge(covered[PERSON], on="person_id", suffixes=("", "_other"))
    twice = twice[twice["household_id"] != twice["household_id_other"]]
    paid = view.aid_months[["household_id", "month"]]
    paid = twice.merge(paid, on="household_id").merge(
        paid, left_on=["household_id_other", "month"], right_on=["household_id", "month"], suffixes=("", "_paid")
    )
    paid = paid.drop_duplicates(["household_id", "household_id_other", "person_id"])
    return pd.concat([again["household_id"], paid["household_id"]]).value_counts()


COVER = (paid_after_death, in_custody, duplicate_aid)
