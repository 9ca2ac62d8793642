import datetime as dt

import pytest
import xlsxwriter

from features.errors import DataError
from tests.unit.features.records.formats import hostile
from tests.unit.features.records.formats.books import MAIN, PERSONS, good, inline, pack, parts, read, records, sheet_xml

HOSTILE = (
    (hostile.billion_laughs, "entities"),
    (hostile.external_entity, "entities"),
    *((hostile.declaring(part), "entities") for part in parts(shared="", styles="")),
    (hostile.declaring("docProps/core.xml"), "entities"),
    (hostile.declaring("xl/worksheets/orphan.xml"), "entities"),
    (hostile.declaring("xl/worksheets/_rels/sheet1.xml.rels"), "entities"),
    (hostile.zeros, "200 times"),
    (hostile.overlapping, "overlap"),
    (hostile.twice_packed, "another archive"),
    (hostile.many_entries, "parts"),
    (hostile.wide_header, "columns"),
    (hostile.wide_rows, "beyond column 1,000"),
    (hostile.beyond_columns, "last column"),
    (hostile.deep, "no table"),
    (hostile.long_text, "damaged"),
    (hostile.loaded_with("xl/vbaProject.bin"), "macros"),
    (hostile.loaded_with("xl/macrosheets/sheet1.xml", "<x/>"), "macros"),
    (hostile.loaded_with("xl/externalLinks/externalLink1.xml", "<x/>"), "linked to other workbooks"),
    (hostile.loaded_with("xl/workbook.bin"), "binary workbook"),
    (hostile.loaded_with("xl/media/a.xml", "<x>"), "damaged"),
    (lambda path: pack(path, parts(content=MAIN.replace("sheet.main", "sheet.macroEnabled.main"))), "macros"),
    (lambda path: pack(path, {"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "no workbook"),
    (lambda path: pack(path, {name: text for name, text in parts().items() if "_rels" not in name}), "damaged"),
    (lambda path: pack(path, {name: text for name, text in parts().items() if "sheet1" not in name}), "damaged"),
    (lambda path: pack(path, parts(listing="")), "no table"),
)


@pytest.mark.parametrize(("make", "words"), HOSTILE)
def test_a_hostile_workbook_is_refused_and_a_good_one_is_read_afterwards(tmp_path, make, words):
    path = make(tmp_path / "bad.xlsx")
    with pytest.raises(DataError, match=words) as caught:
        read(path)
    assert str(caught.value).startswith("bad.xlsx")
    assert str(caught.value).endswith(".")
    assert "passwd" not in str(caught.value)
    (sheet,) = read(good(tmp_path / "good.xlsx"))
    assert records(sheet) == [(2, None, PERSONS[1]), (3, None, PERSONS[2])]


def test_what_only_looks_large_is_read(tmp_path):
    (sheet,) = read(hostile.far_cell(tmp_path / "far.xlsx"))
    assert records(sheet) == [(2, None, ["张三", "1"]), (1_048_576, "more cells than the header", [None, None])]
    (sheet,) = read(hostile.many_texts(tmp_path / "texts.xlsx", 1_000_000))
    assert records(sheet) == [(2, None, ["f423f", "0"])]


def department_book(path):
    """A workbook as a department keeps it."""
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    book.add_worksheet("填表说明").write(0, 0, "请如实填写")
    sheet = book.add_worksheet("低保家庭成员")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    centred = book.add_format({"align": "center"})
    sheet.merge_range(0, 0, 0, 5, "某街道低保家庭成员花名册", centred)
    sheet.merge_range(1, 0, 2, 0, "家庭编号", centred)
    sheet.merge_range(1, 1, 1, 2, "成员信息", centred)
    sheet.write_row(2, 1, ["姓名", "身份证号"])
    for column, name in ((3, "出生日期"), (4, "金额"), (5, "备注")):
        sheet.merge_range(1, column, 2, column, name, centred)
    people = [("张三", "110105194912310021", dt.date(1949, 12, 31)), ("李四", 110105194912310000, None)]
    sheet.merge_range(3, 0, 4, 0, "H0001", centred)
    for row, (name, number, born) in enumerate(people, start=3):
        sheet.write_row(row, 1, [name, number])
        if born:
            sheet.write_datetime(row, 3, born, day)
        sheet.write_formula(row, 4, "=100*7.4", value=740)
    sheet.write_row(6, 0, ["H0002", "王五", "110105199003071233"])
    sheet.write_formula(6, 4, "=NA()", value="#N/A")
    sheet.write_row(7, 0, ["合计", 3])
    sheet.set_row(6, None, None, {"hidden": True})
    other = book.add_worksheet("隐藏")
    other.write_row(0, 0, ["姓名", "金额"])
    other.write_row(1, 0, ["赵六", 1.5])
    other.hide()
    book.add_chartsheet("图")
    book.close()
    return path


def test_a_workbook_as_departments_keep_it(tmp_path):
    members, hidden = read(department_book(tmp_path / "a.xlsx"))
    assert (members.sheet, members.header_row, members.epoch_1904) == ("低保家庭成员", 3, True)
    assert members.header == ("家庭编号", "姓名", "身份证号", "出生日期", "金额", "备注")
    assert records(members) == [
        (4, None, ["H0001", "张三", "110105194912310021", "1949-12-31", "740", None]),
        (5, None, ["H0001", "李四", "110105194912310000", None, "740", None]),
        (7, None, ["H0002", "王五", "110105199003071233", None, "#N/A", None]),
        (8, "a total, not a record", ["合计", "3", None, None, None, None]),
    ]
    assert members.notes == (
        "title rows above the header: 1",
        "hidden rows, read like the others: 1",
        "cells filled down from merged cells: 1",
        "days are counted from 1904",
        "without a table, not read: 填表说明, 图",
    )
    assert hidden.notes[0] == "the sheet is hidden"
    assert records(hidden) == [(2, None, ["赵六", "1.5"])]


def test_the_same_workbook_gives_the_same_transcript(tmp_path):
    path = good(tmp_path / "a.xlsx")
    first, second = (read(path, tmp_path / name)[0].path.read_bytes() for name in ("first", "second"))
    assert first == second


def test_two_sheets_go_to_two_transcripts(tmp_path):
    listing = '<sheet name="甲" sheetId="1" r:id="r1"/><sheet name="乙" sheetId="2" r:id="r1"/>'
    sheets = read(pack(tmp_path / "a.xlsx", parts(sheet_xml(inline(PERSONS)), listing=listing)))
    assert [(sheet.name, sheet.path.name) for sheet in sheets] == [
        ("a.xlsx[甲]", "1.parquet"),
        ("a.xlsx[乙]", "2.parquet"),
    ]
