"""The scored households, their members, and the divisions above them."""

import pandas as pd

from benchmarks.plain.records import Tables, look_up

__all__ = ["decisions_in_force", "divisions_above", "scored_households", "scored_members"]

HIGHEST = 6
"""Steps up by stated parents."""


def divisions_above(tables: Tables) -> pd.DataFrame:
    """Return every region in use with itself and each division above it, by stated parents first, prefixes second."""
    parent = tables["regions"].dropna(subset="parent_code").set_index("region_code")["parent_code"].to_dict()
    rows = []
    for region in tables["households"]["region_code"].unique():
        above = region
        for height in range(HIGHEST + 1):
            rows.append((region, above, height))
            if above not in parent:
                break
            above = parent[above]
        rows += [(region, region[:digits].ljust(12, "0"), 20 - digits) for digits in (9, 6, 4, 2)]
    divisions = pd.DataFrame(rows, columns=["region_code", "above", "height"])
    return divisions.groupby(["region_code", "above"], as_index=False)["height"].min()


def decisions_in_force(tables: Tables) -> pd.DataFrame:
    """Return the granted decisions that have not ended, with the day from which they count."""
    made = tables["decisions"]
    made = made[(made["outcome"] == "granted") & (made["ended_on"].isna() | (made["ended_on"] >= tables.as_of))]
    granted_on = made["approved_on"]
    for day in ("publicised_to", "surveyed_on", "accepted_on", "applied_on"):
        granted_on = granted_on.fillna(made[day])
    return made.assign(granted_on=granted_on)


def scored_households(tables: Tables, in_force: pd.DataFrame, divisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row a scored household, indexed with it: the latest decision in force, and where it lives."""
    latest = in_force.sort_values(["granted_on", "decision_id"]).drop_duplicates("household_id", keep="last")
    scored = latest.merge(tables["households"], on="household_id")
    levels = look_up(divisions["above"], tables["regions"].set_index("region_code")["level"])
    townships = divisions[levels == "township"].sort_values(["height", "above"]).drop_duplicates("region_code")
    stated = look_up(scored["region_code"], townships.set_index("region_code")["above"])
    scored["township"] = stated.fillna(scored["region_code"].str[:9].str.pad(12, "right", "0"))
    scored["peer_group"] = scored["scheme"] + "@" + scored["township"]
    return scored.sort_values("household_id").set_index("household_id", drop=False).rename_axis(None)


def scored_members(tables: Tables, scored: pd.DataFrame) -> pd.DataFrame:
    """Return the members of scored households, applicants among them; nothing said of a listed member is covered."""
    listed = tables["members"][["household_id", "person_id", "covered"]]
    listed = listed.assign(covered=listed["covered"].fillna(True).astype("bool"))
    applicants = scored[["household_id", "applicant_id"]].rename(columns={"applicant_id": "person_id"})
    both = pd.concat([listed[listed["household_id"].isin(scored.index)], applicants.assign(covered=False)])
    members = both.groupby(["household_id", "person_id"], as_index=False)["covered"].any()
    people = tables["persons"].drop_duplicates("person_id")[["person_id", "birth_date", "death_date"]]
    return members.merge(people, on="person_id", how="left")
