"""The pruned kinship graph against NetworkX's own search on the full one, over random families."""

from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.graphs.kinship import spell_on
from features.graphs.paths import path_held_on
from features.graphs.sources import path_sources
from features.graphs.ties import kin_ties
from features.scored import keep_scored
from tests.town import AS_OF, Town, village

INVERSE = {"parent": "child", "child": "parent", "spouse": "spouse", "sibling": "sibling", "other": "other"}
people = st.integers(0, 11)
links = st.lists(st.tuples(people, people, st.sampled_from(sorted(INVERSE))), max_size=24)


def random_town(ties: list[tuple[int, int, str]]) -> Town:
    """Twelve people; R0 and R1 hold office, R10 and R11 are members of the household."""
    town = village()
    for place in range(12):
        town.person(f"R{place}")
    town.official("R0").official("R1", "village_accountant")
    town.add("members", household_id="H", person_id="R10", covered="true")
    town.add("members", household_id="H", person_id="R11", covered="true")
    for a, b, relation in ties:
        town.kin(f"R{a}", f"R{b}", relation)
    return town


def full_graph(ties: pd.DataFrame) -> nx.Graph:
    """All ties that were accepted, and siblings by every shared parent."""
    rows = [(a, b, relation) for a, b, relation in ties.itertuples(index=False) if a != b]
    graph = nx.Graph((a, b) for a, b, _ in rows)
    children: dict[str, set[str]] = {}
    for a, b, relation in rows:
        if relation in {"parent", "child"}:
            child, parent = (a, b) if relation == "parent" else (b, a)
            children.setdefault(parent, set()).add(child)
    for siblings in children.values():
        graph.add_edges_from((a, b) for a in siblings for b in siblings if a < b)
    return graph


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ties=links, degree=st.integers(1, 4))
def test_steps_are_the_shortest_paths_of_the_full_graph(
    ties: list[tuple[int, int, str]], degree: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with random_town(ties).records(tmp_path_factory.mktemp("town")) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        found, graph = kin_ties(known, degree)
        full = full_graph(known.frame("SELECT person_id, relative_id, relation FROM kinship"))
    expected = {}
    for official in ("R0", "R1"):
        reached = nx.single_source_shortest_path_length(full, official, degree) if official in full else {}
        steps = [reached[member] for member in ("R10", "R11", "P1", "P2") if member in reached]
        if steps:
            expected[official] = min(steps)
    assert dict(zip(found["official_id"], found["steps"], strict=True)) == expected
    for path in found["path"]:
        assert all(graph.has_edge(a, b) and graph.has_edge(b, a) for a, b in nx.utils.pairwise(path))


def test_every_edge_has_its_inverse_and_says_where_it_comes_from(tmp_path: Path) -> None:
    town = village().person("F").kin("O1", "F", "parent").kin("F", "P1", "child").kin("P1", "W", "spouse")
    _, graph = kin_ties_of(town, tmp_path)
    (sibling,) = graph.edges["O1", "P1"]["spells"]
    assert sibling._asdict() | {"start_on": None, "end_on": None} == {
        "relation": "sibling",
        "source": "shared parent F",
        "start_on": None,
        "end_on": None,
    }
    for a, b, edge in graph.edges(data=True):
        inverse = [INVERSE[spell.relation] for spell in edge["spells"]]
        assert [spell.relation for spell in graph.edges[b, a]["spells"]] == inverse


def kin_ties_of(town: Town, folder: Path) -> tuple[pd.DataFrame, nx.DiGraph]:
    with town.records(folder) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        return kin_ties(known, 3)


def test_people_on_no_walk_are_no_nodes(tmp_path: Path) -> None:
    town = village().kin("O1", "P1", "sibling")
    for place in range(30):
        town.person(f"X{place}").kin("A1", f"X{place}", "other")
    _, graph = kin_ties_of(town, tmp_path)
    assert set(graph) == {"O1", "P1"}


def test_a_longer_path_stands_in_where_the_short_one_had_ended(tmp_path: Path) -> None:
    town = village().person("M")
    town.kin("O1", "P1", "spouse", start_on="2000-01-01", end_on="2020-01-01")
    town.kin("O1", "M", "child").kin("P1", "M", "child")
    ties, graph = kin_ties_of(town, tmp_path)
    assert ties["path"].tolist() == [("O1", "M", "P1")]
    assert path_held_on(graph, ("O1", "M", "P1"), pd.Timestamp("2023-03-28"))
    assert not path_held_on(graph, ("O1", "P1"), pd.Timestamp("2023-03-28"))


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("son", "child"),
        ("22", "child"),
        ("长女", "child"),
        ("妻", "spouse"),
        ("51", "parent"),
        ("儿媳", "child_in_law"),
    ],
)
def test_registers_tell_in_words_and_codes(word: str, relation: str, tmp_path: Path) -> None:
    town = village()
    town.person("HD", register_id="R", relation_to_head="户主").official("HD")
    town.person("P3", register_id="R", relation_to_head=word)
    town.add("members", household_id="H", person_id="P3", covered="true")
    ties, graph = kin_ties_of(town, tmp_path)
    assert ties["steps"].tolist() == [1]
    assert [spell.relation for spell in graph.edges["HD", "P3"]["spells"]] == [relation]


def test_two_in_a_register_who_are_children_of_its_head_are_siblings(tmp_path: Path) -> None:
    town = village().person("HD", register_id="R", relation_to_head="head")
    town.person("S", register_id="R", relation_to_head="son").official("S")
    town.person("D", register_id="R", relation_to_head="daughter").add(
        "members", household_id="H", person_id="D", covered="true"
    )
    _, graph = kin_ties_of(town, tmp_path)
    assert graph.edges["S", "D"]["spells"][0].relation == "sibling"


def test_a_relation_that_came_later_does_not_hide_the_one_that_held(tmp_path: Path) -> None:
    town = village().kin("O1", "P1", "spouse", start_on="2000-01-01", end_on="2024-06-01")
    town.kin("O1", "P1", "other", start_on="2025-01-01")
    ties, graph = kin_ties_of(town, tmp_path)
    assert ties["steps"].tolist() == [1]
    assert spell_on(graph, "O1", "P1", pd.Timestamp("2023-03-28")).relation == "spouse"
    assert spell_on(graph, "O1", "P1", pd.Timestamp("2025-03-28")).relation == "other"
    assert spell_on(graph, "O1", "P1", pd.Timestamp("2024-09-01")) is None


def in_register(*entries: tuple[str, str], member: str) -> Town:
    """Register R with the official HD as head, and one of its people in the household."""
    town = village().person("HD", register_id="R", relation_to_head="户主").official("HD")
    for person, word in entries:
        town.person(person, register_id="R", relation_to_head=word)
    return town.add("members", household_id="H", person_id=member, covered="true")


@pytest.mark.parametrize(
    ("word", "steps", "source"),
    [
        ("93", 2, "persons[HD]; persons[P3]"),
        ("嫂", 2, "persons[HD]; persons[P3]"),
        ("堂兄弟、堂姐妹", 3, "persons[HD]; persons[P3]"),
        ("岳父", 1, "persons[HD]; persons[P3]"),
    ],
)
def test_wider_kin_in_a_register_are_as_far_as_they_are(word: str, steps: int, source: str, tmp_path: Path) -> None:
    ties, graph = kin_ties_of(in_register(("P3", word), member="P3"), tmp_path)
    assert ties["steps"].tolist() == [steps]
    assert path_sources(graph, ties["path"].item(), pd.Timestamp("2023-03-28")) == source


def test_kin_through_the_spouse_in_a_register_are_the_spouse_s(tmp_path: Path) -> None:
    ties, _ = kin_ties_of(in_register(("S", "妻"), ("P3", "妻弟"), member="P3"), tmp_path)
    assert ties["path"].tolist() == [("HD", "S", "P3")]


@pytest.mark.parametrize("word", ["其他亲属", "非亲属", "80", "老幺"])
def test_those_of_whom_one_cannot_say_how_far_are_no_kin(word: str, tmp_path: Path) -> None:
    ties, _ = kin_ties_of(in_register(("P3", word), member="P3"), tmp_path)
    assert ties.empty


def test_ties_of_registers_that_were_set_aside_are_left_out(tmp_path: Path) -> None:
    town = in_register(("S", "妻"), ("P3", "长子"), member="P3")
    with town.records(tmp_path) as records:
        known = records.known(AS_OF)
        records._connection.execute("DELETE FROM stored.told_ties WHERE a = 'HD' AND b = 'P3'")
        keep_scored(known)
        ties, graph = kin_ties(known, 3)
    assert ties["path"].tolist() == [("HD", "S", "P3")]
    assert not graph.has_edge("HD", "P3")


def test_a_person_not_born_by_the_day_is_in_no_register(tmp_path: Path) -> None:
    town = in_register(("S", "妻"), ("P3", "长子"), member="P3")
    town.person("S2", register_id="R", relation_to_head="妻", birth_date="2030-01-01")
    ties, _ = kin_ties_of(town, tmp_path)
    assert ties["steps"].tolist() == [1]
