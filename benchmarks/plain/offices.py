"""Who was in office over the scored households, and who acted on their decisions."""

import pandas as pd

from benchmarks.plain.records import Tables

__all__ = ["ACTED", "officials_over", "spells_of_office"]

REELECTION_GAP = pd.Timedelta(days=92)
"""Terms of one person that lie no further apart count as one time in office."""
FOREVER = pd.Timestamp("2262-01-01").as_unit("s")
LONG_AGO = pd.Timestamp("1678-01-01").as_unit("s")
PAIR = ["household_id", "official_id"]
ACTED = {"handler_id": "handler", "approver_id": "approver", "surveyor_1_id": "surveyor", "surveyor_2_id": "surveyor"}
"""Who acted on a decision; of several roles the first counts."""


def spells_of_office(tables: Tables) -> pd.DataFrame:
    """Return the times in office, terms that follow on each other joined: person, region, post of the latest, days."""
    terms = tables["officials"].sort_values(["person_id", "region_code", "start_on"], na_position="first")
    place = [terms["person_id"], terms["region_code"]]
    end = terms["end_on"].fillna(FOREVER)
    before = end.groupby(place, dropna=False).transform(lambda days: days.cummax().shift())
    opens = before.isna() | (terms["start_on"] > before + REELECTION_GAP)
    spell = opens.groupby(place, dropna=False).cumsum()
    terms = terms.assign(
        spell=spell,
        begun=terms["start_on"].fillna(LONG_AGO),
        over=end,
    ).sort_values(["begun", "post"], kind="stable")
    spells = terms.groupby(["person_id", "region_code", "spell"], dropna=False).agg(
        post=("post", "last"), start_on=("begun", "min"), end_on=("over", "max")
    )
    spells = spells.reset_index()
    return spells.assign(
        start_on=spells["start_on"].where(spells["start_on"] > LONG_AGO),
        end_on=spells["end_on"].where(spells["end_on"] < FOREVER),
    )


def officials_over(scored: pd.DataFrame, divisions: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """Return one row a household and official over it: who acted on its decision or was in post over its region."""
    acting = _acting(scored)
    homes = scored[["household_id", "region_code", "applied_on", "granted_on"]].reset_index(drop=True)
    placed = homes.merge(divisions, on="region_code").merge(
        offices.dropna(subset="region_code"), left_on="above", right_on="region_code", suffixes=("", "_of_office")
    )
    posts = _overlapping(placed).sort_values(["height", "post"]).rename(columns={"person_id": "official_id"})
    posts = posts.groupby(PAIR, as_index=False).agg(post=("post", "first"), start_on=("start_on", "min"))
    own = acting.merge(homes, on="household_id").merge(offices, left_on="official_id", right_on="person_id")
    own = _overlapping(own).groupby(PAIR, as_index=False)
    own = own.agg(own_post=("post", "max"), own_start=("start_on", "min"))
    over = posts.merge(acting, how="outer", on=PAIR).merge(own, how="left", on=PAIR)
    elsewhere = over["post"].isna()
    over["post"] = over["post"].mask(elsewhere, over["own_post"])
    over["start_on"] = over["start_on"].mask(elsewhere, over["own_start"])
    over["start_on"] = over["start_on"].where(over["start_on"] > LONG_AGO)
    return over.drop(columns=["own_post", "own_start"])


def _acting(scored: pd.DataFrame) -> pd.DataFrame:
    roles = [
        pd.DataFrame({"household_id": scored.index, "official_id": scored[column].array, "acted_as": role})
        for column, role in ACTED.items()
    ]
    return pd.concat(roles).dropna(subset="official_id").drop_duplicates(PAIR)


def _overlapping(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose office overlapped with the time from application to approval; an open start is long ago."""
    rows = rows.assign(start_on=rows["start_on"].fillna(LONG_AGO))
    return rows[(rows["start_on"] <= rows["granted_on"]) & ~(rows["end_on"] < rows["applied_on"])]
