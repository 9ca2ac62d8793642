"""What a file really is, told by its first bytes, before anything reads it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from features.errors import DataError

__all__ = ["open_regular", "refuse_unfit"]

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SQLITE: Final = b"SQLite format 3\x00"
PARQUET: Final = b"PAR1"

MAGIC: Final = {
    ".xlsx": ZIP,
    ".xls": OLE,
    ".parquet": PARQUET,
    ".db": SQLITE,
    ".sqlite": SQLITE,
    ".sqlite3": SQLITE,
}
"""First bytes that files of an ending must have."""

MACROS: Final = frozenset({".xlam", ".xlsb", ".xlsm", ".xltm"})
TEXT: Final = frozenset({".csv", ".tab", ".tsv", ".txt"})

OTHERS: Final = (
    (b"%PDF", "a PDF"),
    (ZIP, "a zip archive or a workbook"),
    (b"PK\x05\x06", "an empty zip archive"),
    (OLE, "an old Office file"),
    (SQLITE, "an SQLite database"),
    (PARQUET, "a Parquet file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a rich text document"),
)
"""What else arrives under a wrong name."""

MARKUP: Final = (b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<?xml", b"<workbook")
HEAD: Final = 4096
CHUNK: Final = 1 << 20
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
MACRO_STREAM: Final = "_VBA_PROJECT".encode("utf-16-le")


def refuse_unfit(path: Path, *, within: Path | None = None) -> None:
    """Refuse a file that cannot be what its name says.

    Parameters
    ----------
    path : Path
        The file.
    within : Path, optional
        The folder of the delivery: no folder between it and the file may be a symbolic link either.

    Raises
    ------
    DataError
        If the file is a symbolic link or no regular file, cannot be read, is empty, or begins with other bytes than
        files of its ending do.
    """
    _refuse_links(path, within)
    ending = path.suffix.lower()
    if ending in MACROS:
        raise DataError(f"{path.name} is a workbook that can hold macros: save it as .xlsx in Excel and hand in that.")
    with open_regular(path, path.name) as stream:
        head = stream.read(HEAD)
        if not head:
            raise DataError(f"{path.name} is empty: ask for the file again, or leave it out.")
        if ending in MAGIC:
            _refuse_magic(path.name, ending, head)
        elif ending in TEXT:
            _refuse_binary(path.name, head)
        if ending == ".xls":
            _refuse_ole(path.name, head, stream)
        if ending == ".parquet":
            _refuse_cut_parquet(path.name, stream)


def open_regular(path: Path, name: str) -> BinaryIO:
    """Open a regular file for reading; never a link, a pipe or a device.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What the user calls it.

    Returns
    -------
    BinaryIO
        At its beginning.

    Raises
    ------
    DataError
        If it is none or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _irregular(name)
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise DataError(f"{name} cannot be opened: look whether it is there and may be read.") from error
    stream = os.fdopen(number, "rb")
    if not stat.S_ISREG(os.fstat(number).st_mode):  # it was exchanged since it was looked at
        stream.close()
        raise _irregular(name)
    return stream


def _irregular(name: str) -> DataError:
    return DataError(f"{name} is a link, pipe or device and no regular file: put the file itself in its place.")


def _refuse_links(path: Path, within: Path | None) -> None:
    """Refuse a folder between the delivery and the file that is a symbolic link."""
    if within is None:
        return
    for folder in path.parents:
        if folder == within:
            return
        if folder.is_symlink():
            raise DataError(
                f"{folder.name} in {within.name} is a link to a folder: put the folder itself in its place."
            )


def _refuse_magic(name: str, ending: str, head: bytes) -> None:
    """Refuse a binary file that begins like none of its ending."""
    if head.startswith(MAGIC[ending]):
        return
    if name.startswith("~$"):
        raise DataError(f"{name} is only the lock of a workbook that is open in Excel: close it and leave {name} out.")
    if ending == ".xlsx" and head.startswith(OLE):
        raise DataError(
            f"{name} is not an .xlsx inside but protected by a password or an old .xls: "
            "open it in Excel, take the password off and save as .xlsx."
        )
    if ending == ".xls" and head.startswith(ZIP):
        raise DataError(f"{name} is an .xlsx inside: give it the ending .xlsx.")
    raise DataError(
        f"{name} is {_really(head)} and not what {ending} says: save as {ending} in the program it is from."
    )


def _really(head: bytes) -> str:
    """Return in words what a file begins like."""
    for magic, words in OTHERS:
        if head.startswith(magic):
            return words
    if _is_markup(head):
        return "a web page or XML text"
    return "of an unknown kind" if b"\x00" in head else "plain text"


def _is_markup(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower().startswith(MARKUP)


def _refuse_binary(name: str, head: bytes) -> None:
    """Refuse a text file that begins like a binary one or like a web page."""
    for magic, words in OTHERS:
        if head.startswith(magic):
            raise DataError(f"{name} is {words} and not text: save the table as CSV UTF-8.")
    if _is_markup(head):
        raise DataError(f"{name} is a web page or XML and not a table: open it in Excel and save as CSV UTF-8.")


def _refuse_ole(name: str, head: bytes, stream: BinaryIO) -> None:
    """Refuse an old workbook that is encrypted or has macros: both show in the names of its streams."""
    for window in _windows(head, stream):
        if ENCRYPTED in window:
            raise DataError(f"{name} is protected by a password: open it in Excel, take the password off and save it.")
        if MACRO_STREAM in window:
            raise DataError(f"{name} holds macros: save it as .xlsx in Excel and hand in that.")


def _windows(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the file in overlapping pieces."""
    window = head
    while window:
        yield window
        chunk = stream.read(CHUNK)
        window = window[-64:] + chunk if chunk else b""


def _refuse_cut_parquet(name: str, stream: BinaryIO) -> None:
    """Refuse a Parquet file whose end is missing."""
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    stream.seek(max(0, size - len(PARQUET)))
    if size < 3 * len(PARQUET) or stream.read() != PARQUET:
        raise DataError(f"{name} is a Parquet file that is cut off: copy or write it again.")
