"""The case list as a workbook for the inspector's desk: read on the screen, printed, filled in by hand."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from detection.reports.cells import Cell, plain
from detection.reports.columns import LIST_COLUMNS, Column, Kind
from detection.reports.layout import row_height
from detection.reports.notes import ListNotes, note_lines
from features.errors import SettingError
from features.records.formulas import neutralise

__all__ = ["FILL_IN", "FINDINGS", "write_workbook"]

FINDINGS = ("属实 confirmed", "排除 cleared", "不清 unclear")
FILL_IN = (("核查结果", "Finding", 12.0), ("核查人", "Inspector", 9.5), ("日期", "Date", 10.5))

_MAX_ROWS = 1_048_575
_MAX_TEXT = 32_000
_NOTE_WIDTHS = (24.0, 60.0, 70.0)
_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
_BORDER = {"border": 1, "border_color": "#BFBFBF"}
_NUMBERS: dict[Kind, str] = {"integer": "0", "score": "0.000", "yuan": "#,##0.00_ ", "day": "yyyy-mm-dd"}


def write_workbook(frame: pd.DataFrame, notes: ListNotes, path: Path, columns: Sequence[Column] = LIST_COLUMNS) -> None:
    """Write the list and its notes as XLSX; the same rows and notes give the same bytes.

    Parameters
    ----------
    frame : DataFrame
        Cases in their order, already masked; it has every column of `columns`, and others are left out.
    notes : ListNotes
        What the second sheet says; its `as_of` day is the creation date of the file.
    path : Path
        File to write; one that exists is replaced.
    columns : sequence of Column
        What is written, in this order; columns of detail are folded away.

    Raises
    ------
    SettingError
        If the list is longer than a worksheet.
    """
    if len(frame) > _MAX_ROWS:
        raise SettingError(
            f"The list has {len(frame):,} cases and a worksheet holds {_MAX_ROWS:,}: set a smaller capacity."
        )
    # In memory, since personal data has no business in the machine's folder for temporary files.
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    created = datetime.combine(notes.as_of, time())
    workbook.set_properties({"title": "疑点名单 Case list", "comments": notes.model, "created": created})
    _write_list(workbook, frame, notes, columns)
    _write_notes(workbook, notes, len(frame))
    workbook.close()


def _write_list(workbook: Workbook, frame: pd.DataFrame, notes: ListNotes, columns: Sequence[Column]) -> None:
    sheet = workbook.add_worksheet("疑点名单 Cases")
    _write_headings(workbook, sheet, columns)
    forms = [_body_format(workbook, column.kind) for column in columns]
    for row, values in enumerate(zip(*(frame[column.name].tolist() for column in columns), strict=True), start=1):
        cells = [_worded(plain(value, column.kind), column) for value, column in zip(values, columns, strict=True)]
        sheet.set_row(row, row_height(_texts(cells, columns)))
        for number, cell in enumerate(cells):
            _write_cell(sheet, row, number, cell, forms[number])
    _prepare_fill_in(workbook, sheet, len(columns), len(frame), notes.as_of)
    sheet.autofilter(0, 0, len(frame), len(columns) + len(FILL_IN) - 1)
    sheet.freeze_panes(1, 2)
    _set_up_page(sheet, notes, title_rows=1)


def _write_headings(workbook: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    form = workbook.add_format(
        {
            **_FONT,
            **_BORDER,
            "bold": True,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
            "bg_color": "#DDE6EE",
        }
    )
    sheet.set_row(0, 48)
    for number, column in enumerate(columns):
        folded = {"level": 1, "hidden": True} if column.detail else {}
        sheet.set_column(number, number, column.width, None, folded)
        sheet.write_string(0, number, f"{column.zh}\n{column.en}", form)
    after_fold = {"collapsed": True} if columns and columns[-1].detail else {}
    for number, (zh, en, width) in enumerate(FILL_IN, start=len(columns)):
        sheet.set_column(number, number, width, None, after_fold if number == len(columns) else {})
        sheet.write_string(0, number, f"{zh}\n{en}", form)


def _body_format(workbook: Workbook, kind: Kind) -> Format:
    look: dict[str, object] = {**_FONT, **_BORDER, "text_wrap": kind == "text"}
    if kind in _NUMBERS:
        look["num_format"] = _NUMBERS[kind]
    if kind not in ("text", "yuan"):
        look["align"] = "center"
    return workbook.add_format(look)


def _worded(cell: Cell, column: Column) -> Cell:
    """Put a cell in the inspector's words."""
    if isinstance(cell, bool):
        return "是 yes" if cell else "否 no"
    return column.labels.get(cell, cell) if isinstance(cell, str) else cell


def _texts(cells: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[str, float]]:
    return [(cell, column.width) for cell, column in zip(cells, columns, strict=True) if isinstance(cell, str)]


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
    match cell:
        case None | "":
            sheet.write_blank(row, column, None, form)
        case str():
            sheet.write_string(row, column, _fitting(neutralise(cell)), form)
        case date():
            sheet.write_datetime(row, column, datetime.combine(cell, time()), form)
        case _:
            sheet.write_number(row, column, cell, form)


def _fitting(text: str) -> str:
    """Text cut to what a cell holds, and marked as cut; the CSV has the whole."""
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]} …"


def _prepare_fill_in(workbook: Workbook, sheet: Worksheet, first: int, rows: int, as_of: date) -> None:
    """Empty cells for the inspector, which take only one of the findings and a day after the list."""
    form = workbook.add_format({**_FONT, **_BORDER, "text_wrap": True, "bg_color": "#FFFBEA"})
    day_form = workbook.add_format({**_FONT, **_BORDER, "num_format": "yyyy-mm-dd", "bg_color": "#FFFBEA"})
    for row in range(1, rows + 1):
        sheet.write_blank(row, first, None, form)
        sheet.write_blank(row, first + 1, None, form)
        sheet.write_blank(row, first + 2, None, day_form)
    if not rows:
        return
    sheet.data_validation(
        1,
        first,
        rows,
        first,
        {
            "validate": "list",
            "source": list(FINDINGS),
            "error_title": "核查结果 Finding",
            "error_message": "请从列表中选择：属实、排除或不清。\nChoose confirmed, cleared or unclear.",
        },
    )
    sheet.data_validation(
        1,
        first + 2,
        rows,
        first + 2,
        {
            "validate": "date",
            "criteria": ">=",
            "value": as_of,
            "error_title": "日期 Date",
            "error_message": "请填核查的日期。\nEnter the day of the inspection.",
        },
    )


def _set_up_page(sheet: Worksheet, notes: ListNotes, title_rows: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    if title_rows:
        sheet.repeat_rows(0, title_rows - 1)
    sheet.set_header(f"&L疑点名单（不是结论） Leads, not findings&R截至 As of {notes.as_of.isoformat()}")
    sheet.set_footer("&L内部资料，含个人信息 Personal data: do not pass on&R第 &P 页，共 &N 页  Page &P of &N")


def _write_notes(workbook: Workbook, notes: ListNotes, listed: int) -> None:
    sheet = workbook.add_worksheet("说明 Notes")
    bold = workbook.add_format({**_FONT, **_BORDER, "bold": True, "text_wrap": True, "bg_color": "#DDE6EE"})
    form = workbook.add_format({**_FONT, **_BORDER, "text_wrap": True})
    for number, width in enumerate(_NOTE_WIDTHS):
        sheet.set_column(number, number, width)
    for row, note in enumerate(note_lines(notes, listed)):
        texts = (note.heading, note.zh, note.en)
        sheet.set_row(row, row_height(zip(texts, _NOTE_WIDTHS, strict=True)))
        for number, text in enumerate(texts):
            sheet.write_string(row, number, neutralise(text), form if number else bold)
    _set_up_page(sheet, notes, title_rows=0)
