"""Everything that the plain features look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import networkx as nx
import pandas as pd

from benchmarks.plain.contacts import contact_ties
from benchmarks.plain.graph import Kin, all_ties, both_ways, kinship_graph
from benchmarks.plain.household import household_columns
from benchmarks.plain.households import decisions_in_force, divisions_above, scored_households, scored_members
from benchmarks.plain.kin import kin_ties
from benchmarks.plain.lines import aid_lines
from benchmarks.plain.matched import matched_columns
from benchmarks.plain.months import aid_months, gradual_exits
from benchmarks.plain.offices import ACTED, officials_over, spells_of_office
from benchmarks.plain.records import Tables, read_tables
from features.dossier import DEGREE, HUB
from features.law.law import Law
from features.law.reading import NATIONAL

__all__ = ["View", "open_view"]


@dataclass(frozen=True, eq=False)
class View:
    """What the plain features see; the frames are named as the engine's temporary tables are.

    Parameters
    ----------
    tables : Tables
        The delivery as it was known on the day.
    law : Law
        What acts are measured by.
    in_force, scored, members, over : pandas.DataFrame
        Decisions in force, scored households (indexed with ``household_id``), their members, and the officials over
        them.
    graph : networkx.Graph
        Kinship of everybody.
    kin : pandas.DataFrame
        Direct ties of everybody in a household that asked for aid, of officials, and of the relatives of both, in both
        directions: ``a``, ``b``, ``relation`` (what b is to a), ``start_on``, ``end_on``.
    ties, contacts, kin_contacts : pandas.DataFrame
        Kinship ties to officials over a household, what it shares with them, and what with their next of kin.
    lines, aid_months, exits : pandas.DataFrame
        Aid lines by region, scheme and first day; months in which aid was paid; gradual exits.
    """

    tables: Tables
    law: Law
    in_force: pd.DataFrame
    scored: pd.DataFrame
    members: pd.DataFrame
    over: pd.DataFrame
    graph: nx.Graph
    kin: pd.DataFrame
    ties: pd.DataFrame
    contacts: pd.DataFrame
    kin_contacts: pd.DataFrame
    lines: pd.DataFrame
    aid_months: pd.DataFrame
    exits: pd.DataFrame

    @property
    def as_of(self) -> pd.Timestamp:
        """The last day that counts."""
        return self.tables.as_of

    def of_members(self, table: str) -> pd.DataFrame:
        """Return the rows of a table about persons that are about members, with the decision of the household."""
        homes = self.scored[["household_id", "granted_on", "applied_on", "region_code", "scheme"]]
        rows = self.tables[table].merge(self.members, on="person_id")
        return rows.merge(homes.reset_index(drop=True), on="household_id")

    @cached_property
    def household(self) -> pd.DataFrame:
        """The columns of family H."""
        return household_columns(self.tables, self.scored, self.members, Kin(self.graph), self.as_of)

    @cached_property
    def matched(self) -> pd.DataFrame:
        """The columns of matched pairs."""
        return matched_columns(self.tables, self.scored, self.members, self.kin, self.ties, self.as_of)

    def living(self) -> pd.Series:
        """Return the number of living members of each household, 1 where none is left."""
        alive = self.members[self.members["death_date"].isna()].groupby("household_id").size()
        return alive.reindex(self.scored.index, fill_value=0).clip(lower=1).astype("float64")


def open_view(
    folder: Path,
    as_of: date,
    law: Law = NATIONAL,
    degree: int = DEGREE,
    hub: int = HUB,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> View:
    """Read a delivery of clean Parquet files, build the graph of all residents, and find the ties."""
    progress("read")
    tables = read_tables(folder, as_of)
    progress("households")
    divisions = divisions_above(tables)
    in_force = decisions_in_force(tables)
    scored = scored_households(tables, in_force, divisions)
    members = scored_members(tables, scored)
    over = officials_over(scored, divisions, spells_of_office(tables))
    lines = aid_lines(tables, scored, divisions, law)
    months, exits = aid_months(tables, scored), gradual_exits(scored, law)
    progress("ties stated and told")
    stated = all_ties(tables)
    kin = both_ways(_near(stated, _concerned(tables, over)))
    progress("contacts")
    contacts, kin_contacts = contact_ties(tables, scored, members, over, kin, hub)
    progress("kinship graph")
    graph = kinship_graph(stated)
    progress("kinship search")
    ties = kin_ties(tables, scored, members, over, graph, degree)
    return View(
        tables,
        law,
        in_force,
        scored,
        members,
        over,
        graph,
        kin,
        ties,
        contacts,
        kin_contacts,
        lines,
        months,
        exits,
    )


def _concerned(tables: Tables, over: pd.DataFrame) -> set[str]:
    """Return everybody in a household that asked for aid, and everybody in office."""
    return {
        *tables["members"]["person_id"],
        *tables["households"]["applicant_id"],
        *tables["officials"]["person_id"],
        *(person for column in ACTED for person in tables["decisions"][column].dropna()),
        *over["official_id"],
    }


def _near(ties: pd.DataFrame, people: set[str]) -> pd.DataFrame:
    """Return the ties of `people` and of their relatives."""
    direct = ties[ties["a"].isin(people) | ties["b"].isin(people)]
    wider = people.union(direct["a"], direct["b"])
    return ties[ties["a"].isin(wider) | ties["b"].isin(wider)]
