"""Rows that come twice."""

from pathlib import Path

import pytest

from features.records.store import Records
from tests.town import VILLAGE, Town, village


def broken(records: Records, table: str) -> dict[str, int]:
    (intake,) = [one for one in records.intakes if one.table == table]
    return intake.broken


@pytest.mark.parametrize(
    ("table", "cells", "counted"),
    [
        ("payments", {"household_id": "H", "month": "2024-01", "amount": 350}, True),
        ("complaints", {"household_id": "H", "received_on": "2024-01-01"}, True),
        ("holdings", {"person_id": "P1", "kind": "vehicle", "value": 1}, True),
        ("incomes", {"person_id": "P1", "kind": "wage", "monthly_amount": 1}, True),
        ("medical_costs", {"person_id": "P1", "year": 2024, "own_expense": 1}, True),
        ("kinship", {"person_id": "P1", "relative_id": "P2", "relation": "sibling"}, False),
        ("supporters", {"household_id": "H", "person_id": "P2"}, False),
    ],
)
def test_the_same_row_counts_once_where_rows_are_added_up(
    table: str, cells: dict, counted: bool, tmp_path: Path
) -> None:
    town = village().add(table, **cells).add(table, **cells).add(table, **cells)
    with town.records(tmp_path / "data") as records:
        assert broken(records, table) == ({"the same row again": 2} if counted else {})


def test_a_key_stays_once_and_a_row_that_breaks_a_rule_does_not_take_its_place(tmp_path: Path) -> None:
    town = village().person("P9", sex="X").person("P9", sex="F").person("P9", sex="M")
    with town.records(tmp_path / "data") as records:
        assert broken(records, "persons") == {"person_id: occurs more than once": 1, "sex: not one of M, F": 1}


def aside(**cells: str) -> Town:
    """Return a town whose list of members repeats what the households are."""
    town = village()
    for member in town.rows["members"]:
        member |= {"applicant_id": "P1", "scheme": "rural_dibao", "region_code": VILLAGE} | cells
    return town


def test_what_a_list_of_something_else_repeats_in_agreement_is_dropped_and_counted(tmp_path: Path) -> None:
    with aside().records(tmp_path / "data") as records:
        foremost, beside = [one for one in records.intakes if one.table == "households"]
        assert (foremost.accepted, foremost.broken) == (1, {})
        assert (beside.rows, beside.quarantined, beside.flagged) == (2, 0, {"said again in agreement": 2})


def test_what_it_says_otherwise_is_set_aside(tmp_path: Path) -> None:
    with aside(scheme="destitute").records(tmp_path / "data") as records:
        _, beside = [one for one in records.intakes if one.table == "households"]
        assert beside.broken == {"household_id: occurs more than once": 2}
