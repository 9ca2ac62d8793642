import datetime as dt
import struct

import pytest

from features.errors import DataError
from features.records.formats.oldbook import cell_text
from tests.unit.features.records.formats.books import old_book, read, records

ROWS = [
    ["姓名", "身份证号", "金额"],
    ["张三", "110105194912310021", 1.5],
    ["李四", 110105194912310000.0, 3.0],
    ["合计", None, 4.5],
]

VALUES = (
    ("", None),
    (" a ", " a "),
    (True, "True"),
    (12, "12"),
    (12.0, "12"),
    (1.5, "1.5"),
    (1.1010519491231e17, "110105194912310000"),
    (dt.date(2024, 1, 31), "2024-01-31"),
    (dt.datetime.combine(dt.date(2024, 1, 31), dt.time()), "2024-01-31"),
    (dt.datetime.combine(dt.date(2024, 1, 31), dt.time(10, 30)), "2024-01-31 10:30:00"),
    (dt.time(9, 15), "09:15:00"),
    (dt.timedelta(hours=1), "1:00:00"),
)


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_value_is_what_a_person_sees(value, expected):
    assert cell_text(value) == expected


def test_an_old_workbook_is_read(tmp_path):
    (sheet,) = read(old_book(tmp_path / "a.xls", ROWS))
    assert (sheet.sheet, sheet.header, sheet.header_row) == ("人员", ("姓名", "身份证号", "金额"), 1)
    assert records(sheet) == [
        (2, None, ["张三", "110105194912310021", "1.5"]),
        (3, None, ["李四", "110105194912310000", "3"]),
        (4, "a total, not a record", ["合计", None, "4.5"]),
    ]
    assert "old workbook" in sheet.notes[-1]


def test_an_empty_old_workbook_holds_no_table(tmp_path):
    with pytest.raises(DataError, match="no table"):
        read(old_book(tmp_path / "a.xls", []))


@pytest.mark.parametrize("size", [8, 511, 600, 1_600, 2_000])
def test_a_truncated_old_workbook_is_refused(tmp_path, size):
    path = old_book(tmp_path / "a.xls", ROWS)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DataError, match=r"^a\.xls .*\.$"):
        read(path)


def test_an_old_document_that_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(DataError, match="cut off or damaged"):
        read(old_book(tmp_path / "a.xls", ROWS, stream="WordDocument"))


def test_a_protected_old_workbook_is_refused(tmp_path):
    protected = struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1)
    with pytest.raises(DataError, match="password"):
        read(old_book(tmp_path / "a.xls", ROWS, records_before=protected))
