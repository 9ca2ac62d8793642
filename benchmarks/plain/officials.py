"""Family T, the officials' side: how often an official's own relatives come up, and who returns whose favour."""

from functools import lru_cache
from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd

from benchmarks.plain.graph import FOREVER, LONG_AGO
from benchmarks.plain.offices import ACTED
from benchmarks.plain.records import look_up
from benchmarks.plain.view import View
from features.officials.shrinkage import prior_weight, shrink, usual

__all__ = ["OFFICIALS"]

CLOSE = 2
"""Steps within which a relative of an official is close."""
PAIR = ["official_id", "household_id"]
PLACE = ["official_id", "region_code"]


def kin_share_of_official(view: View) -> pd.Series:
    """How far an official who acted for this relative meets relatives more often than usual: lower bound less 1."""
    homes, reach, _, met = _found(view)
    shares = _shares(view, homes, reach, met)
    observed, by_chance = shares["observed"].to_numpy("float64"), shares["expected"].to_numpy("float64")
    expected = by_chance * usual(observed, by_chance, _level(view, shares.index).to_numpy("str"))
    lower = pd.Series(shrink(observed, expected, prior_weight(observed, expected)).lower.round(6), index=shares.index)
    ties = view.ties[view.ties["acted_as"].notna() & (view.ties["steps"] <= CLOSE)]
    excess = look_up(ties["official_id"], lower[lower > 1]).dropna() - 1
    return excess.groupby(ties["household_id"]).max()


def reciprocal_favour(view: View) -> pd.Series:
    """Pairs of officials who acted on each other's relatives, this household among them: their number."""
    homes, _, near, met = _found(view)
    turns = homes[homes["in_person"] & ~pd.MultiIndex.from_frame(homes[PAIR]).isin(pd.MultiIndex.from_frame(met[PAIR]))]
    turns = turns.merge(near.rename(columns={"official_id": "other_id"}), on="household_id")
    turns = turns[turns["official_id"] != turns["other_id"]]
    turns = turns[_held(view, turns)][["official_id", "other_id", "household_id"]].drop_duplicates()
    back = pd.MultiIndex.from_frame(turns[["other_id", "official_id"]])
    turns = turns[pd.MultiIndex.from_frame(turns[["official_id", "other_id"]]).isin(back)]
    pairs = np.sort(turns[["official_id", "other_id"]].to_numpy("object"), axis=1)
    turns = turns.assign(one=pairs[:, 0], two=pairs[:, 1]).drop_duplicates(["household_id", "one", "two"])
    return turns[turns["household_id"].isin(view.scored.index)].groupby("household_id").size()


@lru_cache(maxsize=1)
def _found(view: View) -> tuple[pd.DataFrame, dict[str, dict[str, int]], pd.DataFrame, pd.DataFrame]:
    """Return households acted on, who is within reach of whom, near households, and the near ones acted on."""
    homes = _homes_acted_on(view)
    reach = _reach(view.graph, {*homes["official_id"], *view.tables["officials"]["person_id"]})
    near = _near_homes(view, homes, reach)
    met = homes.merge(near, on=PAIR).assign(other_id=lambda rows: rows["official_id"])
    return homes, reach, near, met[_held(view, met)].drop_duplicates(PAIR)


def _homes_acted_on(view: View) -> pd.DataFrame:
    """Return one row an official and household acted on and granted: region, latest day, and whether in person."""
    made = view.tables["decisions"]
    made = made[made["outcome"] == "granted"]
    granted = made["approved_on"]
    for day in ("publicised_to", "surveyed_on", "accepted_on", "applied_on"):
        granted = granted.fillna(made[day])
    acts = made.assign(granted_on=granted).melt(
        ["household_id", "granted_on"], list(ACTED), var_name="role", value_name="official_id"
    )
    acts = acts.dropna(subset="official_id").assign(in_person=acts["role"] != "approver_id")
    homes = acts.groupby(PAIR, as_index=False).agg(granted_on=("granted_on", "max"), in_person=("in_person", "any"))
    return homes.merge(view.tables["households"][["household_id", "region_code"]], on="household_id")


def _reach(graph: nx.Graph, officials: set[str]) -> dict[str, dict[str, int]]:
    """Return the steps to everybody within reach of each official, whatever the days."""
    return {
        official: dict(nx.single_source_shortest_path_length(graph, official, cutoff=CLOSE))
        if official in graph
        else {official: 0}
        for official in officials
    }


def _near_homes(view: View, homes: pd.DataFrame, reach: dict[str, dict[str, int]]) -> pd.DataFrame:
    """Return one row an official, household that was granted aid and member within reach, with the steps."""
    listed = view.tables["members"][["household_id", "person_id"]]
    applicants = view.tables["households"][["household_id", "applicant_id"]]
    people = pd.concat([listed, applicants.rename(columns={"applicant_id": "person_id"})]).drop_duplicates()
    people = people[people["household_id"].isin(homes["household_id"])]
    aided = set(people["person_id"])
    rows = [
        (official, person, steps)
        for official, found in reach.items()
        for person, steps in found.items()
        if person in aided
    ]
    near = pd.DataFrame(rows, columns=["official_id", "person_id", "steps"])
    return near.astype({"official_id": "str", "person_id": "str"}).merge(people, on="person_id")


def _held(view: View, rows: pd.DataFrame) -> list[bool]:
    """Whether some shortest path from ``other_id`` to ``person_id`` held on the day, for each row."""
    spells = _dated(view.tables["kinship"])
    return [
        a == b
        or any(all(_within(spells.get(hop), day) for hop in pairwise(way)) for way in _shortest_ways(view.graph, a, b))
        for a, b, day in zip(rows["other_id"], rows["person_id"], rows["granted_on"], strict=True)
    ]


def _shortest_ways(graph: nx.Graph, a: str, b: str) -> list[tuple[str, ...]]:
    """Return all shortest ways between two people within two steps."""
    return [(a, b)] if graph.has_edge(a, b) else [(a, middle, b) for middle in nx.common_neighbors(graph, a, b)]


def _dated(kinship: pd.DataFrame) -> dict[tuple[str, str], tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the days of the ties that ``kinship`` dates, open where one of the dated rows is."""
    dated = kinship[kinship["start_on"].notna() | kinship["end_on"].notna()]
    dated = pd.concat([dated, dated.rename(columns={"person_id": "relative_id", "relative_id": "person_id"})])
    days = dated.assign(start_on=dated["start_on"].fillna(LONG_AGO), end_on=dated["end_on"].fillna(FOREVER))
    days = days.groupby(["person_id", "relative_id"]).agg({"start_on": "min", "end_on": "max"})
    return dict(zip(days.index, zip(days["start_on"], days["end_on"], strict=True), strict=True))


def _within(spell: tuple[pd.Timestamp, pd.Timestamp] | None, day: pd.Timestamp) -> bool:
    return spell is None or spell[0] <= day <= spell[1]


def _shares(view: View, homes: pd.DataFrame, reach: dict[str, dict[str, int]], met: pd.DataFrame) -> pd.DataFrame:
    """Return the relatives that each official met, and those that chance would bring: by the families of a village."""
    persons = view.tables["persons"][["person_id", "register_id", "region_code"]]
    village = persons.groupby("region_code").agg(registers=("register_id", "nunique"), residents=("person_id", "size"))
    rows = [(official, person) for official, found in reach.items() for person in found]
    kin = pd.DataFrame(rows, columns=["official_id", "person_id"]).astype("str").merge(persons, on="person_id")
    kin = kin.groupby(PLACE).agg(kin_registers=("register_id", "nunique"), kin_residents=("person_id", "nunique"))
    acted = homes.groupby(PLACE).size().rename("households").reset_index().join(village, on="region_code", how="inner")
    acted = acted.join(kin, on=PLACE).fillna({"kin_registers": 0, "kin_residents": 0})
    acted = acted.join(met.groupby(PLACE).size().rename("observed"), on=PLACE).fillna({"observed": 0})
    by_register = acted["kin_registers"] / acted["registers"].where(acted["registers"] > 0)
    share = by_register.fillna(acted["kin_residents"] / acted["residents"])
    acted = acted.assign(expected=acted["households"] * share)
    return acted.groupby("official_id")[["observed", "expected"]].sum().round({"expected": 9})


def _level(view: View, officials: pd.Index) -> pd.Series:
    """Return the level of the region of each official's latest office: none where no office is on record."""
    terms = view.tables["officials"].assign(
        last=view.tables["officials"]["end_on"].fillna(pd.Timestamp(2262, 1, 1)),
    )
    terms = terms.sort_values(["post", "region_code"]).sort_values("start_on", ascending=False, kind="stable")
    terms = terms.sort_values("last", ascending=False, kind="stable").drop_duplicates("person_id")
    region = terms.set_index("person_id")["region_code"].reindex(officials)
    stated = region.map(view.tables["regions"].set_index("region_code")["level"]).astype("str")
    ends = region.fillna("")
    told = pd.Series("village", index=officials).mask(ends.str.endswith("000"), "township")
    told = told.mask(ends.str.endswith("000000"), "county")
    return stated.fillna(told.where(region.notna(), "none"))


OFFICIALS = (kin_share_of_official, reciprocal_favour)
