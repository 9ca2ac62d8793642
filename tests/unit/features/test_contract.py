"""What every feature keeps to, feature by feature: pure, dated, indifferent to order, and never the wrong way up."""

import random
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from features.declare import Feature
from features.dossier import Dossier, open_dossier
from features.records.contract import CONTRACT
from features.records.schema import Type
from features.records.store import read_records
from features.registry import FEATURES
from features.table import FeatureTable, feature_table
from tests.busy import busy_town
from tests.later import DAY, later
from tests.suspicion import STEPS, home_of, suspicious
from tests.town import AS_OF, Town, village

THEN = date.fromisoformat(DAY)
KEPT = ("scored", "scored_members", "in_force", "over", "offices", "divisions", "kin", "aid_months", "limits", "exits")
"""Temporary tables that features share."""
LEVELS = max(map(len, STEPS.values()))
TOWNS: dict[str, Callable[[], Town]] = {
    "busy": busy_town,
    "shuffled": lambda: shuffled(busy_town()),
    "with what came later": lambda: later(busy_town()),
    "other sexes, ethnicities and registers": lambda: traits(busy_town()),
    "all severely disabled": lambda: disabled(busy_town()),
    **{f"level {level}": lambda level=level: suspicious(village(), level) for level in range(LEVELS + 1)},
}
each = pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)


@cache
def seen(town: str = "busy", as_of: date = AS_OF, threads: int | None = None) -> FeatureTable:
    """Return the table of a town."""
    with TemporaryDirectory() as folder, read_records(TOWNS[town]().write(Path(folder)), threads=threads) as records:
        assert not any(intake.quarantined for intake in records.intakes), town
        return feature_table(open_dossier(records.known(as_of)))


def shuffled(town: Town) -> Town:
    for rows in town.rows.values():
        random.Random(7).shuffle(rows)
    return town


def traits(town: Town) -> Town:
    for person in town.rows["persons"]:
        person.update(sex="F" if person.get("sex") == "M" else "M", ethnicity="minority", hukou="rural")
    return town


def disabled(town: Town) -> Town:
    for person in town.rows["persons"]:
        person.update(disability_grade=2)
    return town


def without(need: str) -> Town:
    """Take a need away: all alternatives of it, tables that may be missing whole, of others the values."""
    town = busy_town()
    for either in need.split("|"):
        name, _, column = either.partition(".")
        if column:
            for row in town.rows[name]:
                row[column] = None
        else:
            del town.rows[name]
    if need == "decisions.approved_on":
        for row in town.rows["decisions"]:
            row["publicised_to"] = None
    return town


def same(one: FeatureTable, other: FeatureTable, feature: Feature) -> None:
    """Assert that two tables agree on a feature, in values and in what they were found in."""
    name = feature.name
    pd.testing.assert_series_equal(one.values[name], other.values[name], check_exact=True)
    pd.testing.assert_frame_equal(one.found[name], other.found[name], check_exact=True)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return busy_town().dossier(tmp_path_factory.mktemp("busy"))


def inputs(dossier: Dossier) -> dict[str, pd.DataFrame]:
    """Return copies of everything that features share."""
    kept = {name: dossier.frame(f"SELECT * FROM {name} ORDER BY ALL") for name in KEPT}
    return kept | {"households": dossier.households.copy(), "ties": dossier.kin.copy(), "by": dossier.contacts.copy()}


def test_the_busy_town_gives_every_feature_something_to_find() -> None:
    for table in (seen(), seen(as_of=THEN)):
        assert table.off == {}
        assert [name for name in table.values if not (table.values[name] > 0).any()] == []


@each
def test_it_is_pure_and_changes_no_input(feature: Feature, dossier: Dossier) -> None:
    before, nodes = inputs(dossier), (list(dossier.kin_graph.edges), list(dossier.contact_graph.edges))
    pd.testing.assert_frame_equal(feature.compute(dossier), feature.compute(dossier), check_exact=True)
    assert (list(dossier.kin_graph.edges), list(dossier.contact_graph.edges)) == nodes
    for name, frame in inputs(dossier).items():
        pd.testing.assert_frame_equal(frame, before[name], check_exact=True)


@each
def test_its_rows_are_those_of_scored_households(feature: Feature, dossier: Dossier) -> None:
    table = feature_table(dossier, (feature,))
    assert table.values.index.equals(dossier.households.index)
    assert table.values.index.is_monotonic_increasing
    assert table.values.index.is_unique
    assert set(table.found[feature.name]["household_id"]) <= set(dossier.households.index)


@pytest.mark.parametrize("need", sorted({need for feature in FEATURES for need in feature.tables}))
def test_without_what_it_needs_it_is_not_known_for_anybody(need: str, tmp_path: Path) -> None:
    needing = tuple(feature for feature in FEATURES if need in feature.tables)
    table = feature_table(without(need).dossier(tmp_path), needing)
    assert table.values.isna().all(axis=None)
    assert all(need in table.off[feature.name] for feature in needing)


def test_what_came_later_lies_in_every_dated_table_and_column() -> None:
    town = later(busy_town())
    for table in CONTRACT:
        for column in (column.name for column in table.columns if column.type in {Type.DAY, Type.MONTH, Type.INTEGER}):
            cells = [str(row[column]) for row in town.rows[table.name] if row.get(column) is not None]
            assert column == "disability_grade" or max(cells, default="") > DAY[:7], (table.name, column)


@each
def test_nothing_dated_after_the_day_changes_it(feature: Feature) -> None:
    same(seen("with what came later", THEN), seen(as_of=THEN), feature)
    then, now = (seen(town).values[feature.name] for town in ("busy", "with what came later"))
    assert not then.equals(now), "later it does count"


@each
@pytest.mark.parametrize("threads", [1, 4])
def test_order_of_rows_and_number_of_threads_change_nothing(feature: Feature, threads: int) -> None:
    same(seen("shuffled", threads=threads), seen(), feature)


def test_every_feature_has_steps_of_suspicion() -> None:
    assert set(STEPS) == {feature.name for feature in FEATURES}
    assert all(STEPS.values())


@each
def test_more_suspicious_data_never_lowers_it(feature: Feature) -> None:
    sign = 1 if feature.direction == "up" else -1
    values = [seen(f"level {level}").values.loc[home_of(feature.name), feature.name] for level in range(LEVELS + 1)]
    known = [sign * value for value in values if not pd.isna(value)]
    assert len(known) >= LEVELS, "known from the first step on"
    assert known == sorted(known)
    assert known[-1] > known[0]


@each
def test_protected_traits_change_nothing(feature: Feature) -> None:
    same(seen("other sexes, ethnicities and registers"), seen(), feature)


@each
def test_a_disability_never_makes_it_more_suspicious(feature: Feature) -> None:
    sign = 1 if feature.direction == "up" else -1
    rises = sign * (seen("all severely disabled").values[feature.name] - seen().values[feature.name])
    assert (rises.dropna() <= 0).all()
    exempt = feature.exempt is not None and "disab" in feature.exempt.en
    assert exempt or (rises.dropna() == 0).all(), "only an exemption that is told lowers it"


@each
def test_it_is_defined_in_chinese_and_says_what_is_exempt(feature: Feature) -> None:
    assert feature.definition_zh.endswith(("。", "）"))
    assert feature.exempt is not None
    assert not feature.protected
