"""How needy each family unit is."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import Bools, Floats, Ints, stream
from features.records.city.families import People
from features.records.city.health import Health
from features.records.city.officials import COUNTY_POST, STAFF, Officials
from features.records.city.registers import Registers

__all__ = ["Units", "weigh_need"]


@dataclass(frozen=True, slots=True)
class Units:
    """Family units by the row of their root person (rows that root no unit have ``size`` 0)."""

    size: Ints
    need: Floats
    """Log weight of being poor enough for aid; -inf where nobody lives."""
    lonely: Bools
    """Nobody able to work and no child of their own: the destitute of the law."""
    last_death: Ints
    """Day of the latest death in the unit up to the day of extraction, -1 for none."""


def weigh_need(
    crowd: People, registers: Registers, health: Health, officials: Officials, seed: int, as_of: int
) -> Units:
    """Weigh the need of each unit: the old, ill, disabled and single parents first; officials' own seldom."""
    rng = stream(seed, "need")
    alive = crowd.living(as_of)
    age = (as_of - crowd.birth) // 365

    def count(mask: Bools) -> Ints:
        return np.bincount(registers.unit[mask & alive], minlength=len(crowd))

    size = count(alive)
    able = count((age >= 18) & (age < 62) & ~health.unable)
    severe = count((health.disability > 0) & (health.disability <= 2))
    ill = count(health.serious)
    children, old = count(age < 16), count(age >= 65)
    in_office = count(officials.ever(len(crowd)))
    staff = np.zeros(len(crowd), dtype=np.bool_)
    staff[officials.person[(officials.post >= STAFF) & (officials.post <= COUNTY_POST)]] = True
    need = 1.1 * (able == 0) + 1.1 * (severe > 0) + 0.9 * (ill > 0) + 0.9 * ((children > 0) & (able == 1))
    need += 0.35 * (old > 0) + rng.normal(0, 0.5, len(crowd)) - 2.0 * (in_office > 0) - 9.0 * (count(staff) > 0)
    parent = np.zeros(len(crowd), dtype=np.bool_)
    for pointer in (crowd.father, crowd.mother):
        parent[pointer[pointer >= 0]] = True
    last_death = np.full(len(crowd), -1, dtype=np.int64)
    dead = crowd.death <= as_of
    np.maximum.at(last_death, registers.unit[dead], crowd.death[dead])
    lonely = (able == 0) & (count(parent) == 0) & (size > 0)
    return Units(size, np.where(size > 0, need, -np.inf), lonely, last_death)
