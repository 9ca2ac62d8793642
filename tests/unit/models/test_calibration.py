"""A scale that changes no order."""

import numpy as np
import pandas as pd
import pytest

from models.calibration import Calibration, hazard
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


def test_a_score_of_one_has_a_finite_hazard() -> None:
    assert np.isfinite(hazard(np.array([1.0]))).all()


def test_json_there_and_back() -> None:
    assert Calibration.from_json(Calibration(0.5, 2.0).to_json()) == Calibration(0.5, 2.0)


@pytest.mark.parametrize("level", [0.0, -1.0, float("nan"), float("inf")])
def test_a_scale_that_would_turn_the_order_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Calibration.from_json({"level": level, "slope": 1.0})
