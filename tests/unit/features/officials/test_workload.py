"""Days on which an official did more than anybody can."""

from pathlib import Path

import pytest

from tests.unit.features.officials.builders import families, row, seen


@pytest.mark.parametrize(("homes", "days"), [(5, 0), (6, 1)])
def test_more_visits_a_day_than_possible(tmp_path: Path, homes: int, days: int) -> None:
    town = families(12)
    for family in range(homes):
        outcome = "refused" if family == 0 else "granted"
        town.aided(f"A{family}", f"F{family}", surveyor_1_id="S1", surveyor_2_id="H2", outcome=outcome)
    found = seen(town, tmp_path)
    assert [row(found, one)["impossible_days"] for one in ("S1", "H2", "H1")] == [days, days, 0]


@pytest.mark.parametrize(("homes", "days"), [(10, 0), (11, 1)])
def test_more_approvals_a_day_than_a_meeting_weighs(tmp_path: Path, homes: int, days: int) -> None:
    town = families(12)
    for family in range(homes):
        town.aided(f"A{family}", f"F{family}", surveyed_on=f"2022-03-{family + 1:02}", approver_id="H2")
    found = row(seen(town, tmp_path), "H2")
    assert (found["bulk_days"], found["impossible_days"]) == (days, 0)


def test_the_same_household_visited_twice_is_one_home(tmp_path: Path) -> None:
    town = families(12)
    for family in range(5):
        town.aided(f"A{family}", f"F{family}", surveyor_1_id="S1")
    town.add("decisions", **(town.rows["decisions"][0] | {"decision_id": "again"}))
    assert row(seen(town, tmp_path), "S1")["impossible_days"] == 0


def test_days_apart_are_not_added_up(tmp_path: Path) -> None:
    town = families(12)
    for family in range(8):
        town.aided(f"A{family}", f"F{family}", surveyor_1_id="S1", surveyed_on=f"2023-03-1{family % 2}")
    assert row(seen(town, tmp_path), "S1")["impossible_days"] == 0
