"""The seam between the registry and the place where versions are kept: a home folder, or an MLflow server.

What MLflow's client does is the same for both. What differs is how files get there and back, who may write at a time,
and what a person is told when it fails.
"""

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

from features.errors import ModelError
from models.artifacts import digest

__all__ = ["SCHEME", "Store", "verified", "without_statement"]

#: The head of every artifact address in MLflow's database: an MLflow server resolves it against its artifact folder,
#: :class:`models.home.Home` against ``artifacts/``.
SCHEME: Final = "mlflow-artifacts:/"

_STATEMENT: Final = re.compile(r"\s*\[SQL: .*", re.DOTALL)


class Store(Protocol):
    """A place where versions are kept."""

    @property
    def address(self) -> str:
        """What MLflow's client is told."""

    @property
    def where(self) -> str:
        """What the place is called in a message."""

    def exists(self) -> bool:
        """Whether anything was ever registered here, as far as it can be told without asking."""

    def prepare(self) -> None:
        """Make ready for writing."""

    def check(self) -> None:
        """Refuse a place that MLflow could not work with."""

    def reading(self) -> AbstractContextManager[None]:
        """Hold the place against writers, where that is possible."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the place against readers and other writers, where that is possible."""

    def staging(self) -> AbstractContextManager[Path]:
        """Lend a folder to write in; what was not published is removed."""

    def publish(self, staged: Path, address: str) -> None:
        """Put a finished folder at its address."""

    def read(self, address: str, name: str, expected: str | None) -> bytes:
        """Read one file at an address, if its SHA-256 is the expected one."""

    def find(self, address: str, name: str) -> str:
        """Say where a person finds a file."""

    def refused(self, reason: str) -> ModelError:
        """Put a refusal of MLflow into one sentence."""

    def unusable(self, reason: str) -> ModelError:
        """Put a failure of the system into one sentence."""


def verified(data: bytes, expected: str | None, place: str, mend: str) -> bytes:
    """Return the bytes of a file if they are the ones that were registered.

    Parameters
    ----------
    data : bytes
        What was read.
    expected : str or None
        The SHA-256 that was recorded, if one was.
    place : str
        Where it was read.
    mend : str
        What to do about it.

    Raises
    ------
    ModelError
        If the digest is another one.
    """
    if digest(data) != expected:
        raise ModelError(f"the model's file {place} is not the one that was registered: {mend}")
    return data


def without_statement(reason: str) -> str:
    """Cut the statement that a database refused out of what it said.

    The values come with it, among them who promoted a version and why.

    Examples
    --------
    >>> without_statement("(psycopg.errors.DiskFull) no room [SQL: INSERT … [parameters: {'value': '李'}]]")
    '(psycopg.errors.DiskFull) no room'
    """
    return _STATEMENT.sub("", reason)
