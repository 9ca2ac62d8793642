"""The officials' side of ties: shares of relatives, and favours returned."""

from pathlib import Path

import pytest

from features.officials.view import officials_of
from features.table import feature_table
from features.ties.office_ties import OFFICE_TIES
from tests.town import AS_OF, Town
from tests.unit.features.officials.builders import crooked, families

SHARE, RECIPROCAL = OFFICE_TIES


def test_relatives_of_an_official_who_helps_the_own_family(tmp_path: Path) -> None:
    dossier = crooked().dossier(tmp_path, AS_OF)
    table = feature_table(dossier, OFFICE_TIES)
    values = table.values[SHARE.name]
    lower = officials_of(dossier).view.set_index("official_id").loc["H1", "lower"]
    assert values[values > 0].index.tolist() == [f"A{family:02}" for family in range(6)]
    assert values["A00"] == pytest.approx(lower - 1)
    found = table.found[SHARE.name].set_index("household_id").loc["A03"]
    assert found["source"] == "; ".join(f"decisions[D-A{family:02}]" for family in range(6))
    assert (found["observed"], found["households"], found["acted_as"]) == (6, 8, "handler")


def test_an_official_whose_bound_does_not_exceed_one_gives_nothing(tmp_path: Path) -> None:
    town = families(60).kin("H1", "F0", "sibling").aided("A0", "F0", handler_id="H1")
    assert feature_table(town.dossier(tmp_path, AS_OF), OFFICE_TIES).values.to_numpy().tolist() == [[0, 0]]


def exchanging() -> Town:
    town = families(20).kin("H2", "F0", "sibling").kin("H1", "F1", "child").kin("H1", "F3", "sibling")
    town.aided("A0", "F0", handler_id="H1").aided("A1", "F1", handler_id="H2").aided("A2", "F2", handler_id="H2")
    return town.aided("A3", "F3", handler_id="H2", ended_on="2024-02-01")


def test_favours_returned_count_pairs(tmp_path: Path) -> None:
    table = feature_table(exchanging().dossier(tmp_path, AS_OF), OFFICE_TIES)
    assert table.values[RECIPROCAL.name].to_dict() == {"A0": 1, "A1": 1, "A2": 0}
    found = table.found[RECIPROCAL.name]
    assert set(found["source"]) == {"decisions[D-A0]; decisions[D-A1]; decisions[D-A3]"}
    assert set(found["homes"]) == {3}


def test_a_household_between_two_pairs_counts_both(tmp_path: Path) -> None:
    town = exchanging().official("H3", "township_civil_affairs").person("H3").kin("H3", "F0", "child")
    town.aided("A9", "F3", handler_id="H3")
    assert feature_table(town.dossier(tmp_path, AS_OF), OFFICE_TIES).values[RECIPROCAL.name]["A0"] == 2


@pytest.mark.parametrize("missing", ["kinship", "decisions"])
def test_what_is_not_recorded_is_not_known(tmp_path: Path, missing: str) -> None:
    town = crooked()
    if missing == "kinship":
        del town.rows["kinship"]
        for person in town.rows["persons"]:
            person["relation_to_head"] = None
    else:
        for decision in town.rows["decisions"]:
            decision.update(handler_id=None)
    table = feature_table(town.dossier(tmp_path, AS_OF), OFFICE_TIES)
    assert table.values.isna().all(axis=None)


@pytest.mark.parametrize("feature", OFFICE_TIES, ids=lambda feature: feature.name)
def test_reasons_are_told_in_what_was_found(tmp_path: Path, feature: object) -> None:
    town = crooked() if feature is SHARE else exchanging()
    found = feature.compute(town.dossier(tmp_path, AS_OF))
    told = found.iloc[0].to_dict() | {"office": "handler"}
    assert "{" not in feature.reason.zh.format(**told) + feature.reason.en.format(**told)
    assert feature.definition_zh
    assert feature.exempt is not None
