"""Calibration of the officials' view: in cities in which nobody is favoured hardly any official stands out."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from scipy.stats import binom

from features.dossier import open_dossier
from features.officials.shrinkage import LEVEL
from features.officials.view import find_officials
from features.records.city import simulate_city, write_city
from features.records.store import read_records

PEOPLE, SEEDS = 25_000, (41, 42, 43)


@cache
def honest_officials() -> pd.DataFrame:
    """Return all officials with decisions of several cities without favouritism; poor relatives are aided in them."""
    views = []
    for seed in SEEDS:
        city = simulate_city(PEOPLE, seed, favouritism=False)
        with TemporaryDirectory() as folder:
            write_city(city, Path(folder) / "city", "parquet")
            with read_records(Path(folder) / "city") as records:
                views.append(find_officials(open_dossier(records.known(city.as_of))).view)
    view = pd.concat(views, ignore_index=True)
    return view[view["lower"].notna()]


@pytest.mark.parametrize("level", ["village", "township", None], ids=str)
def test_no_more_officials_exceed_one_than_the_nominal_level_allows(level: str | None) -> None:
    view = honest_officials()
    view = view if level is None else view[view["level"] == level]
    assert len(view) > 10
    assert (view["lower"] > 1).sum() <= binom.ppf(0.99, len(view), LEVEL)


def test_relatives_were_met_all_the_same() -> None:
    assert honest_officials()["kin_observed"].sum() >= 10


def test_small_offices_do_not_top_the_list_by_chance() -> None:
    view = honest_officials()
    small = view[view["households"] <= 3]
    assert len(small) > 100
    assert (small["lower"] < 1).all()
