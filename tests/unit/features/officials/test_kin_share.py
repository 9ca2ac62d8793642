"""Relatives met and relatives expected, on villages that can be counted by hand."""

from pathlib import Path

import pytest

from tests.town import Town
from tests.unit.features.officials.builders import families, row, seen


def test_what_chance_would_bring_is_the_share_of_families_with_a_relative(tmp_path: Path) -> None:
    town = families(10).kin("S1", "F0", "sibling").kin("S1", "G0", "sibling").kin("S1", "F1", "child")
    for family in (0, 3, 4, 5):
        town.aided(f"A{family}", f"F{family}", surveyor_1_id="S1")
    found = row(seen(town, tmp_path), "S1")
    assert (found["households"], found["kin_observed"]) == (4, 1)
    assert found["kin_expected"] == pytest.approx(4 * 2 / 10)
    assert found["ratio"] == pytest.approx(1 / 0.8)


def test_a_household_counts_once_however_often_it_was_decided_on(tmp_path: Path) -> None:
    town = families(10).kin("S1", "F0", "sibling").aided("A0", "F0", surveyor_1_id="S1", approver_id="S1")
    earlier = {
        "decision_id": "D-old",
        "applied_on": "2019-01-01",
        "approved_on": "2019-02-01",
        "ended_on": "2020-02-01",
    }
    town.add("decisions", **(town.rows["decisions"][0] | earlier))
    found = row(seen(town, tmp_path), "S1")
    assert (found["decisions"], found["surveyed"], found["approved"]) == (2, 2, 2)
    assert (found["households"], found["kin_observed"]) == (1, 1)


def test_ended_aid_counts_and_refused_or_later_aid_does_not(tmp_path: Path) -> None:
    town = families(10).kin("S1", "F0", "sibling").aided("A9", "F9", surveyor_1_id=None)
    town.aided("A0", "F0", surveyor_1_id="S1", ended_on="2024-05-01")
    town.aided("A1", "F1", surveyor_1_id="S1", outcome="refused")
    town.aided("A2", "F2", surveyor_1_id="S1", approved_on="2026-01-03")
    found = row(seen(town, tmp_path), "S1")
    assert (found["decisions"], found["kin_observed"]) == (1, 1)


def marry(**days: str) -> Town:
    return families(10).person("EX").kin("S1", "EX", "spouse", **days).aided("A0", "EX", surveyor_1_id="S1")


@pytest.mark.parametrize(
    ("days", "met"),
    [
        ({"start_on": "2001-01-01"}, 1),
        ({"start_on": "2001-01-01", "end_on": "2023-03-27"}, 0),
        ({"start_on": "2001-01-01", "end_on": "2023-03-28"}, 1),
        ({"start_on": "2023-03-29"}, 0),
    ],
)
def test_a_tie_counts_if_it_held_on_the_day_of_the_decision(tmp_path: Path, days: dict[str, str], met: int) -> None:
    assert row(seen(marry(**days), tmp_path), "S1")["kin_observed"] == met


def test_without_registers_every_resident_is_a_family(tmp_path: Path) -> None:
    town = families(10).kin("S1", "F0", "sibling").aided("A1", "F1", surveyor_1_id="S1")
    for person in town.rows["persons"]:
        person.update(register_id=None, relation_to_head=None)
    assert row(seen(town, tmp_path), "S1")["kin_expected"] == pytest.approx(1 / 20)


def test_a_village_without_residents_on_record_counts_on_neither_side(tmp_path: Path) -> None:
    town = families(10).kin("S1", "F0", "sibling")
    town.aided("A0", "F0", surveyor_1_id="S1", household={"region_code": "990101001055"})
    found = row(seen(town, tmp_path), "S1")
    assert (found["decisions"], found["households"], found["kin_observed"]) == (1, 0, 0)


def test_cousins_are_not_close_unless_the_degree_says_so(tmp_path: Path) -> None:
    town = families(10).person("DAD").person("AUNT")
    town.kin("S1", "DAD", "parent").kin("DAD", "AUNT", "sibling").kin("AUNT", "F0", "child")
    town.aided("A0", "F0", surveyor_1_id="S1")
    assert row(seen(town, tmp_path / "two"), "S1")["kin_observed"] == 0
    assert row(seen(town, tmp_path / "three", degree=3), "S1")["kin_observed"] == 1
