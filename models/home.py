"""The home folder: where trained models live on disk, who may read it, and who may write at a time.

::

    HOME/
    ├── .lock          held by whoever writes
    ├── mlflow.db      runs, parameters, metrics, versions, aliases
    └── artifacts/     the files of runs and models

Nothing under a home names the place it stands at, so the whole folder can be moved or copied. All of it is
readable by its owner only.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from features.errors import ModelError, SettingError
from models.lock import locked
from models.store import SCHEME, verified, without_statement

__all__ = ["Home"]

_SQLITE_HEADER: Final = b"SQLite format 3\0"
_UNUSABLE: Final = "%?#"
_MEND: Final = "restore the home folder from a copy, or train again"
_STAGED: Final = ".staged-"
#: What SQLite said when it could not read or write.
_SQLITE: Final = re.compile(r"\(sqlite3\.(?:Operational|Database)Error\) (?P<said>[^\[(]*[^\[( ])")
_REMEDIES: Final = (
    ("malformed", "restore it from a copy"),
    ("database is locked", "wait until the other program that writes to it has ended"),
)


class Home:
    """A folder that holds the database and the files of the trained models.

    Parameters
    ----------
    path : Path
        The folder; it is made by the first :meth:`prepare`, not before.

    Raises
    ------
    SettingError
        The path has a character that a database address cannot carry, or begins with ``~`` and nobody's name.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.path = Path(path).expanduser().absolute()
        except RuntimeError as error:
            raise SettingError(
                f"the home folder {path} begins with the home of a user whom this machine does not know: choose "
                "another folder with --home"
            ) from error
        if any(character in str(self.path) for character in _UNUSABLE) or not _is_utf8(self.path):
            shown = os.fsencode(self.path).decode("utf-8", "replace")
            raise SettingError(
                f"the home folder {shown} has one of the characters {' '.join(_UNUSABLE)} or one that is not UTF-8 in "
                "its path, which the model store cannot open: choose another folder with --home"
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
        """Whether anything was ever registered here; a link to a database on a disk that is away counts.

        Raises
        ------
        ModelError
            The folder cannot be looked into.
        """
        try:
            os.lstat(self.database)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise self.unusable(str(error.strerror)) from error
        return True

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
        with tempfile.TemporaryDirectory(dir=self.artifacts, prefix=_STAGED) as folder:
            yield Path(folder)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the home with any number of readers and no writer; see :func:`models.lock.locked`."""
        with locked(self.path, exclusive=False):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the home alone, and clear away what a writer left behind who was ended half-way."""
        with locked(self.path, exclusive=True):
            for left in self.artifacts.glob(f"{_STAGED}*"):
                shutil.rmtree(left, ignore_errors=True)
            yield

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
        try:
            path = (self.artifacts / address.removeprefix(SCHEME).lstrip("/")).resolve()
            inside = address.startswith(SCHEME) and path.is_relative_to(self.artifacts.resolve())
        except (RuntimeError, ValueError):  # links in a circle, and names that no file can have
            inside = False
        if not inside:
            raise ModelError(
                f"the model store {self.database} points to files outside {self.artifacts}: it was edited, "
                "restore it from a copy or train again"
            )
        return path

    def publish(self, staged: Path, address: str) -> None:
        """Move a finished folder to its address, open to the owner only, in one step and to the disk.

        Parameters
        ----------
        staged : Path
            A folder on the same disk, written to the end.
        address : str
            Where it belongs.
        """
        for path in (*staged.rglob("*"), staged):
            path.chmod(0o700 if path.is_dir() else 0o600)
            _sync(path)
        target = self.locate(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        for parent in target.relative_to(self.artifacts.resolve()).parents:
            (self.artifacts / parent).chmod(0o700)
        staged.rename(target)
        _sync(target.parent)

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
            if path.exists() and not path.is_file():
                raise ModelError(f"the model's file {path} is no file: {_MEND}")
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"the model's file {path} cannot be read ({error.strerror}): {_MEND}") from error
        return verified(data, expected, str(path), _MEND)

    def find(self, address: str, name: str) -> str:
        """Say where a person finds a file: its path."""
        return str(self.locate(f"{address}/{name}"))

    def refused(self, reason: str) -> ModelError:
        """Put a refusal of MLflow into one sentence."""
        if seen := _SQLITE.search(reason):
            return self.unusable(seen["said"])
        told = without_statement(reason)
        return ModelError(f"the model store {self.database} refused: {told}; mend that, or choose another --home")

    def unusable(self, reason: str) -> ModelError:
        """Put a failure of the disk into one sentence."""
        make_room = "make room, give its owner access to it"
        remedy = next((remedy for sign, remedy in _REMEDIES if sign in reason), make_room)
        return ModelError(
            f"the home folder {self.path} cannot be used ({reason}): {remedy}, or choose another with --home"
        )


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _sync(path: Path) -> None:
    """Bring a file or the names in a folder to the disk: the database will say that they are there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
