"""Applications and how they were handled: dates, handlers, surveyors, approvers, reviews."""

from dataclasses import dataclass

import numpy as np

from features.records.city.cases import Cases
from features.records.city.draws import NEVER, Bools, Floats, Ints, recent_day, stream
from features.records.city.geography import Geography
from features.records.city.officials import STAFF, Officials

__all__ = ["OUTCOMES", "Decisions", "decide"]

OUTCOMES = ("granted", "refused", "pending")
CARELESS, CAREFUL = 0.45, 0.04
"""Chance of each shortcut in a careless and in a careful township."""
PRESSED = 0.34
"""Further chance of each shortcut for the favoured, and for others who talk their way past the rules."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """One row a decision; people and days are -1 where there are none. The first rows are the households' main ones."""

    case: Ints
    outcome: Ints
    applied: Ints
    accepted: Ints
    surveyed: Ints
    notice_from: Ints
    notice_to: Ints
    approved: Ints
    ended: Ints
    handler: Ints
    surveyor_1: Ints
    surveyor_2: Ints
    approver: Ints
    reviewed: Ints
    county_visited: Ints
    county_visitor: Ints
    exit_from: Ints
    channel: Ints


@dataclass(frozen=True, slots=True)
class _Shortcuts:
    """Which rules of procedure were broken, per decision."""

    one_surveyor: Bools
    short_notice: Bools
    hasty: Bools
    early: Bools
    unvisited: Bools
    overdue: Bools


def decide(
    cases: Cases,
    village: Ints,
    geography: Geography,
    officials: Officials,
    last_alive: Ints,
    seed: int,
    as_of: int,
) -> Decisions:
    """Date and staff every decision.

    Parameters
    ----------
    village, last_alive : (cases,) int
        Village of each household, and the last day on which its applicant was alive.
    """
    rng = stream(seed, "decisions")
    case, outcome, low, high = _rows(rng, cases)
    town = geography.village_township[village[case]]
    hurried = 0.75 * cases.favoured + 0.40 * cases.of("hidden_income", "hidden_asset", "shared_card")
    pressed = rng.random(len(case)) < hurried[case]
    cuts = _shortcuts(rng, pressed, geography.careless[town])
    applied = np.minimum(recent_day(rng, low, high), last_alive[case] - 30)
    granted, done = outcome == 0, outcome != 2
    accepted, surveyed, posted, taken_down, approved = _course(rng, applied, cuts, geography.careless[town])
    handler, first, second, approver = _people(rng, cases, case, village, town, applied, officials)
    visited_home = done & ~(cuts.unvisited & (rng.random(len(case)) < 0.3))
    ended = _ends(rng, cases, case, granted, approved, as_of)
    reviewed, visited, visitor = _after(
        rng, cuts, granted, approved, np.minimum(ended, as_of), geography.township_county[town], officials
    )
    return Decisions(
        case=case,
        outcome=outcome,
        applied=applied,
        accepted=accepted,
        surveyed=np.where(visited_home, surveyed, -1),
        notice_from=np.where(granted, posted, -1),
        notice_to=np.where(granted, taken_down, -1),
        approved=np.where(done, np.where(granted, approved, surveyed + 3), -1),
        ended=np.where(ended == NEVER, -1, ended),
        handler=handler,
        surveyor_1=np.where(visited_home, first, -1),
        surveyor_2=np.where(visited_home & ~cuts.one_surveyor, second, -1),
        approver=np.where(done, approver, -1),
        reviewed=reviewed,
        county_visited=visited,
        county_visitor=visitor,
        exit_from=_exits(rng, granted & (ended == NEVER), approved, as_of),
        channel=rng.choice(3, len(case), p=[0.25, 0.62, 0.13]),
    )


def _exits(rng: np.random.Generator, in_force: Bools, approved: Ints, as_of: int) -> Ints:
    """Begin a gradual exit for a few of those in force, in the last half year."""
    begun = np.maximum(as_of - rng.integers(5, 170, len(approved)), approved + 5)
    return np.where(in_force & (rng.random(len(approved)) < 0.02), begun, -1)


def _course(
    rng: np.random.Generator, applied: Ints, cuts: _Shortcuts, careless: Bools
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Date acceptance, survey, both ends of the public notice, and approval."""
    accepted = _later(rng, applied, 1, 4, cuts.hasty)
    surveyed = _later(rng, accepted, 3, 12, cuts.hasty)
    surveyed = np.where(cuts.hasty | ~careless, surveyed, _batched(surveyed, accepted))
    posted = _later(rng, surveyed, 2, 6, cuts.hasty)
    full = rng.choice([7, 7, 7, 8, 10], len(applied))
    taken_down = posted + np.where(cuts.short_notice, rng.integers(1, 6, len(applied)), full)
    approved = np.where(cuts.early, taken_down - 2, _later(rng, taken_down, 1, 8, cuts.hasty))
    return accepted, surveyed, posted, taken_down, approved


def _rows(rng: np.random.Generator, cases: Cases) -> tuple[Ints, Ints, Ints, Ints]:
    """List the main decision of each household, then earlier refusals and ended grants of some."""
    main = np.arange(len(cases))
    outcome = np.array([0, 0, 1, 2])[cases.status]
    room = (cases.high - cases.low > 1500) & (cases.status != 3)
    again = np.flatnonzero(room & (rng.random(len(cases)) < 0.08))
    low, high = cases.low.copy(), cases.high.copy()
    middle = (low + high) // 2
    low[again] = middle[again] + 300
    earlier = np.where(rng.random(len(again)) < 0.6, 1, 0)
    return (
        np.append(main, again),
        np.append(outcome, earlier),
        np.append(low, cases.low[again]),
        np.append(high, middle[again] - 400),
    )


def _shortcuts(rng: np.random.Generator, pressed: Bools, careless: Bools) -> _Shortcuts:
    """Break rules: often and for everyone in careless townships, seldom elsewhere, more for the favoured."""

    def broken(weight: float) -> Bools:
        chance = np.where(careless, CARELESS, CAREFUL) + PRESSED * pressed
        drawn: Bools = rng.random(len(pressed)) < weight * chance
        return drawn

    return _Shortcuts(broken(1.0), broken(1.0), broken(0.9), broken(0.35), broken(0.5), broken(0.8))


def _later(rng: np.random.Generator, day: Ints, least: int, most: int, hasty: Bools) -> Ints:
    """Move on some days; at once where things are hasty."""
    return day + np.where(hasty, rng.integers(0, 2, len(day)), rng.integers(least, most + 1, len(day)))


def _batched(surveyed: Ints, accepted: Ints) -> Ints:
    """Careless townships survey everybody on one day of the fortnight."""
    batch = surveyed // 14 * 14 + 10
    return np.where(batch > accepted, batch, batch + 14)


def _people(
    rng: np.random.Generator,
    cases: Cases,
    case: Ints,
    village: Ints,
    town: Ints,
    day: Ints,
    officials: Officials,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Staff each decision with people in post on the day, the tied official among them where the case says so."""
    place = village[case]
    seats = officials.township_seats[town]
    chair = (rng.random(len(case)) * seats).astype(np.int64)
    handler = _sitting(officials.township_seat, officials.township_start, town, chair, day)
    other = _sitting(officials.township_seat, officials.township_start, town, (chair + 1) % seats, day)
    first = np.where(rng.random(len(case)) < 0.5, handler, other)
    approver = _sitting(officials.township_seat, officials.township_start, town, np.full_like(chair, STAFF - 1), day)
    local = rng.integers(0, officials.village_seat.shape[1], len(case))
    second = _sitting(officials.village_seat, officials.village_start, place, local, day)
    official = cases.official[case]
    main = np.arange(len(case)) < len(cases)
    in_town = (cases.township_tie[case]) & (official >= 0) & (official != approver) & main
    draw = rng.random(len(case))
    handler = np.where(in_town & (draw < 0.75), official, handler)
    first = np.where(in_town & (draw >= 0.75), official, first)
    in_village = ~cases.township_tie[case] & (official >= 0) & main
    second = np.where(in_village & (draw < 0.45), official, second)
    return handler, first, second, approver


def _sitting(seat: Ints, start: Ints, place: Ints, chair: Ints, day: Ints) -> Ints:
    """Who sat in a chair on a day."""
    term = (day[:, None] >= start[place, chair, 1:]).sum(axis=1)
    person: Ints = seat[place, chair, term]
    return person


def _ends(rng: np.random.Generator, cases: Cases, case: Ints, granted: Bools, approved: Ints, as_of: int) -> Ints:
    """End of each grant; earlier grants of a household end before its main application."""
    main = np.arange(len(case)) < len(cases)
    span = np.maximum(as_of - 10 - approved, 2)
    lasts = np.where(main, 60 + rng.random(len(case)) * np.maximum(span - 60, 1), 150 + rng.random(len(case)) * 200)
    over = granted & (~main | (cases.status[case] == 1))
    return np.where(over, approved + np.minimum(lasts.astype(np.int64), span), NEVER)


def _after(
    rng: np.random.Generator,
    cuts: _Shortcuts,
    granted: Bools,
    approved: Ints,
    until: Ints,
    county: Ints,
    officials: Officials,
) -> tuple[Ints, Ints, Ints]:
    """Latest review, yearly unless overdue, and the county's own visit to some households."""
    size = len(approved)
    back: Floats = np.where(cuts.overdue, rng.integers(380, 900, size), rng.integers(5, 340, size))
    reviewed = until - back.astype(np.int64)
    reviewed = np.where(granted & (reviewed > approved), reviewed, -1)
    visits = granted & (rng.random(size) < np.where(cuts.unvisited, 0.03, 0.12))
    visited = np.where(visits, approved - rng.integers(1, 6, size), -1)
    chair = rng.integers(0, 4, size)
    visitor = _sitting(officials.county_seat, officials.county_start, county, chair, approved)
    return reviewed, visited, np.where(visits, visitor, -1)
