"""Heads of registers and how everybody else in the booklet is related to them."""

import numpy as np

from features.records.city.draws import Bools, Ints
from features.records.city.families import People

__all__ = ["RELATIONS", "relations_to_head"]

RELATIONS = (
    "head", "spouse", "son", "daughter", "son_in_law", "daughter_in_law", "father", "mother", "grandchild",
    "grandparent", "sibling", "other",
)  # fmt: skip
"""Relations to the head of a register, in the words of the contract."""


def relations_to_head(
    rng: np.random.Generator, crowd: People, register: Ints, alive: Bools, as_of: int
) -> tuple[Ints, Ints]:
    """Choose the head of each register among the living and name everybody's relation to them.

    Returns
    -------
    head : (n,) int
        Head of each person's register; -1 for the dead.
    relation : (n,) int
        Index into :data:`RELATIONS`; -1 for the dead.
    """
    head = _heads(rng, crowd, register, alive, as_of)
    spouse = np.where(crowd.divorced > as_of, crowd.spouse, -1)
    living = np.flatnonzero(alive)
    chief = head[living]
    couple = (chief, spouse[chief])
    female = crowd.female[living]
    child = _has_parent_in(crowd, living, couple)
    in_law = _has_parent_in(crowd, spouse[living], couple)
    grandchild = np.zeros(len(living), dtype=np.bool_)
    for parent in (crowd.father[living], crowd.mother[living]):
        grandchild |= _has_parent_in(crowd, parent, couple)
    parent = (living == crowd.father[chief]) | (living == crowd.mother[chief])
    brother = (crowd.father[living] == crowd.father[chief]) & (crowd.father[living] >= 0)
    grandparent = np.zeros(len(living), dtype=np.bool_)
    for middle in (crowd.father[chief], crowd.mother[chief]):
        grandparent |= (living == _at(crowd.father, middle)) | (living == _at(crowd.mother, middle))
    tests = [living == chief, living == couple[1], child & ~female, child & female, in_law & ~female]
    tests += [in_law & female, parent & ~female, parent & female, grandchild, grandparent, brother]
    relation = np.full(len(crowd), -1, dtype=np.int64)
    relation[living] = np.select(tests, list(range(11)), 11)
    return head, relation


def _heads(rng: np.random.Generator, crowd: People, register: Ints, alive: Bools, as_of: int) -> Ints:
    """Head: an adult man of working age or a little older first, the eldest of them; then women, then the old."""
    living = np.flatnonzero(alive)
    age = (as_of - crowd.birth[living]) // 365
    prime = (age >= 22) & (age < 70 + rng.integers(0, 15, len(living)))
    standing = np.select([prime & ~crowd.female[living], prime, age >= 18], [3, 2, 1], 0)
    order = np.lexsort((-age, -standing, register[living]))
    ranked = living[order]
    first = np.ones(len(ranked), dtype=np.bool_)
    first[1:] = register[ranked[1:]] != register[ranked[:-1]]
    chief = np.full(len(crowd), -1, dtype=np.int64)
    chief[register[ranked[first]]] = ranked[first]
    return np.where(alive, chief[register], -1)


def _at(pointer: Ints, who: Ints) -> Ints:
    """Follow a pointer, keeping -2 (nobody, equal to nobody) for people who do not exist."""
    found = np.where(who >= 0, pointer[who], -2)
    return np.where(found < 0, -2, found)


def _has_parent_in(crowd: People, who: Ints, couple: tuple[Ints, Ints]) -> Bools:
    """Whether a parent of each person is one of the couple."""
    found = np.zeros(len(who), dtype=np.bool_)
    for parent in (_at(crowd.father, who), _at(crowd.mother, who)):
        for one in couple:
            found |= parent == one
    return found
