"""Ties that household registers tell."""

import pytest

from features.records.kin.reading import keep_reading, silent_registers, unread_relations
from features.records.kin.registers import register_ties, told_ties
from tests.unit.features.records.kin.builders import Store


def told(store: Store) -> set[str]:
    """Return the ties in the direction in which they are told."""
    keep_reading(store.connection, "stored.persons")
    rows = store.connection.execute(f"SELECT a, relation, b FROM ({told_ties('stored.persons')})").fetchall()
    assert len(set(rows)) == len(rows)
    return {f"{a} {relation} {b}" for a, relation, b in rows}


def register(*entries: str) -> Store:
    """Return a store of one register with head H and entries "person=word"."""
    store = Store().listed("R", "H", "户主")
    for entry in entries:
        person, word = entry.split("=")
        store.listed("R", person, word)
    return store


@pytest.mark.parametrize(
    ("entries", "ties"),
    [
        (["S=妻"], {"H spouse S"}),
        (["C=长子"], {"H child C"}),
        (["S=配偶", "C=20", "D=长女"], {"H spouse S", "H child C", "H child D", "S child C", "S child D"}),
        (["F=51", "M=母亲"], {"H parent F", "H parent M"}),
        (["B=71"], {"H sibling B"}),
        (["G=孙子", "C=长子"], {"H grandchild G", "H child C"}),
        (["W=38", "C=长子"], {"H child_in_law W", "H child C"}),
        (["L=岳父"], {"H parent_in_law L"}),
        (["L=岳父", "S=妻"], {"H parent_in_law L", "H spouse S", "S parent L"}),
        (["G=祖父"], {"H grandparent G"}),
        (["G=祖父", "F=父亲", "M=母亲"], {"H grandparent G", "H parent F", "H parent M", "F parent G"}),
        (["G=外祖母", "F=父亲", "M=母亲"], {"H grandparent G", "H parent F", "H parent M", "M parent G"}),
        (["G=祖父", "F=继父"], {"H grandparent G", "H parent F"}),
        (["G=祖父", "F=父亲", "E=父亲"], {"H grandparent G", "H parent F", "H parent E"}),
        (["N=93"], {"H sibling ∅brother son N", "∅brother son N child N"}),
        (["Q=嫂"], {"H sibling ∅elder_brother wife Q", "∅elder_brother wife Q spouse Q"}),
        (["U=81"], {"H parent ∅father elder_brother U", "∅father elder_brother U sibling U"}),
        (["U=81", "F=父亲"], {"H parent F", "F sibling U"}),
        (["B=妻弟", "S=妻"], {"H spouse S", "S sibling B"}),
        (["B=妻弟"], {"H spouse ∅wife younger_brother B", "∅wife younger_brother B sibling B"}),
        (
            ["A=82", "F=父亲"],
            {"H parent F", "F sibling ∅elder_brother wife A", "∅elder_brother wife A spouse A"},
        ),
        (["X=其他亲属", "Y=99", "Z=lodger"], set()),
    ],
)
def test_what_a_register_tells(entries: list[str], ties: set[str]) -> None:
    assert told(register(*entries)) == ties


def test_a_register_with_two_heads_or_two_spouses_tells_nothing() -> None:
    assert told(register("E=本人", "C=长子")) == set()
    assert told(register("S=妻", "T=妻", "C=长子")) == set()


def test_ties_are_told_in_both_directions_and_name_their_rows() -> None:
    store = register("N=外甥", "C=女")
    keep_reading(store.connection, "stored.persons")
    rows = store.connection.execute(f"FROM ({register_ties('stored.persons')})").fetchall()
    ties = {(a, b): (relation, source) for a, b, relation, _, _, source in rows}
    named = "register persons[H]; persons[N]"
    assert ties == {
        ("H", "C"): ("child", "register"),
        ("C", "H"): ("parent", "register"),
        ("H", "∅sister son N"): ("sibling", named),
        ("∅sister son N", "H"): ("sibling", named),
        ("∅sister son N", "N"): ("child", named),
        ("N", "∅sister son N"): ("parent", named),
    }


def test_ties_set_aside_are_left_out_in_both_directions() -> None:
    store = register("C=女", "S=妻")
    keep_reading(store.connection, "stored.persons")
    store.connection.execute("CREATE TABLE wrong AS SELECT 'H' AS a, 'C' AS b, 'child' AS relation, 'x' AS rule")
    rows = store.connection.execute(f"SELECT a, b FROM ({register_ties('stored.persons', 'wrong')})").fetchall()
    assert set(rows) == {("H", "S"), ("S", "H"), ("S", "C"), ("C", "S")}


def test_what_is_not_understood_is_counted() -> None:
    store = register("X=媳妇", "Y=老幺", "Z=老幺", "S=妻", "N=其他亲属").listed("R", "E", None)
    assert unread_relations(store.connection) == 3


def test_registers_that_tell_nothing_are_counted() -> None:
    store = register("C=长子").listed("two", "A", "户主").listed("two", "B", "户主")
    store.listed("none", "P", "长子").listed("none", "Q", "次子").listed("alone", "Z", "户主")
    store.listed("wives", "W", "户主").listed("wives", "X", "妻").listed("wives", "Y", "妻")
    assert silent_registers(store.connection) == 3
