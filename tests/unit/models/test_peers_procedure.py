"""Procedure is read against the neighbours: careless with everyone raises nobody, careless with one raises that one.

Hand-made townships go through the real features and the real statistics.
"""

from pathlib import Path

import pandas as pd
import pytest

from features.procedure.family import PROCEDURE
from features.table import feature_table
from models.peers import PeerStatistics
from tests.town import Town

CARELESS = {
    "surveyor_2_id": None,
    "publicised_to": "2023-03-17",
    "approved_on": "2023-03-16",
}
"""One surveyor, three days of notice, approved the day before its end, and no more than a fortnight after applying."""
BREACHES = ["survey_gap", "notice_gap", "approved_early"]


class City:
    """Townships of aided households, each careful or careless."""

    def __init__(self) -> None:
        self.town = Town().knows("kinship").person("O1").official("O1")
        self.townships = 0

    def township(self, careful: int, careless: int = 0, scheme: str = "rural_dibao", code: int | None = None) -> str:
        """Add a township, or further households to one, and return its name."""
        if code is None:
            self.townships += 1
            code = self.townships
        for number in range(careful + careless):
            name = f"{code:03}{scheme[:1]}{number:03}{'x' if number >= careful else 'c'}"
            cells = CARELESS if number >= careful else {}
            # Everybody has a day and people of his own: what is tested is what the township does to each.
            people = {role: f"{role}{name}" for role in ("surveyor_1_id", "surveyor_2_id", "approver_id", "handler_id")}
            self.town.person(f"P{name}").aided(
                f"H{name}",
                f"P{name}",
                household={"region_code": f"990101{code:03}001", "scheme": scheme},
                **(people | cells),
            )
        return f"{code:03}"

    def surprises(self, folder: Path) -> pd.DataFrame:
        """Return the surprise of every household at each breach."""
        dossier = self.town.dossier(folder)
        features = tuple(feature for feature in PROCEDURE if feature.name in BREACHES)
        table = feature_table(dossier, features)
        signs = {feature.name: 1 if feature.direction == "up" else -1 for feature in features}
        peers = dossier.households["peer_group"]
        return PeerStatistics.fit(table.values, peers, signs).surprise(table.values, peers)


def of(surprises: pd.DataFrame, township: str, ending: str = "") -> pd.DataFrame:
    """Return the rows of a township's households, those that end so."""
    names = surprises.index.astype("str")
    return surprises[names.str.startswith(f"H{township}") & names.str.endswith(ending)]


def test_careless_with_everyone_raises_nobody_and_careless_with_one_raises_that_one(tmp_path: Path) -> None:
    city = City()
    careless, mixed = city.township(0, 60), city.township(59, 1)
    for _ in range(4):
        city.township(60)
    surprises = city.surprises(tmp_path)
    assert (of(surprises, careless) == 0).all(axis=None)
    assert (of(surprises, mixed, "c") == 0).all(axis=None)
    assert len(of(surprises, mixed, "x")) == 1
    assert (of(surprises, mixed, "x") > 0.3).all(axis=None)


def test_a_city_of_one_careless_township_raises_nobody(tmp_path: Path) -> None:
    city = City()
    city.township(0, 60)
    assert (city.surprises(tmp_path) == 0).all(axis=None)


@pytest.mark.parametrize("careless", [13, 30])
def test_what_a_fifth_of_the_neighbours_share_is_ordinary(careless: int, tmp_path: Path) -> None:
    city = City()
    place = city.township(60 - careless, careless)
    city.township(60)
    surprises = city.surprises(tmp_path)
    shrunk = (careless + 30 * careless / 120) / 90
    assert ((of(surprises, place, "x") == 0) == (shrunk >= 0.2)).all(axis=None)


def test_a_small_township_is_read_partly_against_the_city(tmp_path: Path) -> None:
    city = City()
    careless, mixed = city.township(0, 8), city.township(7, 1)
    for _ in range(5):
        city.township(60)
    surprises = city.surprises(tmp_path)
    assert (of(surprises, careless) == 0).all(axis=None)
    assert (of(surprises, mixed, "c") == 0).all(axis=None)
    assert (of(surprises, mixed, "x") > 0.5).all(axis=None)
