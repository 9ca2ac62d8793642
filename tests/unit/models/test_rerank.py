"""Findings move weights towards what they say, never the direction of a flag, and not without need."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from models.calibration import Calibration
from models.evaluate import average_precision
from models.findings import Findings
from models.peers import PeerStatistics
from models.ranker import Ranker
from models.rerank import Off, Reranker, fit_reranker, hazard, stabilised_weights
from models.stability import monotonicity
from tests.unit.models.test_scoring import FAMILIES, FOREST, WEIGHTS, surprises

RANKER = Ranker(PeerStatistics({}, {}, {}, {}), FOREST, FAMILIES, WEIGHTS)
SEEN = (2.5 * surprises(3000, seed=21) + surprises(3000, seed=22)).round(3)


def score_of(ranker: Ranker, seen: pd.DataFrame = SEEN) -> npt.NDArray[np.float64]:
    return ranker.score(seen).table["score"].to_numpy()


def truth(rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """The card means much more than the priors say, and income nothing."""
    real = Ranker(RANKER.peers, FOREST, FAMILIES, {**WEIGHTS, "income": 0.0, "card": 5.0})
    return rng.random(len(SEEN)) < score_of(real) ** 2


def findings(confirmed: npt.NDArray[np.bool_], rng: np.random.Generator, listed: int = 200) -> Findings:
    order = np.argsort(-score_of(RANKER), kind="stable")
    drawn, ranked = rng.choice(len(SEEN), 100, replace=False), rng.choice(order[:listed], 100, replace=False)
    places = np.union1d(drawn, ranked)
    table = pd.DataFrame({"confirmed": confirmed[places], "random": np.isin(places, drawn)}, index=SEEN.index[places])
    return Findings(table, date(2026, 1, 1))


def learned(seed: int = 0) -> tuple[Reranker, Findings, npt.NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    wrong = truth(rng)
    seen = findings(wrong, rng)
    found = fit_reranker(RANKER, SEEN, seen)
    assert isinstance(found, Reranker)
    return found, seen, wrong


def test_a_flag_that_findings_confirm_weighs_more_and_one_that_they_clear_less() -> None:
    factors = [learned(seed)[0].multipliers for seed in range(5)]
    assert np.mean([each["card"] for each in factors]) > 1 > np.mean([each["income"] for each in factors])
    assert all(0.5 < factor < 2 for each in factors for factor in each.values())


def test_learning_ranks_the_unvisited_better_on_average() -> None:
    gains = []
    for seed in range(10):
        found, seen, wrong = learned(seed)
        rest = ~SEEN.index.isin(seen.table.index)
        before, after = score_of(RANKER), score_of(found.reweighed(RANKER))
        gains.append(average_precision(wrong[rest], after[rest]) - average_precision(wrong[rest], before[rest]))
    assert np.mean(gains) > 2 * np.std(gains, ddof=1) / np.sqrt(len(gains))


def test_the_scale_is_near_the_share_that_would_be_confirmed() -> None:
    ratios = []
    for seed in range(5):
        found, _, wrong = learned(seed)
        ratios.append(found.calibration.of(score_of(found.reweighed(RANKER))).sum() / wrong.sum())
    assert 0.5 < np.mean(ratios) < 2


def test_a_ranking_that_learned_scores_on_the_new_scale_and_its_parts_still_sum() -> None:
    found, _, _ = learned()
    assert found.calibration != Calibration()
    plain, scaled = found.reweighed(RANKER).score(SEEN), found.applied(RANKER).score(SEEN)
    for name in ("score", "score_favouritism"):
        expected = found.calibration.of(plain.table[name].to_numpy()).round(12)
        assert scaled.table[name].to_numpy() == pytest.approx(expected)
    assert scaled.weights.sum(axis=1).to_numpy() == pytest.approx(scaled.table["score"].to_numpy(), abs=1e-6)
    assert monotonicity(found.applied(RANKER), SEEN, sample=300)["violations"] == 0


def test_one_more_flag_still_never_lowers_a_score_and_nothing_comes_of_nothing() -> None:
    found, _, _ = learned()
    ranker = found.reweighed(RANKER)
    assert monotonicity(ranker, SEEN, sample=300)["violations"] == 0
    alone = SEEN.assign(tie=0.0, undeclared=0.0)
    assert ranker.score(alone).table["score_favouritism"].eq(0).all()
    nothing_wrong = SEEN.assign(notice=0.0, income=0.0, card=0.0)
    assert found.calibration.applied(ranker.score(nothing_wrong)).table["score"].eq(0).all()


def test_the_order_of_rows_and_uninspected_households_are_irrelevant() -> None:
    found, seen, _ = learned()
    assert fit_reranker(RANKER, SEEN[::-1], seen) == found
    others = SEEN.copy()
    unvisited = ~others.index.isin(seen.table.index)
    others[unvisited] = 3.0
    assert fit_reranker(RANKER, others, seen) == found


def test_too_few_findings_leave_it_off_and_say_so() -> None:
    rng = np.random.default_rng(0)
    seen = findings(np.zeros(len(SEEN), dtype=bool), rng)
    found = fit_reranker(RANKER, SEEN, seen)
    assert isinstance(found, Off)
    assert "confirmed" in found.reason.en
    assert "查实" in found.reason.zh


def test_findings_that_do_not_follow_the_ranking_leave_it_off() -> None:
    rng = np.random.default_rng(1)
    contrary = findings(score_of(RANKER) == 0, rng)
    found = fit_reranker(RANKER, SEEN, contrary)
    assert isinstance(found, Off)
    assert "check the findings" in found.reason.en


def test_a_score_of_one_has_a_finite_hazard() -> None:
    assert np.isfinite(hazard(np.array([1.0]))).all()


def test_json_there_and_back() -> None:
    found, _, _ = learned()
    assert Reranker.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("ranked", "drawn", "households", "weight"), [(100, 100, 10_000, 3.0), (100, 100, 200, 2.0), (0, 50, 100, 2.0)]
)
def test_a_random_finding_weighs_what_it_stands_for_or_as_much_as_is_safe(
    ranked: int, drawn: int, households: int, weight: float
) -> None:
    weights = stabilised_weights(np.arange(ranked + drawn) >= ranked, households)
    assert weights[-1] == pytest.approx(weight)
    assert (weights[:ranked] == 1).all()
    assert weights.sum() ** 2 / (weights**2).sum() >= 0.8 * len(weights) - 1e-9
