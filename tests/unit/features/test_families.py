"""Every feature on hand-made households with known answers: what it sees, and what it must not see."""

import math
from pathlib import Path

import pytest

from features.registry import FEATURES
from features.table import feature_table
from tests.town import TOWNSHIP, Town, village
from tests.unit.features.answers import eligibility, payments, procedure, ties
from tests.unit.features.answers.arranging import Arrange, decided, earn, neighbours, own
from tests.unit.features.household.test_family import CASES as HOUSEHOLD_CASES


def value(town: Town, name: str, folder: Path) -> float:
    """Return the value of H, beside a household by the book, so that every column has a value somewhere."""
    town.person("X1").person("X2", death_date="1999-01-01")
    days = {"applied_on": "2021-03-01", "surveyed_on": "2021-03-10", "approved_on": "2021-03-28"}
    notice = {"publicised_from": "2021-03-15", "publicised_to": "2021-03-22", "county_visited_on": "2021-04-01"}
    people = {"handler_id": "H9", "surveyor_1_id": "S8", "surveyor_2_id": "S9", "approver_id": "A9"}
    town.aided("HX", "X1", **days, **notice, **people)
    chosen = tuple(feature for feature in FEATURES if feature.name == name)
    return float(feature_table(town.dossier(folder), chosen).values.loc["H", name])


CASES = (*ties.CASES, *procedure.CASES, *eligibility.CASES, *payments.CASES)


@pytest.mark.parametrize(("name", "what", "arrange", "expected"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_known_answer(name: str, what: str, arrange: Arrange, expected: float, tmp_path: Path) -> None:
    town = village()
    arrange(town)
    assert value(town, name, tmp_path) == pytest.approx(expected), what


def test_every_feature_has_a_known_answer_that_is_found_and_one_that_is_not() -> None:
    answers = (*CASES, *HOUSEHOLD_CASES)
    found = {name for name, _, _, expected in answers if expected > 0}
    clear = {name for name, _, _, expected in answers if expected == 0}
    names = {feature.name for feature in FEATURES}
    by_hand = {"living_standard", "income_over_limit", "kin_share_of_official"}
    assert names - found == by_hand, "computed by hand below, the share in ties/test_office_ties.py"
    assert names - clear == {"living_standard", "fast_track", "complaint_open"}


def test_income_over_limit_averages_the_excess_over_the_months_of_aid(tmp_path: Path) -> None:
    town = village()
    earn(2 * 970, start="2025-01-01")(town)  # 970 yuan a head in 12 of 33 months; the line is 485
    assert value(town, "income_over_limit", tmp_path) == pytest.approx(12 / 33, abs=1e-6)


def test_living_standard_is_read_against_the_households_around(tmp_path: Path) -> None:
    town = village()
    neighbours(39, "rooms", 1)(town)
    town.add("observations", household_id="H", item="rooms", value=4, direction="up", observed_on="2024-05-01")
    table = feature_table(town.dossier(tmp_path), tuple(f for f in FEATURES if f.name == "living_standard"))
    assert table.values.loc["H", "living_standard"] == pytest.approx(math.log10(40 / 0.5) - 0.30103)
    assert (table.values.drop("H") == 0).all().item()


def test_the_township_is_the_first_nine_digits_of_the_code(tmp_path: Path) -> None:
    assert village().dossier(tmp_path).households.loc["H", "peer_group"] == f"rural_dibao@{TOWNSHIP}"


@pytest.mark.parametrize(
    ("name", "arrange"),
    [
        ("overpaid", lambda town: town.rows["households"][0].update(declared_monthly_income=None)),
        ("overpaid", lambda town: town.rows["households"][0].update(scheme="temporary")),
        (
            "savings_over_limit",
            lambda town: [town.rows["households"][0].update(scheme="temporary"), own("deposit", value=900_000)(town)],
        ),
        ("income_over_limit", lambda town: [town.rows["households"][0].update(scheme="temporary"), earn(9000)(town)]),
        ("notice_gap", decided(publicised_to=None)),
        ("approved_early", decided(publicised_to=None)),
        ("survey_crowd", decided(surveyed_on=None)),
        ("recheck_overdue", decided(last_reviewed_on="2026-03-01")),
        ("overpaid", decided(monthly_amount=99_999)),
        ("bulk_approval", decided(approver_id=None)),
        ("county_visit_missing", lambda town: None),
        (
            "living_standard",
            lambda town: town.add(
                "observations", household_id="H", item="rooms", value=9, direction="up", observed_on="2024-01-01"
            ),
        ),
    ],
)
def test_what_cannot_be_told_is_not_known_rather_than_zero(name: str, arrange: Arrange, tmp_path: Path) -> None:
    town = village()
    arrange(town)
    assert math.isnan(value(town, name, tmp_path))
