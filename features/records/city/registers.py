"""Who lives with whom: nuclear units, household registers with their heads, dwellings and phones."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import Bools, Ints, grouped, stream
from features.records.city.families import People
from features.records.city.headship import relations_to_head

__all__ = ["Registers", "open_registers"]

STAYS = 0.55
"""Share of families in which one married son stays in his parents' register; the brothers divide off."""
SAME_YARD = 0.12
"""Share of divided registers that keep the parents' address."""
LODGERS = 0.02
OWN_PHONE = 0.75


@dataclass(frozen=True, slots=True)
class Registers:
    """Registers of all people; units and registers are named by the row of a person who stands at their root."""

    unit: Ints
    """Nuclear unit of each person: a couple with its unmarried children, or a single."""
    register: Ints
    parent_register: Ints
    """Register from which a divided register split off, or -1."""
    relation: Ints
    """Index into :data:`headship.RELATIONS` of each person, -1 for the dead."""
    address: Ints
    """Dwelling of each person, named by a register."""
    phone: Ints
    """Phone of each person, named by its first owner; -1 for none."""
    head: Ints
    """Head of the register of each person, -1 for the dead."""


def open_registers(crowd: People, seed: int, as_of: int) -> Registers:
    """Put everybody into a unit and a register as they stand on ``as_of``."""
    rng = stream(seed, "registers")
    alive = crowd.living(as_of)
    unit = _units(rng, crowd, alive, as_of)
    root, divided_from = _roots(rng, crowd, unit)
    register = root[unit]
    head, relation = relations_to_head(rng, crowd, register, alive, as_of)
    return Registers(
        unit=unit,
        register=register,
        parent_register=np.where(divided_from >= 0, root[np.maximum(divided_from, 0)], -1),
        relation=relation,
        address=_dwellings(rng, crowd, unit, root, divided_from)[unit],
        phone=_phones(rng, crowd, unit, alive, as_of),
        head=head,
    )


def _units(rng: np.random.Generator, crowd: People, alive: Bools, as_of: int) -> Ints:
    """Nuclear unit: the husband's row for couples, the father's for their unmarried children, else one's own."""
    own = np.arange(len(crowd))
    couple = (crowd.spouse >= 0) & (crowd.divorced > as_of)
    unit = np.where(couple & crowd.female, crowd.spouse, own)
    parent_alive = np.zeros(len(crowd), dtype=np.bool_)
    for parent in (crowd.father, crowd.mother):
        parent_alive |= (parent >= 0) & alive[parent]
    age = (as_of - crowd.birth) // 365
    leaves = (age >= 35) & (rng.random(len(crowd)) < 0.7)
    dependent = (crowd.spouse < 0) & (crowd.father >= 0) & parent_alive & ~leaves
    return np.where(dependent, unit[crowd.father], unit)


def _roots(rng: np.random.Generator, crowd: People, unit: Ints) -> tuple[Ints, Ints]:
    """Register of each unit, and the father's unit from which a unit that stands alone divided off."""
    people = np.arange(len(crowd))
    son = (unit == people) & ~crowd.female & (crowd.father >= 0)
    sons = rng.permutation(people[son])
    sons = sons[np.argsort(crowd.father[sons], kind="stable")]
    first = np.ones(len(sons), dtype=np.bool_)
    first[1:] = crowd.father[sons[1:]] != crowd.father[sons[:-1]]
    stays = sons[first & (rng.random(len(sons)) < STAYS)]
    bachelor = son & (crowd.spouse < 0) & (rng.random(len(crowd)) < 0.6)
    upward = people.copy()
    upward[stays] = unit[crowd.father[stays]]
    upward[bachelor] = unit[crowd.father[bachelor]]
    upward = np.where(crowd.village[upward] == crowd.village, upward, people)
    for _ in range(3):
        upward = upward[upward]
    divided = son & (upward == people) & (crowd.village == crowd.village[crowd.father])
    return upward, np.where(divided, unit[crowd.father], -1)


def _dwellings(rng: np.random.Generator, crowd: People, unit: Ints, root: Ints, divided_from: Ints) -> Ints:
    """Dwelling of each unit: its register's, sometimes still the parents' yard, sometimes lodgings in the village."""
    address = root.copy()
    yard = (divided_from >= 0) & (rng.random(len(crowd)) < SAME_YARD)
    address[yard] = root[divided_from[yard]]
    lodger = np.flatnonzero(rng.random(len(crowd)) < LODGERS)
    order, start = grouped(crowd.village, int(crowd.village.max()) + 1)
    village = crowd.village[lodger]
    landlord = order[
        start[village] + (rng.random(len(lodger)) * (start[village + 1] - start[village])).astype(np.int64)
    ]
    address[lodger] = root[unit[landlord]]
    return address[root]


def _phones(rng: np.random.Generator, crowd: People, unit: Ints, alive: Bools, as_of: int) -> Ints:
    """Own phone, the family's, or for the old a child's; none for small children and the dead."""
    people = np.arange(len(crowd))
    age = (as_of - crowd.birth) // 365
    phone = np.where((rng.random(len(crowd)) < OWN_PHONE) & (age >= 15), people, unit)
    child = np.full(len(crowd), -1, dtype=np.int64)
    named = (crowd.father >= 0) & alive
    child[crowd.father[named]] = people[named]
    child[crowd.mother[named]] = people[named]
    uses_child = (age >= 68) & (child >= 0) & (rng.random(len(crowd)) < 0.35)
    phone = np.where(uses_child, child, phone)
    return np.where(alive & (age >= 12), phone, -1)
