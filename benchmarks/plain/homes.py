"""Households and their members, and where the plain features of family H look things up."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import pandas as pd

from benchmarks.plain.records import Tables

__all__ = ["Homes", "held"]

CLOSE = {"spouse", "parent", "child", "sibling", "grandparent", "grandchild"}


@dataclass
class Homes:
    """Households, their members, and where to look things up."""

    tables: Tables | Mapping[str, pd.DataFrame]
    scored: pd.DataFrame
    listed: pd.DataFrame
    kin: nx.MultiDiGraph

    @cached_property
    def rows(self) -> list[Any]:
        """Every scored household."""
        return list(self.scored.reset_index(drop=True).itertuples(index=False))

    @cached_property
    def members(self) -> dict[str, dict]:
        """Members by household and person."""
        found: dict[str, dict] = defaultdict(dict)
        for row in self.listed.itertuples(index=False):
            found[row.household_id][row.person_id] = row
        return found

    @cached_property
    def people(self) -> dict[str, tuple]:
        """Members and their kin who are residents."""
        near = {person for member in set(self.listed["person_id"]) for person, _ in self.next_to(member)}
        persons = self.tables["persons"]
        persons = persons[persons["person_id"].isin(near | set(self.listed["person_id"]))]
        return {row.person_id: row for row in persons.itertuples(index=False)}

    @cached_property
    def living_at(self) -> pd.Series:
        """How many living people share each address."""
        persons = self.tables["persons"]
        return persons[persons["death_date"].isna()].groupby("address_id").size()

    @cached_property
    def institutions(self) -> set[str]:
        """Addresses of institutions."""
        addresses = self.tables["addresses"]
        return set(addresses.loc[addresses["kind"] == "institution", "address_id"])

    @cached_property
    def moves(self) -> dict[str, list]:
        """Moves of members between registers."""
        return _grouped(self.tables["register_moves"], "person_id", set(self.listed["person_id"]))

    @cached_property
    def absences(self) -> dict[str, list]:
        """Absences by person."""
        return _grouped(self.tables["absences"], "person_id")

    @cached_property
    def declared(self) -> set[tuple[str, str]]:
        """Households and the supporters whom they declared."""
        rows = self.tables["supporters"]
        return set(zip(rows["household_id"], rows["person_id"], strict=True))

    @cached_property
    def aided(self) -> dict[str, list]:
        """Last days of the aid that covered each person."""
        granted = self.tables["decisions"]
        granted = granted[granted["outcome"] == "granted"][["household_id", "ended_on"]]
        covered = self.tables["members"]
        covered = covered[covered["covered"].fillna(value=True).astype("bool")]
        return _grouped(covered.merge(granted, on="household_id"), "person_id")

    @cached_property
    def said(self) -> dict[tuple[str, str], str]:
        """What a household states a member to be."""
        rows = self.tables["members"].dropna(subset="relation_to_applicant")
        return rows.groupby(["household_id", "person_id"])["relation_to_applicant"].min().to_dict()

    @cached_property
    def guardians(self) -> dict[str, set]:
        """Guardians who took a household's aid."""
        paid = self.tables["payments"]
        paid = paid[paid["holder_role"] == "guardian"]
        return paid.groupby("household_id")["account_holder_id"].agg(set).to_dict()

    def ties(self, a: str) -> Iterator[tuple[str, str, object, object]]:
        """Give relatives of `a`, what they are, and from when to when."""
        if a not in self.kin:
            return
        for b, edges in self.kin[a].items():
            spells = defaultdict(list)
            for edge in edges.values():
                spells[edge["relation"]].append((edge.get("start_on"), edge.get("end_on")))
            for relation, days in spells.items():
                starts, ends = zip(*days, strict=True)
                yield b, relation, _open_or(min, starts), _open_or(max, ends)

    def next_to(self, a: str) -> set[tuple[str, str]]:
        """Return relatives one step away, siblings by a shared parent among them, whatever the days."""
        direct = {(b, relation) for b, relation, _, _ in self.ties(a)}
        parents = [b for b, relation in direct if relation == "parent"]
        shared = {b for parent in parents for b, relation, _, _ in self.ties(parent) if relation == "child"}
        return direct | {(b, "sibling") for b in shared - {a}}

    def close_on(self, a: str, day: pd.Timestamp) -> set[str]:
        """Return the close kin of `a` on `day`."""
        near = {b for b, relation, start, end in self.ties(a) if relation in CLOSE and held(start, end, day)}
        stated = {b for b, relation, _, _ in self.ties(a) if relation == "sibling"}
        return near | {b for b, relation in self.next_to(a) if relation == "sibling" and b not in stated}


def _grouped(rows: pd.DataFrame, key: str, people: set[str] | None = None) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    for row in (rows if people is None else rows[rows[key].isin(people)]).itertuples(index=False):
        found[getattr(row, key)].append(row)
    return found


def _open_or(choose: Callable[[tuple], object], days: tuple) -> object:
    """Return the first or last of several days, missing where one of them is."""
    return pd.NaT if any(day is None or pd.isna(day) for day in days) else choose(days)


def held(start: object, end: object, day: pd.Timestamp) -> bool:
    """Whether a tie from `start` to `end` held on `day`."""
    return (pd.isna(start) or start <= day) and (pd.isna(end) or end >= day)
