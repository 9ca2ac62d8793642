import pytest

from features.errors import DataError
from features.records.formats.archive import open_archive
from features.records.formats.book import LONGEST, plain_text, read_book
from tests.unit.features.records.formats.books import NAMESPACE, pack, parts


def book_of(path, **settings):
    pack(path, parts(**settings))
    with path.open("rb") as stream, open_archive(stream, path.name) as archive:
        return read_book(archive, path.name)


ESCAPES = (
    ("plain", "plain"),
    ("a_x005F_b", "a_b"),
    ("a_x000A_b", "a\nb"),
    ("_x5F20__x4E09_", "张三"),
    ("_xD83D__xDE00_", "😀"),
    ("_xD83D_", "\ufffd"),
    ("_x0000_", "_x0000_"),
    ("x_xyz_", "x_xyz_"),
)


@pytest.mark.parametrize(("text", "expected"), ESCAPES)
def test_escapes_are_resolved(text, expected):
    assert plain_text(text) == expected


def test_a_text_longer_than_any_cell_is_no_text():
    with pytest.raises(ValueError, match="characters"):
        plain_text("x" * (LONGEST + 1))


def test_sheets_are_listed_with_their_names_and_states(tmp_path):
    listing = '<sheet name="户籍人口" sheetId="1" r:id="r1"/><sheet name="b" sheetId="2" state="veryHidden" r:id="r1"/>'
    sheets = book_of(tmp_path / "a.xlsx", listing=listing).sheets
    assert [(sheet.name, sheet.hidden, sheet.kind) for sheet in sheets] == [
        ("户籍人口", False, "worksheet"),
        ("b", True, "worksheet"),
    ]
    assert sheets[0].part == "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(("properties", "expected"), [('<workbookPr date1904="1"/>', True), ("<workbookPr/>", False)])
def test_the_epoch_is_the_workbooks(tmp_path, properties, expected):
    assert book_of(tmp_path / "a.xlsx", properties=properties).epoch_1904 is expected


def test_styles_tell_which_cells_are_days(tmp_path):
    styles = (
        f'<styleSheet {NAMESPACE}><numFmts><numFmt numFmtId="176" formatCode="yyyy-mm-dd"/>'
        '<numFmt numFmtId="177" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf/><xf numFmtId="176"/><xf numFmtId="14"/><xf numFmtId="177"/><xf numFmtId="20"/></cellXfs></styleSheet>'
    )
    kinds = book_of(tmp_path / "a.xlsx", styles=styles).kinds
    assert kinds == {"1": "date", "2": "date", "3": "elapsed", "4": "time"}


def test_shared_texts_are_joined_from_runs_without_readings(tmp_path):
    shared = (
        f'<x:sst xmlns:x="{NAMESPACE.split(chr(34))[1]}">\n <x:si>\n  <x:t xml:space="preserve"> a </x:t>\n </x:si>'
        "<x:si><x:r><x:t>张</x:t></x:r><x:r><x:t>三</x:t></x:r><x:rPh><x:t>zhang</x:t></x:rPh></x:si>"
        "<x:si><x:t/></x:si><x:si/></x:sst>"
    )
    assert book_of(tmp_path / "a.xlsx", shared=shared).strings == [" a ", "张三", "", ""]


def test_a_sheet_without_a_part_is_damage(tmp_path):
    with pytest.raises(DataError, match="damaged"):
        book_of(tmp_path / "a.xlsx", listing='<sheet name="s" sheetId="1" r:id="r9"/>')


def test_a_workbook_that_is_linked_outside_is_refused(tmp_path):
    made = parts()
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        'Target="', 'TargetMode="External" Target="file:///'
    )
    path = pack(tmp_path / "a.xlsx", made)
    with (
        path.open("rb") as stream,
        open_archive(stream, "a.xlsx") as archive,
        pytest.raises(DataError, match="linked to other files"),
    ):
        read_book(archive, "a.xlsx")
