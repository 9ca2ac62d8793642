"""Ties on hand-made families with known answers: senses, roles, terms of office, declarations and contacts."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from features.dossier import Dossier
from features.graphs.ties import KIN_TIE_COLUMNS, kin_ties
from features.scored import keep_scored
from features.ties.family import TIES
from features.ties.shared_contacts import ACTED_FOR_CONTACT, SHARED_CONTACTS
from tests.town import AS_OF, VILLAGE, Town, village

FEATURES = {feature.name: feature for feature in TIES}
Arrange = Callable[[Town], object]


def found(town: Town, name: str, folder: Path) -> pd.DataFrame:
    return FEATURES[name].compute(town.dossier(folder))


def value(town: Town, name: str, folder: Path) -> float:
    rows = found(town, name, folder)
    rows = rows[rows["household_id"] == "H"]
    return float(rows["value"].max() if FEATURES[name].fold == "max" else rows["value"].sum(min_count=0))


def brother() -> Town:
    return village().kin("O1", "P1", "sibling")


def in_office(**cells: object) -> Town:
    town = brother()
    town.rows["officials"][0].update(cells)
    return town


def test_columns_are_those_of_the_contract(tmp_path: Path) -> None:
    kin = brother().dossier(tmp_path).kin
    assert tuple(kin.columns) == KIN_TIE_COLUMNS
    assert KIN_TIE_COLUMNS[-4:] == ("sense", "roles", "relation_declared", "relation_differs")


# Senses


def uncle() -> Town:
    """P1's father F is O1's brother; O1 is also P1's cousin's parent."""
    return village().person("F").kin("P1", "F", "parent").kin("O1", "F", "sibling")


@pytest.mark.parametrize(
    ("sense", "expected"),
    [("distant", [("O1", 2, "wider")]), ("wider", [("O1", 2, "wider")]), ("close", [])],
)
def test_only_relatives_of_the_asked_sense_count(
    sense: str, expected: list[tuple[str, int, str]], tmp_path: Path
) -> None:
    with uncle().records(tmp_path) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        ties, _ = kin_ties(known, 3, sense)
    assert list(ties[["official_id", "steps", "sense"]].itertuples(index=False, name=None)) == expected


def test_a_longer_path_counts_where_it_is_of_the_asked_sense(tmp_path: Path) -> None:
    town = village().person("F").kin("O1", "P1", "other").kin("O1", "F", "parent").kin("F", "P1", "parent")
    with town.records(tmp_path) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        every, _ = kin_ties(known, 3)
        close, _ = kin_ties(known, 3, "close")
    assert every[["steps", "sense"]].to_numpy().tolist() == [[1, "distant"]]
    assert close[["steps", "sense", "path"]].to_numpy().tolist() == [[2, "close", ("O1", "F", "P1")]]


def test_of_paths_of_one_length_the_nearest_in_law_is_told(tmp_path: Path) -> None:
    town = village().person("A").person("Z")
    town.kin("O1", "A", "other").kin("A", "P1", "child").kin("O1", "Z", "parent").kin("Z", "P1", "parent")
    kin = town.dossier(tmp_path).kin
    assert kin["path"].tolist() == [("O1", "Z", "P1")]
    assert kin["sense"].tolist() == ["close"]


# Recusal by role


def test_all_roles_in_which_a_relative_acted_are_kept(tmp_path: Path) -> None:
    town = village().kin("H1", "P1", "sibling")
    town.rows["decisions"][0].update(surveyor_2_id="H1", surveyor_1_id="H1")
    kin = town.dossier(tmp_path).kin
    assert kin[["acted_as", "roles"]].to_numpy().tolist() == [["handler", "handler, surveyor"]]


def test_who_acted_counts_without_a_term_of_office(tmp_path: Path) -> None:
    town = village().kin("A1", "P1", "spouse")
    assert value(town, "acted_for_kin", tmp_path / "a") == 3
    assert math.isnan(value(town, "kin_tie", tmp_path / "b"))


def phone(town: Town, *people: str) -> Town:
    """Give the household and these people one phone."""
    town.rows["households"][0].update(phone="13900000001")
    for row in town.rows["persons"]:
        row["phone"] = "13900000001" if row["person_id"] in people else None
    return town


def test_who_acted_and_shares_contacts(tmp_path: Path) -> None:
    town = phone(village(), "A1", "H1", "O1")
    town.rows["decisions"][0].update(surveyor_2_id="H1")
    rows = found(town, "acted_for_contact", tmp_path)
    assert rows["value"].tolist() == [1], "one phone, whoever uses it"
    assert rows[["official_id", "roles"]].to_numpy().tolist() == [["A1", "approver"]]


def test_who_did_not_act_may_share_a_phone_without_a_breach_of_recusal(tmp_path: Path) -> None:
    town = phone(village(), "O1")
    assert found(town, "acted_for_contact", tmp_path / "a").empty
    assert value(town, "shared_contact", tmp_path / "b") == 1


def test_a_phone_that_many_applicants_gave_is_a_hub(tmp_path: Path) -> None:
    town = phone(village(), "A1")
    for place in range(10):
        town.person(f"X{place}").aided(f"HX{place}", f"X{place}", household={"phone": "13900000001"}, approver_id="A2")
    dossier = town.dossier(tmp_path)
    assert dossier.contacts.empty
    assert FEATURES["acted_for_contact"].compute(dossier).empty


# Contacts of next of kin


def wife() -> Town:
    """The wife W of the official O1 is no member."""
    return village().person("W").kin("O1", "W", "spouse")


def pay(town: Town, holder: str, role: str = "other") -> Town:
    return town.add(
        "payments",
        household_id="H",
        month="2025-11",
        amount=350,
        account_id="ACC",
        account_holder_id=holder,
        holder_role=role,
        kind="regular",
    )


def at_home(town: Town, *people: str, kind: str = "dwelling") -> Town:
    town.add("addresses", address_id="AD", region_code=VILLAGE, kind=kind)
    town.rows["households"][0].update(address_id="AD")
    for row in town.rows["persons"]:
        row["address_id"] = "AD" if row["person_id"] in people else None
    return town


@pytest.mark.parametrize(
    ("what", "town", "expected"),
    [
        ("the wife's phone", lambda: phone(wife(), "W"), 1),
        ("the wife's phone, which the official uses too", lambda: phone(wife(), "W", "O1"), 0),
        ("the wife's account", lambda: pay(wife(), "W"), 1),
        ("the wife is the guardian", lambda: pay(wife(), "W", "guardian"), 0),
        ("phone and account", lambda: pay(phone(wife(), "W"), "W"), 2),
        ("the wife's house", lambda: at_home(wife(), "W"), 1),
        ("the home where the wife lives", lambda: at_home(wife(), "W", kind="institution"), 0),
        ("nobody's kin", lambda: phone(village().person("W"), "W"), 0),
        ("a brother by a shared parent", lambda: phone(shared_parent(), "W"), 1),
        ("a cousin is not next of kin", lambda: phone(village().person("W").kin("O1", "W", "other"), "W"), 0),
        (
            "divorced before the decision",
            lambda: phone(village().person("W").kin("O1", "W", "spouse", end_on="2020-01-01"), "W"),
            0,
        ),
        (
            "the wife is a member",
            lambda: phone(wife().add("members", household_id="H", person_id="W", covered="true"), "W"),
            0,
        ),
        (
            "the official left before",
            lambda: phone(left(wife()), "W"),
            0,
        ),
    ],
)
def test_contacts_of_next_of_kin(what: str, town: Callable[[], Town], expected: float, tmp_path: Path) -> None:
    assert value(town(), "contact_of_kin", tmp_path) == expected, what


def shared_parent() -> Town:
    return village().person("W").person("F").kin("O1", "F", "parent").kin("F", "W", "child")


def left(town: Town) -> Town:
    town.rows["officials"][0].update(end_on="2020-01-01")
    return town


def test_a_contact_of_two_relatives_counts_once(tmp_path: Path) -> None:
    rows = found(phone(wife().person("V").kin("O1", "V", "child"), "W", "V"), "contact_of_kin", tmp_path)
    assert rows[["relative_id", "relation", "value"]].to_numpy().tolist() == [["V", "child", 1.0]]
    assert rows["source"].tolist() == ["kinship or persons[O1,V]; persons[V]; households[H]"]


# In post at the decision: applied on 2023-03-01, approved on 2023-03-28


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"end_on": "2023-02-28"}, 0),
        ({"end_on": "2023-03-01"}, 3),
        ({"start_on": "2023-03-28"}, 3),
        ({"start_on": "2023-03-29"}, 0),
        ({"start_on": None, "end_on": None}, 3),
        ({"start_on": None, "end_on": "2023-02-28"}, 0),
        ({"start_on": "2023-03-29", "end_on": None}, 0),
        ({"start_on": "2023-03-10", "end_on": "2023-03-11"}, 3),
    ],
)
def test_the_official_was_in_post_on_a_day_of_the_procedure(
    cells: dict[str, str | None], expected: float, tmp_path: Path
) -> None:
    dossier = in_office(**cells).dossier(tmp_path)
    assert (dossier.kin["steps"].rsub(4).tolist() or [0]) == [expected]


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2023-03-01", 12.0), ("2023-03-02", None), ("2023-02-01", 11.1), ("2022-03-01", 0.0), ("2022-02-28", None)],
)
def test_applied_within_twelve_months_of_taking_office(start: str, expected: float | None, tmp_path: Path) -> None:
    rows = found(in_office(start_on=start), "after_taking_office", tmp_path)
    assert rows["value"].tolist() == pytest.approx([] if expected is None else [expected])


def test_an_unknown_first_day_is_not_known_rather_than_long_ago(tmp_path: Path) -> None:
    town = in_office(start_on=None)
    assert found(town, "after_taking_office", tmp_path / "a")["value"].isna().tolist() == [True]
    town.official("O1", "township_leader", start_on="2023-02-01", region_code="990101001000")
    assert found(town, "after_taking_office", tmp_path / "b")["value"].isna().tolist() == [True]


# Declared against derived


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], 3.0),
        (["2023-03-29"], 1.5),
        (["2023-03-28"], None),
        ([None], None),
        (["2026-03-01"], 3.0),
    ],
)
def test_a_late_declaration_halves_the_value(rows: list[str | None], expected: float | None, tmp_path: Path) -> None:
    town = brother()
    for day in rows:
        town.add("kin_declarations", household_id="H", official_id="O1", relation=None, declared_on=day)
    values = found(town, "undeclared_tie", tmp_path)["value"].tolist()
    assert values == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("said", "differs"), [("sibling", False), ("弟弟", False), ("父亲", True), ("亲戚", None), (None, None)]
)
def test_another_relation_declared_than_derived_is_told_and_raises_nothing(
    said: str | None, differs: bool | None, tmp_path: Path
) -> None:
    town = brother().add(
        "kin_declarations", household_id="H", official_id="O1", relation=said, declared_on="2023-03-02"
    )
    dossier: Dossier = town.dossier(tmp_path)
    told = dossier.kin["relation_differs"].item()
    assert (None if pd.isna(told) else told) == differs
    assert FEATURES["undeclared_tie"].compute(dossier).empty
    assert FEATURES["kin_tie"].compute(dossier)["value"].tolist() == [3.0]


def test_a_declared_relation_may_be_that_of_another_member(tmp_path: Path) -> None:
    town = brother().kin("P1", "P2", "spouse")
    town.add("kin_declarations", household_id="H", official_id="O1", relation="嫂", declared_on="2023-03-02")
    assert dossier_differs(town, tmp_path) is False


def dossier_differs(town: Town, folder: Path) -> bool:
    return bool(town.dossier(folder).kin["relation_differs"].item())


def test_a_declared_tie_that_nothing_bears_out_raises_nothing(tmp_path: Path) -> None:
    town = village().add("kin_declarations", household_id="H", official_id="O1", declared_on="2023-03-02")
    dossier = town.dossier(tmp_path)
    assert dossier.kin.empty
    assert all(feature.compute(dossier).empty for feature in TIES)


# Hops


@pytest.mark.parametrize("kind", ["institution", "dwelling"])
def test_living_under_one_roof_is_no_kinship(kind: str, tmp_path: Path) -> None:
    town = at_home(village().person("M").kin("M", "P1", "sibling"), "M", "O1", "P1", "P2", kind=kind)
    assert town.dossier(tmp_path).kin.empty


def test_every_declaration_says_what_it_is_in_chinese_and_what_is_exempt() -> None:
    assert {ACTED_FOR_CONTACT, *SHARED_CONTACTS} <= set(TIES)
    for feature in TIES:
        assert feature.definition_zh.endswith("。"), feature.name
        assert feature.exempt is not None, feature.name
