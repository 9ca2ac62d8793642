"""Who marries whom: couples of one generation and about one age, brides mostly from another village."""

import numpy as np

from features.records.city.draws import Bools, Ints

__all__ = ["match_couples"]

BAND = 3 * 365
"""Width of an age band of the marriage market, in days."""
LOCAL_MARKET = 0.75
"""Share of people who look for a spouse inside their own township, or village."""
VILLAGE_MARKET = 0.20


def match_couples(
    rng: np.random.Generator,
    female: Bools,
    birth: Ints,
    village: Ints,
    township: Ints,
    father: Ints,
    surname: Ints,
) -> tuple[Ints, Ints]:
    """Pair men and women of one generation.

    People meet in their village, in their township or, a quarter of them and whoever is left, in the whole
    city. Brothers and sisters never marry, nor do namesakes of one village.

    Parameters
    ----------
    female, birth, village, township, father, surname : (n,) arrays
        The marriageable people; ``father`` is negative when unknown.

    Returns
    -------
    husband, wife : (m,) int
        Positions in the arrays.
    """
    draw = rng.random(len(birth))
    market = np.select([draw < VILLAGE_MARKET, draw < LOCAL_MARKET], [village + 1_000_000, township], -1)
    age = (birth - np.where(female, rng.normal(700, 500, len(birth)), 0)).astype(np.int64) // BAND
    husbands, wives, free = [], [], np.ones(len(birth), dtype=np.bool_)
    for place in (market, np.full_like(market, -1), np.full_like(market, -1)):
        men, women = np.flatnonzero(free & ~female), np.flatnonzero(free & female)
        one, other = _meet(rng, men, women, place * 10_000 + age)
        good = (father[one] != father[other]) | (father[one] < 0)
        good &= (village[one] != village[other]) | (surname[one] != surname[other])
        husbands.append(one[good])
        wives.append(other[good])
        free[one[good]] = free[other[good]] = False
    return np.concatenate(husbands), np.concatenate(wives)


def _meet(rng: np.random.Generator, men: Ints, women: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Pair the first man with the first woman of each place, the second with the second, in random order."""
    men, women = rng.permutation(men), rng.permutation(women)
    men, women = (side[np.argsort(place[side], kind="stable")] for side in (men, women))
    man_key, woman_key = (_turn(place[side]) for side in (men, women))
    _, left, right = np.intersect1d(man_key, woman_key, assume_unique=True, return_indices=True)
    return men[left], women[right]


def _turn(place: Ints) -> Ints:
    """Place and turn inside the place as one key, for places in order."""
    return (place + 10_000) * 2**24 + np.arange(len(place)) - np.searchsorted(place, place)
