"""Who returns whose favour."""

from pathlib import Path

from tests.town import Town
from tests.unit.features.officials.builders import families, row, seen


def exchanging() -> Town:
    """H1 acts for F0, a sister of H2; H2 acts for F1, a child of H1."""
    town = families(10).kin("H2", "F0", "sibling").kin("H1", "F1", "child")
    return town.aided("A0", "F0", handler_id="H1").aided("A1", "F1", handler_id="H2")


def test_two_who_act_for_each_other_s_relatives_are_a_pair(tmp_path: Path) -> None:
    officials = seen(exchanging(), tmp_path)
    columns = ["official_id", "other_id", "household_id", "decision_id"]
    assert officials.exchanges[columns].values.tolist() == [["H1", "H2", "A0", "D-A0"], ["H2", "H1", "A1", "D-A1"]]
    assert [row(officials, one)["reciprocal"] for one in ("H1", "H2", "S1")] == [1, 1, 0]


def test_a_favour_not_returned_is_none(tmp_path: Path) -> None:
    town = exchanging()
    town.rows["decisions"][1]["handler_id"] = "S1"
    assert seen(town, tmp_path).exchanges.empty


def test_a_signature_alone_is_no_favour(tmp_path: Path) -> None:
    town = exchanging()
    town.rows["decisions"][1].update(handler_id="S1", approver_id="H2")
    assert seen(town, tmp_path).exchanges.empty


def test_acting_for_one_s_own_relatives_is_no_exchange(tmp_path: Path) -> None:
    town = families(10).kin("H1", "H2", "sibling").kin("H1", "F0", "parent").kin("H2", "F0", "parent")
    town.aided("A0", "F0", handler_id="H1", surveyor_1_id="H2")
    officials = seen(town, tmp_path)
    assert officials.exchanges.empty
    assert [row(officials, one)["recusal_breaches"] for one in ("H1", "H2")] == [1, 1]


def test_a_marriage_that_had_ended_is_no_tie(tmp_path: Path) -> None:
    town = exchanging()
    town.rows["kinship"][0].update(relation="spouse", start_on="2000-01-01", end_on="2020-01-01")
    assert seen(town, tmp_path).exchanges.empty
