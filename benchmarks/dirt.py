"""What dirt does to the ranking: the same city delivered clean and dirty, scored by one model.

Run as ``python -m benchmarks.dirt [PEOPLE [SEED ...]]`` from the root of the project.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from detection.outcomes import Run
from detection.pipeline import score, train
from detection.settings import Settings
from detection.simulation import simulate
from tests.dirt import dirty

TOP: Final = 200
DIRT: Final = ((0.05, 0.0), (0.04, 0.01), (0.0, 0.05))
"""Shares of rows with a cell that is written another way, and with one that nobody can read."""


def main(people: int = 100_000, *seeds: int) -> None:
    """Print one line a seed and kind of dirt."""
    print("residents   seed  fixable  broken    rows  quarantined  scored  overlap of the top 200")
    for seed in seeds or (1, 2):
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
            _compare(Path(place), people, seed)


def _compare(place: Path, people: int, seed: int) -> None:
    city = simulate(place / "city", people=people, seed=seed, form="csv")
    home = place / "home"
    train(city.data, as_of=city.as_of, home=home, settings=Settings(), quarantine=place / "quarantine")
    clean = _scored(city.data, city.as_of, place / "clean", home)
    for number, (fixable, broken) in enumerate(DIRT):
        delivery = place / f"dirty{number}"
        dirty(city.data, delivery, seed, fixable=fixable, broken=broken)
        run = _scored(delivery, city.as_of, place / f"run{number}", home)
        rows = sum(intake.rows for intake in run.records.intakes)
        aside = sum(intake.quarantined for intake in run.records.intakes)
        shared = len(_top(clean.ranking) & _top(run.ranking)) / TOP
        counts = f"{rows:>9,} {aside:>10,} {len(run.ranking):>7,} {shared:>8.3f}"
        print(f"{people:>9,} {seed:>6} {fixable:>8.0%} {broken:>7.0%} {counts}", flush=True)


def _scored(data: Path, as_of: date, out: Path, home: Path) -> Run:
    return score(data, as_of=as_of, out=out, home=home, capacity=300, settings=Settings())


def _top(ranking: pd.DataFrame) -> set[str]:
    return set(ranking.nsmallest(TOP, "rank")["household_id"])


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
