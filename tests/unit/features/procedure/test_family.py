"""Public notice and speed on hand-made households; what every feature of the family must declare."""

from pathlib import Path

import pandas as pd
import pytest

from features.procedure.family import PROCEDURE
from features.table import feature_table
from tests.town import Town, village


def row(town: Town, name: str, folder: Path) -> pd.Series:
    """Return what was found about H, beside a household by the book."""
    town.person("X1").aided("HX", "X1", channel="office", county_visited_on="2023-03-25", county_visitor_id="C1")
    chosen = tuple(feature for feature in PROCEDURE if feature.name == name)
    return feature_table(town.dossier(folder), chosen).found[name].set_index("household_id").loc["H"]


def decided(scheme: str = "rural_dibao", **cells: object) -> Town:
    town = village()
    town.rows["households"][0]["scheme"] = scheme
    town.rows["decisions"][0].update(cells)
    return town


NO_NOTICE = {"publicised_from": None, "publicised_to": None}


@pytest.mark.parametrize(
    ("name", "cells", "value"),
    [
        ("notice_gap", NO_NOTICE, 7),
        ("notice_gap", {"publicised_to": "2023-03-14"}, 7),
        ("notice_gap", {"scheme": "temporary", **NO_NOTICE}, 0),
        ("approved_early", {"approved_on": "2023-03-22"}, 0),
        ("approved_early", {"approved_on": "2023-03-21"}, 1),
        ("approved_early", {"approved_on": "2023-03-21", "scheme": "temporary"}, 0),
        ("fast_track", {"approved_on": "2023-03-09"}, 8),
        ("fast_track", {"approved_on": "2023-03-09", "scheme": "temporary"}, 15),
        ("fast_track", {"approved_on": "2023-03-09", "channel": "proactive"}, 15),
        ("fast_track", {"approved_on": "2023-03-09", "channel": "online"}, 8),
        ("fast_track", {"approved_on": "2023-09-30"}, 15),
    ],
)
def test_known_answers(name: str, cells: dict[str, object], value: float, tmp_path: Path) -> None:
    assert row(decided(**cells), name, tmp_path)["value"] == value


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("notice_gap", {"publicised_to": None}),
        ("approved_early", {"publicised_to": None}),
        ("approved_early", {"approved_on": None}),
        ("fast_track", {"approved_on": None}),
    ],
)
def test_without_the_days_it_is_not_known(name: str, cells: dict[str, object], tmp_path: Path) -> None:
    assert pd.isna(row(decided(**cells), name, tmp_path)["value"])


def test_days_are_told_as_they_were(tmp_path: Path) -> None:
    early = row(decided(approved_on="2023-03-20"), "approved_early", tmp_path / "a")
    assert [f"{early[name]:%Y-%m-%d}" for name in ("day", "last")] == ["2023-03-20", "2023-03-22"]
    fast = row(decided(approved_on="2023-03-09"), "fast_track", tmp_path / "b")
    assert [f"{fast[name]:%Y-%m-%d}" for name in ("first", "last")] == ["2023-03-01", "2023-03-09"]


def test_the_family_is_whole() -> None:
    assert {feature.flag for feature in PROCEDURE} == {"F05", "F06", "F07", "F08", "F09", "F10", "F18", "F23"}
    assert {feature.family for feature in PROCEDURE} == {"P"}


@pytest.mark.parametrize("feature", PROCEDURE, ids=lambda feature: feature.name)
def test_every_feature_says_what_it_is_what_is_exempt_and_whom_to_ask(feature: object) -> None:
    assert feature.definition_zh.endswith(("。", "）。"))
    assert feature.exempt is not None
    assert feature.exempt.zh.endswith("。")
    assert feature.exempt.en.endswith(".")
    assert feature.check.zh.startswith("向")
