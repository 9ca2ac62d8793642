"""Family E, means: what members own, in the months in which aid was paid."""

import numpy as np
import pandas as pd

from benchmarks.plain.law import in_force
from benchmarks.plain.lines import line_on
from benchmarks.plain.months import in_months
from benchmarks.plain.records import look_up, month_of
from benchmarks.plain.view import View

__all__ = ["MEANS"]

VEHICLE_YUAN = 10_000
BUSINESS_YUAN = 100_000
IDLE = ("dormant", "revoked", "scrapped")
CLOSED = ("revoked", "scrapped")
FINANCIAL = ("deposit", "security", "insurance")
THING = ["household_id", "asset"]
HOME_MONTH = ["household_id", "month"]


def vehicle(view: View) -> pd.Series:
    """Motor vehicles beyond the allowed value owned in a month of aid, each weighing 1 + log10(1 + value / 10 000).

    One cheap vehicle of a disabled member is taken for a disability scooter.
    """
    held = _held(view, ("vehicle",), IDLE)
    persons = view.tables["persons"]
    disabled = persons.loc[persons["disability_grade"].notna(), "person_id"]
    cheap = held[held["person_id"].isin(disabled) & (held["value"] <= _allowed(view, "scooter_allowed", held))]
    cheap = cheap.sort_values(["value", "asset"], ascending=[False, True])
    scooters = pd.MultiIndex.from_frame(cheap.drop_duplicates(["household_id", "person_id"])[THING])
    return _weighed(view, held[~pd.MultiIndex.from_frame(held[THING]).isin(scooters)], "vehicle_allowed", VEHICLE_YUAN)


def second_home(view: View) -> pd.Series:
    """Homes beyond those allowed (one) in any month of aid, or bought while aid was paid, whichever are more.

    A shared home counts once.  One home more is allowed where the floor area of all homes is known and lies, a living
    member, below the law's ``area_a_head``; what was bought counts all the same.
    """
    held = _held(view, ("property",), IDLE)
    first = held["start_on"].fillna(pd.Timestamp(1900, 1, 1)).groupby([held[name] for name in THING]).transform("min")
    held = held.assign(bought=first > held["granted_on"])
    owned = in_months(view.aid_months, held).groupby([*HOME_MONTH, "asset"], as_index=False)
    owned = owned.agg(bought=("bought", "any"), area=("area_m2", "max"))
    monthly = owned.groupby(HOME_MONTH)["asset"].size().rename("homes").reset_index()
    area = owned.groupby(HOME_MONTH)["area"].sum(skipna=False).round(2).array
    homes = monthly["household_id"]
    region, today = look_up(homes, view.scored["region_code"]), pd.Series(view.as_of, index=homes.index)
    narrow = area / look_up(homes, view.living()) < in_force(view.law, "area_a_head", region, today)["value"]
    excess = monthly["homes"] - in_force(view.law, "homes_allowed", region, today)["value"] - narrow
    most = excess.groupby(homes).max().clip(lower=0)
    bought = owned[owned["bought"]].groupby("household_id")["asset"].nunique()
    return most.clip(lower=bought.reindex(most.index, fill_value=0))


def business(view: View) -> pd.Series:
    """Active businesses beyond the allowed capital in a month of aid, each 1 + log10(1 + capital / 100 000 yuan)."""
    return _weighed(view, _held(view, ("business",), IDLE), "business_allowed", BUSINESS_YUAN)


def savings_over_limit(view: View) -> pd.Series:
    """Financial assets as a multiple of what is allowed, less one, in the month of aid in which they were most.

    ``max over months of yuan / (months of the line x line x living members) - 1``, at least 0; the line of the day.
    """
    held = _held(view, FINANCIAL, CLOSED)
    owned = in_months(view.aid_months, held[held["value"] > 0])
    most = owned.groupby(HOME_MONTH)["value"].sum().round(2).groupby("household_id").max()
    today = pd.Series(view.as_of, index=view.scored.index)
    months = in_force(view.law, "savings_months", view.scored["region_code"], today)["value"]
    allowed = months * line_on(view.lines, view.scored, view.as_of)["line"] * view.living()
    return (most / allowed.reindex(most.index) - 1).clip(lower=0)


def _held(view: View, kinds: tuple[str, ...], without: tuple[str, ...]) -> pd.DataFrame:
    """Return the holdings of members that were not given up before the decision, some states left out."""
    held = view.of_members("holdings")
    held = held[held["kind"].isin(kinds) & ~held["status"].isin(without)]
    held = held[held["end_on"].isna() | (held["end_on"] >= month_of(held["granted_on"]))]
    unnamed = held["person_id"] + "," + held["kind"] + "," + held["start_on"].dt.strftime("%Y-%m-%d").fillna("")
    return held.assign(asset=held["asset_id"].fillna(unnamed))


def _allowed(view: View, name: str, held: pd.DataFrame) -> pd.Series:
    """Return the value allowed on the first day with aid of each thing."""
    first = held["start_on"].where(held["start_on"] > held["granted_on"], held["granted_on"])
    return in_force(view.law, name, held["region_code"], first)["value"]


def _weighed(view: View, held: pd.DataFrame, rule: str, yuan: int) -> pd.Series:
    """Return the summed weights of the things worth more than is allowed and owned in a month of aid."""
    allowed = _allowed(view, rule, held)
    held = held[(allowed == 0) | held["value"].isna() | (held["value"] > allowed)]
    worth = in_months(view.aid_months, held).groupby(THING)["value"].max()
    return (1 + np.log10(1 + worth.fillna(0).clip(lower=0) / yuan)).groupby("household_id").sum()


MEANS = (vehicle, second_home, business, savings_over_limit)
