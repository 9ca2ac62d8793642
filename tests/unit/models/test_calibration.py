"""A scale that changes no order."""

import numpy as np
import pandas as pd
import pytest

from models.calibration import Calibration, fit_calibration
from models.scoring import Scores


def scores() -> Scores:
    table = pd.DataFrame(
        {"score": [0.0, 0.5, 0.9], "score_favouritism": [0.0, 0.0, 0.9], "score_ineligibility": [0.0, 1.0, 0.3]},
        index=["A", "B", "C"],
    )
    weights = pd.DataFrame({"tie": [0.0, 0.0, 0.3], "income": [0.0, 0.5, 0.6]}, index=table.index)
    return Scores(table, np.array([0.0, 0.01, 0.2]), weights, np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 2.0]))


def test_level_and_slope_of_one_change_nothing() -> None:
    seen = np.linspace(0, 0.999, 50)
    np.testing.assert_allclose(Calibration().of(seen), seen, atol=1e-12)


@pytest.mark.parametrize("scale", [Calibration(0.1, 0.5), Calibration(5.0, 2.5)])
def test_order_and_zero_stay(scale: Calibration) -> None:
    seen = scale.of(np.linspace(0, 1, 101))
    assert seen[0] == 0
    assert (np.diff(seen) >= 0).all()
    assert seen.max() <= 1


def test_what_features_add_still_sums_to_the_score() -> None:
    after = Calibration(0.4, 1.5).applied(scores())
    np.testing.assert_allclose(after.weights.sum(axis=1), after.table["score"], atol=1e-8)
    assert after.table["score_favouritism"].tolist() == [0, 0, after.table.loc["C", "score"]]
    assert after.table["score_ineligibility"].tolist() == [0, 1, 0.3]
    assert after.spread[0] == 0 < after.spread[2]


@pytest.mark.parametrize("scale", [Calibration(0.01, 3.0), Calibration(50.0, 4.0)])
def test_a_steep_scale_keeps_apart_what_scores_keep_apart(scale: Calibration) -> None:
    seen = np.array([0.0, 1e-6, 2e-6, 0.5, 0.500001, 0.99999, 0.999998, 0.999999, 1.0])
    table = pd.DataFrame({"score": seen, "score_favouritism": seen, "score_ineligibility": 0.0})
    flat = np.zeros(len(seen))
    after = scale.applied(Scores(table, flat, pd.DataFrame({"tie": seen}), flat, flat)).table["score"]
    assert (np.diff(after) > 0).all()
    assert after.iloc[0] == 0
    assert after.iloc[-1] <= 1


def found(level: float, slope: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    seen = rng.random(4000)
    random = rng.random(4000) < 0.5
    return seen, rng.random(4000) < Calibration(level, slope).of(seen), np.ones(4000), random


@pytest.mark.parametrize(("level", "slope"), [(1.0, 1.0), (0.3, 2.0), (2.0, 0.7)])
def test_the_scale_that_made_the_findings_is_found(level: float, slope: float) -> None:
    fitted = fit_calibration(*found(level, slope))
    assert fitted.level == pytest.approx(level, rel=0.2)
    assert fitted.slope == pytest.approx(slope, rel=0.1)


def test_the_level_is_that_of_the_random_arm() -> None:
    seen, confirmed, weights, random = found(1.0, 1.0)
    confirmed &= ~random | (np.random.default_rng(3).random(4000) < 0.4)
    fitted = fit_calibration(seen, confirmed, weights, random)
    assert fitted.of(seen[random]).sum() == pytest.approx(confirmed[random].sum(), rel=0.05)
    assert fitted.of(seen[~random]).sum() < 0.6 * confirmed[~random].sum()


def test_without_findings_nothing_changes() -> None:
    none = np.zeros(0)
    assert fit_calibration(none, none.astype(bool), none, none.astype(bool)) == Calibration()


def test_json_there_and_back() -> None:
    assert Calibration.from_json(Calibration(0.5, 2.0).to_json()) == Calibration(0.5, 2.0)


@pytest.mark.parametrize("level", [0.0, -1.0, float("nan"), float("inf")])
def test_a_scale_that_would_turn_the_order_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Calibration.from_json({"level": level, "slope": 1.0})
