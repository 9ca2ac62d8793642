"""Tables of conditions, medical costs and absences."""

import numpy as np
import pyarrow as pa

from features.records.city.columns import days, numbers, words
from features.records.city.draws import NEVER, Bools, Ints, stream, year_of
from features.records.city.town import Town

__all__ = ["health_tables"]


def health_tables(town: Town, locked_up: Ints, since: Ints) -> dict[str, pa.Table]:
    """Conditions, medical costs and absences.

    Parameters
    ----------
    locked_up, since : (n,) int
        People in custody while their household is paid, and since when.
    """
    rng = stream(town.seed, "health tables")
    health, alive = town.health, town.crowd.living(town.as_of)
    known = rng.random(len(alive)) < 0.6
    kinds = (health.serious & alive, health.chronic & alive & known, health.unable & alive & known)
    person = np.concatenate([np.flatnonzero(mask) for mask in kinds])
    kind = np.repeat(np.arange(3), [mask.sum() for mask in kinds])
    start = town.as_of - rng.integers(30, 4_000, len(person))
    order = np.lexsort((kind, town.person_key.order(person)))
    conditions = pa.table(
        {
            "person_id": town.person_key(person[order]),
            "kind": words(("serious_illness", "chronic_illness", "unable_to_work"), kind[order]),
            "start_on": days(start[order]),
        }
    )
    costly = alive & (health.serious | (health.chronic & (rng.random(len(alive)) < 0.3)))
    return {
        "conditions": conditions,
        "medical_costs": _costs(town, rng, np.flatnonzero(costly)),
        "absences": _absences(town, rng, alive, locked_up, since),
    }


def _costs(town: Town, rng: np.random.Generator, person: Ints) -> pa.Table:
    """Own medical expense of the ill in the last two years."""
    last = int(year_of(np.array([town.as_of]))[0])
    person = person[np.argsort(town.person_key.order(person))]
    year = np.tile([last - 1, last], len(person))
    cost = np.exp(rng.normal(8.0, 0.9, len(year))).round().astype(np.int64)
    return pa.table(
        {
            "person_id": town.person_key(np.repeat(person, 2)),
            "year": pa.array(year),
            "own_expense": numbers(cost),
        }
    )


def _absences(town: Town, rng: np.random.Generator, alive: Bools, locked_up: Ints, since: Ints) -> pa.Table:
    """Custody, treatment, service and work abroad among the residents, with the custody of paid members."""
    age = (town.as_of - town.crowd.birth) // 365
    gone = np.flatnonzero(alive & (age >= 19) & (age < 60) & (rng.random(len(alive)) < 0.008))
    kind = rng.choice(4, len(gone), p=[0.3, 0.1, 0.25, 0.35])
    start = town.as_of - rng.integers(100, 3_000, len(gone))
    end = start + rng.integers(60, 1_500, len(gone))
    person = np.concatenate([gone, locked_up])
    kind = np.append(kind, np.zeros(len(locked_up), dtype=np.int64))
    start = np.append(start, since)
    end = np.append(end, np.where(rng.random(len(since)) < 0.4, since + rng.integers(120, 900, len(since)), NEVER))
    end = np.where(end > town.as_of, NEVER, end)
    order = np.lexsort((start, town.person_key.order(person)))
    return pa.table(
        {
            "person_id": town.person_key(person[order]),
            "kind": words(("custody", "compulsory_treatment", "military_service", "abroad"), kind[order]),
            "start_on": days(start[order]),
            "end_on": days(end[order]),
        }
    )
