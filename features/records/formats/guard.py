"""Files of formats in which harm can hide are read by a child process that may die; the caller lives on."""

import contextlib
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final, Literal

from features.errors import DataError
from features.records.sheet import Sheet

__all__ = ["COMMAND", "MEMORY", "read_isolated", "time_allowed"]

COMMAND: Final = ("-P", "-m", "features.records.formats.child")
"""What the interpreter runs; -P: whatever lies in the working directory is not imported."""

MEMORY: Final = 1_000_000_000
"""Bytes of memory, the interpreter's own included."""

SECONDS: Final = 8.0
SECONDS_PER_MB: Final = 1.0
"""Time for a file of up to 1 MB, start and end of the process not counted, and for each MB beyond."""

DISK: Final = 256 << 20
DISK_RATIO: Final = 40
"""Bytes of a transcript, and those for each byte of the file; transcripts take up about as much as workbooks."""

ANSWER: Final = 16 << 20
SENTENCE: Final = 600
BEAT: Final = 0.02
"""Seconds between two looks at the child."""

KEPT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")
_TRANSCRIPT = re.compile(r"[0-9]+\.parquet")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def read_isolated(
    kind: Literal["workbook", "sqlite"],
    path: Path,
    *,
    file: str,
    folder: Path,
    known_names: Iterable[str] = (),
    seconds: float | None = None,
    memory: int = MEMORY,
) -> list[Sheet]:
    """Read a workbook or database in a process of its own, with limits on time and memory and without a network.

    Parameters
    ----------
    kind : {"workbook", "sqlite"}
        What the file is read as.
    path : Path
        The file.
    file : str
        What the user calls it.
    folder : Path
        A private folder for transcripts; each call makes a folder of its own in it.
    known_names : iterable of str
        Names of columns beside those built in.
    seconds : float, optional
        Wall time; default by size (`time_allowed`).
    memory : int
        Bytes.

    Returns
    -------
    list of Sheet
        At least one.

    Raises
    ------
    DataError
        If the file is refused, or the child does not come back with sheets, whatever happened to it.
    """
    size = path.lstat().st_size if path.exists() else 0
    allowed = time_allowed(size) if seconds is None else seconds
    room = Path(tempfile.mkdtemp(prefix=f"{kind}-", dir=folder)).resolve()
    job = {
        "kind": kind,
        "path": str(path.absolute()),
        "file": file,
        "folder": str(room),
        "known_names": sorted(known_names),
        "seconds": allowed,
        "memory": memory,
        "disk": DISK + DISK_RATIO * size,
    }
    try:
        return _sheets(_answer(job, file, allowed, memory), file, room)
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)  # half a transcript is of no use, and may hold names
        raise


def time_allowed(size: int) -> float:
    """Return the wall time in seconds that a file is given by its size.

    Parameters
    ----------
    size : int
        In bytes.

    Returns
    -------
    float
        8 up to 1 MB, and 1 more for each MB beyond.

    Examples
    --------
    >>> time_allowed(1_000_000), time_allowed(12_500_000)
    (8.0, 20.0)
    """
    return SECONDS + SECONDS_PER_MB * max(0, math.ceil(size / 1_000_000) - 1)


def _answer(job: dict[str, Any], file: str, seconds: float, memory: int) -> Any:
    """Run the child and return what it says; files instead of pipes, so that no side ever waits for the other."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
        asked.write(json.dumps(job).encode())
        asked.seek(0)
        process = subprocess.Popen(  # noqa: S603 - the interpreter itself, with nothing of the user's on the command line
            [sys.executable, *COMMAND],
            stdin=asked,
            stdout=said,
            stderr=subprocess.DEVNULL,  # could quote cells
            cwd=job["folder"],
            env=_environment(job["folder"]),
            start_new_session=True,
        )
        try:
            _watch(process, file, seconds, memory)
        finally:
            _end(process)
        return _parsed(said) if process.returncode == 0 else None


def _environment(folder: str) -> dict[str, str]:
    """Return the environment of the child: the same modules as ours, and nothing else of ours."""
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        "PYTHONPATH": os.pathsep.join(place for place in sys.path if place),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "TMPDIR": folder,
        "SQLITE_TMPDIR": folder,
    }


def _watch(process: subprocess.Popen[bytes], file: str, seconds: float, memory: int) -> None:
    """Wait for the child; refuse the file when it takes too long or too much."""
    end = time.monotonic() + seconds
    # not reaped before its group is ended: until then nobody else can get the number of the group
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if _resident(process.pid) > memory:
            raise DataError(f"{file} needs more memory than a file is given: save its tables as CSV UTF-8.")
        if time.monotonic() > end:
            raise DataError(f"{file} takes too long to read for its size: save its tables as CSV UTF-8.")
        time.sleep(BEAT)


def _resident(number: int) -> int:
    """Return the resident memory of a process in bytes; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _parsed(said: IO[bytes]) -> Any:
    """Return the answer; None for what is no JSON."""
    said.seek(0)
    text = said.read(ANSWER + 1)
    if len(text) > ANSWER:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _sheets(answer: Any, file: str, room: Path) -> list[Sheet]:
    """Return the sheets of an answer; nothing in it is believed that was not looked at."""
    failed = DataError(
        f"{file} could not be read: open it in the program it is from and save it again, or as CSV UTF-8."
    )
    if isinstance(answer, dict) and isinstance(reason := answer.get("refused"), str) and 0 < len(reason) <= SENTENCE:
        raise DataError(reason)
    try:
        return [_sheet(packed, file, room) for packed in answer["sheets"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise failed from error


def _sheet(packed: dict[str, Any], file: str, room: Path) -> Sheet:
    """Return one sheet of an answer."""
    header = tuple(str(name) for name in packed["header"])
    name = str(packed["transcript"])
    path = room / name
    if not header or not _TRANSCRIPT.fullmatch(name) or path.is_symlink() or not path.is_file():
        raise ValueError(name)
    return Sheet(
        file=file,
        sheet=str(packed["sheet"]),
        header=header,
        path=path,
        form="transcript",
        types=("VARCHAR",) * len(header),
        header_row=int(packed["header_row"]),
        epoch_1904=bool(packed["epoch_1904"]),
        notes=tuple(str(note) for note in packed["notes"]),
    )
