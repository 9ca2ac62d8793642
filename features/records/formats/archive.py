"""Zip archives judged by their directory before anything in them is unpacked, and unpacked piece by piece."""

import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from features.errors import DataError

__all__ = ["open_archive", "read_part"]

ENTRIES: Final = 10_000
DIRECTORY_SIZE: Final = 8 << 20
"""Bytes of the archive's directory: some hundred for each entry."""

UNPACKED_SIZE: Final = 1 << 30
"""Bytes of all entries together: a sheet with all of Excel's 1,048,576 rows and 20 columns has some 700 million."""

RATIO: Final = 200
"""Unpacked to packed size; sheets have 5 to 50."""

RATIO_FROM: Final = 50_000_000
"""Unpacked size from which the ratio counts: short, uniform workbooks pack well."""

NESTED: Final = frozenset(
    {".7z", ".bz2", ".docx", ".gz", ".jar", ".rar", ".tar", ".xlsb", ".xlsm", ".xlsx", ".xz", ".zip"}
)

_END = b"PK\x05\x06"
_END_SIZE = 22
_COMMENT = 65_535
_LOCAL = struct.Struct("<4s22xHH")
_CHUNK = 1 << 18


def open_archive(stream: BinaryIO, name: str) -> ZipFile:
    """Open a zip archive whose entries can be unpacked without harm.

    Parameters
    ----------
    stream : BinaryIO
        The archive.
    name : str
        What the user calls it.

    Returns
    -------
    ZipFile
        With at most 10,000 entries of together at most 1 GiB, each in a place of its own.

    Raises
    ------
    DataError
        If it is cut off, encrypted, a bomb, or has names that lead elsewhere.

    References
    ----------
    D. Fifield, *A better zip bomb*, WOOT 2019.
    """
    _refuse_directory(stream, name)
    try:
        archive = ZipFile(stream)
    except (BadZipFile, NotImplementedError, EOFError, OSError, UnicodeError, ValueError, struct.error) as error:
        raise _damaged(name) from error
    entries = archive.infolist()
    _refuse_sizes(entries, name)
    for entry in entries:
        _refuse_entry(entry, name)
    if len({entry.filename for entry in entries}) < len(entries):
        raise DataError(f"{name} has two parts of one name: save it again in Excel.")
    _refuse_overlaps(entries, stream, archive.start_dir, name)
    return archive


def read_part(archive: ZipFile, part: str, name: str) -> Iterator[bytes]:
    """Unpack an entry piece by piece; its checksum is compared at its end.

    Parameters
    ----------
    archive : ZipFile
        From `open_archive`.
    part : str
        Name of the entry.
    name : str
        What the user calls the archive.

    Yields
    ------
    bytes
        At most 256 KiB each.

    Raises
    ------
    DataError
        If the entry is missing or damaged.
    """
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, struct.error) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> DataError:
    return DataError(f"{name} is cut off or damaged: copy it again, or open it in Excel and save it again.")


def _refuse_directory(stream: BinaryIO, name: str) -> None:
    """Refuse an archive without an end, or whose directory would be too large to look at."""
    size = stream.seek(0, 2)
    tail_size = min(size, _END_SIZE + _COMMENT)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    place = tail.rfind(_END)
    stream.seek(0)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise _damaged(name)
    count, directory = struct.unpack_from("<HI", tail, place + 10)
    if count > ENTRIES or directory > DIRECTORY_SIZE:
        raise DataError(f"{name} has more than {ENTRIES:,} parts, which no workbook has: save it again in Excel.")


def _refuse_sizes(entries: list[ZipInfo], name: str) -> None:
    """Refuse a bomb by the sizes that the directory tells; what is longer than told is never unpacked."""
    if len(entries) > ENTRIES:
        raise DataError(f"{name} has more than {ENTRIES:,} parts, which no workbook has: save it again in Excel.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > UNPACKED_SIZE:
        raise DataError(f"{name} would unpack to more than {UNPACKED_SIZE >> 30} GiB: save its sheets as CSV UTF-8.")
    if unpacked > RATIO_FROM and unpacked > RATIO * packed:
        raise DataError(
            f"{name} would unpack to more than {RATIO} times its size, as zip bombs do: save its sheets as CSV UTF-8."
        )


def _refuse_entry(entry: ZipInfo, name: str) -> None:
    """Refuse one entry for its name, its encryption, or for being something else than a file."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    # orig_filename still has what follows a NUL, which ZipFile cuts off
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or "\x00" in entry.orig_filename:
        raise DataError(f"{name} has a part whose name leads out of it: save it again in Excel.")
    if entry.flag_bits & 0x41:
        raise DataError(f"{name} is encrypted: open it in Excel, take the password off and save it.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DataError(f"{name} has a symbolic link inside: save it again in Excel.")
    if path.suffix.lower() in NESTED:
        raise DataError(f"{name} has another archive or workbook inside: take it out and save again in Excel.")
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise DataError(f"{name} is packed in a way that Excel does not use: save it again in Excel.")


def _refuse_overlaps(entries: list[ZipInfo], stream: BinaryIO, directory: int, name: str) -> None:
    """Refuse entries that share bytes: by that trick a small archive unpacks to far more than it holds."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        stream.seek(entry.header_offset)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise _damaged(name)
        _, name_size, extra_size = _LOCAL.unpack(head)
        if entry.header_offset < end:
            raise DataError(f"{name} has parts that overlap, as zip bombs do: save it again in Excel.")
        end = entry.header_offset + _LOCAL.size + name_size + extra_size + entry.compress_size
    if end > directory:
        raise DataError(f"{name} has parts that overlap, as zip bombs do: save it again in Excel.")
