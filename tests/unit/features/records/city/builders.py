"""Cities and families for the tests of the synthetic city; a city is made once a process."""

from functools import cache

import numpy as np
import pandas as pd

from features.records.city import City, simulate_city
from features.records.city.draws import NEVER, Ints
from features.records.city.families import People

__all__ = ["AS_OF", "aided", "family", "frame", "made_city"]

AS_OF = pd.Timestamp("2025-12-31")


@cache
def made_city(people: int = 20_000, seed: int = 5) -> City:
    return simulate_city(people, seed)


@cache
def frame(name: str, people: int = 20_000, seed: int = 5) -> pd.DataFrame:
    city = made_city(people, seed)
    table = city.truth if name == "truth" else city.tables[name]
    return table.to_pandas(date_as_object=False)


def aided(people: int = 20_000, seed: int = 5) -> pd.DataFrame:
    """Granted decisions in force, one a household, with the truth."""
    made = frame("decisions", people, seed)
    made = made[(made.outcome == "granted") & made.ended_on.isna()].sort_values(["approved_on", "decision_id"])
    made = made.drop_duplicates("household_id", keep="last")
    return made.merge(frame("truth", people, seed), on="household_id").set_index("household_id")


def family(parents: dict[int, tuple[int, int]], couples: list[tuple[int, int]], size: int) -> People:
    """People of a hand-made family: children with father and mother, and couples."""
    father, mother, spouse = (np.full(size, -1, dtype=np.int64) for _ in range(3))
    for child, (his, hers) in parents.items():
        father[child], mother[child] = his, hers
    for one, other in couples:
        spouse[one], spouse[other] = other, one
    nobody = np.full(size, NEVER, dtype=np.int64)
    zero: Ints = np.zeros(size, dtype=np.int64)
    female = np.isin(np.arange(size), [wife for _, wife in couples])
    return People(female, zero, nobody, father, mother, spouse, nobody, nobody, zero, zero, zero, zero, zero > 0)
