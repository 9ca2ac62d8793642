"""Kinship of officials: everybody within three steps of parent, child, spouse or sibling."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import Bools, Ints, grouped, spread
from features.records.city.families import People

__all__ = ["Kin", "Ties", "find_ties"]


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs of an official and a relative, with the least number of steps between them (0 is the official)."""

    official: Ints
    person: Ints
    steps: Ints


class Kin:
    """True kinship of the city, as compressed lists of children.

    Parameters
    ----------
    crowd : People
        Everybody.
    as_of : int
        Marriages that ended before this day count no more.
    """

    def __init__(self, crowd: People, as_of: int) -> None:
        self._parents = (crowd.father, crowd.mother)
        self._spouse = np.where(crowd.divorced > as_of, crowd.spouse, -1)
        self._children = tuple(grouped(parent, len(crowd)) for parent in self._parents)

    def of(self, who: Ints) -> tuple[Ints, Ints]:
        """Relatives one step away: ``(position in who, relative)``, siblings through the father."""
        position, relative = [], []
        here = np.arange(len(who))
        for pointer in (*self._parents, self._spouse):
            known = pointer[who] >= 0
            position.append(here[known])
            relative.append(pointer[who][known])
        for order, start in self._children:
            at, child = spread(who, order, start)
            position.append(at)
            relative.append(child)
        father = self._parents[0][who]
        known = father >= 0
        at, brother = spread(father[known], *self._children[0])
        at = here[known][at]
        other = brother != who[at]
        position.append(at[other])
        relative.append(brother[other])
        return np.concatenate(position), np.concatenate(relative)


def find_ties(kin: Kin, officials: Ints, alive: Bools, reach: int = 3) -> Ties:
    """Walk ``reach`` steps out from each official; only living relatives are kept, the dead are walked through."""
    size = len(alive)
    start = np.unique(officials)
    seen = start * size + start
    steps = np.zeros(len(start), dtype=np.int64)
    edge = seen
    for step in range(1, reach + 1):
        position, relative = kin.of(edge % size)
        edge = np.setdiff1d((edge // size)[position] * size + relative, seen)
        seen, steps = np.concatenate([seen, edge]), np.concatenate([steps, np.full(len(edge), step)])
    keep = alive[seen % size]
    order = np.argsort(seen[keep], kind="stable")
    return Ties(*(column[keep][order] for column in (seen // size, seen % size, steps)))
