"""Ties that cannot be true are set aside, the others stay."""

from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.records.kin.contradictions import RULES, contradicted_rows
from tests.unit.features.records.kin.builders import Store

Arrange = Callable[[Store], object]
YOUNGER = "relation|a parent who is not older than the child"
GRAND = "relation|a grandparent who is not older than the grandchild"
BOTH_WAYS = "relation|parent and child of the same person"
COUPLE = "relation|parent or child and spouse of the same person"
SPOUSES = "relation|two spouses at one time"
CIRCLE = "relation|one's own ancestor"


def people(**births: str | None) -> Arrange:
    """Add people with birth dates."""
    return lambda store: [store.person(person, birth) for person, birth in births.items()]


def ties(*stated: str) -> Arrange:
    """State ties "a relation b [start] [end]"; a dash is no day."""
    return lambda store: [
        store.tie(a, b, relation, *(None if day == "-" else day for day in days))
        for a, relation, b, *days in (line.split() for line in stated)
    ]


@pytest.mark.parametrize(
    ("told", "arrange", "expected"),
    [
        ("to oneself", [ties("A sibling A", "A sibling B")], {"A sibling A": "relative_id|a tie to oneself"}),
        (
            "a younger parent alone goes",
            [people(A="1980-01-01", B="1990-01-01", C="1950-01-01"), ties("A parent B", "A parent C", "C child A")],
            {"A parent B": YOUNGER},
        ),
        (
            "a parent of the same day",
            [people(A="1980-01-01", B="1980-01-01"), ties("B child A")],
            {"B child A": YOUNGER},
        ),
        (
            "a younger grandparent",
            [people(A="1980-01-01", B="1990-01-01"), ties("A grandparent B", "B grandchild A")],
            {"A grandparent B": GRAND, "B grandchild A": GRAND},
        ),
        ("an unknown birth date is no contradiction", [people(A="1980-01-01", B=None), ties("A parent B")], {}),
        (
            "birth dates settle who is the parent",
            [people(A="1980-01-01", B="1950-01-01"), ties("A parent B", "B parent A")],
            {"B parent A": YOUNGER},
        ),
        (
            "parent and child, and nothing settles it",
            [ties("A parent B", "B parent A")],
            {"A parent B": BOTH_WAYS, "B parent A": BOTH_WAYS},
        ),
        ("the same from both sides is agreement", [ties("A parent B", "B child A", "A spouse C", "C spouse A")], {}),
        (
            "parent and spouse far apart in age",
            [people(A="1980-01-01", B="1950-01-01"), ties("A parent B", "B spouse A", "A sibling C")],
            {"A parent B": COUPLE, "B spouse A": COUPLE},
        ),
        (
            "parent and spouse of unknown age",
            [people(A="1980-01-01"), ties("A child B", "A spouse B")],
            {"A child B": COUPLE, "A spouse B": COUPLE},
        ),
        (
            "a spouse who is said to be a younger parent",
            [people(A="1980-01-01", B="1982-01-01"), ties("A parent B", "A spouse B")],
            {"A parent B": YOUNGER},
        ),
        (
            "a circle of three",
            [ties("A parent B", "B parent C", "A child C", "C parent D", "E parent A")],
            {"A parent B": CIRCLE, "B parent C": CIRCLE, "A child C": CIRCLE},
        ),
        (
            "a circle through grandparents",
            [ties("A grandparent B", "B parent C", "C parent A")],
            {"A grandparent B": CIRCLE, "B parent C": CIRCLE, "C parent A": CIRCLE},
        ),
        (
            "of a circle the tie that birth dates support stays",
            [people(A="1980-01-01", B="1950-01-01"), ties("A parent B", "B parent C", "C parent A")],
            {"B parent C": CIRCLE, "C parent A": CIRCLE},
        ),
        (
            "a circle over several supported ties",
            [
                people(A="1980-01-01", B="1950-01-01", D="1920-01-01", Z="1900-01-01"),
                ties("A parent B", "D child B", "D parent C", "A child C", "D parent Z"),
            ],
            {"D parent C": CIRCLE, "A child C": CIRCLE},
        ),
        (
            "a line of unknown birth dates is no circle",
            [people(A="1980-01-01", D="1900-01-01"), ties("A parent B", "B parent C", "C parent D", "B child E")],
            {},
        ),
    ],
)
def test_lines(told: str, arrange: list[Arrange], expected: dict[str, str]) -> None:
    store = Store()
    for step in arrange:
        step(store)
    assert store.contradicted() == expected
    assert store.set_aside() == {}


FIRST, SECOND = ("A spouse B",), ("C spouse A",)
BOTH, NEITHER = (*FIRST, *SECOND), ()


@pytest.mark.parametrize(
    ("told", "first", "second", "gone"),
    [
        ("no days at all", "- -", "- -", BOTH),
        ("open, from whatever day", "2000-01-01 -", "- -", FIRST),
        ("open, one begun later", "2000-01-01 -", "2010-01-01 -", SECOND),
        ("one ended before the other began", "2000-01-01 2009-12-31", "2010-01-01 -", NEITHER),
        ("one ended on the day the other began", "2000-01-01 2010-01-01", "2010-01-01 -", NEITHER),
        ("one ended after the other began", "2000-01-01 2010-01-02", "2010-01-01 -", SECOND),
        ("one ended, the other without days", "2000-01-01 2010-01-01", "- -", NEITHER),
        ("one ended at an unknown time of the other", "- 2010-01-01", "2005-01-01 -", SECOND),
        ("both begun on one day", "2000-01-01 -", "2000-01-01 -", BOTH),
        ("both ended, starts unknown", "- 2010-01-01", "- 2007-01-01", NEITHER),
    ],
)
def test_two_spouses(told: str, first: str, second: str, gone: tuple[str, ...]) -> None:
    store = Store()
    ties(f"A spouse B {first}", f"C spouse A {second}", "D spouse E")(store)
    assert store.contradicted() == dict.fromkeys(gone, SPOUSES)


@pytest.mark.parametrize(("death", "meet"), [("2009-05-05", False), ("2011-05-05", True)])
def test_a_death_ends_a_marriage(death: str, meet: bool) -> None:
    store = Store().person("B", None, death)
    ties("A spouse B", "A spouse C 2010-01-01")(store)
    assert bool(store.contradicted()) is meet


def test_one_marriage_in_several_rows_is_one() -> None:
    store = Store()
    ties("A spouse B", "B spouse A 2000-01-01", "A spouse B 1999-01-01 2001-01-01")(store)
    assert store.contradicted() == {}


def test_a_register_and_a_row_name_different_spouses() -> None:
    store = Store().listed("R", "H", "户主").listed("R", "S", "妻")
    ties("H spouse X", "S parent Q")(store)
    assert store.contradicted() == {"H spouse X": SPOUSES}
    assert store.set_aside() == {"H spouse S": "two spouses at one time"}


def test_a_register_agrees_with_rows() -> None:
    store = Store().listed("R", "H", "户主").listed("R", "S", "妻").listed("R", "C", "长子")
    ties("H spouse S 2000-01-01", "C parent H", "S child C")(store)
    assert store.contradicted() == {}
    assert store.set_aside() == {}


def test_a_register_tells_a_younger_parent() -> None:
    store = Store().listed("R", "H", "户主", "1990-01-01").listed("R", "F", "父亲", "1990-01-01")
    store.listed("R", "S", "妻", "1960-01-01").listed("R", "C", "长子", "1980-01-01")
    assert store.contradicted() == {}
    assert store.set_aside() == dict.fromkeys(("H parent F", "H child C"), "a parent who is not older than the child")


def test_registers_and_rows_contradict_each_other() -> None:
    store = Store().listed("R", "H", "户主").listed("R", "F", "父亲").listed("R", "S", "妻")
    store.listed("Q", "G", "户主", "1990-01-01").listed("Q", "W", "妻", "1960-01-01")
    ties("F parent H", "S child H", "G parent W", "H parent Z")(store)
    assert store.contradicted() == {"F parent H": BOTH_WAYS, "S child H": COUPLE, "G parent W": COUPLE}
    assert store.set_aside() == {
        "H parent F": BOTH_WAYS.removeprefix("relation|"),
        "H spouse S": COUPLE.removeprefix("relation|"),
        "G spouse W": COUPLE.removeprefix("relation|"),
    }


def test_a_circle_over_a_register() -> None:
    store = Store().listed("R", "H", "户主", "1950-01-01").listed("R", "C", "长子", "1980-01-01")
    ties("X parent C", "H parent X")(store)
    assert store.contradicted() == {"X parent C": CIRCLE, "H parent X": CIRCLE}
    assert store.set_aside() == {}


def test_a_parent_hardly_older_stays_with_a_doubt() -> None:
    store = Store()
    people(A="1980-01-01", B="1970-01-01", C="1960-01-01")(store)
    ties("A parent B", "A parent C", "A grandparent B")(store)
    assert store.contradicted() == {}
    assert store.marked("doubted") == {"A parent B": "relation|a parent less than twelve years older than the child"}


def test_a_delivery_without_kinship_is_looked_at_too() -> None:
    store = Store(kinship=False).listed("R", "H", "户主", "1990-01-01").listed("R", "C", "长子", "1980-01-01")
    contradicted_rows(store.connection)
    assert list(store.set_aside()) == ["H child C"]


def test_looking_again_finds_the_same() -> None:
    store = Store()
    ties("A parent B", "B parent A")(store)
    assert store.contradicted() == store.contradicted()


def test_every_rule_is_declared_in_both_languages() -> None:
    found = {rule.partition("|")[2] for rule in (YOUNGER, GRAND, BOTH_WAYS, COUPLE, SPOUSES, CIRCLE)}
    assert found < {rule.en for rule in RULES}
    assert all(rule.zh for rule in RULES)


@settings(max_examples=60, deadline=None)
@given(
    births=st.lists(st.one_of(st.none(), st.integers(1900, 2000)), min_size=7, max_size=7),
    lines=st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14),
)
def test_circles_are_the_strongly_connected_components(births: list[int | None], lines: set[tuple[int, int]]) -> None:
    def known(line: tuple[int, int]) -> bool:
        return births[line[0]] is not None and births[line[1]] is not None

    lines = {line for line in lines if line[0] != line[1]}
    right = {line for line in lines if not known(line) or births[line[1]] < births[line[0]]}
    pairs = {line for line in right if line[::-1] in right}
    graph = nx.DiGraph(sorted(right - pairs))
    graph.add_nodes_from(range(7))
    circle = {person: frozenset(part) for part in nx.strongly_connected_components(graph) for person in part}
    on_circles = {line for line in right - pairs if circle[line[0]] == circle[line[1]] and not known(line)}
    expected = (lines - right) | pairs | on_circles
    store = Store()
    for person, birth in enumerate(births):
        store.person(f"P{person}", birth and f"{birth}-01-01")
    for young, old in sorted(lines):
        store.tie(f"P{young}", f"P{old}", "parent")
    assert set(store.contradicted()) == {f"P{young} parent P{old}" for young, old in expected}
