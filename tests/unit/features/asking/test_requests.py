"""What is missing is asked for, from whom holds it, and nothing more."""

from datetime import date
from pathlib import Path

import pytest

from features.asking.book import departments
from features.asking.requests import Request, features_without_rows, requests
from features.records.contract import CONTRACT
from features.records.store import Known
from features.registry import FEATURES
from features.table import what_it_lacks
from tests.town import Town, village


def known(town: Town, folder: Path) -> Known:
    return town.records(folder).known(date.max)


def asked(town: Town, folder: Path) -> tuple[Request, ...]:
    everything = known(town, folder)
    off = {feature.name: lacking for feature in FEATURES if (lacking := what_it_lacks(feature, everything))}
    return requests(everything, off)


def of(found: tuple[Request, ...], table: str) -> dict[str, Request]:
    return {one.department: one for one in found if one.table == table}


def without(name: str) -> Town:
    town = village()
    town.rows.pop(name, None)
    return town


def test_a_missing_table_is_asked_for_with_the_flags_that_wait_for_it(tmp_path: Path) -> None:
    found = of(asked(without("complaints"), tmp_path), "complaints")
    assert set(found) == {"petitions", "civil_affairs"}
    assert found["petitions"].lacks == "table"
    assert found["petitions"].features == ("complaint_open",)
    assert found["petitions"].columns == ("household_id", "received_on", "reinvestigated_on")


def test_every_missing_table_is_asked_for(tmp_path: Path) -> None:
    everything = known(village(), tmp_path)
    missing = {table.name for table in CONTRACT if not everything.has(table.name)}
    assert missing
    assert {one.table for one in requests(everything, {}) if one.lacks == "table"} == missing


def test_each_holder_of_a_kind_is_asked_for_that_kind(tmp_path: Path) -> None:
    found = of(asked(without("holdings"), tmp_path), "holdings")
    assert set(found["traffic"].features) == {"vehicle", "asset_to_kin"}
    assert set(found["land"].features) == {"second_home", "asset_to_kin"}
    assert found["checking_centre"].features == ("savings_over_limit",), "money has no key to follow it by"
    assert "area_m2" in found["land"].columns
    assert "area_m2" not in found["traffic"].columns
    assert "kind" not in found["traffic"].columns


def test_a_column_without_a_value_is_asked_for_with_the_key_of_its_row(tmp_path: Path) -> None:
    found = of(asked(village(), tmp_path), "decisions")
    assert found["civil_affairs"].columns == ("decision_id", "county_visited_on")
    assert found["civil_affairs"].features == ("county_visit_missing",)
    assert found["civil_affairs"].lacks == "columns"


def test_a_column_that_another_department_holds_is_asked_there(tmp_path: Path) -> None:
    town = village().aided("H2", "P2", handler_id=None)
    for row in town.rows["decisions"]:
        row["handler_id"] = None
    assert "acted_for_kin" in of(asked(town, tmp_path), "decisions")["township"].features


@pytest.mark.parametrize("column", ["ethnicity", "name", "phone"])
def test_what_no_flag_needs_is_not_asked_for(column: str, tmp_path: Path) -> None:
    assert all(column not in one.columns for one in asked(village(), tmp_path) if one.table == "persons")


def test_grounds_for_exemption_are_asked_for_without_a_flag(tmp_path: Path) -> None:
    (grade,) = [one for one in asked(village(), tmp_path) if one.department == "disabled"]
    assert grade.columns == ("person_id", "disability_grade")
    assert (grade.features, grade.use is None) == ((), False)


def test_rows_of_a_kind_that_nobody_delivered_are_asked_for(tmp_path: Path) -> None:
    town = village().add("holdings", person_id="P1", kind="property", value=1)
    found = of(asked(town, tmp_path), "holdings")
    assert found["traffic"].lacks == "rows"
    assert found["traffic"].features == ("vehicle",)
    assert "second_home" not in {name for one in found.values() if one.lacks == "rows" for name in one.features}


def test_features_find_nothing_without_rows_of_their_kind(tmp_path: Path) -> None:
    town = (
        village()
        .add("holdings", person_id="P1", kind="deposit")
        .add("incomes", person_id="P1", kind="wage", monthly_amount=1)
    )
    found = features_without_rows(known(town, tmp_path))
    assert {"vehicle", "second_home", "business", "public_payroll"} <= found
    assert not {"savings_over_limit", "in_custody"} & found


def test_an_empty_table_says_that_there_is_nothing(tmp_path: Path) -> None:
    assert features_without_rows(known(village(), tmp_path)) == frozenset()


def test_requests_stand_in_the_order_of_departments(tmp_path: Path) -> None:
    order = list(departments())
    places = [order.index(one.department) for one in asked(village(), tmp_path)]
    assert places == sorted(places)
