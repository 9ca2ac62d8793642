"""Old workbooks (.xls), whose cells python-calamine reads; what it does not tell is said in the notes."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from features.errors import DataError
from features.records.formats.cells import Row
from features.records.formats.marks import Merged
from features.records.formats.serials import number_text
from features.records.formats.table import gather, write_table
from features.records.sheet import Sheet

__all__ = ["cell_text", "read_old_workbook"]

UNTOLD: Final = "an old workbook: hidden rows, errors and formulas without a value do not show"

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_old_workbook(path: Path, *, file: str, folder: Path, known: Callable[[str], bool]) -> list[Sheet]:
    """Write every sheet of an .xls workbook that holds a table into a transcript.

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
        In the order of the tabs.

    Raises
    ------
    DataError
        If the workbook is damaged, protected, has macro sheets, or holds no table.
    """
    try:
        with load_workbook(path) as book:
            return _read_sheets(book, file, folder, known)
    except PasswordError as error:
        raise DataError(f"{file} is protected by a password: open it in Excel, take it off and save it.") from error
    except (CalamineError, OSError) as error:
        raise DataError(f"{file} is cut off or damaged: open it in Excel and save it as .xlsx.") from error


def _read_sheets(book: CalamineWorkbook, file: str, folder: Path, known: Callable[[str], bool]) -> list[Sheet]:
    """Read the sheets in the order of their tabs."""
    found: dict[str, Sheet | None] = {}
    for place, entry in enumerate(book.sheets_metadata):
        if entry.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
            raise DataError(f"{file} holds macros: save it as .xlsx in Excel and hand in that.")
        found[entry.name] = None
        if entry.typ is not SheetTypeEnum.WorkSheet:
            continue
        cells = book.get_sheet_by_index(place)
        path = folder / f"{place + 1}.parquet"
        sheet = write_table(_rows(cells), _merged(cells), known, file=file, sheet=entry.name, path=path)
        if sheet:
            hidden = () if entry.visible is SheetVisibleEnum.Visible else ("the sheet is hidden",)
            found[entry.name] = replace(sheet, notes=(*hidden, *sheet.notes, UNTOLD))
    return gather(found, file)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Yield the rows that have any cell filled."""
    if sheet.start is None:
        return
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [cell_text(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield Row(number, cells)


def _merged(sheet: CalamineSheet) -> list[Merged]:
    """Return the merged cells, sorted."""
    ranges = sheet.merged_cell_ranges or []
    return [Merged(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sorted(ranges)]


def cell_text(value: Value) -> str | None:
    """Return a value of calamine's as a person sees it.

    Parameters
    ----------
    value : int, float, str, bool, time, date, datetime or timedelta
        Calamine gives "" for nothing.

    Returns
    -------
    str or None
        None for nothing.

    Examples
    --------
    >>> cell_text(110105194912310016.0), cell_text(dt.datetime(2024, 1, 31)), cell_text("")
    ('110105194912310016', '2024-01-31', None)
    """
    if isinstance(value, bool | str):
        return str(value) or None
    if isinstance(value, int | float):
        return number_text(repr(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ") if value.time() != dt.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
