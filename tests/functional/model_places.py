"""The two places where versions are kept, as an intruder reaches them: a home, and MLflow's server with PostgreSQL."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from models.artifacts import digest
from models.promotion import Override
from models.registry import QUIET, Registered, Registry
from models.versions import digest_tag
from tests.postgres import postgres
from tests.unit.models.builders import MANIFEST, a_forest, rows

__all__ = ["AT", "FIGURES", "WHY", "Place", "home_place", "register", "server_place"]

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
WHY = Override("李处长", "the old model is withdrawn")
FIGURES = {
    "stability": {"seeds": [1, 2], "jaccard": 0.9, "boundary": 3},
    "monotonicity": {"households": 10, "flags": 5, "violations": 0},
    "fairness": {"verdict": "insufficient", "selection": [{"trait": "age", "group": "老年", "ratio": 1.1}]},
    "drift": {"against": None, "features": {}, "score": 0.0, "verdict": "none"},
}
_STARTS = 5


@dataclass(frozen=True)
class Place:
    """Where versions of one model are kept.

    Parameters
    ----------
    home : Path
        Given to the registry; not used where a server keeps the models.
    tracking : str or None
        Address of the server.
    database : str
        File of SQLite, or address of PostgreSQL.
    artifacts : Path
        Folder of all files.
    name : str
        The registered model.
    """

    home: Path
    tracking: str | None
    database: str
    artifacts: Path
    name: str = "mingcha"

    def registry(self) -> Registry:
        return Registry(self.home, self.name, tracking=self.tracking)

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement of SQL, past MLflow; values are marked by %s."""
        if self.tracking is None:
            with closing(sqlite3.connect(self.database)) as connection, connection:
                return connection.execute(statement.replace("%s", "?"), values).fetchall()
        with psycopg.connect(self.database) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def file_of(self, version: str, name: str) -> Path:
        """Where a file of a version lies on disk."""
        ((run, source),) = self.execute(
            "SELECT run_id, storage_location FROM model_versions WHERE name = %s AND version = %s",
            self.name,
            int(version),
        )
        model = source.removeprefix("mlflow-artifacts:/")
        inside = model if name in {"model.skops", "MLmodel"} else f"mingcha/{run}/artifacts"
        return self.artifacts / inside / name

    def record_digest(self, version: str, name: str, data: bytes) -> None:
        """Write down another digest, as who can write the database too would do."""
        self.execute(
            "UPDATE model_version_tags SET value = %s WHERE name = %s AND version = %s AND key = %s",
            digest(data),
            self.name,
            int(version),
            digest_tag(name),
        )


def home_place(folder: Path) -> Place:
    """Return a home that is made by the first version."""
    home = folder / "家 of models"
    return Place(home, None, str(home / "mlflow.db"), home / "artifacts")


@contextmanager
def server_place(folder: Path) -> Iterator[Place]:
    """Run PostgreSQL and MLflow's server, each in a process of its own, on a socket and a free port."""
    with postgres() as database, _mlflow(database, folder / "artifacts", folder / "server.log") as tracking:
        yield Place(folder / "no home", tracking, database, folder / "artifacts")


def register(place: Place, seed: int = 0, **changes: Any) -> Registered:
    arguments: dict[str, Any] = {
        "manifest": MANIFEST | {"seed": seed},
        "parameters": {"n_estimators": 4},
        "metrics": {"average_precision": 0.5},
        "input_example": rows()[:2],
        "output_example": np.array([1.0, -1.0]),
    }
    return place.registry().register(a_forest(seed), **arguments | changes)


@contextmanager
def _mlflow(database: str, artifacts: Path, log: Path) -> Iterator[str]:
    server, port = _started(database, artifacts, log)
    with server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _started(database: str, artifacts: Path, log: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server on a free port, and on another one where somebody took that in the meantime."""
    options = {
        "backend-store-uri": database.replace("postgresql://", "postgresql+psycopg://"),
        "artifacts-destination": artifacts,
        "host": "127.0.0.1",
        "workers": 1,
    }
    command = [sys.executable, "-m", "mlflow", "server", *(f"--{key}={value}" for key, value in options.items())]
    plain = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "PYTHONWARNINGS": "ignore"}
    for _ in range(_STARTS):
        port = _free_port()
        with log.open("wb") as said:
            server = subprocess.Popen(
                [*command, f"--port={port}"], env={**os.environ, **QUIET, **plain}, stdout=said, stderr=said
            )
        if _answers(server, port):
            return server, port
        server.terminate()
        server.wait()
        if b"address already in use" not in log.read_bytes():
            break
    raise AssertionError(f"the server never answered: {log.read_text(encoding='utf-8')}")


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server is up, or has ended."""
    for _ in range(900):
        if server.poll() is not None:
            return False
        with (
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
            suppress(OSError, http.client.HTTPException),
        ):
            connection.request("GET", "/health")
            return connection.getresponse().read() == b"OK"
        time.sleep(0.1)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
