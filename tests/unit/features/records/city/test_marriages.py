import numpy as np

from features.records.city.marriages import match_couples


def people(size: int, villages: int, surname: int | None = None):
    rng = np.random.default_rng(2)
    female = np.arange(size) % 2 == 1
    birth = rng.integers(0, 3_000, size)
    village = rng.integers(0, villages, size)
    names = rng.integers(0, 5, size) if surname is None else np.full(size, surname)
    return female, birth, village, village // 4, np.full(size, -1), names


def test_men_marry_women_once_each():
    crowd = people(400, 12)
    husband, wife = match_couples(np.random.default_rng(1), *crowd)
    assert len(husband) > 120
    assert not crowd[0][husband].any()
    assert crowd[0][wife].all()
    assert len(np.unique(husband)) == len(husband)
    assert len(np.unique(wife)) == len(wife)


def test_namesakes_of_one_village_do_not_marry():
    husband, _ = match_couples(np.random.default_rng(1), *people(200, 1, surname=3))
    assert len(husband) == 0


def test_children_of_one_father_do_not_marry():
    female, birth, village, township, _, surname = people(200, 6)
    husband, _ = match_couples(np.random.default_rng(1), female, birth, village, township, np.full(200, 7), surname)
    assert len(husband) == 0
