"""From Parquet to the complete feature table: the columnar engine beside pandas and one NetworkX graph of everybody.

Run as ``python -m benchmarks.city [PEOPLE ...] [--plain PEOPLE ...]`` from the root of the project.  Each city is made
once, each way is a process of its own, measured by the operating system when it ends; start and imports count.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

SEED = 29
MIB = 2**10
SIZES = (1_000_000, 5_000_000)
PACKAGES = ("duckdb", "pandas", "networkx", "pyarrow")
ALIKE = 1e-9
LEAST = 0.05
"""Seconds from which a phase has a line of its own."""


@dataclass(frozen=True)
class Measured:
    """Seconds and peak memory (MiB) of one way, and its phases: name, seconds, peak memory by its end."""

    seconds: float
    memory: float
    phases: list[tuple[str, float, float]]


class Phases:
    """A stopwatch that a pipeline calls before each of its phases."""

    def __init__(self) -> None:
        self.done: list[tuple[str, float, float]] = []
        self._name, self._begun = "start and imports", time.time() - _age()

    def __call__(self, name: str) -> None:
        """End the phase before and begin the phase `name`."""
        now = time.time()
        self.done.append((self._name, now - self._begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB))
        self._name, self._begun = name, now


def make_city(people: int, folder: Path) -> None:
    """Simulate a city and write it as Parquet."""
    from features.records.city import simulate_city, write_city

    write_city(simulate_city(people, SEED), folder, "parquet")


def fast_way(folder: Path, out: Path) -> None:
    """Compute the feature table by the columnar engine."""
    watch = Phases()
    from features.dossier import open_dossier
    from features.records.city import CitySettings
    from features.records.store import read_records
    from features.table import feature_table

    with read_records(folder, progress=lambda name: watch(f"read {name}")) as records:
        watch("what was known on the day")
        dossier = open_dossier(records.known(CitySettings().as_of), progress=watch)
        values = feature_table(dossier, progress=watch).values
        watch("write the table")
        values.to_parquet(out)
    watch("end")
    out.with_suffix(".json").write_text(json.dumps(watch.done), encoding="utf-8")


def plain_way(folder: Path, out: Path) -> None:
    """Compute the feature table by pandas and NetworkX."""
    watch = Phases()
    from benchmarks.plain.table import plain_table
    from features.records.city import CitySettings

    values = plain_table(folder, CitySettings().as_of, progress=watch)
    watch("write the table")
    values.to_parquet(out)
    watch("end")
    out.with_suffix(".json").write_text(json.dumps(watch.done), encoding="utf-8")


def measured(way: str, folder: Path, out: Path) -> Measured:
    """Run one way in a process of its own."""
    start = time.perf_counter()
    # The system's pool gives memory back that the other keeps: without it the plain way needs a quarter more.
    pool = {"ARROW_DEFAULT_MEMORY_POOL": "system"} if way == "--plain-way" else {}
    command = [sys.executable, "-m", "benchmarks.city", way, str(folder), str(out)]
    process = subprocess.Popen(command, env=os.environ | pool)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{way.removeprefix('--')} ended with {process.returncode}")
    return Measured(seconds, usage.ru_maxrss / MIB, json.loads(out.with_suffix(".json").read_text(encoding="utf-8")))


def different_columns(one: Path, other: Path) -> list[str]:
    """Return the columns whose values are not equal in two tables of the same households."""
    import pandas as pd

    left, right = pd.read_parquet(one), pd.read_parquet(other)
    if not left.index.equals(right.index):
        return ["(the households)"]
    unlike = ((left - right).abs() > ALIKE) | (left.isna() != right.isna())
    missing = set(left.columns) ^ set(right.columns)
    return sorted(missing) + [name for name in left.columns if name not in missing and unlike[name].any()]


def main(sizes: list[int], plain_sizes: list[int]) -> None:
    """Print the tables of the measurement as Markdown."""
    print(f"{_machine()}; {datetime.now().astimezone():%Y-%m-%d %H:%M}\n")
    fast, plain, equal = {}, {}, {}
    with tempfile.TemporaryDirectory() as place:
        for people in sorted({*sizes, *plain_sizes}):
            folder, ours, theirs = Path(place) / "city", Path(place) / "fast.parquet", Path(place) / "plain.parquet"
            _make(people, folder)
            fast[people] = measured("--fast-way", folder, ours)
            if people in plain_sizes:
                plain[people] = measured("--plain-way", folder, theirs)
                equal[people] = different_columns(ours, theirs)
    _print_sides(fast, plain, equal)
    for name, way in (("the engine", fast), ("pandas and NetworkX", plain)):
        _print_phases(name, way)


def _make(people: int, folder: Path) -> None:
    """Make a city in a process of its own: what a process has held counts for those that it starts."""
    for old in folder.glob("*.parquet"):
        old.unlink()
    subprocess.run([sys.executable, "-m", "benchmarks.city", "--make", str(people), str(folder)], check=True)


def _print_sides(fast: dict[int, Measured], plain: dict[int, Measured], equal: dict[int, list[str]]) -> None:
    print("| residents | engine | peak memory | growth | pandas + NetworkX | peak memory | ratio | equal values |")
    print("|---|---|---|---|---|---|---|---|")
    smallest = fast[min(fast)].seconds
    for people, ours in fast.items():
        cells = [f"{people:,}", f"{ours.seconds:.1f} s", f"{ours.memory:,.0f} MiB", f"{ours.seconds / smallest:.1f}"]
        if people in plain:
            theirs = plain[people]
            cells += [f"{theirs.seconds:.1f} s", f"{theirs.memory:,.0f} MiB", f"{theirs.seconds / ours.seconds:.1f}"]
            cells.append(f"no: {', '.join(equal[people])}" if equal[people] else "yes")
        else:
            cells += ["", "", "", ""]
        print("|", " | ".join(cells), "|", flush=True)


def _print_phases(name: str, ways: dict[int, Measured]) -> None:
    """Print the phases of one way, side by side for every size: seconds, and peak memory by the end of the phase."""
    if not ways:
        return
    titles = [f"{people:,} | MiB" for people in ways]
    print(f"\n| {name}: phase | {' | '.join(titles)} |")
    print("|---|" + "---|---|" * len(ways))
    phases = {people: {phase: rest for phase, *rest in way.phases} for people, way in ways.items()}
    names = list(dict.fromkeys(phase for way in ways.values() for phase, *_ in way.phases))
    shown = [name for name in names if any(phases[people].get(name, [0])[0] >= LEAST for people in ways)]
    for phase in shown:
        found = [phases[people].get(phase) for people in ways]
        cells = [f"{one[0]:.2f} | {one[1]:,.0f}" if one else " | " for one in found]
        print(f"| {phase} | {' | '.join(cells)} |")
    for name, wanted in (
        (f"{len(names) - len(shown)} phases under {LEAST} s", set(names) - set(shown)),
        ("all", names),
    ):
        sums = [sum(seconds for phase, seconds, _ in way.phases if phase in wanted) for way in ways.values()]
        print(f"| {name} | {' | '.join(f'{seconds:.2f} | ' for seconds in sums)} |")


def _machine() -> str:
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    cores = len(os.sched_getaffinity(0))
    return f"{platform.machine()}, {cores} cores, {gib:.0f} GiB; Python {platform.python_version()}, {packages}"


def _age() -> float:
    """Return the seconds since this process began."""
    begun = int(Path("/proc/self/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[19])
    up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return up - begun / os.sysconf("SC_CLK_TCK")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.city", description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=list(SIZES), help="sizes for the engine")
    parser.add_argument("--plain", nargs="*", type=int, default=[], metavar="PEOPLE", help="sizes for both ways")
    for way in ("--make", "--fast-way", "--plain-way"):
        parser.add_argument(way, nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    if given.make:
        make_city(int(given.make[0]), Path(given.make[1]))
    elif given.fast_way:
        fast_way(*map(Path, given.fast_way))
    elif given.plain_way:
        plain_way(*map(Path, given.plain_way))
    else:
        main(given.people, given.plain)
