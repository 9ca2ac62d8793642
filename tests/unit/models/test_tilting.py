import numpy as np
import pytest

from models.strata import members_of
from models.tilting import STEEPEST, Tilt


def a_pool(seed: int, *, slope: float = 0.0, size: int = 40_000) -> tuple[np.ndarray, np.ndarray, np.ndarray, list]:
    """Level, tie, other trouble and strata; the tied are drawn with the odds exp(slope * level)."""
    rng = np.random.default_rng(seed)
    level = np.where(rng.random(size) < 0.3, rng.random(size), 0.0)
    trouble = np.where(rng.random(size) < 0.4, rng.exponential(1.0, size) + level, 0.0)
    tie = (rng.random(size) < 0.02 * np.exp(slope * level)) * 1.0
    return level, tie, trouble, members_of(rng.choice(["a", "b"], size))


@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_how_much_better_relatives_live_is_found_again(slope):
    level, tie, trouble, strata = a_pool(1, slope=slope)
    tilt = Tilt.of(level, tie, trouble, strata)
    assert tilt is not None
    share, degree = tilt.slopes(np.ones(len(tie)))
    assert share + degree * 0.6 == pytest.approx(slope * 0.6, abs=0.2)


def test_more_relatives_who_live_well_are_told_from_relatives_who_live_better():
    level, _, trouble, strata = a_pool(6)
    tie = (np.random.default_rng(60).random(len(level)) < np.where(level > 0, 0.06, 0.02)) * 1.0
    tilt = Tilt.of(level, tie, trouble, strata)
    assert tilt is not None
    share, degree = tilt.slopes(np.ones(len(tie)))
    assert share == pytest.approx(np.log(3), abs=0.3)
    assert degree < 0.3


def test_fewer_relatives_who_live_well_but_those_far_better_are_compared_by_their_mean():
    level, _, trouble, strata = a_pool(7)
    odds = np.select([level > 0.7, level > 0], [0.08, 0.005], 0.02)
    tie = (np.random.default_rng(70).random(len(level)) < odds) * 1.0
    tilt = Tilt.of(level, tie, trouble, strata)
    assert tilt is not None
    slopes, low = tilt.slopes(np.ones(len(tie))), tilt.untied
    others = np.average(level[low], weights=np.exp(slopes[1] * level[low]))
    assert slopes[0] == 0
    assert others == pytest.approx(level[tilt.tied].mean(), rel=0.02)


def test_relatives_who_live_worse_change_nothing():
    level, tie, trouble, strata = a_pool(2, slope=-3.0)
    tilt = Tilt.of(level, tie, trouble, strata)
    assert tilt is not None
    assert (tilt.factors(np.ones(len(tie))) == 1).all()


def test_who_is_likely_favoured_does_not_speak_for_relatives():
    level, tie, trouble, strata = a_pool(3, slope=1.0)
    tilt = Tilt.of(level, tie, trouble, strata)
    shares = np.where((tie > 0) & (level > 0.5), 0.2, 1.0)
    assert tilt is not None
    assert tilt.slopes(shares).sum() < tilt.slopes(np.ones(len(tie))).sum()


def test_the_pool_lives_better_and_is_no_more_at_fault():
    level, tie, trouble, strata = a_pool(4, slope=1.5)
    tilt = Tilt.of(level, tie, trouble, strata)
    assert tilt is not None
    factors = tilt.factors(np.ones(len(tie)))
    assert np.average(level, weights=factors) > level.mean() * 1.2
    assert np.average(trouble, weights=factors) == pytest.approx(trouble.mean(), rel=0.05)


def test_only_strata_with_both_are_compared():
    level, tie = np.array([0.5, 0.0, 0.4, 0.9]), np.array([1.0, 1.0, 1.0, 0.0])
    apart = [np.array([0, 1]), np.array([2, 3])]
    tilt = Tilt.of(level, tie, np.zeros(4), apart)
    assert tilt is not None
    assert (tilt.tied.tolist(), tilt.untied.tolist()) == ([2], [3])
    assert Tilt.of(level, tie, np.zeros(4), apart[:1]) is None


def test_a_difference_beyond_comparison_is_none():
    level, tie, trouble, strata = a_pool(5)
    assert Tilt.of(np.where(tie > 0, 0.9, level * 0.1), tie, trouble, strata) is None
    tilt = Tilt.of(level, tie, trouble, strata)
    assert tilt is not None
    assert (tilt.slopes(np.ones(len(tie))) < STEEPEST).all()
