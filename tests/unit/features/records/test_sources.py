"""The SQL of a sheet's cells under the contract's names."""

import duckdb
import pytest

from features.records.contract import table
from features.records.headings.columns import Place
from features.records.sheet import Sheet
from features.records.sources import Source, quoted

HEADER = ("户号", "公示")


def source(tmp_path, *cells: str, **fixed: str) -> Source:
    path = tmp_path / "decisions.csv"
    path.write_text("\n".join([",".join(HEADER), *(f"H,{cell}" for cell in cells)]) + "\n", encoding="utf-8")
    sheet = Sheet(path.name, "", HEADER, path, "lines", ("VARCHAR",) * 2, header_row=1)
    places = {"household_id": Place(0), "publicised_from": Place(1, part=0), "publicised_to": Place(1, part=1)}
    return Source(table("decisions"), sheet, places, fixed)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024-03-15至2024-03-22", "2024-03-15", "2024-03-22"),
        ("2024-03-15~2024-03-22", "2024-03-15", "2024-03-22"),
        ("2024年3月15日—2024年3月22日", "2024年3月15日", "2024年3月22日"),
        ("2024.3.15-2024.3.22", "2024.3.15", "2024.3.22"),
        ("20240315-20240322", "20240315", "20240322"),
        ("2024-3-15 - 2024-3-22", "2024-3-15", "2024-3-22"),
        ("2024-03-15至今", "2024-03-15", None),
        ("2024-03-15至", "2024-03-15", ""),
        ("", None, None),
        ("7天", "?7天", "?7天"),
        ("2024-03-15", "?2024-03-15", "?2024-03-15"),
    ],
)
def test_two_days_in_one_cell_are_parted_or_left_unreadable(tmp_path, cell, first, last):
    rows = duckdb.sql(source(tmp_path, cell, "x至y").cells()).fetchall()
    assert rows[0][2:] == ("H", first, last)


def test_fixed_values_stand_in_every_record_and_rows_count_from_the_file_s_first(tmp_path):
    one = source(tmp_path, "a至b", "c至d", outcome="gran'ted")
    rows = duckdb.sql(f"SELECT _row, _fault, outcome FROM ({one.cells()}) ORDER BY _row").fetchall()
    assert rows == [(2, None, "gran'ted"), (3, None, "gran'ted")]
    assert one.columns == ("household_id", "outcome", "publicised_from", "publicised_to")
    assert (one.stored_type("outcome"), one.factor("outcome")) == ("VARCHAR", 1.0)


def test_quoted_text_is_one_string():
    assert duckdb.sql(f"SELECT {quoted(chr(39) + 'x')}").fetchall() == [("'x",)]
