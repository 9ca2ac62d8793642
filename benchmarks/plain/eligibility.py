"""Family E: paid too much, and given away before applying."""

import pandas as pd

from benchmarks.plain.law import add_months, in_force
from benchmarks.plain.lines import line_on
from benchmarks.plain.months import in_exit
from benchmarks.plain.records import look_up
from benchmarks.plain.view import View

__all__ = ["ELIGIBILITY"]

HANDOVER = pd.Timedelta(days=31)
"""Before a thing was given up: its next owner may have been registered as early."""
TRIFLES = ("motorcycle", "e_bike", "disability_scooter")


def overpaid(view: View) -> pd.Series:
    """Yuan a month above the entitlement: amount - covered heads x max(line - declared income a head, 0).

    Regular payments of the latest month with aid, within a year; the line of that month, and those of the covered who
    lived to see it.  Somebody covered alone in a household of the marginal group is helped like a household of one.
    """
    rows = _latest_month(view)
    alive = view.members[~(view.members["death_date"] < look_up(view.members["household_id"], rows["month"]))]
    people = alive.groupby("household_id").size().reindex(rows.index, fill_value=0)
    heads = alive[alive["covered"]].groupby("household_id").size().reindex(rows.index, fill_value=0)
    alone = (rows["scheme"] == "marginal") & (heads == 1) & (people > 1)
    declared = rows["declared_monthly_income"]
    declared = declared.mask(alone & declared.notna(), 0)
    above = (rows["paid"] - heads * (line_on(view.lines, rows, rows["month"])["line"] - declared).clip(lower=0)).round(
        2
    )
    tolerance = in_force(view.law, "overpaid_tolerance", rows["region_code"], rows["month"])["value"]
    return above.mask((above <= tolerance) | (above.notna() & in_exit(rows, view.exits)), 0)


def asset_to_kin(view: View) -> pd.Series:
    """Things that a member gave up to a relative outside the household in the 12 months before applying (default).

    The relative is the next owner on record.  Somebody whose marriage to the giver had ended by then is no relative.
    """
    given = _given(view)
    owners = view.tables["holdings"].dropna(subset=["asset_id", "start_on"])
    taken = given.merge(owners[["asset_id", "person_id", "value", "start_on"]], on="asset_id", suffixes=("", "_taken"))
    worth = taken["value"].fillna(taken["value_taken"])
    taken = taken[
        (taken["person_id"] != taken["person_id_taken"])
        & (taken["start_on_taken"] >= taken["end_on"] - HANDOVER)
        & (worth.isna() | (worth > taken["trifle"]))
    ]
    first = taken.groupby(["household_id", "person_id", "asset_id", "end_on"])["start_on_taken"].transform("min")
    taken = taken[taken["start_on_taken"] == first]
    own = pd.MultiIndex.from_frame(view.members[["household_id", "person_id"]])
    taken = taken[~pd.MultiIndex.from_frame(taken[["household_id", "person_id_taken"]]).isin(own)]
    pairs = pd.MultiIndex.from_frame(taken[["person_id", "person_id_taken"]])
    taken = taken[pairs.isin(_near(view.kin, set(taken["person_id"])))]
    taken = taken[~_parted(view, taken)]
    return taken.groupby("household_id")["asset_id"].nunique()


def _latest_month(view: View) -> pd.DataFrame:
    """Return the scored households with the latest month with aid within a year, and what was paid in it."""
    months = view.aid_months
    year_ago = view.as_of - pd.DateOffset(months=12)
    months = months[months["on_record"] & (months["paid"] > 0) & (months["month"] > year_ago)]
    latest = months.sort_values("month").drop_duplicates("household_id", keep="last").set_index("household_id")
    rows = view.scored.join(latest[["month", "paid"]])
    # The amount of a decision is that of the day of extraction: it stands in only where no payments were delivered.
    if not view.tables.has("payments"):
        rows["paid"] = rows["paid"].fillna(rows["monthly_amount"])
    return rows.assign(month=rows["month"].fillna(view.as_of))


def _given(view: View) -> pd.DataFrame:
    """Return what members gave up in the months before applying that the law looks back, and what is a trifle."""
    held = view.of_members("holdings").dropna(subset=["asset_id", "end_on"])
    held = held[~held["kind"].isin(TRIFLES) & (held["status"] != "scrapped")]
    back = in_force(view.law, "transfer_months", held["region_code"], held["applied_on"])["value"]
    held["trifle"] = in_force(view.law, "transfer_allowed", held["region_code"], held["applied_on"])["value"]
    return held[held["end_on"].between(add_months(held["applied_on"], -back), held["applied_on"])]


def _near(kin: pd.DataFrame, people: set[str]) -> pd.MultiIndex:
    """Return the pairs of some people and their relatives of one step, siblings by a shared parent among them."""
    direct = kin.loc[kin["a"].isin(people), ["a", "b", "relation"]]
    parents = direct[direct["relation"] == "parent"].rename(columns={"b": "parent"})
    children = kin[kin["relation"] == "child"].rename(columns={"a": "parent"})
    siblings = parents[["a", "parent"]].merge(children[["parent", "b"]], on="parent")
    return pd.MultiIndex.from_frame(pd.concat([direct[["a", "b"]], siblings[["a", "b"]]]))


def _parted(view: View, taken: pd.DataFrame) -> pd.Series:
    """Whether a marriage between giver and taker had ended by the day on which the thing was given up."""
    married = view.kin[(view.kin["relation"] == "spouse") & view.kin["end_on"].notna()]
    ended = married.groupby(["a", "b"])["end_on"].min().rename("ended_on")
    ended = taken[["person_id", "person_id_taken", "end_on"]].join(ended, on=["person_id", "person_id_taken"])
    return ended["ended_on"] <= ended["end_on"]


ELIGIBILITY = (overpaid, asset_to_kin)
