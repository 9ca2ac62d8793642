"""Matched pairs: refused households no better off than one that was granted with a relative in post (F17)."""

import pandas as pd

from benchmarks.plain.households import divisions_above
from benchmarks.plain.law import in_force
from benchmarks.plain.lines import aid_lines, line_on
from benchmarks.plain.records import Tables
from features.law.law import Law
from features.law.reading import NATIONAL

__all__ = ["matched_columns"]

DAYS_APART = 1_096
TOLERANCE = 0.1
SAVINGS_TOLERANCE = 0.25
LEAST = 0.1
GROUNDS = ("serious_illness", "unable_to_work")
SEVERE = 2
ACTED = ["handler_id", "approver_id", "surveyor_1_id", "surveyor_2_id"]


def matched_columns(
    tables: Tables,
    scored: pd.DataFrame,
    members: pd.DataFrame,
    kin: pd.DataFrame,
    ties: pd.DataFrame,
    as_of: pd.Timestamp,
    law: Law = NATIONAL,
) -> pd.DataFrame:
    """Return the column ``refused_alike`` for every scored household.

    Parameters
    ----------
    tables : Tables
        The delivery as it was known on the day.
    scored, members : pandas.DataFrame
        Scored households, indexed with ``household_id``, and their members.
    kin : pandas.DataFrame
        All direct ties in both directions: ``a``, ``b``, ``relation``.
    ties : pandas.DataFrame
        ``household_id``, ``official_id``, ``steps``: kin over a household.
    as_of : pandas.Timestamp
        The last day that counts.
    law : Law
        What acts are measured by.
    """
    if tables.as_of != as_of:
        raise ValueError(f"the tables are as of {tables.as_of}, not {as_of}")
    value = pd.Series(0.0, index=scored.index.rename("household_id"), name="refused_alike")
    divisions = divisions_above(tables)
    related = scored[scored.index.isin(ties["household_id"])]
    refused = _refused(tables, divisions)
    places = scored.groupby("peer_group")["region_code"].min()
    columns = ["household_id", "decision_id", "applied_on", "scheme", "declared_monthly_income", "peer_group"]
    asking = pd.concat([related[columns].assign(granted=True), refused[columns].assign(granted=False)])
    asking = asking[asking["peer_group"].isin(related["peer_group"])].reset_index(drop=True)
    asking["region_code"] = asking["peer_group"].map(places)
    people = _people(tables, asking, members)
    homes = _circumstances(tables, asking, people, aid_lines(tables, scored, divisions, law), law)
    own = homes[homes["granted"]]
    pairs = own.merge(homes[~homes["granted"]], on="peer_group", suffixes=("", "_r"))
    apart = (pairs["applied_on_r"] - pairs["applied_on"]).abs()
    pairs = pairs[
        (apart <= pd.Timedelta(days=DAYS_APART))
        & ((pairs["heads_r"] - pairs["heads"]).abs() <= 1)
        & pairs["income"].notna()
        & pairs["income_r"].notna()
        & ~pairs["severe"]
        & ~(pairs["declared_monthly_income_r"] > pairs["income_limit_r"])
    ]
    alike = _no_better_off(pairs)
    tied = _tied(tables, refused[refused["household_id"].isin(alike["household_id_r"])], people, kin, divisions)
    counted = alike[~alike["household_id_r"].isin(tied)].groupby("household_id").size()
    share = counted / (pairs.groupby("household_id").size() + 1.0)
    value.update(share[share >= LEAST])
    unknown = own.loc[own["income"].isna() & ~own["severe"], "household_id"]
    return value.mask(value.index.isin(unknown)).to_frame()


def _refused(tables: Tables, divisions: pd.DataFrame) -> pd.DataFrame:
    """Return the latest refusal of each household that was never granted aid."""
    made = tables["decisions"]
    helped = made.loc[made["outcome"] == "granted", "household_id"]
    refused = made[(made["outcome"] == "refused") & ~made["household_id"].isin(helped)]
    refused = refused.sort_values(["applied_on", "decision_id"]).drop_duplicates("household_id", keep="last")
    refused = refused.merge(tables["households"], on="household_id")
    levels = divisions["above"].map(tables["regions"].set_index("region_code")["level"])
    towns = divisions[levels == "township"].sort_values(["height", "above"]).drop_duplicates("region_code")
    town = refused["region_code"].map(towns.set_index("region_code")["above"]).astype("str")
    town = town.fillna(refused["region_code"].str[:9].str.pad(12, "right", "0"))
    return refused.assign(peer_group=refused["scheme"] + "@" + town)


def _people(tables: Tables, asking: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return who lived in each household on the day of its application."""
    listed = [
        members[["household_id", "person_id"]],
        tables["members"][["household_id", "person_id"]],
        tables["households"][["household_id", "applicant_id"]].set_axis(["household_id", "person_id"], axis="columns"),
    ]
    people = pd.concat(listed).drop_duplicates()
    people = people.merge(asking[["household_id", "applied_on", "region_code"]], on="household_id")
    residents = tables["persons"].drop_duplicates("person_id")[["person_id", "death_date", "disability_grade"]]
    people = people.merge(residents, on="person_id", how="left")
    people["severe"] = people["disability_grade"] <= SEVERE
    return people[people["death_date"].isna() | (people["death_date"] > people["applied_on"])]


def _circumstances(
    tables: Tables, asking: pd.DataFrame, people: pd.DataFrame, lines: pd.DataFrame, law: Law
) -> pd.DataFrame:
    """Return how each household stood on the day of its application, in aid lines of that day."""
    homes = line_on(lines, asking, asking["applied_on"]).set_index("household_id", drop=False).rename_axis(None)
    homes = homes.join(people.groupby("household_id").agg(heads=("person_id", "size"), severe=("severe", "any")))
    homes = homes[homes["heads"].notna()]
    seen = _on_the_day(tables["incomes"], people).groupby("household_id")["monthly_amount"].sum()
    seen = seen.reindex(homes.index, fill_value=0.0) / homes["heads"]
    incomes = [homes["declared_monthly_income"], *([seen] if tables.has("incomes") else [])]
    homes["income"] = (pd.concat(incomes, axis=1).max(axis=1) / homes["line"]).round(6)
    owned = _on_the_day(tables["holdings"], people)
    owned = owned[owned["status"].fillna("active") == "active"]
    saved = owned[owned["kind"].isin(["deposit", "security", "insurance"])].groupby("household_id")["value"].sum()
    spent = tables["medical_costs"].merge(people, on="person_id")
    spent = spent[(spent["applied_on"].dt.year - spent["year"]).isin([0, 1])]
    spent = spent.groupby(["household_id", "year"])["own_expense"].sum().groupby("household_id").max()
    for name, yuan in (("savings", saved), ("medical", spent)):
        homes[name] = (yuan.reindex(homes.index) / homes["heads"] / homes["line"] / 12).round(6).fillna(0.0)
    homes["assets"] = _assets(owned, law).reindex(homes.index, fill_value=0.0)
    struck = tables["conditions"].merge(people, on="person_id")
    struck = struck[struck["start_on"].isna() | (struck["start_on"] <= struck["applied_on"])]
    for ground in GROUNDS:
        homes[ground] = homes.index.isin(struck.loc[struck["kind"] == ground, "household_id"])
    return homes.reset_index(drop=True)


def _on_the_day(rows: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `people` that held on the day of the application."""
    rows = rows.merge(people, on="person_id")
    begun = rows["start_on"].isna() | (rows["start_on"] <= rows["applied_on"])
    return rows[begun & (rows["end_on"].isna() | (rows["end_on"] >= rows["applied_on"]))]


def _assets(owned: pd.DataFrame, law: Law) -> pd.Series:
    """Return the vehicles and businesses beyond the allowed value and the homes beyond the allowed number."""
    things = owned[owned["kind"].isin(["vehicle", "business", "property"])]
    rule = things["kind"].replace("property", "homes") + "_allowed"
    things = things.assign(allowed=in_force(law, rule, things["region_code"], things["applied_on"])["value"])
    names = things["person_id"] + "," + things["kind"] + "," + things["start_on"].dt.strftime("%Y-%m-%d").fillna("")
    things = things.assign(thing=things["asset_id"].fillna(names))
    home = things["kind"] == "property"
    over = (things["allowed"] == 0) | things["value"].isna() | (things["value"] > things["allowed"])
    things = things[things["allowed"].notna() & (home | over)].drop_duplicates(["household_id", "kind", "thing"])
    homes = (
        things[things["kind"] == "property"].groupby("household_id").agg(n=("thing", "size"), most=("allowed", "max"))
    )
    others = things[things["kind"] != "property"].groupby("household_id").size()
    return others.add((homes["n"] - homes["most"]).clip(lower=0), fill_value=0)


def _no_better_off(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs whose refused household was no better off in anything known."""
    alike = (
        (pairs["income_r"] <= pairs["income"] + TOLERANCE)
        & (pairs["assets_r"] <= pairs["assets"])
        & (pairs["savings_r"] <= pairs["savings"] + SAVINGS_TOLERANCE)
        & (pairs["medical_r"] >= pairs["medical"] - TOLERANCE)
    )
    for ground in GROUNDS:
        alike &= pairs[f"{ground}_r"] | ~pairs[ground]
    return pairs[alike]


def _tied(
    tables: Tables, refused: pd.DataFrame, people: pd.DataFrame, kin: pd.DataFrame, divisions: pd.DataFrame
) -> set[str]:
    """Return the refused households with kin in one or two steps among the officials over them."""
    placed = refused.merge(divisions, on="region_code").merge(
        tables["officials"], left_on="above", right_on="region_code", suffixes=("", "_of_office")
    )
    begun = placed["start_on"].isna() | (placed["start_on"] <= placed["approved_on"].fillna(placed["applied_on"]))
    in_post = placed[begun & (placed["end_on"].isna() | (placed["end_on"] >= placed["applied_on"]))]
    acted = refused.melt("household_id", ACTED, value_name="person_id").dropna(subset="person_id")
    officers = pd.concat([in_post[["household_id", "person_id"]], acted[["household_id", "person_id"]]])
    homes = people.loc[people["household_id"].isin(refused["household_id"]), ["household_id", "person_id"]]
    near = kin[kin["a"].isin({*homes["person_id"], *officers["person_id"]})]
    both = _with_kin(homes, near).merge(_with_kin(officers, near), on=["household_id", "person_id"])
    return set(both["household_id"])


def _with_kin(people: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    kin = people.merge(near[["a", "b"]], left_on="person_id", right_on="a")[["household_id", "b"]]
    return pd.concat([people, kin.set_axis(["household_id", "person_id"], axis="columns")]).drop_duplicates()
