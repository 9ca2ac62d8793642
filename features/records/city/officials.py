"""Officials and their terms of office, from 2017 on: village committees, township offices, the county."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import NEVER, Bools, Floats, Ints, day_of, grouped, stream
from features.records.city.families import People
from features.records.city.geography import Geography

__all__ = ["COUNTY_POST", "LEADER", "POSTS", "STAFF", "Officials", "appoint"]

POSTS = (
    "village_secretary", "village_director", "village_accountant", "village_committee", "group_leader",
    "township_civil_affairs", "township_leader", "county_civil_affairs",
)  # fmt: skip
STAFF, LEADER, COUNTY_POST = 5, 6, 7
VILLAGE_POSTS = (0, 1, 2, 3, 4, 4)
"""Posts of a village: one of each and a second group leader."""
TERM_STARTS = (day_of(2017, 1, 10), day_of(2020, 11, 20), day_of(2023, 11, 20))
RE_ELECTED = 0.62


@dataclass(frozen=True, slots=True)
class Officials:
    """Terms of office; ``scope`` is the village, township or county (numbered from 0) of the post.

    The three grids name who sat where: ``[place, seat, term]``, with the day each term began.
    """

    person: Ints
    post: Ints
    scope: Ints
    start: Ints
    end: Ints
    village_seat: Ints
    village_start: Ints
    township_seat: Ints
    township_start: Ints
    township_seats: Ints
    """Number of civil-affairs seats of each township; the leader sits in seat 4."""
    county_seat: Ints
    county_start: Ints

    def ever(self, people: int) -> Bools:
        """Who of all people ever held a post."""
        mask = np.zeros(people, dtype=np.bool_)
        mask[self.person] = True
        return mask


def appoint(crowd: People, seed: int, geography: Geography, as_of: int) -> Officials:
    """Elect village officials from the village's own people and post staff to townships and counties."""
    rng = stream(seed, "officials")
    age = (as_of - crowd.birth) // 365
    fit = crowd.living(as_of) & (age >= 32) & (age <= 66)
    wish = 1.2 * ~crowd.female + 0.9 * _of_main_lineage(crowd, geography)
    free = fit.copy()
    town = geography.village_township[crowd.village]
    county = geography.township_county[town]
    counties = len(geography.county_code)
    county_seat, county_start = _fill(rng, free & (age < 58), 0 * wish, county, counties, 4, as_of)
    free[county_seat] = False
    desk, desk_start = _fill(rng, free & (age < 58), 0 * wish, town, geography.townships, 5, as_of)
    free[desk] = False
    seats = len(VILLAGE_POSTS)
    chair, chair_start = _fill(rng, free, wish, crowd.village, geography.villages, seats, as_of)
    in_use = rng.integers(2, 5, geography.townships)
    posts = np.array([STAFF, STAFF, STAFF, STAFF, LEADER])
    used = np.ones(desk.shape, dtype=np.bool_)
    used[:, :4, :] = (np.arange(4) < in_use[:, None])[:, :, None]
    parts = [
        _terms(chair, chair_start, np.array(VILLAGE_POSTS), np.ones(chair.shape, dtype=np.bool_)),
        _terms(desk, desk_start, posts, used),
        _terms(county_seat, county_start, np.full(4, COUNTY_POST), np.ones(county_seat.shape, dtype=np.bool_)),
    ]
    person, post, scope, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Officials(
        person, post, scope, start, end, chair, chair_start, desk, desk_start, in_use, county_seat, county_start
    )


def _of_main_lineage(crowd: People, geography: Geography) -> Bools:
    """Whether a person bears the most frequent surname of the village."""
    width = int(crowd.surname.max()) + 1
    count = np.bincount(crowd.village * width + crowd.surname, minlength=geography.villages * width)
    main: Bools = crowd.surname == count.reshape(-1, width).argmax(axis=1)[crowd.village]
    return main


def _fill(
    rng: np.random.Generator, fit: Bools, wish: Floats, place: Ints, places: int, seats: int, as_of: int
) -> tuple[Ints, Ints]:
    """Fill the seats of each place for three terms; nobody sits in two of them.

    Returns
    -------
    holder, start : (places, seats, 3) int
        Who sits in each seat in each term, and the day the term began.
    """
    who = np.flatnonzero(fit)
    who = who[np.argsort(-(wish[who] + rng.gumbel(size=len(who))), kind="stable")]
    order, begin = grouped(place[who], places)
    kept = rng.random((places, seats, 3)) < RE_ELECTED
    kept[:, :, 0] = False
    turn = np.cumsum(~kept.reshape(places, -1), axis=1).reshape(places, seats, 3) - 1
    available = np.maximum(begin[1:] - begin[:-1], 1)
    holder = who[order[begin[:-1, None, None] + turn % available[:, None, None]]]
    common = rng.integers(0, 150, (places, 1, 3))
    by_election = (rng.random((places, seats, 3)) < 0.3) * rng.integers(0, 800, (places, seats, 3))
    start = np.array(TERM_STARTS) + common + by_election * np.array([0, 1, 1])
    return holder, np.minimum(start, as_of - 30).astype(np.int64)


def _terms(holder: Ints, start: Ints, posts: Ints, used: Bools) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """List the terms, one row each; the last of them is still open."""
    end = np.full_like(start, NEVER)
    end[:, :, :-1] = start[:, :, 1:] - 1
    places, seats, terms = holder.shape
    place = np.repeat(np.arange(places), seats * terms).reshape(holder.shape)
    seat = np.tile(np.repeat(np.arange(seats), terms), places).reshape(holder.shape)
    return holder[used], posts[seat[used]], place[used], start[used], end[used]
