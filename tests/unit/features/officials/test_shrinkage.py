"""Shrinkage: small numbers say little, and the bounds keep their level."""

import numpy as np
import pytest
from scipy.stats import gamma, nbinom, poisson

from features.officials.shrinkage import LEVEL, WEIGHTS, log_marginal, prior_weight, shrink, usual


def test_the_marginal_likelihood_is_the_negative_binomial() -> None:
    observed, expected, weight = np.array([0.0, 1.0, 4.0, 9.0]), np.array([0.1, 2.0, 0.7, 8.0]), 1.7
    by_scipy = nbinom.logpmf(observed, weight, weight / (weight + expected)).sum()
    assert log_marginal(weight, observed, expected) == pytest.approx(by_scipy)


def test_the_bounds_are_quantiles_of_the_posterior() -> None:
    found = shrink(np.array([0.0, 3.0]), np.array([0.5, 0.2]), 2.0)
    for place, (shape, rate) in enumerate([(2.0, 2.5), (5.0, 2.2)]):
        posterior = gamma(shape, scale=1 / rate)
        assert found.mean[place] == pytest.approx(posterior.mean())
        assert found.lower[place] == pytest.approx(posterior.ppf(LEVEL))
        assert found.upper[place] == pytest.approx(posterior.ppf(1 - LEVEL))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_two_relatives_never_lift_the_lower_bound_above_one(weight: float) -> None:
    nearly_nothing = np.full(3, 1e-9)
    lower = shrink(np.array([0.0, 1.0, 2.0]), nearly_nothing, weight).lower
    assert (lower < 1).all()


@pytest.mark.parametrize("weight", [1.0, 1.37, 2.5, 4.0])
def test_whatever_is_flagged_the_exact_test_would_reject_too(weight: float) -> None:
    expected = np.repeat(np.arange(0.01, 30, 0.13), 80)
    observed = np.tile(np.arange(80.0), len(expected) // 80)
    flagged = shrink(observed, expected, weight).lower > 1
    chance = poisson.sf(observed - 1, expected)
    assert flagged.any()
    assert chance[flagged].max() <= LEVEL


def test_more_relatives_and_fewer_expected_raise_every_bound() -> None:
    more = shrink(np.arange(10.0), np.full(10, 0.8), 2.0)
    assert (np.diff(more.lower) > 0).all()
    assert (np.diff(more.upper) > 0).all()
    fewer = shrink(np.full(10, 4.0), np.arange(1.0, 11.0), 2.0)
    assert (np.diff(fewer.lower) < 0).all()


def test_unlike_officials_are_shrunk_less_than_like_ones() -> None:
    rng = np.random.default_rng(3)
    expected = np.full(2_000, 3.0)
    alike = rng.poisson(expected).astype("float64")
    unlike = rng.poisson(expected * rng.gamma(1.5, 1 / 1.5, 2_000)).astype("float64")
    assert prior_weight(alike, expected) == WEIGHTS[1]
    assert prior_weight(unlike, expected) == pytest.approx(1.5, abs=0.2)


def test_few_officials_get_the_least_weight() -> None:
    assert prior_weight(np.array([5.0, 0.0]), np.array([1.0, 1.0])) == WEIGHTS[0]
    assert prior_weight(np.zeros(100), np.ones(100)) == WEIGHTS[0]
    assert prior_weight(np.empty(0), np.empty(0)) == WEIGHTS[0]
    assert prior_weight(np.ones(40), np.zeros(40)) == WEIGHTS[0]


def test_nobody_sets_the_standard_they_are_measured_by() -> None:
    group = np.full(4, "township")
    honest = usual(np.array([1.0, 1, 1, 1]), np.ones(4), group)
    crooked = usual(np.array([50.0, 1, 1, 1]), np.ones(4), group)
    assert crooked[0] == honest[0] == 1
    assert (crooked[1:] > honest[1:]).all()


def test_where_officials_keep_clear_of_relatives_chance_remains_the_standard() -> None:
    assert usual(np.zeros(3), np.full(3, 9.0), np.full(3, "village")).tolist() == [1, 1, 1]


@pytest.mark.parametrize("seed", range(5))
def test_the_level_holds_among_officials_whom_chance_alone_moves(seed: int) -> None:
    rng = np.random.default_rng(seed)
    expected = rng.gamma(0.5, 4.0, 3_000)
    observed = rng.poisson(expected).astype("float64")
    lower = shrink(observed, expected, prior_weight(observed, expected)).lower
    assert (lower > 1).mean() <= LEVEL


def test_one_crooked_official_among_honest_ones_shows() -> None:
    rng = np.random.default_rng(8)
    expected = np.append(rng.gamma(1.0, 0.3, 2_000), 0.6)
    observed = np.append(rng.poisson(expected[:-1]), 9).astype("float64")
    expected = expected * usual(observed, expected, np.full(len(expected), "township"))
    lower = shrink(observed, expected, prior_weight(observed, expected)).lower
    assert lower.argmax() == len(lower) - 1
    assert lower[-1] > 1
