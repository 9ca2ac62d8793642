"""What a child process that reads hostile files takes away from itself before it opens one."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, Final

__all__ = ["confine"]

WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OPEN_FILES: Final = 64
FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "pty.",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.",
    "webbrowser.",
)
"""Audit events that the child has no business with, by their beginnings."""

CHANGES: Final = frozenset(
    {"os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
)
"""Audit events that change the file system, each with the path as its first argument."""

_NEW_USER = 0x10000000
_NEW_NETWORK = 0x40000000
_DEATH_SIGNAL = 1


def confine(folder: Path, *, seconds: float, memory: int, disk: int) -> None:
    """Limit this process for the rest of its life.

    Parameters
    ----------
    folder : Path
        The only place where it may write.
    seconds : float
        Processor time.
    memory : int
        Private memory in bytes.
    disk : int
        Size in bytes of each file that it writes.
    """
    _leave_the_network()
    cpu = int(seconds) + 1
    private = memory - memory // 8  # the rest is for libraries, which count as resident and not as private
    for limit, value in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_DATA, private),
        (resource.RLIMIT_AS, 2 * memory),
        (resource.RLIMIT_FSIZE, disk),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (bound, bound))
    sys.addaudithook(_Watch(folder))


class _Watch:
    """An audit hook that refuses sockets, programs, and writing outside a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.path.realpath(folder) + os.sep

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & WRITES and not isinstance(path, int):
                self._refuse_outside(path)
        elif event in CHANGES:
            self._refuse_outside(arguments[0])
        elif event.startswith(FORBIDDEN):
            raise PermissionError(event)

    def _refuse_outside(self, path: Any) -> None:
        if not os.path.realpath(os.fsdecode(path)).startswith(self._folder):
            raise PermissionError("a file outside the folder")


def _leave_the_network() -> None:
    """Move into a network of its own, which has no way out, where the system lets us; and die with the parent."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if library.unshare(_NEW_NETWORK) == 0:
        return
    # some systems allow the new user space but not its mapping, after which no file could be written: tried out first
    trial = os.fork()
    if trial == 0:
        os._exit(0 if _unshared_user(library) else 1)
    _, status = os.waitpid(trial, 0)
    if status == 0:
        _unshared_user(library)


def _unshared_user(library: ctypes.CDLL) -> bool:
    """Enter a user and network space of its own under the same user and group."""
    user, group = os.geteuid(), os.getegid()
    with contextlib.suppress(OSError):
        if library.unshare(_NEW_USER | _NEW_NETWORK) == 0:
            for name, text in (
                ("setgroups", "deny"),
                ("uid_map", f"{user} {user} 1"),
                ("gid_map", f"{group} {group} 1"),
            ):
                Path("/proc/self", name).write_text(text)
            return True
    return False
