"""Generations of families in their villages: births, marriages, divorces and deaths."""

from dataclasses import dataclass, fields, replace

import numpy as np

from features.records.city.draws import NEVER, Bools, Ints, day_of, stream
from features.records.city.geography import Geography
from features.records.city.marriages import match_couples
from features.records.city.names import given_names, surname_weights

__all__ = ["People", "raise_families"]

CHILDREN = (3.3, 2.1, 1.5, 1.4)
"""Mean number of surviving children of a couple, from the founders' generation on."""
GROWTH = 7.3
"""Living residents for each founding couple, before the surplus is left out."""
MATRILOCAL = 0.05
MINORITY = 0.08


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, the living and the dead; days count from 1970-01-01, people are row numbers or -1."""

    female: Bools
    birth: Ints
    death: Ints
    father: Ints
    mother: Ints
    spouse: Ints
    married: Ints
    divorced: Ints
    native_village: Ints
    village: Ints
    surname: Ints
    given: Ints
    minority: Bools

    def __len__(self) -> int:
        return len(self.birth)

    def living(self, day: int) -> Bools:
        """Who is alive at the end of that day."""
        return (self.birth <= day) & (self.death > day)


def raise_families(people: int, seed: int, geography: Geography, as_of: int) -> People:
    """Simulate families until ``people`` residents are alive on ``as_of``; childless surplus is left out."""
    margin = 1.02 + 1.5 / np.sqrt(people)
    while True:
        crowd = _grow(round(people * margin / GROWTH) + 1, seed, geography, as_of)
        surplus = int(crowd.living(as_of).sum()) - people
        if surplus >= 0:
            return _leave_out(crowd, surplus, stream(seed, "surplus"), as_of)
        margin *= 1.03 - surplus / people


def _grow(couples: int, seed: int, geography: Geography, as_of: int) -> People:
    """Founders and their descendants, before deaths are limited to what the family tree allows."""
    rng = stream(seed, "families")
    crowd = _founders(rng, couples, geography)
    generation = np.arange(len(crowd))
    for mean in CHILDREN:
        crowd = _marry(rng, crowd, generation, geography, as_of)
        children = _births(rng, crowd, generation, mean, as_of)
        generation = np.arange(len(crowd), len(crowd) + len(children))
        crowd = _join(crowd, children)
    return _mortal(rng, crowd)


def _founders(rng: np.random.Generator, couples: int, geography: Geography) -> People:
    """Couples of the oldest generation; most husbands belong to one of the few lineages of their village."""
    village = np.sort(rng.choice(geography.villages, couples, p=geography.village_weight))
    husband_birth = day_of(1935) + rng.uniform(-14, 13, couples) * 365.25
    birth = np.concatenate([husband_birth, husband_birth + rng.normal(700, 700, couples)]).astype(np.int64)
    native = np.concatenate([village, rng.permutation(village)])
    female = np.repeat([False, True], couples)
    none = np.full(2 * couples, -1, dtype=np.int64)
    married = np.maximum(birth[:couples], birth[couples:]) + rng.integers(20 * 365, 25 * 365, couples)
    minority_village = rng.random(geography.villages) < MINORITY
    minority = rng.random(2 * couples) < np.where(minority_village[native], 0.7, 0.01)
    return People(
        female=female,
        birth=birth,
        death=np.full(2 * couples, NEVER, dtype=np.int64),
        father=none,
        mother=none.copy(),
        spouse=np.concatenate([np.arange(couples) + couples, np.arange(couples)]),
        married=np.tile(married, 2),
        divorced=np.full(2 * couples, NEVER, dtype=np.int64),
        native_village=native,
        village=np.tile(village, 2),
        surname=_surnames(rng, native, geography),
        given=given_names(rng, female),
        minority=minority,
    )


def _surnames(rng: np.random.Generator, village: Ints, geography: Geography) -> Ints:
    """Surnames by lineage: four to a village, the first the largest; urban communities are mixed."""
    weights = surname_weights()
    lineages = rng.choice(len(weights), (geography.villages, 4), p=weights)
    rank = rng.choice(4, len(village), p=[0.45, 0.3, 0.15, 0.1])
    of_lineage = rng.random(len(village)) < np.where(geography.urban, 0.1, 0.75)[village]
    drawn: Ints = np.where(of_lineage, lineages[village, rank], rng.choice(len(weights), len(village), p=weights))
    return drawn


def _marry(rng: np.random.Generator, crowd: People, generation: Ints, geography: Geography, as_of: int) -> People:
    """Marry the people of a generation who are old enough and not yet married."""
    wants = rng.random(len(generation)) < np.where(crowd.female[generation], 0.96, 0.93)
    who = generation[wants & (crowd.spouse[generation] < 0) & (crowd.birth[generation] < as_of - 22 * 365)]
    native = crowd.native_village[who]
    township = geography.village_township[native]
    one, other = match_couples(
        rng, crowd.female[who], crowd.birth[who], native, township, crowd.father[who], crowd.surname[who]
    )
    husband, wife = who[one], who[other]
    older = np.maximum(crowd.birth[husband], crowd.birth[wife])
    day = older + rng.integers(21 * 365, 29 * 365, len(older))
    husband, wife, day = husband[day < as_of], wife[day < as_of], day[day < as_of]
    spouse, married, divorced, village = (
        crowd.spouse.copy(), crowd.married.copy(), crowd.divorced.copy(), crowd.village.copy()
    )  # fmt: skip
    spouse[husband], spouse[wife] = wife, husband
    married[husband] = married[wife] = day
    ended = day + rng.integers(2 * 365, 20 * 365, len(day))
    ended = np.where((rng.random(len(day)) < 0.05) & (ended < as_of), ended, NEVER)
    divorced[husband] = divorced[wife] = ended
    joins_wife = rng.random(len(day)) < MATRILOCAL
    village[husband] = np.where(joins_wife, crowd.native_village[wife], crowd.native_village[husband])
    back_home = (ended < NEVER) & (rng.random(len(day)) < 0.6)
    village[wife] = np.where(back_home, crowd.native_village[wife], village[husband])
    return replace(crowd, spouse=spouse, married=married, divorced=divorced, village=village)


def _births(rng: np.random.Generator, crowd: People, generation: Ints, mean: float, as_of: int) -> People:
    """Children of the couples of a generation, born before divorce, the mother's 46th year and ``as_of``."""
    husband = generation[~crowd.female[generation] & (crowd.spouse[generation] >= 0)]
    count = rng.binomial(6, mean / 6, len(husband))
    father = np.repeat(husband, count)
    mother = crowd.spouse[father]
    order = np.arange(len(father)) - np.repeat(np.cumsum(count) - count, count)
    gap = rng.integers(300, 900, len(father)) + order * 900 + rng.integers(0, 400, len(father))
    birth = crowd.married[father] + gap
    limit = np.minimum(np.minimum(crowd.divorced[father], crowd.birth[mother] + 46 * 365), as_of)
    keep = birth < limit
    father, mother, birth = father[keep], mother[keep], birth[keep]
    female = rng.random(len(father)) < 0.48
    none = np.full(len(father), -1, dtype=np.int64)
    return People(
        female=female,
        birth=birth,
        death=np.full(len(father), NEVER, dtype=np.int64),
        father=father,
        mother=mother,
        spouse=none,
        married=np.full(len(father), NEVER, dtype=np.int64),
        divorced=np.full(len(father), NEVER, dtype=np.int64),
        native_village=crowd.village[father],
        village=crowd.village[father],
        surname=crowd.surname[father],
        given=given_names(rng, female),
        minority=crowd.minority[father] | crowd.minority[mother] & (rng.random(len(father)) < 0.5),
    )


def _mortal(rng: np.random.Generator, crowd: People) -> People:
    """Give everybody an age at death (Gompertz), not before marriage or the youngest child."""
    modal = np.where(crowd.female, 87.0, 82.0)
    age = np.maximum(modal + np.log(rng.exponential(size=len(crowd))) / 0.095, 1.0)
    death = crowd.birth + (age * 365.25).astype(np.int64)
    child = crowd.father >= 0
    for parent in (crowd.father[child], crowd.mother[child]):
        np.maximum.at(death, parent, crowd.birth[child] + 30)
    death = np.where(crowd.spouse >= 0, np.maximum(death, crowd.married + 400), death)
    return replace(crowd, death=death)


def _join(crowd: People, children: People) -> People:
    """One crowd out of two."""
    pairs = {f.name: (getattr(crowd, f.name), getattr(children, f.name)) for f in fields(People)}
    return People(**{name: np.concatenate(pair) for name, pair in pairs.items()})


def _leave_out(crowd: People, surplus: int, rng: np.random.Generator, as_of: int) -> People:
    """Remove ``surplus`` living people who have neither spouse nor children, and renumber."""
    leaf = crowd.living(as_of) & (crowd.spouse < 0)
    leaf[crowd.father[crowd.father >= 0]] = False
    keep = np.ones(len(crowd), dtype=np.bool_)
    keep[rng.choice(np.flatnonzero(leaf), surplus, replace=False)] = False
    number = np.append(np.cumsum(keep) - 1, -1)
    columns = {f.name: getattr(crowd, f.name)[keep] for f in fields(People)}
    for name in ("father", "mother", "spouse"):
        columns[name] = number[columns[name]]
    return People(**columns)
