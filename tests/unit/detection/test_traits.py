"""Protected traits: told for who applied and how the household lives, on the day, and missing where nobody knows."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from detection.traits import TRAITS, trait_frame
from features.registry import FEATURES
from tests.town import AS_OF, Town, village

ADULT = {"birth_date": "1990-06-01", "sex": "F", "ethnicity": "han", "hukou": "rural"}
CHILD = {"birth_date": "2015-06-01", "sex": "M"}


def home(town: Town, *members: dict[str, Any], **household: Any) -> Town:
    """Add household X of these people; the first applies."""
    for number, cells in enumerate(members):
        town.person(f"X{number}", **({"name": None} | cells))
    return town.aided("X", *(f"X{number}" for number in range(len(members))), household=household)


def traits_of(town: Town, folder: Path, as_of: date = AS_OF) -> dict[str, Any]:
    frame = trait_frame(town.dossier(folder, as_of))
    row = frame.loc["X"]
    return {name: None if pd.isna(row[name]) else row[name] for name in frame.columns}


def test_one_row_a_scored_household_in_their_order_with_the_groups_of_the_table(tmp_path: Path) -> None:
    dossier = home(village(), ADULT).dossier(tmp_path)
    frame = trait_frame(dossier)
    assert frame.index.equals(dossier.households.index)
    assert frame.columns.tolist() == [trait.name for trait in TRAITS]
    assert all(frame[trait.name].cat.categories.tolist() == list(trait.groups) for trait in TRAITS)


@pytest.mark.parametrize(
    ("word", "group"),
    [("han", "han"), ("汉族", "han"), ("汉", "han"), ("minority", "minority"), ("壮族", "minority"), (None, None)],
)
def test_ethnic_groups_in_all_their_words(tmp_path: Path, word: str | None, group: str | None) -> None:
    assert traits_of(home(village(), ADULT | {"ethnicity": word}), tmp_path)["ethnicity"] == group


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2008-01-01", "under_18"),
        ("2007-12-31", "18_59"),
        ("1966-01-01", "18_59"),
        ("1965-12-31", "60_plus"),
        (None, None),
    ],
)
def test_age_is_that_of_the_day(tmp_path: Path, born: str | None, group: str | None) -> None:
    assert traits_of(home(village(), ADULT | {"birth_date": born}), tmp_path)["age_band"] == group


def test_disability_of_any_living_member_counts(tmp_path: Path) -> None:
    graded = CHILD | {"disability_grade": 3}
    assert traits_of(home(village(), ADULT, graded), tmp_path / "any")["disability"] == "any"
    dead = graded | {"death_date": "2024-01-01"}
    town = home(village(), ADULT, dead)
    assert traits_of(town, tmp_path / "dead")["disability"] == "none"
    assert traits_of(town, tmp_path / "then", date(2023, 12, 31))["disability"] == "any"


def test_without_the_column_disability_is_not_known(tmp_path: Path) -> None:
    assert traits_of(home(village(), ADULT), tmp_path)["disability"] is None


def test_a_single_parent_is_the_only_adult_and_the_parent_of_a_minor(tmp_path: Path) -> None:
    town = home(village(), ADULT, CHILD).kin("X0", "X1", "child")
    assert traits_of(town, tmp_path / "one")["single_parent"] == "yes"
    couple = home(village(), ADULT, CHILD, ADULT | {"sex": "M"}).kin("X0", "X1", "child").kin("X0", "X2", "spouse")
    assert traits_of(couple, tmp_path / "two")["single_parent"] == "no"
    aunt = home(village(), ADULT, CHILD).kin("X0", "X1", "other")
    assert traits_of(aunt, tmp_path / "aunt")["single_parent"] == "no"
    grown = home(village(), ADULT | {"birth_date": "1960-01-01"}, ADULT).kin("X0", "X1", "child")
    assert traits_of(grown, tmp_path / "grown")["single_parent"] == "no"


def test_who_is_whose_parent_is_not_guessed(tmp_path: Path) -> None:
    assert traits_of(home(village(), ADULT, CHILD), tmp_path / "kin")["single_parent"] is None
    town = home(village(), ADULT, {"sex": "M"}).kin("X0", "X1", "child")
    assert traits_of(town, tmp_path / "age")["single_parent"] is None


def test_somebody_old_and_alone(tmp_path: Path) -> None:
    old = ADULT | {"birth_date": "1950-01-01"}
    assert traits_of(home(village(), old), tmp_path / "alone")["elderly_alone"] == "yes"
    assert traits_of(home(village(), old, old), tmp_path / "two")["elderly_alone"] == "no"
    assert traits_of(home(village(), ADULT), tmp_path / "young")["elderly_alone"] == "no"
    assert traits_of(home(village(), old | {"birth_date": None}), tmp_path / "age")["elderly_alone"] is None
    widowed = home(village(), old, old | {"death_date": "2025-06-01"})
    assert traits_of(widowed, tmp_path / "widowed")["elderly_alone"] == "yes"


def test_town_and_country_by_division_then_registration_then_scheme(tmp_path: Path) -> None:
    town = home(village(), ADULT | {"hukou": "rural"}, scheme="urban_dibao")
    town.add("regions", region_code="990101001001", level="village", urban="true")
    assert traits_of(town, tmp_path / "division")["rural"] == "urban"
    assert traits_of(home(village(), ADULT, scheme="urban_dibao"), tmp_path / "hukou")["rural"] == "rural"
    assert (
        traits_of(home(village(), ADULT | {"hukou": None}, scheme="urban_dibao"), tmp_path / "scheme")["rural"]
        == "urban"
    )
    assert traits_of(home(village(), ADULT | {"hukou": None}, scheme="destitute"), tmp_path / "none")["rural"] is None


def test_an_applicant_who_is_on_no_register_has_no_traits(tmp_path: Path) -> None:
    town = village().aided("X", "NOBODY", household={"scheme": "destitute"})
    assert set(traits_of(town, tmp_path).values()) == {None}


def test_no_trait_is_a_feature() -> None:
    assert not {trait.name for trait in TRAITS} & {feature.name for feature in FEATURES}
    assert all(
        words.zh and words.en for trait in TRAITS for words in (trait.words, trait.meaning, *trait.groups.values())
    )
