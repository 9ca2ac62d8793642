"""The whole way once, on a city made for it: simulate, check, train, score."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Final

from detection.outcomes import Check, Run, Training
from detection.pipeline import check, score, train
from detection.session import Language
from detection.settings import Settings
from detection.simulation import Simulation, simulate

__all__ = ["DEMO", "demo"]

DEMO: Final = Path("demo")
"""Folder of the demo, in the current folder: ``city/``, ``city.truth.csv``, ``check.html`` and ``run/``."""

Watch = Callable[[str], AbstractContextManager[Callable[[str], None]]]


def demo(
    *,
    people: int,
    seed: int,
    capacity: int,
    home: Path,
    threads: int | None,
    language: Language,
    made_at: datetime,
    watch: Watch,
    folder: Path = DEMO,
) -> Iterator[Simulation | Check | Training | Run]:
    """Simulate a city, check it, train on it, and score it with the model just trained.

    The new model is asked for by its number: a champion that is already in `home` stays champion, whatever it
    was trained on.

    Parameters
    ----------
    people, seed : int
        Residents and seed of the city.
    capacity : int
        Cases to list.
    home : Path
        Where the model is registered.
    threads : int or None
        Threads of the columnar engine; None: one a core.
    language : Language
        Of the report of the check.
    made_at : datetime.datetime
        The time of the demo.
    watch : callable
        ``watch(command)`` opens what follows the progress of that command.
    folder : Path
        Where everything is written; an earlier demo there is replaced.

    Yields
    ------
    Simulation, Check, Training, Run
        What each command returns, as soon as it is done.
    """
    settings, quarantine = Settings(seed=seed), home / "quarantine" / "city"
    page = folder / "check.html"
    with watch("simulate") as progress:
        city = simulate(folder / "city", people=people, seed=seed, form="parquet", progress=progress)
    yield city
    with watch("check") as progress:
        checked = check(
            city.data,
            quarantine=quarantine,
            page=page,
            language=language,
            made_at=made_at,
            threads=threads,
            progress=progress,
        )
    yield checked
    with watch("train") as progress:
        training = train(
            city.data,
            as_of=city.as_of,
            home=home,
            settings=settings,
            quarantine=quarantine,
            threads=threads,
            progress=progress,
        )
    yield training
    with watch("score") as progress:
        run = score(
            city.data,
            as_of=city.as_of,
            out=folder / "run",
            home=home,
            capacity=capacity,
            model=training.registered.version,
            settings=settings,
            threads=threads,
            progress=progress,
        )
    yield run
