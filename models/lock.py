"""Who may write to a folder at a time: one writer and no reader, or any number of readers."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from features.errors import ModelError

__all__ = ["locked"]

#: A link is not followed, since it may lead anywhere, and a pipe not waited for.
_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


@contextmanager
def locked(folder: Path, *, exclusive: bool) -> Iterator[None]:
    """Hold a folder by a lock on its file ``.lock``, which ends with the process however that ends.

    A folder that no writer ever locked has nothing to wait for, and reading leaves no file behind.

    Parameters
    ----------
    folder : Path
        The home.
    exclusive : bool
        To write.

    Raises
    ------
    ModelError
        The lock file cannot be opened, or its disk has no locks.
    """
    try:
        handle = os.open(folder / ".lock", _OPEN | (os.O_CREAT if exclusive else 0), 0o600)
    except FileNotFoundError as error:
        if exclusive:
            raise _unlockable(folder, error) from error
        yield
        return
    except OSError as error:
        raise _unlockable(folder, error) from error
    try:
        _wait(handle, folder, exclusive=exclusive)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, folder: Path, *, exclusive: bool) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
    except OSError as error:
        raise _unlockable(folder, error) from error


def _unlockable(folder: Path, error: OSError) -> ModelError:
    return ModelError(
        f"the home folder {folder} cannot be locked ({error.strerror}): give its owner access to it, or choose another "
        "with --home"
    )
