import datetime as dt

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from features.errors import DataError
from features.records.formats.archive import open_archive
from features.records.formats.book import read_book
from features.records.formats.cells import Row, column_place, read_rows
from features.records.formats.oldbook import cell_text
from tests.unit.features.records.formats.books import NAMESPACE, pack, parts, sheet_xml


def rows_of(path):
    with path.open("rb") as stream, open_archive(stream, path.name) as archive:
        book = read_book(archive, path.name)
        return list(read_rows(archive, book.sheets[0].part, book, path.name))


STYLES = f'<styleSheet {NAMESPACE}><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
SHARED = f"<sst {NAMESPACE}><si><t>张三</t></si><si><t/></si></sst>"

CELLS = (
    ("<c><v>1.5</v></c>", "1.5"),
    ("<c><v>110105194912310021</v></c>", "110105194912310021"),
    ("<c><v>1.10105194912310016E+17</v></c>", "110105194912310016"),
    ('<c s="1"><v>45322</v></c>', "2024-01-31"),
    ('<c s="9"><v>45322</v></c>', "45322"),
    ('<c s="1" t="str"><v>45322</v></c>', "45322"),
    ('<c t="s"><v>0</v></c>', "张三"),
    ('<c t="s"><v>1</v></c>', ""),
    ('<c t="s"><v></v></c>', None),
    ('<c t="b"><v>1</v></c>', "True"),
    ('<c t="b"><v>0</v></c>', "False"),
    ('<c t="e"><v>#N/A</v></c>', "#N/A"),
    ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ('<c t="d"><v>2024-01-31T00:00:00</v></c>', "2024-01-31"),
    ('<c t="str"><f>A1&amp;"x"</f><v> a &amp; b </v></c>', " a & b "),
    ('<c t="str"><f>""</f><v></v></c>', ""),
    ("<c><f>1+1</f><v>2</v></c>", "2"),
    ("<c><v>2</v><f>1+1</f></c>", "2"),
    ('<c t="inlineStr"><is><t xml:space="preserve"> 李 </t></is></c>', " 李 "),
    ('<c t="inlineStr"><is><r><t>李</t></r><r><t>四</t></r><rPh><t>li</t></rPh></is></c>', "李四"),
    ('<c t="inlineStr"><is><t>李</t></is><v>9</v></c>', "李"),
    ('<c t="inlineStr"><is><t/></is></c>', ""),
    ("<c>\n  <v>7</v>\n</c>", "7"),
    ("<c/>", None),
    ("<c><v/></c>", None),
)


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_a_cell_is_what_a_person_sees(tmp_path, cell, expected):
    data = f'<row r="5">{cell}<c><v>1</v></c></row>'
    path = pack(tmp_path / "a.xlsx", parts(sheet_xml(data), shared=SHARED, styles=STYLES))
    assert rows_of(path) == [Row(5, [expected, "1"])]


MISSING = ("<c><f>1+1</f></c>", "<c><f>1+1</f><v></v></c>", "<c><f>1+1</f><v/></c>", '<c t="str"><f>1+1</f></c>')


@pytest.mark.parametrize("cell", MISSING)
def test_a_formula_without_a_stored_result_is_told(tmp_path, cell):
    path = pack(tmp_path / "a.xlsx", parts(sheet_xml(f"<row><c><v>1</v></c>{cell}<c><v>3</v></c></row>")))
    assert rows_of(path) == [Row(1, ["1", None, "3"], missing=[1])]


def test_prefixes_hidden_rows_and_gaps_are_understood(tmp_path):
    name = NAMESPACE.split('"')[1]
    sheet = (
        f'<x:worksheet xmlns:x="{name}"><x:dimension ref="A1:XFD1048576"/><x:sheetData>'
        '<x:row r="2" hidden="1"><x:c r="B2"><x:v>1</x:v></x:c><x:c r="D2"><x:v>2</x:v></x:c></x:row>'
        '<x:row r="7"><x:c r="AA7"/><x:c r="AB7"><x:v>3</x:v></x:c></x:row><x:row/></x:sheetData></x:worksheet>'
    )
    rows = rows_of(pack(tmp_path / "a.xlsx", parts(sheet)))
    assert rows == [Row(2, [None, "1", None, "2"], hidden=True), Row(7, [None] * 27 + ["3"]), Row(8)]


OUT_OF_ORDER = (
    '<row r="2"/><row r="1"/>',
    '<row r="2"/><row r="2"/>',
    '<row r="0"/>',
    '<row r="-1"/>',
    '<row r="1048577"/>',
    f'<row r="{"9" * 5000}"/>',
    '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A2"><v>1</v></c></row>',
    '<row r="1"><c r="a1"><v>1</v></c></row>',
    '<row r="1"><c r="1"><v>1</v></c></row>',
    '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    '<row r="1"><c r="XFD1"><v>1</v></c><c><v>1</v></c></row>',
    '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
    '<row r="1"><c t="s"><v>5</v></c></row>',
    '<row r="1"><c t="s"><v>-1</v></c></row>',
    '<row r="1"><c t="s"><v>x</v></c></row>',
    f'<row r="1"><c t="s"><v>{"9" * 5000}</v></c></row>',
    '<row r="1"><c><v>1</v><v>2</v></c></row>',
)


@pytest.mark.parametrize("data", OUT_OF_ORDER)
def test_what_excel_never_writes_is_refused(tmp_path, data):
    path = pack(tmp_path / "a.xlsx", parts(sheet_xml(data), shared=SHARED))
    with pytest.raises(DataError, match=r"^a\.xlsx (is damaged|has rows|has cells).*\.$"):
        rows_of(path)


def test_a_part_that_is_no_sheet_is_refused(tmp_path):
    with pytest.raises(DataError, match="damaged"):
        rows_of(pack(tmp_path / "a.xlsx", parts("<html/>")))


@pytest.mark.parametrize(("letters", "place"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_columns_have_places(letters, place):
    assert column_place(letters) == place


@pytest.mark.parametrize(
    ("cells", "filled"), [([], False), ([None, ""], False), ([" ", "\u3000"], False), ([None, "0"], True)]
)
def test_a_row_of_blanks_is_not_filled(cells, filled):
    assert Row(1, cells).filled is filled


def as_people_do(path, epoch_1904):
    book = xlsxwriter.Workbook(path, {"date_1904": epoch_1904})
    sheet = book.add_worksheet()
    day, moment = (book.add_format({"num_format": code}) for code in ('yyyy"年"m"月"d"日"', "yyyy/m/d h:mm:ss"))
    for row in range(200):
        date = dt.datetime.combine(dt.date(1950, 1, 1), dt.time()) + dt.timedelta(
            days=row * 137, seconds=row % 2 * 12_345
        )
        sheet.write_string(row, 0, f"张{row}_x0041_<&>")
        sheet.write_datetime(row, 1, date, moment if row % 2 else day)
        sheet.write_number(row, 2, row * 1.25 - 60)
        sheet.write_boolean(row, 4, row % 3 == 0)
        sheet.write_formula(row, 5, "=C1*2", value=row)
    book.close()


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_ordinary_cells_are_as_another_reader_reads_them(tmp_path, epoch_1904):
    path = tmp_path / "a.xlsx"
    as_people_do(path, epoch_1904)
    other = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
    assert [row.cells for row in rows_of(path)] == [[cell_text(value) for value in row] for row in other]


def test_what_openpyxl_writes_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["张三", dt.date(2024, 1, 31), 110105194912310021, True, None, "=A1", dt.time(9, 15)])
    book.save(tmp_path / "a.xlsx")
    (row,) = rows_of(tmp_path / "a.xlsx")
    assert row.cells == ["张三", "2024-01-31", "110105194912310000", "True", None, None, "09:15:00"]
    assert row.missing == [5]
