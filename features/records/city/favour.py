"""Which units are tied to which term of office, and whom officials favour or lawfully help."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import Bools, Floats, Ints, grouped, pick_weighted, spread
from features.records.city.officials import LEADER, STAFF, Officials
from features.records.city.ties import Ties

__all__ = ["Candidates", "choose", "tied_candidates"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of a unit and a term of office tied by kinship, where the post has a say over the unit's place."""

    unit: Ints
    person: Ints
    term: Ints
    steps: Ints
    township_post: Bools
    low: Ints
    """First day on which the unit could have applied under this term."""
    high: Ints
    fresh_high: Ints
    """Last day within a year of the official's first taking office; before ``low`` if there is none."""


def tied_candidates(
    ties: Ties, officials: Officials, unit: Ints, village: Ints, township: Ints, first_day: int, last_day: int
) -> Candidates:
    """All pairs of a unit and a term of office within reach, least steps first, without the officials' own units.

    Parameters
    ----------
    unit, village : (n,) int
        Unit and village of all people.
    township : (villages,) int
        Township of each village.
    first_day, last_day : int
        Applications lie between these days.
    """
    order, start = grouped(officials.person, len(unit))
    pair, term = spread(ties.official, order, start)
    person, steps = ties.person[pair], ties.steps[pair]
    place, post = village[person], officials.post[term]
    has_say = np.where(post < STAFF, officials.scope[term] == place, officials.scope[term] == township[place])
    has_say &= (post <= LEADER) & (steps > 0) & (unit[person] != unit[officials.person[term]])
    low = np.maximum(officials.start[term], first_day)
    high = np.minimum(officials.end[term] - 60, last_day)
    has_say &= high - low > 60
    person, steps, term, low, high = (column[has_say] for column in (person, steps, term, low, high))
    first = np.full(len(unit), np.iinfo(np.int64).max)
    np.minimum.at(first, officials.person, officials.start)
    began = officials.start[term]
    fresh = (began == first[officials.person[term]]) & (began >= first_day - 300)
    return Candidates(
        unit=unit[person],
        person=officials.person[term],
        term=term,
        steps=steps,
        township_post=officials.post[term] >= STAFF,
        low=low,
        high=high,
        fresh_high=np.where(fresh, np.minimum(began + 330, high), low - 1),
    )


def choose(
    rng: np.random.Generator, candidates: Candidates, fit: Bools, weight: Floats, taken: Bools, count: int
) -> Ints:
    """Choose ``count`` candidate pairs of different units that are still free, and mark the units as taken.

    Parameters
    ----------
    fit : (c,) bool
        Which pairs the mechanism can use.
    weight : (units,) float
        Log weight of each unit.
    """
    pairs = np.flatnonzero(fit & ~taken[candidates.unit] & np.isfinite(weight[candidates.unit]))
    pairs = pairs[pick_weighted(rng, weight[candidates.unit[pairs]])]
    _, first = np.unique(candidates.unit[pairs], return_index=True)
    chosen = pairs[np.sort(first)[:count]]
    taken[candidates.unit[chosen]] = True
    return chosen
