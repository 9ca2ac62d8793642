"""Family H, household: split, filled up, or joined by others on paper, or without its grown children (F13 to F16)."""

import math
import re
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from benchmarks.plain.homes import Homes, held
from benchmarks.plain.records import Tables
from features.household.claims import claimed

__all__ = ["household_columns"]

BEFORE = pd.DateOffset(months=12)
BACK = pd.DateOffset(months=3)
ADULT = pd.DateOffset(years=18)
BABY = pd.DateOffset(years=1)
HUB = 10
AWAY = {"custody", "prison", "detention", "compulsory_treatment", "abroad"}
IN_CARE = re.compile("guardian|ward|foster|adopt|step|监护|寄养|收养|抚养|继")


def household_columns(
    tables: Tables | Mapping[str, pd.DataFrame],
    scored: pd.DataFrame,
    members: pd.DataFrame,
    kin: nx.MultiDiGraph,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Return the columns of family H for every scored household.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the contract, already cut at the day.
    scored, members : pandas.DataFrame
        Scored households with their decision in force, and their members.
    kin : networkx.MultiDiGraph
        An edge from a to b for everything that b is to a, with ``relation``, and ``start_on`` and ``end_on`` where
        these are known; both directions, ties of registers among them.
    as_of : pandas.Timestamp
        The last day that counts: no row of `tables` lies after it.

    Returns
    -------
    pandas.DataFrame
        Indexed with ``household_id``.
    """
    assert tables["register_moves"]["moved_on"].dropna().le(as_of).all(), "a move after the day"
    homes = _Family(tables, scored, members, kin)
    columns = {
        "household_split": map(homes.split, homes.rows),
        "merged_members": map(homes.merged, homes.rows),
        "hidden_supporter": map(homes.hidden, homes.rows),
        "moved_in": map(homes.moved_in, homes.rows),
    }
    index = pd.Index([home.household_id for home in homes.rows], name="household_id")
    return pd.DataFrame({name: list(column) for name, column in columns.items()}, index=index, dtype="float64")


class _Family(Homes):
    """The columns, household by household."""

    def split(self, home: Any) -> float:
        """Close kin who stayed in the register that a member split off, at the same address."""
        outside = set()
        for member in self.members[home.household_id]:
            for move in self.moves.get(member, []):
                if move.kind != "split" or not home.applied_on - BEFORE <= move.moved_on <= home.applied_on:
                    continue
                addresses = [home.address_id, self.people[member].address_id] if member in self.people else []
                outside |= {
                    person
                    for person in self.close_on(member, move.moved_on) - set(self.members[home.household_id])
                    if person in self.people
                    and self.people[person].register_id == move.from_register_id
                    and any(self.people[person].address_id == address for address in addresses)
                    and self.people[person].address_id not in self.institutions
                    and self.living_at.get(self.people[person].address_id, 0) <= HUB
                    and not self.people[person].death_date <= home.applied_on
                }
        return float(len(outside))

    def moved_in(self, home: Any) -> float:
        """Covered members who moved into the register of another."""
        if home.address_id in self.institutions:
            return 0.0
        members = self.members[home.household_id]
        return float(
            sum(
                any(self._moved_in(home, members, person, move) for move in self.moves.get(person, []))
                for person, row in members.items()
                if row.covered
            )
        )

    def _moved_in(self, home: Any, members: dict[str, Any], person: str, move: Any) -> bool:
        register, day, born = move.to_register_id, move.moved_on, members[person].birth_date
        if move.kind not in {"move", "merge"} or register == move.from_register_id or day < home.applied_on - BEFORE:
            return False
        there = [
            other
            for other in members
            if other != person
            and other in self.people
            and self.people[other].register_id == register
            and not self.people[other].birth_date > day
            and not any(late.to_register_id == register and late.moved_on >= day for late in self.moves.get(other, []))
        ]
        if not there or born + BABY > day:
            return False
        inside = [(relation, end) for b, relation, _, end in self.ties(person) if b in members]
        if any(relation == "parent" for relation, _ in inside) and born + ADULT > day:
            return False
        if any(relation == "spouse" and (pd.isna(end) or end >= day) for relation, end in inside):
            return False
        return not any(day - BACK <= absence.end_on <= day for absence in self.absences.get(person, []))

    def hidden(self, home: Any) -> float:
        """Grown children of covered members who were not declared."""
        members, day = self.members[home.household_id], home.granted_on
        parents = [person for person, row in members.items() if row.covered and not row.death_date <= day]
        if not any(self.next_to(parent) for parent in parents):
            return math.nan
        children = {
            b
            for parent in parents
            for b, relation, start, end in self.ties(parent)
            if relation == "child" and held(start, end, day) and b in self.people and b not in members
        }
        return float(sum(self._owes(home, child, day) for child in children))

    def _owes(self, home: Any, child: str, day: pd.Timestamp) -> bool:
        person = self.people[child]
        if not person.birth_date + ADULT <= day or not pd.isna(person.death_date):
            return False
        if (home.household_id, child) in self.declared:
            return False
        if any(pd.isna(aid.ended_on) or aid.ended_on >= day for aid in self.aided.get(child, [])):
            return False
        return not any(
            absence.kind in AWAY and absence.start_on <= day and not absence.end_on < day
            for absence in self.absences.get(child, [])
        )

    def merged(self, home: Any) -> float:
        """Covered members who are kin of no other member."""
        members = self.members[home.household_id]
        living = {person: row for person, row in members.items() if not row.death_date <= home.granted_on}
        asked = {person for person, row in living.items() if row.covered and person != home.applicant_id}
        if not asked or home.scheme == "destitute" or home.address_id in self.institutions:
            return 0.0
        known = {person for person in living if self.next_to(person)}
        if len(known) < 2 or not asked & known:
            return math.nan
        if self.guardians.get(home.household_id, set()) & set(members):
            return 0.0
        return float(sum(self._weight(home, members, person) for person in asked & known))

    def _weight(self, home: Any, members: dict[str, Any], person: str) -> int:
        around = frontier = {person}
        for _ in range(3):
            frontier = {b for a in frontier for b, _ in self.next_to(a)} - around
            around = around | frontier
        if around & (set(members) - {person}) or not self._unclaimed(home, person):
            return 0
        there = [self.people[other].register_id for other in members if other in self.people and other != person]
        return 1 + any(
            move.kind in {"merge", "move"}
            and any(move.to_register_id == register for register in there)
            and home.applied_on - BEFORE <= move.moved_on <= home.applied_on
            for move in self.moves.get(person, [])
        )

    def _unclaimed(self, home: Any, person: str) -> bool:
        said = self.said.get((home.household_id, person), "")
        if IN_CARE.search(said.lower()):
            return False
        applicant, day = home.applicant_id, home.applied_on
        ties = [*self.ties(person), *self.ties(applicant)]
        married = any(relation == "spouse" and (pd.isna(end) or end >= day) for _, relation, _, end in ties)
        parents, others = (
            len({b for b, relation, _, _ in self.ties(one) if relation == "parent"}) > 1 for one in (person, applicant)
        )
        return {"": True, "spouse": married, "child": parents, "parent": others, "sibling": parents and others}.get(
            claimed(said), False
        )
