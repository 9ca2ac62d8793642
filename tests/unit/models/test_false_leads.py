from functools import cache

import numpy as np
import pytest

from models.conjunction import conjunction
from models.false_leads import false_shares, q_values
from models.strata import members_of
from models.tilting import Standing
from tests.unit.models.chance_city import Town, a_standing, a_town

LEVELS = (0.2, 0.4, 0.6)


def shares_of(town: Town, standing: Standing | None = None) -> np.ndarray:
    return false_shares(town.tie, town.trouble, members_of(town.strata), conjunction, standing)


@cache
def false_in_truth(premium: float, *, exchanged: bool) -> dict[float, float]:
    """Return the share of false leads by stated share, the standard of living exchanged as it is, or measured."""
    reached, false = dict.fromkeys(LEVELS, 0), dict.fromkeys(LEVELS, 0)
    for seed in range(30):
        town = a_town(seed, size=4000, favoured=0.02)
        lived, standing = a_standing(town, seed, premium=premium)
        values = q_values(shares_of(lived) if exchanged else shares_of(town, standing), lived.ranks)
        for level in LEVELS:
            reached[level] += int((values <= level).sum())
            false[level] += int(((values <= level) & ~town.favoured).sum())
    return {level: false[level] / reached[level] for level in LEVELS}


def test_a_household_without_a_tie_or_without_trouble_is_no_lead():
    town = a_town(1, favoured=0.05)
    shares = shares_of(town)
    assert (shares[town.tie == 0] == 1).all()
    assert shares[(town.tie > 0) & (town.trouble == 0)].min() > 0.9
    assert shares[town.favoured].min() < 0.2


def test_a_higher_score_is_never_the_likelier_false_lead():
    town = a_town(2, favoured=0.05)
    tied = town.tie > 0
    order = np.argsort(-conjunction(town.tie[tied], town.trouble[tied]), kind="stable")
    assert (np.diff(shares_of(town)[tied][order]) >= 0).all()


def test_nobody_tied_leaves_nothing_but_false_leads():
    assert false_shares(np.zeros(4), np.ones(4), [np.arange(4)], conjunction).tolist() == [1.0] * 4


@pytest.mark.parametrize("stated", LEVELS)
def test_the_stated_share_agrees_with_the_truth(stated):
    down_to, false = 0, 0
    for seed in range(30):
        town = a_town(seed, size=4000, favoured=0.02)
        reached = q_values(shares_of(town), town.ranks) <= stated
        down_to, false = down_to + int(reached.sum()), false + int((reached & ~town.favoured).sum())
    assert false / down_to == pytest.approx(stated, abs=0.05)


@pytest.mark.parametrize("stated", LEVELS)
def test_the_stated_share_agrees_with_the_truth_where_relatives_live_as_others_do(stated):
    assert false_in_truth(0.0, exchanged=False)[stated] == pytest.approx(stated, abs=0.05)


@pytest.mark.parametrize("premium", [0.1, 0.2, 0.4])
@pytest.mark.parametrize("stated", LEVELS)
def test_no_more_leads_are_false_than_stated_where_relatives_live_better(stated, premium):
    assert false_in_truth(premium, exchanged=False)[stated] <= stated + 0.05


def test_a_standard_of_living_that_is_exchanged_as_it_is_promises_too_much_where_relatives_live_better():
    assert false_in_truth(0.2, exchanged=True)[0.4] > 0.45


def test_the_standard_of_living_makes_more_leads_sure():
    town = a_town(5, size=4000, favoured=0.02)
    lived, standing = a_standing(town, 5)
    with_it, without = (q_values(shares, lived.ranks) for shares in (shares_of(town, standing), shares_of(town)))
    assert (with_it < 0.2).sum() > (without < 0.2).sum()


def test_where_no_stranger_lives_as_well_the_standard_of_living_is_left_out():
    town = a_town(6, size=1000)
    level = (town.tie > 0) * 0.9
    standing = Standing(town.trouble + 2 * level, level)
    assert shares_of(town, standing).tolist() == shares_of(town).tolist()


def test_blocks_that_stand_for_many_members_change_little(monkeypatch):
    town = a_town(3, size=3000, favoured=0.02)
    exact = shares_of(town)
    monkeypatch.setattr("models.false_leads.NODES", 200)
    assert np.abs(shares_of(town) - exact).mean() < 0.01


def test_q_values_never_fall_along_the_ranks_whatever_the_ranks():
    rng = np.random.default_rng(4)
    ranks = rng.permutation(50) + 1
    values = q_values(rng.random(50), ranks)
    assert (np.diff(values[np.argsort(ranks)]) >= 0).all()
