from datetime import date, datetime, time
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from detection.reports import workbook as module
from detection.reports.columns import CASE_COLUMNS
from detection.reports.notes import ListNotes
from detection.reports.workbook import FILL_IN, FINDINGS, write_workbook
from features.errors import SettingError
from tests.unit.detection.reports.builders import a_case, cases, notes

NUMBERS = {column.name: number for number, column in enumerate(CASE_COLUMNS, start=1)}


def written(folder: Path, frame: pd.DataFrame | None = None, facts: ListNotes | None = None) -> Workbook:
    write_workbook(cases() if frame is None else frame, facts or notes(), folder / "cases.xlsx", CASE_COLUMNS)
    return load_workbook(folder / "cases.xlsx")


def sheet_of(folder: Path, *rows: dict[str, object]) -> Worksheet:
    return written(folder, cases(*rows)).worksheets[0]


def value(sheet: Worksheet, name: str, row: int = 2) -> object:
    return sheet.cell(row, NUMBERS[name]).value


def test_headings_are_chinese_over_english(tmp_path: Path) -> None:
    headings = [cell.value for cell in sheet_of(tmp_path)[1]]
    expected = [(column.zh, column.en) for column in CASE_COLUMNS] + [(zh, en) for zh, en, _ in FILL_IN]
    assert headings == [f"{zh}\n{en}" for zh, en in expected]


def test_values_have_their_types(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    assert value(sheet, "rank") == 1
    assert value(sheet, "score") == pytest.approx(0.987654)
    assert value(sheet, "granted_on") == datetime.combine(date(2023, 4, 1), time())
    assert value(sheet, "boundary") == "是 yes"
    assert value(sheet, "boundary", row=3) == "否 no"
    assert value(sheet, "scheme") == "农村低保"
    assert value(sheet, "q_value") is None


def test_unknown_code_is_shown_as_it_is(tmp_path: Path) -> None:
    assert value(sheet_of(tmp_path, a_case(scheme="local_relief")), "scheme") == "local_relief"


def test_formula_is_text(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, a_case(region="=1+1", sources="http://example.org", peer_group="{=1}"))
    cell = sheet.cell(2, NUMBERS["region"])
    assert (cell.value, cell.data_type) == ("'=1+1", "s")
    assert sheet.cell(2, NUMBERS["peer_group"]).data_type == "s"
    assert sheet.cell(2, NUMBERS["sources"]).hyperlink is None


def test_screen_keeps_headings_and_filters(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(3, len(CASE_COLUMNS) + len(FILL_IN)).coordinate}"
    assert sheet.cell(2, NUMBERS["reasons_zh"]).alignment.wrap_text


def test_details_are_folded_away(tmp_path: Path) -> None:
    dimensions = sheet_of(tmp_path).column_dimensions
    hidden = {number for d in dimensions.values() if d.hidden for number in range(d.min, d.max + 1)}
    assert hidden == {NUMBERS[column.name] for column in CASE_COLUMNS if column.detail}


def test_page_is_landscape_a4_one_page_wide_with_headings_on_each(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert "&P" in str(sheet.oddFooter.right.text)


def test_finding_is_chosen_from_a_list(tmp_path: Path) -> None:
    rules = {rule.type: rule for rule in sheet_of(tmp_path).data_validations.dataValidation}
    assert rules["list"].formula1 == f'"{",".join(FINDINGS)}"'
    finding = len(CASE_COLUMNS) + 1
    assert str(rules["list"].sqref) == f"{_letter(finding)}2:{_letter(finding)}3"
    assert str(rules["date"].sqref) == f"{_letter(finding + 2)}2:{_letter(finding + 2)}3"


def _letter(number: int) -> str:
    return chr(64 + number) if number <= 26 else f"A{chr(38 + number)}"


def test_second_sheet_holds_the_notes(tmp_path: Path) -> None:
    sheet = written(tmp_path).worksheets[1]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    for words in ("不是结论", "2025-12-31", "mingcha version 3", "F23", "there is no table complaints"):
        assert words in text


def test_same_rows_and_notes_give_the_same_bytes(tmp_path: Path) -> None:
    write_workbook(cases(), notes(), tmp_path / "a.xlsx")
    shuffled_columns = cases()[sorted(cases().columns)].set_index(pd.Index([5, 4]))
    write_workbook(shuffled_columns, notes(), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_creation_date_is_the_day_of_the_list(tmp_path: Path) -> None:
    properties = written(tmp_path).properties
    assert properties.created == properties.modified == datetime.combine(notes().as_of, time())


def test_empty_list_has_headings_only(tmp_path: Path) -> None:
    sheet = written(tmp_path, cases().iloc[:0]).worksheets[0]
    assert sheet.max_row == 1
    assert not sheet.data_validations.dataValidation


def test_text_longer_than_a_cell_is_cut_and_marked(tmp_path: Path) -> None:
    text = str(value(sheet_of(tmp_path, a_case(sources="x" * 40_000)), "sources"))
    assert len(text) < 32_767
    assert text.endswith(" …")


def test_list_longer_than_a_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_ROWS", 1)
    with pytest.raises(SettingError, match="smaller capacity"):
        write_workbook(cases(), notes(), tmp_path / "cases.xlsx")
    assert not (tmp_path / "cases.xlsx").exists()
