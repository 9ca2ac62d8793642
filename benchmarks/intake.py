"""Intake of a large delivery: rows of residents checked and stored, seconds and peak memory, by form of the file.

Run as ``python -m benchmarks.intake [PEOPLE]`` from the root of the project.  The residents of a small made-up city
are written again and again under other keys; each form is read by a process of its own.
"""

import csv
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from detection.simulation import simulate

CITY: Final = 50_000
FORMS: Final = {
    "CSV, quotes where needed": ("utf-8", csv.QUOTE_MINIMAL, ","),
    "CSV, every text quoted": ("utf-8", csv.QUOTE_ALL, ","),
    "CSV in GB18030, tabs": ("gb18030", csv.QUOTE_MINIMAL, "\t"),
}


def main(people: int = 5_000_000) -> None:
    """Print one line a form."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        city = Path(place) / "city"
        simulate(city, people=CITY, seed=1, form="csv")
        print(f"{'form':<28} {'rows':>10} {'MB':>6} {'seconds':>8} {'MiB':>6}")
        for form in FORMS:
            persons = city / "persons.csv"
            rows = _multiply(persons, Path(place) / "persons.csv", people, form)
            (Path(place) / "persons.csv").rename(city / "all.csv")
            kept = persons.rename(Path(place) / "kept.csv")
            (city / "all.csv").rename(persons)
            seconds, memory = _read(city)
            print(
                f"{form:<28} {rows:>10,} {persons.stat().st_size / 1e6:>6.0f} {seconds:>8.1f} {memory:>6.0f}",
                flush=True,
            )
            shutil.move(kept, persons)


def _multiply(source: Path, target: Path, people: int, form: str) -> int:
    """Write the residents of `source` again under other keys until there are `people`; return the rows written."""
    encoding, quoting, delimiter = FORMS[form]
    with source.open(encoding="utf-8", newline="") as file:
        header, *residents = csv.reader(file)
    keys = [place for place, name in enumerate(header) if name in {"person_id", "register_id", "address_id"}]
    rows = 0
    with target.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, quoting=quoting, delimiter=delimiter)
        writer.writerow(header)
        while rows < people:
            copy = residents[: people - rows]
            writer.writerows(_renamed(copy, keys, rows // len(residents)))
            rows += len(copy)
    return rows


def _renamed(residents: Iterable[list[str]], keys: list[int], copy: int) -> Iterable[list[str]]:
    for resident in residents:
        cells = resident.copy()
        for place in keys:
            cells[place] = f"{cells[place]}{copy:04}" if copy and cells[place] else cells[place]
        yield cells


def _read(city: Path) -> tuple[float, float]:
    """Read a delivery in a process of its own; return seconds and peak memory in MiB, children included."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.intake", "--read", str(city)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - start, float(output)


def read(city: str) -> None:
    """Read the delivery and print the peak memory."""
    from features.records.store import read_records

    with read_records(city) as records:
        assert all(intake.rows == intake.accepted + intake.quarantined for intake in records.intakes)
        records.unmatched()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(sys.argv[2])
    else:
        main(*(int(argument) for argument in sys.argv[1:]))
