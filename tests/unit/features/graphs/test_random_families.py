"""Steps between officials and members of random families, against NetworkX's own search on the full multigraph."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.graphs.kinship import spell_on
from features.graphs.paths import path_held_on
from features.graphs.ties import kin_ties
from features.scored import keep_scored
from tests.town import AS_OF, Town, village

PEOPLE = 14
OFFICIALS, MEMBERS = (0, 13), (6, 9)
WORDS = {"spouse": "配偶", "child": "子"}


class Family(NamedTuple):
    """Who is whose parent and spouse, and which of these ties a register tells rather than a stated row."""

    parents: dict[int, tuple[int, ...]]
    couples: tuple[tuple[int, int], ...]
    registers: dict[int, tuple[int, tuple[int, ...]]]


@st.composite
def families(draw: st.DrawFn) -> Family:
    """Draw people in the order of their birth: parents come before their children, nobody has two spouses."""
    parents: dict[int, tuple[int, ...]] = {}
    for person in range(2, PEOPLE):
        parents[person] = tuple(sorted(draw(st.sets(st.integers(0, person - 1), max_size=2))))
    single, couples = list(range(PEOPLE)), []
    for a in range(PEOPLE - 1):
        b = draw(st.integers(a + 1, PEOPLE - 1))
        if draw(st.booleans()) and a in single and b in single and a not in parents.get(b, ()):
            couples.append((a, b))
            single = [person for person in single if person not in {a, b}]
    registers: dict[int, tuple[int, tuple[int, ...]]] = {}
    booked: set[int] = set()
    for head, spouse in couples:
        if head in booked or spouse in booked or not draw(st.booleans()):
            continue
        own = [child for child, held in parents.items() if held == tuple(sorted((head, spouse)))]
        children = tuple(child for child in own if child not in booked and draw(st.booleans()))
        registers[head] = (spouse, children)
        booked |= {head, spouse, *children}
    return Family(parents, tuple(couples), registers)


def town_of(family: Family, turned: list[bool]) -> Town:
    """Write every tie that no register tells as a stated row, from one side or from the other."""
    town, told = village(), set()
    in_book = {person: head for head, (spouse, children) in family.registers.items() for person in (spouse, *children)}
    for person in range(PEOPLE):
        head = in_book.get(person, person if person in family.registers else None)
        word = (
            "户主" if head == person else "配偶" if head is not None and family.registers[head][0] == person else "子"
        )
        cells = {} if head is None else {"register_id": f"B{head}", "relation_to_head": word}
        town.person(f"R{person}", **cells)
    for head, (spouse, children) in family.registers.items():
        told |= {(head, spouse), *((parent, child) for parent in (head, spouse) for child in children)}
    sides = iter(turned * PEOPLE * 4)
    for child, parents in family.parents.items():
        for parent in parents:
            if (parent, child) not in told:
                row = (f"R{child}", f"R{parent}", "parent") if next(sides) else (f"R{parent}", f"R{child}", "child")
                town.kin(*row)
    for a, b in family.couples:
        if (a, b) not in told:
            town.kin(*((f"R{a}", f"R{b}") if next(sides) else (f"R{b}", f"R{a}")), "spouse")
    for official in OFFICIALS:
        town.official(f"R{official}")
    for member in MEMBERS:
        town.add("members", household_id="H", person_id=f"R{member}", covered="true")
    return town


def full_graph(family: Family) -> nx.MultiGraph:
    """Return all ties of all people, and siblings by every shared parent."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(f"R{person}" for person in range(PEOPLE))
    children = defaultdict(list)
    for child, parents in family.parents.items():
        for parent in parents:
            graph.add_edge(f"R{parent}", f"R{child}", relation="parent")
            children[parent].append(child)
    for a, b in family.couples:
        graph.add_edge(f"R{a}", f"R{b}", relation="spouse")
    for siblings in children.values():
        graph.add_edges_from((f"R{a}", f"R{b}", {"relation": "sibling"}) for a, b in combinations(siblings, 2))
    return graph


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(family=families(), turned=st.lists(st.booleans(), min_size=1, max_size=5), degree=st.integers(1, 4))
def test_steps_are_those_of_the_full_graph(
    family: Family, turned: list[bool], degree: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with town_of(family, turned).records(tmp_path_factory.mktemp("town")) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        ties, graph = kin_ties(known, degree)
    full = full_graph(family)
    expected = {}
    for official in OFFICIALS:
        reached = nx.single_source_shortest_path_length(full, f"R{official}", degree)
        steps = [reached[f"R{member}"] for member in MEMBERS if f"R{member}" in reached]
        if steps:
            expected[f"R{official}"] = min(steps)
    assert dict(zip(ties["official_id"], ties["steps"], strict=True)) == expected
    for path, day in zip(ties["path"], ties["granted_on"], strict=True):
        assert path_held_on(graph, path, day)
        assert nx.is_path(full, path)
        for a, b in nx.utils.pairwise(path):
            relation = spell_on(graph, a, b, day).relation
            told = {edge["relation"] for edge in full[a][b].values()}
            assert relation in told | ({"child"} if "parent" in told else set())


def test_siblings_are_derived_by_a_parent_of_whom_one_child_is_stated_and_one_registered(tmp_path: Path) -> None:
    family = Family({2: (0, 1), 6: (0, 1)}, ((0, 1),), {0: (1, (2,))})
    town = town_of(family, [True]).official("R2")
    with town.records(tmp_path) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        ties, _ = kin_ties(known, 1)
    assert ties.set_index("official_id").loc["R2", ["steps", "member_id"]].tolist() == [1, "R6"]
