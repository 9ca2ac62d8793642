"""Close relatives of officials, against shortest paths of the kinship graph."""

from pathlib import Path

import networkx as nx
import pytest

from features.officials.acts import keep_acts
from features.officials.close_kin import keep_close_kin, keep_close_ties
from tests.town import AS_OF, Town
from tests.unit.features.officials.builders import families


def clan() -> Town:
    """A town in which S1 has, three steps round, relatives of every kind."""
    town = families(6)
    for person in ("GRAN", "DAD", "MUM", "AUNT", "COUSIN", "SIS", "NIECE", "WIFE", "HER_DAD", "SON", "HIS_WIFE"):
        town.person(person)
    town.kin("S1", "DAD", "parent").kin("S1", "MUM", "parent").kin("SIS", "DAD", "parent").kin("SIS", "MUM", "parent")
    town.kin("DAD", "GRAN", "parent").kin("AUNT", "GRAN", "parent").kin("COUSIN", "AUNT", "parent")
    town.kin("NIECE", "SIS", "parent").kin("S1", "WIFE", "spouse").kin("WIFE", "HER_DAD", "parent")
    town.kin("S1", "SON", "child").kin("SON", "HIS_WIFE", "spouse")
    town.kin("COUSIN", "F1", "child").kin("NIECE", "F2", "child").kin("HIS_WIFE", "F3", "parent")
    for family in range(6):
        town.aided(f"A{family}", f"F{family}", handler_id="H1", surveyor_1_id="S1", approver_id=None)
    return town


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("walked", [0, 1, 2])
def test_steps_are_those_of_shortest_paths(tmp_path: Path, degree: int, walked: int) -> None:
    dossier = clan().dossier(tmp_path, AS_OF)
    known = dossier.known
    keep_acts(known)
    keep_close_kin(known, degree, walked=walked)
    found = known.frame("SELECT DISTINCT official_id, person_id, steps FROM close_kin WHERE official_id = 'S1'")
    ties = nx.from_pandas_edgelist(known.frame("SELECT a, b, relation FROM kin"), "a", "b", "relation", nx.DiGraph)
    parents = {(a, b) for a, b, relation in ties.edges(data="relation") if relation == "parent"}
    ties.add_edges_from((a, b) for a, up in list(parents) for b, other in parents if up == other and a != b)
    expected = nx.single_source_shortest_path_length(ties, "S1", cutoff=degree)
    assert dict(zip(found["person_id"], found["steps"], strict=True)) == dict(expected)


def test_ties_lead_to_households_over_all_their_steps(tmp_path: Path) -> None:
    known = clan().dossier(tmp_path, AS_OF).known
    keep_acts(known)
    keep_close_kin(known, 3)
    keep_close_ties(known)
    ties = known.frame("SELECT household_id, steps FROM close_ties WHERE official_id = 'S1' ORDER BY ALL")
    assert ties.values.tolist() == [["A2", 3], ["A3", 3]]


def test_an_official_in_the_household_is_no_step_away(tmp_path: Path) -> None:
    town = families(2).aided("A0", "S1", handler_id="H1")
    known = town.dossier(tmp_path, AS_OF).known
    keep_acts(known)
    keep_close_kin(known)
    keep_close_ties(known)
    assert known.frame("SELECT steps FROM close_ties WHERE official_id = 'S1'")["steps"].tolist() == [0]


@pytest.mark.parametrize(
    ("days", "start_on", "end_on"),
    [
        ({"start_on": "2010-05-01", "end_on": "2020-06-01"}, "2010-05-01", "2020-06-01"),
        ({"start_on": "2010-05-01"}, "2010-05-01", None),
        ({}, None, None),
    ],
)
def test_a_dated_tie_dates_the_way(tmp_path: Path, days: dict[str, str], start_on: str, end_on: str) -> None:
    town = families(2).person("SIS").person("MAN").kin("S1", "SIS", "sibling").kin("MAN", "SIS", "spouse", **days)
    known = town.aided("A0", "MAN").dossier(tmp_path, AS_OF).known
    keep_acts(known)
    keep_close_kin(known)
    keep_close_ties(known)
    ties = known.frame("SELECT start_on::VARCHAR AS a, end_on::VARCHAR AS b FROM close_ties WHERE official_id = 'S1'")
    assert [None if cell != cell else cell for cell in ties.iloc[0]] == [start_on, end_on]
