import json

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from models.chance import Chance, chance, chance_of_ranking
from models.ranker import Ranker
from models.tilting import Standing
from tests.unit.models.chance_city import Town, a_standing, a_town


def result_of(town: Town, **changes) -> Chance:
    settings = {"households": town.names, "ranks": town.ranks, "seed": 0, "rounds": 99}
    return chance(town.tie, town.trouble, changes.pop("strata", town.strata), **(settings | changes))


@pytest.fixture(scope="module")
def without_favouritism() -> list[Chance]:
    return [result_of(a_town(seed)) for seed in range(200)]


def test_p_is_uniform_where_nobody_is_favoured(without_favouritism):
    assert kstest([one.p_value for one in without_favouritism], "uniform").pvalue > 0.05


def test_few_runs_and_hardly_a_case_reach_q_below_a_fifth_where_nobody_is_favoured(without_favouritism):
    assert np.mean([(one.q_values < 0.2).any() for one in without_favouritism]) <= 0.2
    assert np.mean([(one.q_values < 0.2).mean() for one in without_favouritism]) <= 0.002


def test_favouritism_is_found_and_p_is_never_zero():
    found = [result_of(a_town(seed, size=2000, favoured=0.03)) for seed in range(10)]
    assert [one.p_value for one in found] == [0.01] * 10
    assert min(one.statistic for one in found) > 1.2
    assert all((one.q_values < 0.2).any() for one in found)


def test_careless_townships_with_many_ties_are_no_favouritism_within_them():
    rng = np.random.default_rng(5)
    careless = np.repeat([True, False], 300)
    tie = np.where(rng.random(600) < np.where(careless, 0.4, 0.05), 1.0, 0.0)
    trouble = np.where(rng.random(600) < np.where(careless, 0.8, 0.1), 1.0, 0.0)
    town = Town(tie, trouble, careless.astype(str), np.arange(600).astype(str), np.zeros(600, dtype=bool))
    assert result_of(town).p_value > 0.05
    assert result_of(town, strata=np.repeat("all", 600)).p_value == 0.01


def test_q_rises_along_the_ranks_and_is_never_below_p():
    town = a_town(6, favoured=0.01)
    result = result_of(town)
    along = result.q_values[np.argsort(town.ranks)]
    assert (np.diff(along) >= 0).all()
    assert along[0] >= result.p_value
    assert along[-1] <= 1


@pytest.mark.parametrize("side", ["tie", "trouble"])
def test_nothing_on_one_side_is_nothing_to_find(side):
    town = a_town(7)
    ties, trouble = (np.zeros(400) if name == side else getattr(town, name) for name in ("tie", "trouble"))
    result = result_of(Town(ties, trouble, town.strata, town.names, town.favoured))
    assert (result.p_value, result.statistic, result.q_values.min()) == (1.0, 1.0, 1.0)


def test_the_order_of_rows_changes_nothing():
    town, order = a_town(8, favoured=0.02), np.random.default_rng(8).permutation(400)
    other = Town(*(column[order] for column in (town.tie, town.trouble, town.strata, town.names, town.favoured)))
    one, two = result_of(town), result_of(other)
    assert (one.p_value, one.statistic) == (two.p_value, two.statistic)
    assert one.q_values[order].tolist() == two.q_values.tolist()


def test_the_standard_of_living_tells_q_and_never_p():
    town = a_town(13, size=2000, favoured=0.02)
    lived, standing = a_standing(town, 13)
    with_it, without = (result_of(town, ranks=lived.ranks, standing=told) for told in (standing, None))
    assert (with_it.p_value, with_it.statistic) == (without.p_value, without.statistic)
    assert (with_it.q_values < 0.2).sum() > (without.q_values < 0.2).sum()


def test_relatives_who_merely_live_better_are_no_leads():
    results = []
    for seed in range(40):
        town = a_town(seed)
        lived, standing = a_standing(town, seed, premium=0.4)
        results.append(result_of(town, ranks=lived.ranks, standing=standing))
    assert np.mean([(one.q_values < 0.2).any() for one in results]) <= 0.2


def test_the_order_of_rows_changes_nothing_in_the_standard_of_living_either():
    town, order = a_town(14, size=1000, favoured=0.03), np.random.default_rng(14).permutation(1000)
    lived, standing = a_standing(town, 14, premium=0.1)
    other = Town(*(column[order] for column in (town.tie, town.trouble, town.strata, town.names, town.favoured)))
    turned = Standing(standing.trouble[order], standing.level[order])
    one = result_of(town, ranks=lived.ranks, standing=standing)
    two = result_of(other, ranks=lived.ranks[order], standing=turned)
    assert one.q_values[order].tolist() == two.q_values.tolist()


def test_the_seed_is_all_the_chance_there_is():
    town = a_town(9)
    first = result_of(town)
    assert result_of(town).q_values.tolist() == first.q_values.tolist()
    assert result_of(town, seed=1).statistic != first.statistic


def test_permuting_in_small_steps_is_still_the_test(monkeypatch):
    monkeypatch.setattr("models.chance.AT_ONCE", 1000)
    assert result_of(a_town(10, favoured=0.03)).p_value == 0.01


def test_another_conjunction_can_be_tested():
    assert result_of(a_town(11, size=2000, favoured=0.03), conjunction=np.minimum).p_value == 0.01


def test_figures_say_what_to_expect_of_the_list():
    town = a_town(12, favoured=0.03)
    result = result_of(town)
    figures = result.figures(town.ranks <= 10)
    assert sorted(json.loads(json.dumps(figures))) == ["listed_q", "p_value", "rounds", "statistic"]
    assert result.p_value <= figures["listed_q"] < result.figures(town.ranks <= 100)["listed_q"]
    assert result.figures(town.ranks < 1)["listed_q"] is None


def a_ranking(confounded: str) -> Chance:
    """Every tied household has trouble of one kind; nobody else has."""
    tied = np.arange(300) % 20 == 0
    values = pd.DataFrame({"kin_tie": tied * 1.0, confounded: tied * 1.0}, index=[f"H{i:03d}" for i in range(300)])
    families = {"kin_tie": "T", confounded: "E"}
    peers = pd.Series("rural@1", index=values.index)
    weights, signs = dict.fromkeys(families, 1.0), dict.fromkeys(families, 1)
    ranker = Ranker.fit(values, peers, families=families, signs=signs, weights=weights, one_facts=(), n_estimators=8)
    surprises = ranker.surprise(values, peers)
    return chance_of_ranking(ranker, surprises, ranker.score(surprises), peers, peers, seed=0, rounds=99)


def test_what_goes_with_a_tie_by_itself_is_left_out_of_the_test_of_a_ranking():
    assert a_ranking("vehicle").p_value == 0.01
    assert a_ranking("vehicle").q_values.min() < 0.05
    assert a_ranking("living_standard").p_value == 1.0
    assert a_ranking("living_standard").q_values.min() == 1.0
