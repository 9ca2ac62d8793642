"""Ratios of rates: the interval holds the truth as often as it says, the test errs as seldom as it says."""

import numpy as np
import pytest
from scipy.stats import binomtest

from models.ratios import outside_p_values, rate_ratio, rejected

RANGE = (0.80, 1.25)
ROUNDS = 4000


@pytest.mark.parametrize(
    ("size", "rest", "rate", "ratio"),
    [
        (1000, 3000, 0.05, 1.0),
        (1000, 3000, 0.05, 1.25),
        (200, 800, 0.02, 0.5),
        (50, 5000, 0.01, 2.0),
        (900, 900, 0.3, 1.0),
    ],
)
def test_the_interval_holds_the_true_ratio(size: int, rest: int, rate: float, ratio: float) -> None:
    """In 4,000 draws at least 95 % less three standard errors (1.0 %); exact, so it may hold more."""
    rng = np.random.default_rng(11)
    events, others = rng.binomial(size, rate * ratio, ROUNDS), rng.binomial(rest, rate, ROUNDS)
    found = rate_ratio(events, size, others, rest)
    assert ((found.low <= ratio) & (ratio <= found.high)).mean() >= 0.94


@pytest.mark.parametrize("ratio", [0.80, 1.0, 1.25])
def test_a_tolerated_ratio_is_seldom_called_outside(ratio: float) -> None:
    """At most 5 % and three standard errors (1.0 %) in 4,000 draws, on the edges of the range too."""
    rng = np.random.default_rng(12)
    events, others = rng.binomial(2000, 0.04 * ratio, ROUNDS), rng.binomial(6000, 0.04, ROUNDS)
    assert (outside_p_values(events, 2000, others, 6000, RANGE) <= 0.05).mean() <= 0.06


def test_a_ratio_far_outside_is_found_from_either_side() -> None:
    p_values = outside_p_values([120, 20, 60], 1000, [180, 180, 180], 3000, RANGE)
    assert p_values[0] < 1e-3
    assert p_values[1] < 1e-3
    assert p_values[2] > 0.5


def test_a_tiny_group_that_is_listed_whole_is_found() -> None:
    assert outside_p_values(12, 12, 200, 20_000, RANGE) < 1e-9


def test_no_events_say_nothing_and_no_group_says_nothing() -> None:
    nothing = rate_ratio([0, 3, 0], [100, 0, 100], [0, 5, 0], [300, 100, 0])
    assert nothing.low.tolist() == [0, 0, 0]
    assert np.isinf(nothing.high).all()
    assert outside_p_values([0, 3, 0], [100, 0, 100], [0, 5, 0], [300, 100, 0], RANGE).tolist() == [1, 1, 1]


def test_turned_around_the_ratio_is_its_inverse() -> None:
    one, other = rate_ratio(30, 400, 70, 1600), rate_ratio(70, 1600, 30, 400)
    assert one.estimate == pytest.approx(1 / other.estimate)
    assert one.low == pytest.approx(1 / other.high)
    assert one.high == pytest.approx(1 / other.low)


def test_interval_and_test_are_those_of_the_exact_binomial() -> None:
    told = rate_ratio(17, 500, 40, 2500)
    exact = binomtest(17, 57, 0.5).proportion_ci(0.95, method="exact")
    assert told.low == pytest.approx(5 * exact.low / (1 - exact.low))
    assert told.high == pytest.approx(5 * exact.high / (1 - exact.high))
    share = 500 * 1.25 / (500 * 1.25 + 2500)
    assert outside_p_values(17, 500, 40, 2500, RANGE) == pytest.approx(
        2 * binomtest(17, 57, share, alternative="greater").pvalue
    )


def test_holm_stops_at_the_first_that_stands() -> None:
    assert rejected([0.001, 0.03, 0.02, 0.9], 0.05).tolist() == [True, False, False, False]
    assert rejected([0.001, 0.012, 0.015, 0.9], 0.05).tolist() == [True, True, True, False]
    assert rejected([], 0.05).tolist() == []


def test_holm_keeps_the_chance_of_any_wrong_call() -> None:
    """Of 4,000 families of 30 true hypotheses at most 5 % and three standard errors lose one."""
    p_values = np.random.default_rng(13).random((ROUNDS, 30))
    assert np.mean([rejected(row, 0.05).any() for row in p_values]) <= 0.06
