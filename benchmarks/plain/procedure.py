"""Family P: departures from the procedure."""

import pandas as pd

from benchmarks.plain.law import elapsed, in_force
from benchmarks.plain.view import View

__all__ = ["PROCEDURE"]


def survey_gap(view: View) -> pd.Series:
    """Return what the survey lacks: a day before the approval, the surveyors asked for and different (0 to 3)."""
    scored = view.scored
    first, second = scored["surveyor_1_id"], scored["surveyor_2_id"]
    surveyors = first.notna().astype("int64") + (second.notna() & (second != first)).astype("int64")
    day = scored["surveyed_on"].fillna(scored["granted_on"])
    asked = in_force(view.law, "surveyors", scored["region_code"], day)["value"]
    late = (scored["surveyed_on"] > scored["approved_on"]) & (scored["scheme"] != "temporary")
    return (asked - surveyors).clip(lower=0) + (scored["surveyed_on"].isna() | late)


def survey_crowd(view: View) -> pd.Series:
    """Homes that its busiest surveyor visited on the same day; as many as possible (five by default) count 0.

    All applications count, those refused too.  Households of one institution are one home.
    """
    addresses = view.tables["addresses"]
    homes = view.tables["households"][["household_id", "address_id"]]
    lodged = homes["address_id"].isin(addresses.loc[addresses["kind"] == "institution", "address_id"])
    homes = homes.assign(home=homes["address_id"].where(lodged, "household " + homes["household_id"]))
    visits = view.tables["decisions"].merge(homes, on="household_id")
    columns = ["decision_id", "home", "surveyed_on"]
    visits = visits.melt(columns, ["surveyor_1_id", "surveyor_2_id"], value_name="surveyor")
    visits = visits.dropna(subset=["surveyed_on", "surveyor"])
    visits["homes"] = visits.groupby(["surveyor", "surveyed_on"])["home"].transform("nunique")
    most = view.scored["decision_id"].map(visits.groupby("decision_id")["homes"].max())
    possible = in_force(view.law, "visits_a_day", view.scored["region_code"], view.scored["surveyed_on"])["value"]
    return most.mask(most <= possible, 0)


def notice_gap(view: View) -> pd.Series:
    """Days that the public notice fell short of what is asked (seven), both ends counted; all where there was none."""
    first, last = view.scored["publicised_from"], view.scored["publicised_to"]
    rule = in_force(view.law, "notice_days", view.scored["region_code"], first.fillna(view.scored["granted_on"]))
    days = elapsed(view.law, rule["unit"], first - pd.Timedelta(days=1), last)
    days = days.mask(first.isna() & last.isna(), 0)
    gap = (rule["value"] - days).clip(lower=0).mask(days < 0, rule["value"])
    return gap.mask(_urgent(view), 0)


def approved_early(view: View) -> pd.Series:
    """Days by which the approval came before the last day of the public notice."""
    early = (view.scored["publicised_to"] - view.scored["approved_on"]).dt.days.clip(lower=0)
    return early.mask(_urgent(view), 0)


def fast_track(view: View) -> pd.Series:
    """Days from application to approval; few are suspicious, the diligent (fifteen by default) and more are alike."""
    rule = in_force(view.law, "diligent_days", view.scored["region_code"], view.scored["applied_on"])
    days = elapsed(view.law, rule["unit"], view.scored["applied_on"], view.scored["approved_on"])
    exempt = _urgent(view) | (view.scored["channel"] == "proactive")
    return days.clip(lower=0, upper=rule["value"]).mask(exempt, rule["value"])


def _urgent(view: View) -> pd.Series:
    """Whether help may come first and papers afterwards."""
    return view.scored["scheme"] == "temporary"


PROCEDURE = (survey_gap, survey_crowd, notice_gap, approved_early, fast_track)
