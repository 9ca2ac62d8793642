"""A workbook's own parts: which sheets it has, which epoch, which number formats, which shared texts."""

import posixpath
import re
from dataclasses import dataclass
from typing import Final
from zipfile import ZipFile

from features.errors import DataError
from features.records.formats.part import Part, local
from features.records.formats.serials import format_kind

__all__ = ["Book", "SheetEntry", "plain_text", "read_book"]

WORKBOOK: Final = "xl/workbook.xml"

LONGEST: Final = 1_000_000
"""Characters of a cell; Excel itself holds 32,767."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetEntry:
    """One sheet as the workbook lists it.

    Parameters
    ----------
    name : str
        On its tab.
    part : str
        Name of its part in the archive.
    kind : str
        ``worksheet``, ``chartsheet``, ``dialogsheet``, …
    hidden : bool
        Whether its tab is hidden.
    """

    name: str
    part: str
    kind: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """What the cells of all sheets are read with.

    Parameters
    ----------
    sheets : tuple of SheetEntry
        In the order of their tabs.
    epoch_1904 : bool
        Whether days are counted from 1904.
    kinds : dict of str to str
        ``date``, ``time`` or ``elapsed`` for each cell style that is one of these.
    strings : list of str
        Shared texts.
    """

    sheets: tuple[SheetEntry, ...]
    epoch_1904: bool
    kinds: dict[str, str]
    strings: list[str]


def read_book(archive: ZipFile, file: str) -> Book:
    """Read the parts that belong to all sheets.

    Parameters
    ----------
    archive : ZipFile
        From `open_archive`.
    file : str
        What the user calls the workbook.

    Returns
    -------
    Book
        Without the sheets' cells.

    Raises
    ------
    DataError
        If a part is missing, damaged, or declares entities.
    """
    listing = _Listing(file)
    listing.parse_all(archive, WORKBOOK)
    relations = _Relations(file)
    relations.parse_all(archive, "xl/_rels/workbook.xml.rels")
    sheets = []
    for name, state, relation in listing.sheets:
        if relation not in relations.targets:
            raise listing.broken()
        kind, part = relations.targets[relation]
        sheets.append(SheetEntry(name, part, kind, state != "visible"))
    parts = dict(relations.targets.values())
    styles, texts = _Styles(file), _Texts(file)
    if "styles" in parts:
        styles.parse_all(archive, parts["styles"])
    if "sharedStrings" in parts:
        texts.parse_all(archive, parts["sharedStrings"])
    return Book(tuple(sheets), listing.epoch_1904, styles.kinds, texts.strings)


def plain_text(text: str) -> str:
    """Return a text with the escapes of Excel for characters resolved.

    Raises
    ------
    ValueError
        If it is longer than any cell: repeated in many cells, it would fill the disk.

    Examples
    --------
    >>> plain_text("a_x005F_b"), plain_text("张_x534E_")
    ('a_b', '张华')
    """
    if len(text) > LONGEST:
        raise ValueError(f"a cell of {len(text):,} characters")
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(_character, text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(match: re.Match[str]) -> str:
    """Return the character of an escape; control characters stay escaped but for tabs and line ends."""
    code = int(match[1], 16)
    return chr(code) if code >= 0x20 or code in (0x9, 0xA, 0xD) else match[0]


class _Listing(Part):
    """The workbook part: sheets and epoch."""

    handles = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch_1904 = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        tag = local(name)
        if tag == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), identifier))
        elif tag == "workbookPr":
            self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true", "on")


class _Relations(Part):
    """Which part is meant by which identifier: (kind, part)."""

    handles = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.targets: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if local(name) != "Relationship":
            return
        if attributes.get("TargetMode") == "External":
            raise DataError(f"{self.file} is linked to other files: break the links in Excel and save it again.")
        part = posixpath.normpath(posixpath.join("xl", attributes.get("Target", ""))).lstrip("/")
        kind = posixpath.basename(attributes.get("Type", ""))
        self.targets[attributes.get("Id", "")] = (kind, part)


class _Styles(Part):
    """Number formats: what they make of a number, by the style of a cell."""

    handles = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.kinds: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._inside = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        tag = local(name)
        if tag == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            number = attributes.get("numFmtId", "0")
            kind = format_kind(int(number) if number.isdecimal() else 0, self._codes.get(number))
            if kind:
                self.kinds[str(self._count)] = kind
            self._count += 1

    def end(self, name: str, /) -> None:
        if local(name) == "cellXfs":
            self._inside = False


class _Texts(Part):
    """Shared texts; runs of one text are joined, readings of characters (rPh) are left out."""

    handles = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.strings: list[str] = []
        self._runs: list[str] = []
        self._tags = ("",) * 3
        self._reading = False

    def start(self, name: str, _attributes: dict[str, str], /) -> None:
        self.pieces.clear()
        if name == self._tags[2]:
            self._reading = True
        elif not self._tags[0]:
            prefix = name.removesuffix("sst")
            self._tags = (f"{prefix}t", f"{prefix}si", f"{prefix}rPh")
            self.collect()

    def end(self, name: str, /) -> None:
        text, item, reading = self._tags
        if name == text:
            if not self._reading:
                self._runs.append("".join(self.pieces))
        elif name == item:
            self.strings.append(plain_text("".join(self._runs)))
            self._runs.clear()
        elif name == reading:
            self._reading = False
