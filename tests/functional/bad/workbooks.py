"""Workbooks: as departments keep them, broken, protected, and meaning harm."""

import csv
import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from tests.functional.bad.case import BadInput, whole
from tests.unit.features.records.formats import hostile
from tests.unit.features.records.formats.books import inline, old_book, pack, parts, sheet_xml

__all__ = ["WORKBOOKS"]

Change = Callable[[xlsxwriter.Workbook, Any, list[list[Any]]], None]
"""Writes the rows of a table into a sheet, badly."""
FIRST: Final = "person_id = 'P1' AND name = '钱多多'"


def _book(
    behaviour: Any, arrives: str, rule: str, write: Change, table: str = "persons", holds: str = FIRST, **options: Any
) -> BadInput:
    """Return a case of a table that arrives as a workbook."""

    def spoil(folder: Path) -> None:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [list(row) for row in csv.reader(file)]
        path.unlink()
        book = xlsxwriter.Workbook(folder / f"{table}.xlsx", options)
        write(book, book.add_worksheet("Sheet1"), rows)
        book.close()

    return whole(arrives, behaviour, table, rule, spoil, holds=holds)


def put(sheet: Any, rows: list[list[Any]], start: int = 0) -> None:
    """Write rows as they are."""
    for number, row in enumerate(rows, start=start):
        sheet.write_row(number, 0, row)


def headed_twice(book: Any, sheet: Any, rows: list[list[Any]]) -> None:
    """Put a title and a header of two rows, merged, above the rows."""
    sheet.merge_range(0, 0, 0, 4, "某县户籍人口登记表")
    sheet.merge_range(1, 0, 2, 0, "公民身份号码")
    sheet.merge_range(1, 1, 2, 1, "行政区划代码")
    sheet.merge_range(1, 2, 1, 4, "个人情况")
    sheet.write_row(2, 2, ["姓名", "性别", "出生日期"])
    put(sheet, rows[1:], 3)


def hidden_row(_: Any, sheet: Any, rows: list[list[Any]]) -> None:
    """Hide a row."""
    put(sheet, rows)
    sheet.set_row(1, None, None, {"hidden": True})


def hidden_sheet(book: Any, sheet: Any, rows: list[list[Any]]) -> None:
    """Hide the sheet with the table behind another."""
    put(sheet, rows)
    other = book.add_worksheet("填表说明")
    other.write(0, 0, "请如实填写")
    other.activate()
    other.set_first_sheet()
    sheet.hide()


def with_cell(place: int, write: Callable[[Any, Any, int, int], Any]) -> Change:
    """Return what writes the cell of that place in the first row of all in its own way."""

    def change(book: Any, sheet: Any, rows: list[list[Any]]) -> None:
        put(sheet, rows)
        write(book, sheet, 1, place)

    return change


def day(book: Any, sheet: Any, row: int, column: int) -> None:
    """Write a true day."""
    sheet.write_datetime(row, column, dt.date(1970, 1, 1), book.add_format({"num_format": "yyyy/m/d"}))


def merged_down(book: Any, sheet: Any, rows: list[list[Any]]) -> None:
    """Merge the household of two members."""
    put(sheet, rows)
    sheet.merge_range(1, 0, 2, 0, "H", book.add_format({"align": "center"}))


def uncalculated(folder: Path) -> None:
    """Write a formula whose result was never calculated, as programs do."""
    (folder / "payments.csv").unlink()
    rows = inline([["household_id", "month", "amount"]])
    rows += '<row r="2"><c t="inlineStr"><is><t>H</t></is></c><c t="inlineStr"><is><t>2023-04</t></is></c><c><f>35*10</f></c></row>'
    pack(folder / "payments.xlsx", parts(sheet_xml(rows)))


def total(_: Any, sheet: Any, rows: list[list[Any]]) -> None:
    """Put a total below the rows."""
    put(sheet, [*rows, ["合计", "", 350]])


def two_sheets(book: Any, sheet: Any, rows: list[list[Any]]) -> None:
    """Split the rows over two sheets that are named after schemes."""
    put(sheet, rows[:3])
    put(book.add_worksheet("人员2"), [rows[0], *rows[3:]])


def _hostile(arrives: str, rule: str, make: Callable[[Path], Any], name: str = "payments.xlsx") -> BadInput:
    """Return a case of a file that takes the place of the payments and cannot be used."""

    def spoil(folder: Path) -> None:
        (folder / "payments.csv").unlink()
        make(folder / name)

    return whole(arrives, "refused", "payments", rule, spoil)


def cut_off(path: Path) -> None:
    """Write two thirds of a workbook."""
    good = pack(path).read_bytes()
    path.write_bytes(good[: len(good) * 2 // 3])


def encrypted(path: Path) -> None:
    """Set the mark of encryption on every part of an archive."""
    body = bytearray(pack(path).read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = body.find(signature)
        while start >= 0:
            body[start + place] |= 1
            start = body.find(signature, start + 4)
    path.write_bytes(bytes(body))


def told_by_ending(ending: str) -> Callable[[Path], Any]:
    """Return what writes bytes that begin in a certain way."""
    return lambda path: path.write_bytes(ending.encode("latin-1") + bytes(600))


def archive(path: Path) -> None:
    """Write a zip archive of a text."""
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("payments.csv", "household_id,month,amount\n")


KEPT: Final = (
    _book("flagged", "a title and a header of two rows, merged, above the rows", "title rows above the header: 1", headed_twice),
    _book("flagged", "hidden rows", "hidden rows, read like the others: 1", hidden_row),
    _book("flagged", "a hidden sheet", "the sheet is hidden", hidden_sheet),
    _book("flagged", "days counted from 1904", "days are counted from 1904", with_cell(4, day), holds=f"{FIRST} AND birth_date = DATE '1970-01-01'", date_1904=True),
    _book("fixed", "a day number of 1904 in a cell without the form of a day", "birth_date: day number of a spreadsheet", with_cell(4, lambda b, s, r, c: s.write_number(r, c, 24107)), holds=f"{FIRST} AND birth_date = DATE '1970-01-01'", date_1904=True),
    _book("read", "a formula with its result", "", with_cell(2, lambda b, s, r, c: s.write_formula(r, c, "=200+150", None, 350)), "payments", "amount = 350"),
    whole("a formula without its result", "quarantined", "payments", "a formula without a value", uncalculated),
    _book("quarantined", "an error of a formula in a needed cell: #REF!", "amount: required value is missing", with_cell(2, lambda b, s, r, c: s.write_formula(r, c, "=#REF!", None, "#REF!")), "payments", "month IS NOT NULL"),
    _book("fixed", "an error of a formula in a cell that may be empty: #N/A", "birth_date: word for a missing value", with_cell(4, lambda b, s, r, c: s.write_formula(r, c, "=NA()", None, "#N/A")), holds=f"{FIRST} AND birth_date IS NULL"),
    _book("flagged", "one cell merged over the rows of two members", "cells filled down from merged cells: 1", merged_down, "members", "household_id = 'H' AND person_id = 'P2'"),
    _book("quarantined", "a total below the rows of a sheet", "a total, not a record", total, "payments", "household_id = '合计'"),
    _book("read", "a table in two sheets of a workbook", "", two_sheets),
)  # fmt: skip
REFUSED: Final = (
    _hostile("a workbook of macros (.xlsm)", "can hold macros", pack, "payments.xlsm"),
    _hostile("a workbook with macros that is called .xlsx", "macros", lambda path: pack(path, **{"xl/vbaProject.bin": b"x"})),
    _hostile("a workbook under a password", "password", told_by_ending("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    _hostile("a workbook whose parts are encrypted", "encrypted", encrypted),
    _hostile("an old workbook under a password (.xls)", "password", lambda path: old_book(path, [["a"]], extra="EncryptedPackage".encode("utf-16-le")), "payments.xls"),
    _hostile("a zip bomb", "200 times", hostile.zeros),
    _hostile("a zip bomb of parts that overlap", "overlap", hostile.overlapping),
    _hostile("an archive within the archive", "another archive", hostile.twice_packed),
    _hostile("billion laughs", "entities", hostile.billion_laughs),
    _hostile("an entity that leads to a file of the machine", "entities", hostile.external_entity),
    _hostile("a workbook that is linked to others", "linked to other workbooks", lambda path: pack(path, **{"xl/externalLinks/externalLink1.xml": "<x/>"})),
    _hostile("sixteen thousand columns in a sheet", "columns", hostile.wide_header),
    _hostile("a workbook that is cut off", "cut off", cut_off),
    _hostile("a web page that is called .xls", "a web page or XML", lambda path: path.write_text("<html><table>"), "payments.xls"),
    _hostile("a PDF that is called .xlsx", "a PDF", told_by_ending("%PDF-1.7")),
    _hostile("a CSV that is called .xlsx", "plain text", lambda path: path.write_text("household_id,month,amount\nH,2023-04,350\n")),
    _hostile("a zip archive of tables that is called .xlsx", "zip archive and no workbook", archive),
    _hostile("a workbook without any table", "holds no table", lambda path: pack(path, parts(sheet_xml("")))),
    _hostile("a workbook of no bytes", "is empty", Path.touch),
)  # fmt: skip
WORKBOOKS: Final[tuple[BadInput, ...]] = (*KEPT, *REFUSED)
