"""Intervals that cover, whatever the chance of being visited."""

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from models.estimates import effective_size, either_arm, share_confirmed, wilson


@pytest.mark.parametrize(("cases", "size"), [(15, 100), (4, 7), (40, 41)])
def test_the_interval_is_wilsons(cases: int, size: int) -> None:
    known = binomtest(cases, size).proportion_ci(method="wilson")
    found = wilson(cases / size, size)
    assert found.low == pytest.approx(known.low)
    # One of 41 is not confirmed: the upper bound is Poisson's, and wider.
    assert found.high == pytest.approx(known.high if cases < 40 else 1 + math.log(0.95) / 41)
    assert found.high >= known.high - 1e-9


def test_nothing_found_has_an_upper_bound_and_everything_found_a_lower_one() -> None:
    none, every = wilson(0.0, 20), wilson(1.0, 20)
    assert none.low == 0
    assert every.high == 1
    assert none.high == pytest.approx(1.959964**2 / (20 + 1.959964**2), abs=1e-6) == pytest.approx(1 - every.low)


def test_few_cases_have_the_lower_bound_of_a_poisson_mean() -> None:
    # exp(-mean) = 0.95 is where one case or more are seen in 5 % of samples.
    assert wilson(0.01, 100).low == pytest.approx(-math.log(0.95) / 100)


def test_more_visits_or_less_confidence_make_it_narrower() -> None:
    widths = [wilson(0.2, size).high - wilson(0.2, size).low for size in (10, 50, 500)]
    assert widths == sorted(widths, reverse=True)
    loose = wilson(0.2, 50, confidence=0.8)
    assert loose.high - loose.low < widths[1]


@pytest.mark.parametrize(("share", "size"), [(-0.1, 5), (1.1, 5), (0.5, 0), (math.nan, 5)])
def test_impossible_shares_are_refused(share: float, size: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(share, size)


def test_equal_chances_give_the_number_of_visits_corrected_for_the_population() -> None:
    assert effective_size(np.full(50, 50 / 200)) == pytest.approx(50 / (1 - 50 / 200))
    assert effective_size(np.full(50, 1e-9)) == pytest.approx(50)


def test_unequal_chances_are_worth_fewer_visits() -> None:
    assert effective_size(np.array([1e-3] * 50 + [1e-5] * 50)) < 60


def test_where_everybody_was_visited_nothing_is_open() -> None:
    found = share_confirmed(np.array([True, False, False, False]), np.ones(4))
    assert found is not None
    assert (found.share, found.low, found.high) == (0.25, 0.25, 0.25)
    assert found.record() == [0.25, 0.25, 0.25]


def test_without_visits_nothing_is_known() -> None:
    assert share_confirmed(np.array([], dtype=bool), np.array([])) is None


def test_a_visit_stands_for_as_many_as_its_chance_says() -> None:
    found = share_confirmed(np.array([True, False]), np.array([0.5, 0.1]))
    assert found is not None
    assert found.share == pytest.approx(2 / 12)


def test_intervals_of_both_designs_cover_the_truth() -> None:
    rng = np.random.default_rng(11)
    households, listed, visits = 4000, 200, 60
    wrong = np.concatenate([rng.random(listed) < 0.6, rng.random(households - listed) < 0.01])
    on_list, covered = np.arange(households) < listed, np.zeros(2)
    chances = either_arm(np.full(households, visits / listed), np.full(households, visits / households))
    for _ in range(500):
        drawn, ranked = rng.choice(households, visits, replace=False), rng.choice(listed, visits, replace=False)
        both = np.union1d(ranked, drawn[on_list[drawn]])
        found = (
            share_confirmed(wrong[drawn], np.full(visits, visits / households)),
            share_confirmed(wrong[both], chances[both]),
        )
        truths = (wrong.mean(), wrong[:listed].mean())
        covered += [
            each is not None and each.low <= truth <= each.high for each, truth in zip(found, truths, strict=True)
        ]
    assert (covered / 500 >= 0.92).all(), covered / 500
