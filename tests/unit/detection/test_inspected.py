"""What inspections found is learned from the day before the first of them."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from detection.inspected import Past, inspections_of, learn, look_back
from features.dossier import Dossier
from features.errors import DataError
from features.table import FeatureTable
from models.findings import Findings
from models.peers import PeerStatistics
from models.ranker import Ranker
from models.rerank import Off, Reranker
from tests.town import AS_OF, village
from tests.unit.models.test_rerank import FAMILIES, FOREST, SEEN, WEIGHTS, findings, truth


def inspected(folder: Path, **cells: str) -> pd.DataFrame:
    row = {"household_id": "H", "inspected_on": "2025-06-02", "finding": "confirmed", "selected_by": "random"}
    town = village().aided("H", "P1", decision_id="D-2", applied_on="2025-07-01", approved_on="2025-08-01")
    town.rows["households"].pop()
    town.rows["members"].pop()
    with town.add("inspections", **(row | cells)).records(folder) as records:
        return inspections_of(records.known(AS_OF))


def test_a_finding_is_about_the_decision_of_its_day(tmp_path: Path) -> None:
    found = inspected(tmp_path)
    assert found[["household_id", "finding", "selected_by", "decision_id"]].to_numpy().tolist() == [
        ["H", "confirmed", "random", "D-H"]
    ]
    assert inspected(tmp_path / "later", inspected_on="2025-08-01")["decision_id"].tolist() == ["D-2"]


def test_what_is_found_after_the_day_is_not_known(tmp_path: Path) -> None:
    assert inspected(tmp_path, inspected_on="2026-01-01").empty


def test_without_the_table_there_are_no_inspections(tmp_path: Path) -> None:
    with village().records(tmp_path) as records:
        assert inspections_of(records.known(AS_OF)).empty


def some(confirmed: int = 20) -> Findings:
    table = pd.DataFrame({"confirmed": [True] * confirmed + [False] * 60, "random": True})
    return Findings(table, date(2025, 6, 1))


def test_the_past_is_looked_at_only_if_there_is_something_to_learn() -> None:
    def look(day: date) -> tuple[Dossier, FeatureTable]:
        raise AssertionError(day)

    assert look_back(some(confirmed=5), look) is None


def test_a_past_without_anybody_in_it_is_no_failure() -> None:
    days = []

    def look(day: date) -> tuple[Dossier, FeatureTable]:
        days.append(day)
        raise DataError("no granted decision is in force.")

    assert look_back(some(), look) is None
    assert days == [date(2025, 6, 1)]
    learned, figures = learn(RANKER, some(), None)
    assert isinstance(learned, Off)
    assert "在保" in figures["reason_zh"]


VALUES = SEEN.rename(index=str)
PEERS = pd.Series("rural", index=VALUES.index, dtype="str")
RANKER = Ranker(PeerStatistics.fit(VALUES, PEERS, dict.fromkeys(FAMILIES, 1)), FOREST, FAMILIES, WEIGHTS)


def past(decision: str) -> Past:
    households = pd.DataFrame({"decision_id": decision, "peer_group": PEERS}, index=VALUES.index)
    return Past(VALUES, households)


def told() -> tuple[Findings, float]:
    rng = np.random.default_rng(4)
    wrong = truth(rng)
    seen = findings(wrong, rng)
    return Findings(seen.table.assign(decision_id="D", chance=np.nan), seen.since), float(wrong.mean())


def test_what_was_learned_is_told_with_what_it_says_of_all() -> None:
    seen, share = told()
    learned, figures = learn(RANKER, seen, past("D"), capacity=200)
    assert isinstance(learned, Reranker)
    assert figures["on"]
    assert figures["reason_zh"] == figures["reason_en"] == ""
    assert figures["used"] == len(seen.table)
    assert figures["random"] == 100
    _, low, high = figures["prevalence"]
    assert low <= share <= high
    assert figures["prevalence"] != figures["precision"]
    assert figures["precision_at"]["200"] == figures["precision"]
    assert [int(length) for length in figures["precision_at"]] == [25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000]
    shares, lows, highs = zip(*figures["precision_at"].values(), strict=True)
    assert shares[0] > shares[-1] > share
    assert all(low <= share <= high for low, share, high in zip(lows, shares, highs, strict=True))


def test_findings_about_other_decisions_teach_nothing() -> None:
    seen, _ = told()
    learned, figures = learn(RANKER, seen, past("another"))
    assert isinstance(learned, Off)
    assert not figures["on"]
    assert figures["left_out"] == {"decision": len(seen.table)}
    assert figures["prevalence"] is figures["precision"] is None
    assert figures["precision_at"] == {}


@pytest.mark.parametrize("chance", [np.nan, 100 / 3000])
def test_known_chances_of_the_random_arm_are_used(chance: float) -> None:
    seen, _ = told()
    drawn = Findings(seen.table.assign(chance=np.where(seen.random, chance, np.nan)), seen.since)
    assert learn(RANKER, drawn, past("D"))[1]["prevalence"] == learn(RANKER, seen, past("D"))[1]["prevalence"]
