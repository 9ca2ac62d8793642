import numpy as np

from features.records.city.favour import Candidates, choose


def candidates(units: list[int]) -> Candidates:
    column = np.arange(len(units))
    return Candidates(np.array(units), column, column, column, column > 0, column, column, column)


def test_a_unit_is_chosen_once_and_never_when_taken_or_empty():
    weight = np.array([0.0, 0.0, 0.0, -np.inf])
    taken = np.array([False, True, False, False])
    pairs = candidates([0, 0, 1, 2, 3])
    chosen = choose(np.random.default_rng(0), pairs, np.ones(5, dtype=bool), weight, taken, 10)
    assert sorted(pairs.unit[chosen].tolist()) == [0, 2]
    assert taken.tolist() == [True, True, True, False]


def test_only_fitting_pairs_are_chosen_up_to_the_count():
    taken = np.zeros(4, dtype=bool)
    pairs = candidates([0, 1, 2, 3])
    fit = np.array([True, False, True, True])
    chosen = choose(np.random.default_rng(0), pairs, fit, np.zeros(4), taken, 2)
    assert len(chosen) == 2
    assert not taken[1]
