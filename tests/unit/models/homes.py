"""Homes with trained versions, reached past the registry as an intruder would, and the figures of a good version."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.artifacts import digest
from models.home import Home
from models.tracking.client import connected
from tests.unit.models.builders import a_forest, register

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
FIGURES = {
    "stability": {"seeds": [1, 2], "jaccard": 0.9, "boundary": 3},
    "monotonicity": {"households": 10, "flags": 5, "violations": 0},
    "fairness": {"verdict": "pass"},
    "drift": {"against": None, "features": {"tie": 0.05}, "score": 0.01, "verdict": "steady"},
}


def two_versions(home: Path) -> Path:
    """A home with two versions, the first of them champion."""
    register(home, a_forest(1))
    register(home, a_forest(2))
    return home


def copied(home: Path, place: Path) -> Path:
    return shutil.copytree(home, place)


def client_of(home: Path) -> Any:
    """MLflow's own client over a home, past the registry."""
    return connected(Home(home), create=False)


@contextmanager
def database_of(home: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(home / "mlflow.db")) as database, database:
        yield database


def file_of(home: Path, version: str, name: str) -> Path:
    """Where a file of a version lies."""
    with database_of(home) as database:
        run, source = database.execute(
            "SELECT run_id, storage_location FROM model_versions WHERE version = ?", (version,)
        ).fetchone()
    folder = source.removeprefix("mlflow-artifacts:/")
    return home / "artifacts" / (folder if name != "manifest.json" else f"mingcha/{run}/artifacts") / name


def execute(home: Path, statement: str, *values: str) -> None:
    with database_of(home) as database:
        assert database.execute(statement, values).rowcount == 1


def record_digest(home: Path, version: str, tag: str, data: bytes) -> None:
    """What an intruder would do who can write the database too."""
    statement = "UPDATE model_version_tags SET value = ? WHERE version = ? AND key = ?"
    execute(home, statement, digest(data), version, f"mingcha.{tag}.sha256")


def runs(home: Path) -> list[str]:
    """The states of all training runs, sorted."""
    with database_of(home) as database:
        return sorted(state for (state,) in database.execute("SELECT status FROM runs"))
