"""Merged cells of a sheet, found before its rows are read: the format lists them behind the rows."""

import re
from dataclasses import dataclass
from typing import Final
from zipfile import ZipFile

from features.records.formats.archive import read_part
from features.records.formats.cells import LAST_COLUMN, LAST_ROW, column_place
from features.records.formats.part import Part, local

__all__ = ["Merged", "read_merged"]

MARK: Final = b"mergeCell"

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells merged into one.

    Parameters
    ----------
    top, bottom : int
        First and last row, from 1.
    left, right : int
        First and last column, from 0.
    """

    top: int
    left: int
    bottom: int
    right: int


def read_merged(archive: ZipFile, part: str, file: str) -> list[Merged]:
    """Read the merged cells of a sheet.

    Parameters
    ----------
    archive : ZipFile
        From `open_archive`.
    part : str
        The sheet's part.
    file : str
        What the user calls the workbook.

    Returns
    -------
    list of Merged
        Sorted by first row, then first column.

    Raises
    ------
    DataError
        If the sheet is damaged or declares entities.
    """
    if not _mentions(archive, part, file):
        return []
    ranges = _Ranges(file)
    ranges.parse_all(archive, part)
    return sorted(ranges.found, key=lambda merged: (merged.top, merged.left))


def _mentions(archive: ZipFile, part: str, file: str) -> bool:
    """Tell whether the part has merged cells at all: looking for the word is ten times faster than parsing."""
    tail = b""
    for chunk in read_part(archive, part, file):
        window = tail + chunk
        # a part in UTF-16 spreads the word; its NULs send it through the parser
        if MARK in window or b"\x00" in chunk:
            return True
        tail = window[-len(MARK) :]
    return False


class _Ranges(Part):
    """The merged cells."""

    handles = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.found: list[Merged] = []

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if name == "c" or local(name) != "mergeCell":
            return
        match = _RANGE.fullmatch(attributes.get("ref", ""))
        if match is None:
            raise self.broken()
        left, top, right, bottom = column_place(match[1]), int(match[2]), column_place(match[3]), int(match[4])
        if not (0 < top <= bottom <= LAST_ROW and left <= right < LAST_COLUMN):
            raise self.broken()
        self.found.append(Merged(top, left, bottom, right))
