"""Calibration of the officials' view: cities in which nobody is favoured, and how many officials exceed 1 all the same.

Run as ``python -m benchmarks.officials [PEOPLE [SEED ...]]`` from the root of the project.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from features.dossier import open_dossier
from features.officials.shrinkage import prior_weight, shrink
from features.officials.view import find_officials
from features.records.city import simulate_city, write_city
from features.records.store import read_records

SEEDS = tuple(range(301, 313))


@dataclass(frozen=True, slots=True)
class Measured:
    """What one city shows: the view of those who acted on decisions, the weight of the prior, the seconds it took."""

    view: pd.DataFrame
    weight: float
    seconds: float


def measure(people: int, seed: int, *, favouritism: bool = False) -> Measured:
    """Make a city and look at its officials."""
    city = simulate_city(people, seed, favouritism=favouritism)
    with tempfile.TemporaryDirectory() as folder:
        write_city(city, Path(folder) / "city", "parquet")
        with read_records(Path(folder) / "city") as records:
            dossier = open_dossier(records.known(city.as_of))
            start = time.perf_counter()
            officials = find_officials(dossier)
            seconds = time.perf_counter() - start
    view = officials.view
    return Measured(view[view["lower"].notna()].reset_index(drop=True), officials.prior_weight, seconds)


def by_chance_alone(view: pd.DataFrame) -> np.ndarray:
    """Return the lower bounds if chance alone, not what is usual among peers, were the standard."""
    observed, expected = view["kin_observed"].to_numpy(dtype="float64"), view["kin_expected"].to_numpy()
    return shrink(observed, expected, prior_weight(observed, expected)).lower


def ratio(view: pd.DataFrame) -> float:
    """Return relatives met over relatives expected by chance, of all together."""
    return float(view["kin_observed"].sum() / view["kin_expected"].sum())


def main(people: int = 100_000, *seeds: int) -> None:
    """Print one row of a markdown table a city, and their sum."""
    heads = (
        "seed",
        "officials",
        "met",
        "by chance",
        "O/E village",
        "O/E township",
        "weight",
        "over 1, chance",
        "over 1",
    )
    print("|", " | ".join(heads), "|")
    print("|" + "---|" * len(heads), flush=True)
    flagged = plain = staff = staff_flagged = staff_plain = total = 0
    for seed in seeds or SEEDS:
        found = measure(people, seed)
        view, town = found.view, found.view["level"] == "township"
        over, over_plain = view["lower"] > 1, by_chance_alone(view) > 1
        total, flagged, plain = total + len(view), flagged + over.sum(), plain + over_plain.sum()
        staff, staff_flagged = staff + town.sum(), staff_flagged + over[town].sum()
        staff_plain += over_plain[town].sum()
        cells = (str(seed), f"{len(view):,}", f"{view['kin_observed'].sum():.0f}", f"{view['kin_expected'].sum():.1f}")
        cells += (f"{ratio(view[~town]):.2f}", f"{ratio(view[town]):.2f}", f"{found.weight:.1f}")
        print("|", " | ".join(cells), f"| {over_plain.sum()} | {over.sum()} |", flush=True)
    print(f"all officials: {flagged} of {total:,} ({flagged / total:.2%}); chance alone: {plain} ({plain / total:.2%})")
    print(
        f"township: {staff_flagged} of {staff:,} ({staff_flagged / staff:.2%}); chance alone: {staff_plain / staff:.2%}"
    )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
