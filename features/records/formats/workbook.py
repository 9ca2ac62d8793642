"""Every sheet of a workbook that holds a table, read into a transcript; runs in the child process."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from features.errors import DataError
from features.records.formats.archive import open_archive, read_part
from features.records.formats.book import read_book
from features.records.formats.cells import read_rows
from features.records.formats.magic import OLE, open_regular
from features.records.formats.marks import read_merged
from features.records.formats.oldbook import read_old_workbook
from features.records.formats.part import Part
from features.records.formats.table import gather, write_table
from features.records.sheet import Sheet

__all__ = ["read_workbook"]

REFUSED: Final = {
    "vbaproject": "holds macros: save it as .xlsx in Excel and hand in that.",
    "macrosheets/": "holds macros: save it as .xlsx in Excel and hand in that.",
    "externallinks/": "is linked to other workbooks: break the links in Excel (Data, Edit Links) and save it again.",
    "xl/workbook.bin": "is a binary workbook: save it as .xlsx in Excel and hand in that.",
}
XML: Final = (".xml", ".rels", ".vml")


def read_workbook(path: Path, *, file: str, folder: Path, known: Callable[[str], bool]) -> list[Sheet]:
    """Write every sheet that holds a table into a transcript.

    Parameters
    ----------
    path : Path
        The workbook.
    file : str
        What the user calls it.
    folder : Path
        Where the transcripts go.
    known : callable
        Whether a text is a known name of a column.

    Returns
    -------
    list of Sheet
        In the order of the tabs; sheets without a table are named in the notes of the first.

    Raises
    ------
    DataError
        If the workbook is no workbook, damaged, hostile, or without any table.
    """
    with open_regular(path, file) as stream:
        magic = stream.read(len(OLE))
        stream.seek(0)
        if magic == OLE:
            return read_old_workbook(path, file=file, folder=folder, known=known)
        with open_archive(stream, file) as archive:
            return _read_sheets(archive, file, folder, known)


def _read_sheets(archive: ZipFile, file: str, folder: Path, known: Callable[[str], bool]) -> list[Sheet]:
    """Read the sheets of a workbook in the order of their tabs."""
    _refuse_contents(archive, file)
    book = read_book(archive, file)
    worksheets = {entry.part for entry in book.sheets if entry.kind == "worksheet"}
    _check_parts(archive, worksheets, file)
    found: dict[str, Sheet | None] = {}
    for place, entry in enumerate(book.sheets, start=1):
        sheet = None
        if entry.kind == "worksheet":
            sheet = write_table(
                read_rows(archive, entry.part, book, file),
                read_merged(archive, entry.part, file),
                known,
                file=file,
                sheet=entry.name,
                path=folder / f"{place}.parquet",
                epoch_1904=book.epoch_1904,
            )
        if sheet and entry.hidden:
            sheet = replace(sheet, notes=("the sheet is hidden", *sheet.notes))
        found[entry.name] = sheet
    return gather(found, file)


def _refuse_contents(archive: ZipFile, file: str) -> None:
    """Refuse an archive that is no workbook, or one that can do more than hold tables."""
    names = [name.lower() for name in archive.namelist()]
    for word, why in REFUSED.items():
        if any(word in name for name in names):
            raise DataError(f"{file} {why}")
    if not {"xl/workbook.xml", "[Content_Types].xml"}.issubset(archive.namelist()):
        raise DataError(f"{file} is a zip archive and no workbook: unpack it, or save the table as .xlsx in Excel.")
    types = _Types(file)
    types.parse_all(archive, "[Content_Types].xml")
    if types.macros:
        raise DataError(f"{file} {REFUSED['vbaproject']}")


def _check_parts(archive: ZipFile, sheets: set[str], file: str) -> None:
    """Parse or unpack every part that is not read later, so that nothing harmful or damaged is passed over."""
    for entry in archive.infolist():
        if entry.filename in sheets:
            continue
        if entry.filename.lower().endswith(XML):
            Part(file).parse_all(archive, entry.filename)
        else:
            for _ in read_part(archive, entry.filename, file):
                pass


class _Types(Part):
    """Which kinds of parts a workbook says that it has."""

    handles = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.macros = False

    def start(self, _name: str, attributes: dict[str, str], /) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind or "macrosheet" in kind:
            self.macros = True
