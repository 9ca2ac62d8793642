"""The home folder: where trained models live on disk, who may read it, and who may write at a time.

::

    HOME/
    ├── .lock          held by whoever writes
    ├── mlflow.db      runs, parameters, metrics, versions, aliases
    └── artifacts/     the files of runs and models

Nothing under a home names the place it stands at, so the whole folder can be moved or copied. All of it is
readable by its owner only.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from features.errors import ModelError, SettingError
from models.store import SCHEME, verified

__all__ = ["Home"]

_SQLITE_HEADER = b"SQLite format 3\0"
_UNUSABLE = "%?#"
_MEND = "restore the home folder from a copy, or train again"


class Home:
    """A folder that holds the database and the files of the trained models.

    Parameters
    ----------
    path : Path
        The folder; it is made by the first :meth:`prepare`, not before.

    Raises
    ------
    SettingError
        The path has a character that a database address cannot carry.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path).expanduser().absolute()
        if any(character in str(self.path) for character in _UNUSABLE):
            raise SettingError(
                f"the home folder {self.path} has one of the characters {' '.join(_UNUSABLE)} in its path, "
                "which the model store cannot open: choose another folder with --home"
            )

    @property
    def database(self) -> Path:
        """The SQLite database of runs and versions."""
        return self.path / "mlflow.db"

    @property
    def artifacts(self) -> Path:
        """The folder of the files of runs and models."""
        return self.path / "artifacts"

    def exists(self) -> bool:
        """Whether anything was ever registered here."""
        return self.database.exists()

    def prepare(self) -> None:
        """Make the folder and its parts, open to the owner only; a folder that was there keeps its own mode.

        Raises
        ------
        ModelError
            The folder cannot be made or written.
        """
        try:
            self.path.mkdir(exist_ok=True, parents=True, mode=0o700)
            self.artifacts.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise ModelError(
                f"the home folder {self.path} cannot be made ({error.strerror}): choose another with --home"
            ) from error

    @property
    def address(self) -> str:
        """The database as SQLAlchemy is told."""
        return f"sqlite:///{self.database}"

    @property
    def where(self) -> str:
        """What the place is called in a message."""
        return str(self.path)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Lend a folder to write in, on the disk of the artifacts; what was not published is removed."""
        with tempfile.TemporaryDirectory(dir=self.artifacts, prefix=".staged-") as folder:
            yield Path(folder)

    @contextmanager
    def locked(self, *, exclusive: bool) -> Iterator[None]:
        """Hold the home: one writer and no reader, or any number of readers.

        A home that no writer ever locked has nothing to wait for, and reading leaves no file behind.
        """
        flags = os.O_RDONLY | (os.O_CREAT if exclusive else 0)
        try:
            handle = os.open(self.path / ".lock", flags, 0o600)
        except FileNotFoundError:
            yield
            return
        except OSError as error:
            raise ModelError(
                f"the home folder {self.path} cannot be locked ({error.strerror}): give its owner access to "
                "it, or choose another with --home"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    def check(self) -> None:
        """Refuse a file that is no SQLite database before MLflow tries ten times to open it.

        Raises
        ------
        ModelError
            The database cannot be read, or is something else.
        """
        try:
            with self.database.open("rb") as file:
                header = file.read(len(_SQLITE_HEADER))
        except OSError as error:
            raise ModelError(
                f"the model store {self.database} cannot be read ({error.strerror}): give its owner access"
            ) from error
        if header != _SQLITE_HEADER:
            raise ModelError(
                f"the model store {self.database} is not an SQLite database: restore it from a copy, or move "
                "it away and train again"
            )

    def locate(self, address: str) -> Path:
        """Return the place on disk of an artifact address.

        Parameters
        ----------
        address : str
            ``mlflow-artifacts:/`` and a path below ``artifacts/``.

        Raises
        ------
        ModelError
            The address points anywhere else, be it through ``..`` or a symbolic link.
        """
        path = (self.artifacts / address.removeprefix(SCHEME).lstrip("/")).resolve()
        if not address.startswith(SCHEME) or not path.is_relative_to(self.artifacts.resolve()):
            raise ModelError(
                f"the model store {self.database} points to files outside {self.artifacts}: it was edited, "
                "restore it from a copy or train again"
            )
        return path

    def publish(self, staged: Path, address: str) -> None:
        """Move a finished folder to its address, open to the owner only, in one step.

        Parameters
        ----------
        staged : Path
            A folder on the same disk, written to the end.
        address : str
            Where it belongs.
        """
        for path in staged.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        staged.chmod(0o700)
        target = self.locate(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        for parent in target.relative_to(self.artifacts.resolve()).parents:
            (self.artifacts / parent).chmod(0o700)
        staged.rename(target)

    def read(self, address: str, name: str, expected: str | None) -> bytes:
        """Read one file at an address, if it is the one that was put there.

        Parameters
        ----------
        address : str
            The folder of the file.
        name : str
            The file.
        expected : str or None
            The SHA-256 that was recorded of it.

        Raises
        ------
        ModelError
            The file is not there, cannot be read, or has another digest.
        """
        path = self.locate(f"{address}/{name}")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"the model's file {path} cannot be read ({error.strerror}): {_MEND}") from error
        return verified(data, expected, str(path), _MEND)

    def find(self, address: str, name: str) -> str:
        """Say where a person finds a file: its path."""
        return str(self.locate(f"{address}/{name}"))

    def refused(self, reason: str) -> ModelError:
        """Put a refusal of MLflow into one sentence."""
        return ModelError(f"the model store {self.database} refused: {reason}; mend that, or choose another --home")

    def unusable(self, reason: str) -> ModelError:
        """Put a failure of the disk into one sentence."""
        return ModelError(
            f"the home folder {self.path} cannot be used ({reason}): make room, give its owner access to it, or "
            "choose another with --home"
        )
