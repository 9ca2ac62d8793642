import numpy as np

from features.records.city.ties import Kin, find_ties
from tests.unit.features.records.city.builders import family

#  0 = 1         grandparents
#  |   |
#  2 = 3    4    2 and 4 are brothers; 3 married in
#  |
#  5             6 is a stranger
CLAN = family({2: (0, 1), 4: (0, 1), 5: (2, 3)}, [(0, 1), (2, 3)], 7)


def steps_from(official, alive=None, reach=3):
    alive = np.ones(7, dtype=bool) if alive is None else alive
    ties = find_ties(Kin(CLAN, 0), np.array([official]), alive, reach)
    return dict(zip(ties.person.tolist(), ties.steps.tolist(), strict=True))


def test_steps_go_through_parents_children_spouses_and_siblings():
    assert steps_from(4) == {4: 0, 0: 1, 1: 1, 2: 1, 3: 2, 5: 2}


def test_reach_ends_the_walk():
    assert steps_from(5, reach=1) == {5: 0, 2: 1, 3: 1}


def test_the_dead_are_walked_through_but_not_found():
    alive = np.ones(7, dtype=bool)
    alive[2] = False
    assert steps_from(4, alive) == {4: 0, 0: 1, 1: 1, 3: 2, 5: 2}
