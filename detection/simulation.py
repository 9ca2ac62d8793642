"""Write a synthetic city as a data folder with its truth beside it, whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from detection.reports.canonical_json import write_json
from features.errors import SettingError
from features.records.city import simulate_city, write_city, write_truth

__all__ = ["CITY_RECORD", "Simulation", "simulate"]

CITY_RECORD: Final = "simulation.json"
"""Says that a folder holds nothing but a simulated city, which may be replaced by another one."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """A city that was written.

    Parameters
    ----------
    data : Path
        Folder with the tables.
    truth : Path
        File beside it.
    people : int
        Residents asked for.
    as_of : datetime.date
        Day of extraction.
    """

    data: Path
    truth: Path
    people: int
    as_of: date


def simulate(
    out: Path,
    *,
    people: int,
    seed: int,
    form: Literal["csv", "parquet"],
    progress: Callable[[str], None] = lambda _: None,
) -> Simulation:
    """Simulate a city and write it to the folder `out`, its truth to ``OUT.truth.csv``.

    Parameters
    ----------
    out : Path
        Folder that does not exist yet, is empty, or holds an earlier simulated city.
    people : int
        Residents.
    seed : int
        The same seed gives the same city.
    form : {"csv", "parquet"}
        How the tables are written.
    progress : callable
        Called with the name of each step before it begins.

    Raises
    ------
    SettingError
        If `out` holds anything else, or is a file.
    """
    target = Path(out).resolve()
    truth = target.with_name(f"{target.name}.truth.csv")
    _refuse_unfit(target, truth)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.simulating-", dir=target.parent))
    try:
        city = simulate_city(people, seed, progress=progress)
        (staging / "city").mkdir()
        progress("files")
        write_city(city, staging / "city", form)
        write_truth(city, staging / "truth.csv")
        record = {"people": people, "seed": seed, "format": form, "as_of": city.as_of}
        write_json(record, staging / "city" / CITY_RECORD)
        _put_in_place(staging, target, truth)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Simulation(out, out.with_name(truth.name), people, city.as_of)


def _refuse_unfit(target: Path, truth: Path) -> None:
    if target.exists() and not target.is_dir():
        raise SettingError(f"{target} is a file: name a folder for the city.")
    if truth.is_dir():
        raise SettingError(f"{truth}, where the truth belongs, is a folder: name another folder for the city.")
    if target.exists() and any(target.iterdir()) and not (target / CITY_RECORD).is_file():
        raise SettingError(
            f"the folder {target} is not empty and holds no simulated city ({CITY_RECORD}): "
            "name a new or an empty folder."
        )


def _put_in_place(staging: Path, target: Path, truth: Path) -> None:
    """Swap the new city for the earlier one, which comes back if that fails."""
    earlier = staging / "earlier"
    if target.exists():
        target.rename(earlier)
    try:
        (staging / "city").rename(target)
    except BaseException:
        if earlier.exists():
            earlier.rename(target)
        raise
    (staging / "truth.csv").replace(truth)
