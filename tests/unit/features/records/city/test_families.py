import numpy as np
import pytest

from features.records.city.draws import day_of
from features.records.city.families import raise_families
from features.records.city.geography import lay_out
from features.records.city.settings import CitySettings

TODAY = day_of(2025, 12, 31)
GEOGRAPHY = lay_out(12_000, 4, CitySettings())
CROWD = raise_families(12_000, 4, GEOGRAPHY, TODAY)


@pytest.mark.parametrize(("people", "seed"), [(2_000, 0), (2_001, 9), (5_000, 3)])
def test_exactly_as_many_residents_live_as_were_asked_for(people, seed):
    crowd = raise_families(people, seed, lay_out(people, seed, CitySettings()), TODAY)
    assert crowd.living(TODAY).sum() == people


def test_spouses_name_each_other_and_are_a_man_and_a_woman():
    wed = np.flatnonzero(CROWD.spouse >= 0)
    assert (CROWD.spouse[CROWD.spouse[wed]] == wed).all()
    assert (CROWD.female[wed] != CROWD.female[CROWD.spouse[wed]]).all()


def test_parents_are_grown_and_alive_when_a_child_is_born():
    child = np.flatnonzero(CROWD.father >= 0)
    for parent in (CROWD.father[child], CROWD.mother[child]):
        assert (CROWD.birth[child] - CROWD.birth[parent] > 18 * 365).all()
        assert (CROWD.death[parent] > CROWD.birth[child]).all()


def test_nobody_marries_a_brother_or_sister():
    wed = np.flatnonzero((CROWD.spouse >= 0) & (CROWD.father >= 0))
    assert (CROWD.father[wed] != CROWD.father[CROWD.spouse[wed]]).all()


def test_children_bear_their_fathers_name():
    child = np.flatnonzero(CROWD.father >= 0)
    assert (CROWD.surname[child] == CROWD.surname[CROWD.father[child]]).all()


def test_most_wives_come_from_another_village_and_move_to_their_husbands():
    wife = np.flatnonzero(CROWD.female & (CROWD.spouse >= 0) & (CROWD.father >= 0) & (CROWD.divorced > TODAY))
    husband = CROWD.spouse[wife]
    assert (CROWD.native_village[wife] != CROWD.native_village[husband]).mean() > 0.6
    assert (CROWD.village[wife] == CROWD.native_village[husband]).mean() > 0.85


def test_three_generations_and_more_are_alive():
    alive = CROWD.living(TODAY)
    young = np.flatnonzero(alive & (CROWD.father >= 0))
    grandfather = CROWD.father[CROWD.father[young]]
    assert (alive[grandfather] & (grandfather >= 0)).mean() > 0.1


def test_villages_have_lineages():
    surnames = CROWD.surname[(CROWD.village == np.flatnonzero(~GEOGRAPHY.urban)[0]) & ~CROWD.female]
    share = np.sort(np.bincount(surnames))[::-1][:4].sum() / len(surnames)
    assert share > 0.5
