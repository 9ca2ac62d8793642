import pytest

from features.errors import DataError
from features.records.formats.archive import open_archive
from features.records.formats.marks import Merged, read_merged
from tests.unit.features.records.formats.books import inline, pack, parts, sheet_xml

PART = "xl/worksheets/sheet1.xml"


def merged_of(path):
    with path.open("rb") as stream, open_archive(stream, path.name) as archive:
        return read_merged(archive, PART, path.name)


def merges(*references):
    return "<mergeCells>" + "".join(f'<mergeCell ref="{reference}"/>' for reference in references) + "</mergeCells>"


def test_merged_cells_are_sorted(tmp_path):
    path = pack(tmp_path / "a.xlsx", parts(sheet_xml(inline([["a"]]), merges("B3:B5", "A1:C1", "A3:A4"))))
    assert merged_of(path) == [Merged(1, 0, 1, 2), Merged(3, 0, 4, 0), Merged(3, 1, 5, 1)]


def test_a_sheet_without_merged_cells_has_none(tmp_path):
    assert merged_of(pack(tmp_path / "a.xlsx")) == []


def test_merged_cells_of_a_sheet_in_utf_16_are_found(tmp_path):
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(inline([["a"]]), merges("A1:A2"))
    assert merged_of(pack(tmp_path / "a.xlsx", parts(sheet.encode("utf-16")))) == [Merged(1, 0, 2, 0)]


@pytest.mark.parametrize("position", range(12))
def test_the_word_is_found_wherever_a_piece_ends(tmp_path, position):
    head = sheet_xml("", "MARK").index("MARK")
    filler = "<!--" + "x" * ((1 << 18) - head - 7 - position) + "-->"
    path = pack(tmp_path / "a.xlsx", parts(sheet_xml("", filler + merges("A1:A2"))))
    assert merged_of(path) == [Merged(1, 0, 2, 0)]


@pytest.mark.parametrize(
    "reference", ["", "A1", "A2:A1", "B1:A1", "A0:A1", "A1:A1048577", "A1:XFE1", "1:2", "A1:A9999999"]
)
def test_a_range_that_cannot_be_is_damage(tmp_path, reference):
    path = pack(tmp_path / "a.xlsx", parts(sheet_xml("", merges(reference))))
    with pytest.raises(DataError, match="damaged"):
        merged_of(path)
