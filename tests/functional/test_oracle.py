"""The feature table against the plain pipeline of pandas and NetworkX: equal values, feature by feature."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from benchmarks.plain.table import COLUMNS, plain_table
from features.dossier import open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from tests.busy import busy_town
from tests.town import AS_OF

NAMES = [feature.name for feature in FEATURES]


def busy(folder: Path) -> None:
    """The town in which every feature has something to say."""
    busy_town().write(folder, "parquet")


def crowded(folder: Path) -> None:
    """The busy town with 24 further households, all surveyed and approved on one day, four of them the handler's kin.

    Of the others one split off its register before it applied, and one took somebody in.
    """
    town = busy_town().person("K9")
    born = {"birth_date": "1960-01-01"}
    for number in range(24):
        town.person(f"N{number}", register_id=f"R{number}", address_id=f"A{number}", **born)
        kin = number < 4
        town.aided(f"HN{number}", f"N{number}", *(["V"] if number == 11 else []), handler_id="K9" if kin else "H1")
        if kin:
            town.kin("K9", f"N{number}", "sibling")
        seen = {"item": "rooms", "value": number % 4, "direction": "up", "observed_on": "2024-01-01"}
        town.add("observations", household_id=f"HN{number}", **seen)
    town.person("M", register_id="R", address_id="A10", **born).kin("N10", "M", "sibling")
    town.person("V", register_id="R11", address_id="A11", **born)
    for person, old, new, kind in (("N10", "R", "R10", "split"), ("V", "R", "R11", "move")):
        move = {"from_register_id": old, "to_register_id": new, "kind": kind}
        town.add("register_moves", person_id=person, moved_on="2022-10-01", **move)
    town.write(folder, "parquet")


def city(people: int, seed: int) -> Callable[[Path], None]:
    return lambda folder: write_city(simulate_city(people, seed), folder, "parquet")


PLACES: dict[str, tuple[Callable[[Path], None], date]] = {
    "busy town": (busy, AS_OF),
    "busy town, eighteen months before": (busy, date(2024, 6, 30)),
    "crowded town": (crowded, AS_OF),
    "city of 2,000": (city(2_000, 3), AS_OF),
    "city of 3,500": (city(3_500, 17), AS_OF),
    "city of 5,000": (city(5_000, 29), AS_OF),
    "city of 5,000, a year before": (city(5_000, 41), date(2024, 12, 31)),
}


@cache
def both(place: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the values of the engine and those of the plain pipeline."""
    build, as_of = PLACES[place]
    with TemporaryDirectory() as folder:
        build(Path(folder))
        with read_records(folder) as records:
            assert not any(intake.quarantined for intake in records.intakes)
            values = feature_table(open_dossier(records.known(as_of))).values
        return values, plain_table(Path(folder), as_of)


def test_every_feature_has_a_plain_column() -> None:
    assert set(NAMES) <= set(COLUMNS)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", NAMES)
def test_a_feature_equals_the_plain_one(name: str, place: str) -> None:
    ours, plain = both(place)
    pd.testing.assert_series_equal(ours[name], plain[name], check_exact=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_towns_and_cities_give_each_feature_something_to_compare(name: str) -> None:
    assert any((both(place)[0][name] > 0).any() for place in PLACES)
