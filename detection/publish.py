"""Publish a folder whole or not at all.

Everything is written to a private folder beside the target and takes the target's name by one rename at the
end. A run that fails leaves what was there before; a run that was killed leaves hidden folders,
``.OUT.staging-…`` and ``.OUT.replaced-…``, which the next run to the same target clears up. Running
processes hold a lock on theirs.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from features.errors import SettingError

__all__ = ["RUN_RECORD", "refuse_folder", "refuse_inside", "staged", "write_private"]

RUN_RECORD = "run.json"


@contextmanager
def staged(out: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """Open a private folder that becomes `out` when the block ends well, and vanishes when it does not.

    The target is looked at twice: at the start, so that a long run does not end in a refusal, and again
    before the rename.

    Parameters
    ----------
    out : Path
        Folder to publish. It does not exist yet, is empty, or holds an earlier run (``run.json``). Missing
        parents are made.
    overwrite : bool, default True
        Whether an earlier run may be replaced.

    Yields
    ------
    Path
        Folder to write to, on the same file system as `out`. When published, its folders are open to their
        owner alone (0700), and so are its files (0600).

    Raises
    ------
    SettingError
        If `out` cannot be written, is a file or a mount point, or holds something that is not an earlier run.
    """
    target = Path(out).resolve()
    _make_parent(target)
    _clear_leftovers(target)
    _refuse_unfit(target, overwrite)
    staging = _make_sibling(target, "staging")
    try:
        with _locked(staging):
            yield staging
            _seal(staging)
            _refuse_unfit(target, overwrite)
            _replace(target, staging)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def write_private(path: Path, text: str) -> Path:
    """Write a text file that only its owner can read, in place of one that is there.

    Parameters
    ----------
    path : Path
        The file; missing folders above it are made, open to the owner only.
    text : str
        Its content.

    Returns
    -------
    Path
        The file.
    """
    for missing in reversed([folder for folder in path.parents if not folder.exists()]):
        missing.mkdir(exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


def refuse_folder(path: Path) -> None:
    """Refuse a folder where a file is to be written.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    SettingError
        If `path` is a folder.
    """
    if path.is_dir():
        raise SettingError(f"{path} is a folder: name a file.")


def refuse_inside(out: Path, data: str | Path) -> None:
    """Refuse a target that would mix with the data it comes from.

    Parameters
    ----------
    out : Path
        Folder to publish.
    data : str or Path
        Folder or file of the input; a database is in no folder.

    Raises
    ------
    SettingError
        If `out` is the data folder, lies in it, or contains it.
    """
    if "://" in str(data):
        return
    target, source = Path(out).resolve(), Path(data).resolve()
    if target.is_relative_to(source) or source.is_relative_to(target):
        raise SettingError(
            f"The output folder {out} and the data folder {data} lie in one another: choose an output "
            "folder outside the data."
        )


def _make_parent(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"The folder {target.parent} for the output cannot be made ({error.strerror}): choose another place."
        ) from error


def _make_sibling(target: Path, purpose: str) -> Path:
    try:
        # mkdtemp makes it 0700 whatever the umask; the target's parent is the only place sure to be on its
        # file system.
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.{purpose}-{os.getpid()}-", dir=target.parent))
    except OSError as error:
        raise SettingError(
            f"The folder {target.parent} cannot be written ({error.strerror}): choose another place for "
            "the output or get the right to write there."
        ) from error


def _refuse_unfit(target: Path, overwrite: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise SettingError(f"The output {target} is a file: name a folder.")
    if os.path.ismount(target):
        raise SettingError(f"The output {target} is a mount point and cannot be replaced: name a folder inside it.")
    if not any(target.iterdir()):
        return
    if not (target / RUN_RECORD).is_file():
        raise SettingError(
            f"The output folder {target} is not empty and holds no earlier run ({RUN_RECORD}): name a "
            "new or an empty folder."
        )
    if not overwrite:
        raise SettingError(
            f"The output folder {target} holds an earlier run: name another folder or allow it to be replaced."
        )


def _seal(folder: Path) -> None:
    """Close everything to others than the owner and bring it to the disk."""
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            Path(place, name).chmod(0o600)
            _sync(Path(place, name))
        Path(place).chmod(0o700)
        _sync(Path(place))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(target: Path, staging: Path) -> None:
    """Give the staged folder the target's name."""
    try:
        if (target / RUN_RECORD).exists():
            _exchange(target, staging)
        else:
            staging.rename(target)
    except OSError as error:
        raise SettingError(
            f"The output folder {target} could not be put in place ({error.strerror}): make sure that "
            "nothing else "
            "uses it, or name another one."
        ) from error
    _sync(target.parent)


def _exchange(target: Path, staging: Path) -> None:
    """Put the staged folder in the place of an earlier run, which comes back if that fails."""
    aside = _make_sibling(target, "replaced")
    with _locked(aside):
        try:
            target.rename(aside)
        except OSError:
            aside.rmdir()
            raise
        try:
            staging.rename(target)
        except BaseException:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, so that others can tell a folder in use from a leftover."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # A file system without locks: its folders never look abandoned, see _is_abandoned.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _is_abandoned(folder: Path) -> bool:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _clear_leftovers(target: Path) -> None:
    """Remove what killed runs left beside the target; an earlier run set aside by one of them comes back."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(staging|replaced)-[0-9]+-")
    for leftover in sorted(target.parent.iterdir()):
        found = pattern.match(leftover.name)
        if not found or not _is_abandoned(leftover):
            continue
        if found[1] == "replaced" and not target.exists() and (leftover / RUN_RECORD).is_file():
            leftover.rename(target)
        else:
            shutil.rmtree(leftover, ignore_errors=True)
