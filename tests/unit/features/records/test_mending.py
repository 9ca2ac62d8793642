"""Distinct cells are cleaned once and counted as often as they stand."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.records import mending
from features.records.contract import table
from features.records.headings.columns import Place
from features.records.headings.mapping import Mapping
from features.records.mending import mend
from features.records.sheet import Sheet
from features.records.sources import Source


def mended(tmp_path, cells, *, name="payments", column="amount", factor=1.0, epoch_1904=False, mapping=None):
    """Return the cells of one column after mending, and the counts."""
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"x": cells}), path)
    kind = duckdb.sql(f"DESCRIBE FROM '{path}'").fetchall()[0][1]
    sheet = Sheet("t.parquet", "", ("x",), path, "parquet", (kind,), epoch_1904=epoch_1904)
    source = Source(table(name), sheet, {column: Place(0, factor=factor)})
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA mending")
        done = mend(connection, source, mapping or Mapping())
        rows = connection.execute(f"SELECT {column} FROM ({done.sql}) ORDER BY _row").fetchall()
    return [cell for (cell,) in rows], done.fixed


def test_clean_cells_stay_and_nothing_is_counted(tmp_path):
    assert mended(tmp_path, ["350", "-1.5", "", None]) == (["350", "-1.5", "", None], {})


def test_a_cell_is_counted_as_often_as_it_stands(tmp_path):
    cells, fixed = mended(tmp_path, ["350元", "350元", "1,200", "无", "about"])
    assert cells == ["350", "350", "1200", None, "about"]
    assert fixed == {
        "amount: currency sign or unit beside a number": 2,
        "amount: thousands separators": 1,
        "amount: word for a missing value": 1,
    }


def test_more_cells_than_one_portion_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(mending, "CHUNK", 3)
    cells, fixed = mended(tmp_path, [f"{number}元" for number in range(10)])
    assert cells == [str(number) for number in range(10)]
    assert fixed == {"amount: currency sign or unit beside a number": 10}


def test_the_unit_of_the_header_counts_for_every_cell(tmp_path):
    cells, fixed = mended(tmp_path, ["0.035", "1"], factor=10_000.0)
    assert [float(cell) for cell in cells] == [350, 10_000]
    assert fixed == {"amount: unit of the header": 2}


@pytest.mark.parametrize(("epoch_1904", "day"), [(False, "1970-01-01"), (True, "1974-01-02")])
def test_days_are_counted_from_the_workbook_s_first(tmp_path, epoch_1904, day):
    cells, _ = mended(tmp_path, ["25569"], name="persons", column="birth_date", epoch_1904=epoch_1904)
    assert cells == [day]


def test_the_user_s_words_are_read(tmp_path):
    mapping = Mapping(words={("payments", "kind"): {"平时": "regular"}})
    assert mended(tmp_path, ["平时"], column="kind", mapping=mapping)[0] == ["regular"]


def test_columns_that_hold_no_text_are_left_alone(tmp_path):
    assert mended(tmp_path, [350.0, None]) == ([350.0, None], {})
