"""Members of the aided households, their applicants, and who is covered."""

from dataclasses import dataclass

import numpy as np

from features.records.city.cases import Cases
from features.records.city.draws import Bools, Ints, grouped, spread, stream
from features.records.city.families import People
from features.records.city.health import Health
from features.records.city.registers import Registers
from features.records.city.units import Units

__all__ = ["SCHEMES", "Members", "enrol"]

SCHEMES = ("urban_dibao", "rural_dibao", "destitute", "temporary", "marginal")
PARTLY = 0.12
"""Share of households of which only some members are covered."""


@dataclass(frozen=True, slots=True)
class Members:
    """Members (one row each) and, per household, what follows from them."""

    case: Ints
    person: Ints
    covered: Bools
    applicant: Ints
    """Applicant of each household."""
    scheme: Ints
    size: Ints
    """Members of each household."""
    paid_for: Ints
    """Covered members of each household, at least 1."""


def enrol(
    crowd: People, registers: Registers, health: Health, units: Units, cases: Cases, urban: Bools, seed: int, as_of: int
) -> Members:
    """List the members of each household as they were when it applied.

    Parameters
    ----------
    urban : (people,) bool
        Who lives in an urban community.
    """
    rng = stream(seed, "members")
    case, person = spread(cases.unit, *grouped(registers.unit, len(crowd)))
    high = cases.high[case]
    dead_paid = cases.of("dead_paid")[case]
    here = (crowd.birth[person] <= high) & (crowd.death[person] > np.maximum(high, as_of - 1200))
    case, person, dead_paid = case[here], person[here], dead_paid[here]
    count = len(cases)
    case, person, lodged = _add_shared(rng, cases, case, person, registers)
    dead_paid = np.append(dead_paid, np.zeros(len(case) - len(dead_paid), dtype=np.bool_))
    age = (as_of - crowd.birth[person]) // 365
    alive = crowd.death[person] > as_of
    standing = 4 * (alive | dead_paid) + 2 * (age >= 18) + (registers.unit[person] == person) - 8 * lodged
    order = np.lexsort((crowd.birth[person], -standing, case))
    first = order[np.searchsorted(case[order], np.arange(count))]
    applicant = person[first]
    scheme = _schemes(rng, cases, units, urban[applicant], count)
    partly = (rng.random(count) < PARTLY) | ((scheme == SCHEMES.index("marginal")) & (rng.random(count) < 0.6))
    weak = (health.disability[person] > 0) | health.serious[person] | (age >= 70)
    lead = person == applicant[case]
    has_weak = np.bincount(case[weak], minlength=count) > 0
    covered = ~partly[case] | np.where(has_weak[case], weak, lead)
    covered &= (crowd.death[person] > as_of - 45) | dead_paid
    covered |= dead_paid & (crowd.death[person] <= as_of)
    covered &= ~(lodged & cases.of("none")[case])
    covered |= lead & cases.of("custody")[case]
    covered |= lead & (np.bincount(case[covered], minlength=count) == 0)[case]
    return Members(
        case=case,
        person=person,
        covered=covered,
        applicant=applicant,
        scheme=scheme,
        size=np.bincount(case, minlength=count),
        paid_for=np.maximum(np.bincount(case[covered], minlength=count), 1),
    )


def _add_shared(
    rng: np.random.Generator, cases: Cases, case: Ints, person: Ints, registers: Registers
) -> tuple[Ints, Ints, Bools]:
    """Enter members of other aided households once more: as covered duplicates, or lawfully as mere lodgers."""
    in_force = cases.status == 0
    guest = np.flatnonzero(in_force & (cases.of("duplicate") | (cases.of("none") & (rng.random(len(cases)) < 0.003))))
    host_rows = rng.choice(np.flatnonzero(in_force[case]), len(guest))
    fresh = cases.unit[guest] != registers.unit[person[host_rows]]
    guest, host_rows = guest[fresh], host_rows[fresh]
    lodged = np.repeat([False, True], [len(case), len(guest)])
    return np.append(case, guest), np.append(person, person[host_rows]), lodged


def _schemes(rng: np.random.Generator, cases: Cases, units: Units, urban: Bools, count: int) -> Ints:
    """Scheme by place and need: the lonely are destitute, one household in nine marginal, a few temporary."""
    draw = rng.random(count)
    lonely = units.lonely[cases.unit] & (rng.random(count) < 0.6)
    temporary = (draw < 0.03) & (cases.status != 0) | (draw < 0.01)
    tests = [lonely, temporary, draw > 0.89]
    names = ("destitute", "temporary", "marginal")
    dibao = np.where(urban, SCHEMES.index("urban_dibao"), SCHEMES.index("rural_dibao"))
    return np.select(tests, [SCHEMES.index(name) for name in names], dibao)
