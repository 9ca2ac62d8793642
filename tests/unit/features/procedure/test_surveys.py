"""What a survey lacks, and homes a day, on hand-made households."""

from pathlib import Path

import pandas as pd
import pytest

from features.procedure.surveys import SURVEYS
from features.table import feature_table
from tests.town import VILLAGE, Town, village

GAP, CROWD = SURVEYS


def row(town: Town, name: str, folder: Path) -> pd.Series:
    """Return what was found about H, beside a household of other surveyors."""
    town.person("X1").aided("HX", "X1", surveyor_1_id="S8", surveyor_2_id="S7", surveyed_on="2021-03-10")
    found = feature_table(town.dossier(folder), SURVEYS).found[name]
    return found.set_index("household_id").loc["H"]


def decided(town: Town, **cells: object) -> Town:
    town.rows["decisions"][0].update(cells)
    return town


def more(town: Town, number: int, outcome: str = "granted", surveyor: str = "S1", **home: object) -> Town:
    """Add homes that the surveyor visited on the day on which H was visited."""
    for place in range(number):
        town.person(f"M{outcome}{place}")
        town.aided(
            f"HM{outcome}{place}",
            f"M{outcome}{place}",
            household=home,
            outcome=outcome,
            surveyor_1_id="S9",
            surveyor_2_id=surveyor,
        )
    return town


@pytest.mark.parametrize(
    ("cells", "value", "words"),
    [
        ({}, 0, ""),
        ({"surveyed_on": None}, 1, ", no day on record"),
        ({"surveyed_on": "2023-04-01"}, 1, ", dated after the approval"),
        ({"surveyed_on": "2023-03-28"}, 0, ""),
        ({"surveyed_on": "2023-04-01", "approved_on": None}, 0, ""),
        ({"surveyor_1_id": None}, 1, ""),
        ({"surveyor_1_id": "S2", "surveyed_on": "2023-04-01"}, 2, ", dated after the approval"),
    ],
)
def test_what_the_survey_lacks(cells: dict[str, object], value: float, words: str, tmp_path: Path) -> None:
    found = row(decided(village(), **cells), "survey_gap", tmp_path)
    assert (found["value"], found["day_en"]) == (value, words)
    assert (found["day_zh"] == "") == (words == "")


def test_temporary_aid_may_be_surveyed_afterwards(tmp_path: Path) -> None:
    town = decided(village(), surveyed_on="2023-04-01")
    town.rows["households"][0]["scheme"] = "temporary"
    assert row(town, "survey_gap", tmp_path)["value"] == 0


def test_refused_applications_were_visited_too(tmp_path: Path) -> None:
    found = row(more(more(village(), 2), 3, "refused"), "survey_crowd", tmp_path)
    assert found["value"] == 6
    sources = found["source"].split("; ")
    assert sources[0] == "decisions[D-H]"
    assert set(sources[1:]) == {
        "decisions[D-H]",
        *(f"decisions[D-HMgranted{place}]" for place in range(2)),
        *(f"decisions[D-HMrefused{place}]" for place in range(3)),
    }


def test_the_busier_of_two_surveyors_counts(tmp_path: Path) -> None:
    town = more(more(village(), 6, surveyor="S2"), 3, "refused")
    assert row(town, "survey_crowd", tmp_path)["value"] == 7


def test_another_surveyor_s_day_says_nothing(tmp_path: Path) -> None:
    found = row(more(village(), 9, surveyor="S3"), "survey_crowd", tmp_path)
    assert (found["value"], found["source"]) == (0, "decisions[D-H]")


def test_an_institution_is_one_home(tmp_path: Path) -> None:
    town = village().add("addresses", address_id="W", region_code=VILLAGE, kind="institution")
    assert row(more(town, 9, address_id="W"), "survey_crowd", tmp_path / "a")["value"] == 0
    dwelling = village().add("addresses", address_id="W", region_code=VILLAGE, kind="dwelling")
    assert row(more(dwelling, 9, address_id="W"), "survey_crowd", tmp_path / "b")["value"] == 10


def test_without_a_surveyor_or_a_day_the_crowd_is_not_known(tmp_path: Path) -> None:
    assert pd.isna(row(decided(more(village(), 1), surveyed_on=None), "survey_crowd", tmp_path / "a")["value"])
    nobody = decided(more(village(), 1), surveyor_1_id=None, surveyor_2_id=None)
    assert pd.isna(row(nobody, "survey_crowd", tmp_path / "b")["value"])
