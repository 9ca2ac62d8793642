"""The line that a home which is not aided goes by."""

from pathlib import Path
from typing import Any

import pytest

from features.need.need_list import need_rows
from tests.town import TOWNSHIP, VILLAGE, Town, village


def line(town: Town, folder: Path) -> float:
    [row] = need_rows(town.dossier(folder)).to_dict("records")
    return float(row["line"])


def ill(**person: Any) -> Town:
    town = village().person("Q1", register_id="R1", birth_date="1980-01-01", **person)
    return town.add("conditions", person_id="Q1", kind="serious_illness", start_on="2020-01-01")


@pytest.mark.parametrize(
    ("hukou", "village_urban", "township_urban", "expected"),
    [
        ("rural", None, None, 485),
        ("urban", None, None, 740),
        ("urban", "false", None, 485),
        ("rural", None, "true", 740),
    ],
)
def test_the_village_says_urban_or_rural_before_the_registration_does(
    hukou: str, village_urban: str | None, township_urban: str | None, expected: int, tmp_path: Path
) -> None:
    town = ill(hukou=hukou)
    town.add("regions", region_code=VILLAGE, parent_code=TOWNSHIP, level="village", urban=village_urban)
    town.add("regions", region_code=TOWNSHIP, parent_code=None, level="township", urban=township_urban)
    assert line(town, tmp_path) == expected


def test_who_asked_for_a_scheme_goes_by_its_line(tmp_path: Path) -> None:
    town = village().person("Q1")
    home = {"scheme": "urban_dibao", "declared_monthly_income": 300}
    town.aided("R", "Q1", household=home, outcome="refused", monthly_amount=None)
    assert line(town, tmp_path) == 740


def test_the_nearest_stated_line_in_force_counts(tmp_path: Path) -> None:
    town = ill()
    for region, start, amount in (
        ("990000000000", "2025-06-01", 900),
        (TOWNSHIP, "2024-01-01", 400),
        (TOWNSHIP, "2025-01-01", 430),
        (TOWNSHIP, "2026-01-01", 500),
    ):
        town.add("standards", region_code=region, scheme="rural_dibao", start_on=start, monthly_amount=amount)
    assert line(town, tmp_path) == 430


def test_a_missing_line_is_told_and_gives_no_points(tmp_path: Path) -> None:
    town = ill().add("incomes", person_id="Q1", kind="wage", monthly_amount=10, start_on="2020-01-01")
    town.add("standards", region_code=TOWNSHIP, scheme="urban_dibao", start_on="2020-01-01", monthly_amount=700)
    [row] = need_rows(town.dossier(tmp_path)).to_dict("records")
    assert row["points"] == 3
    assert row["unknown_en"] == "The local line is not known."
