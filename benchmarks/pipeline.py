"""From Parquet to list: seconds, memory and average precision of train and score, beside a plain isolation forest.

Run as ``python -m benchmarks.pipeline [PEOPLE ...]`` from the root of the project.  Each command is a process of its
own, measured by the operating system when it ends.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from sklearn.metrics import average_precision_score

from features.records.city import City, simulate_city, write_city
from tests.functional.hardness import plain_forest
from tests.functional.household_view import view_households

SEED = 29
MIB = 2**10


def measured(*command: str) -> tuple[float, float]:
    """Run a command and return its seconds and its peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "detection", *command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"mingcha {command[0]} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / MIB


def favoured(city: City, households: pd.Index) -> pd.Series:
    """Return the truth of some households."""
    truth = city.truth.to_pandas().set_index("household_id")["favouritism"]
    return truth.reindex(households).fillna(value=False).astype(bool)


def main(sizes: list[int]) -> None:
    """Print one row of a markdown table a size."""
    print("| residents | households | train | score | together | peak memory | AP | plain forest | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            city = simulate_city(people, SEED)
            write_city(city, place / "city", "parquet")
            plain = view_households(city).plain
            of_plain = average_precision_score(favoured(city, plain.index), plain_forest(plain, 200))
            day = ("--as-of", city.as_of.isoformat(), "--home", str(place / "home"))
            train, train_peak = measured("train", str(place / "city"), *day)
            score, score_peak = measured(
                *("score", str(place / "city"), *day, "--out", str(place / "run"), "--capacity", "300")
            )
            table = pd.read_parquet(place / "run" / "scores.parquet").set_index("household_id")
            ours = average_precision_score(favoured(city, table.index), table["score"])
            cells = (f"{people:,}", f"{len(table):,}", f"{train:.1f} s", f"{score:.1f} s", f"{train + score:.1f} s")
            cells += (f"{max(train_peak, score_peak):,.0f} MiB", f"{ours:.3f}", f"{of_plain:.3f}")
            print("|", " | ".join(cells), f"| {ours / of_plain:.2f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [200_000, 1_000_000])
