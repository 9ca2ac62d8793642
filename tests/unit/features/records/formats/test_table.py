import pytest

from features.errors import DataError
from features.records.formats.cells import LAST_COLUMN, Row
from features.records.formats.marks import Merged
from features.records.formats.table import MAX_COLUMNS, gather, write_table
from tests.unit.features.records.formats.books import NAMES, records


def table(tmp_path, rows, merged=(), **settings):
    """Write rows given as {number: cells}; a row may be given whole."""
    made = [row if isinstance(row, Row) else Row(number, list(row)) for number, row in rows.items()]
    return write_table(
        made, merged, NAMES.__contains__, file="a.xlsx", sheet="s", path=tmp_path / "1.parquet", **settings
    )


HEADER = ["姓名", "身份证号"]


def test_rows_keep_their_numbers_and_blank_rows_are_none(tmp_path):
    sheet = table(tmp_path, {1: HEADER, 2: ["张三", "1"], 3: [None, " "], 7: ["李四"]})
    assert (sheet.header, sheet.header_row, sheet.types) == (("姓名", "身份证号"), 1, ("VARCHAR", "VARCHAR"))
    assert records(sheet) == [(2, None, ["张三", "1"]), (7, None, ["李四", None])]
    assert sheet.notes == ()


def test_titles_above_the_header_are_no_records(tmp_path):
    rows = {3: ["低保花名册"], 4: [], 5: ["单位：某街道"], 7: HEADER, 8: ["张三", "1"]}
    sheet = table(tmp_path, rows)
    assert sheet.header_row == 7
    assert records(sheet) == [(8, None, ["张三", "1"])]
    assert sheet.notes == ("title rows above the header: 2",)


def test_a_header_of_two_merged_rows_is_one(tmp_path):
    rows = {
        2: ["花名册"],
        4: ["序号", "户主信息", None, "金额"],
        5: [None, "姓名", "身份证号", None],
        6: ["1", "张三", "1", "5"],
    }
    merged = [Merged(2, 0, 2, 3), Merged(4, 0, 5, 0), Merged(4, 1, 4, 2), Merged(4, 3, 5, 3)]
    sheet = table(tmp_path, rows, merged)
    assert (sheet.header, sheet.header_row) == (("序号", "姓名", "身份证号", "金额"), 5)
    assert records(sheet) == [(6, None, ["1", "张三", "1", "5"])]


def test_totals_are_records_with_a_fault(tmp_path):
    sheet = table(tmp_path, {1: HEADER, 2: ["张三", "1"], 3: [None, "合计", "9"], 4: ["小计", None]})
    assert [(row, fault) for row, fault, _ in records(sheet)] == [
        (2, None),
        (3, "a total, not a record"),
        (4, "a total, not a record"),
    ]


def test_cells_beyond_the_header_are_a_fault_if_filled(tmp_path):
    sheet = table(tmp_path, {1: HEADER, 2: ["张三", "1", None, " "], 3: ["李四", "2", None, "x"]})
    assert records(sheet) == [(2, None, ["张三", "1"]), (3, "more cells than the header", ["李四", "2"])]


def test_a_formula_without_a_value_is_a_fault_in_a_column_of_the_table_only(tmp_path):
    rows = {
        1: HEADER,
        2: Row(2, ["张三"], missing=[1]),
        3: Row(3, ["李四", "2"], missing=[2]),
        4: Row(4, [], missing=[0]),
        5: Row(5, [], missing=[9]),
    }
    assert [(row, fault) for row, fault, _ in records(table(tmp_path, rows))] == [
        (2, "a formula without a value"),
        (3, None),
        (4, "a formula without a value"),
    ]


def test_merged_cells_are_filled_down_over_the_rows_of_a_household(tmp_path):
    rows = {
        1: ["家庭编号", "姓名", "备注"],
        2: ["H1", "张三", None],
        3: [None, "张四"],
        4: [None, "张五", "x"],
        5: [None, "李四"],
        6: ["H2", "王五"],
        8: [],
        9: [None, "王六"],
    }
    merged = [Merged(2, 0, 4, 0), Merged(2, 2, 4, 2), Merged(6, 0, 9, 0)]
    sheet = table(tmp_path, rows, merged)
    assert [(row, cells[0], cells[2]) for row, _, cells in records(sheet)] == [
        (2, "H1", None),
        (3, "H1", None),
        (4, "H1", "x"),
        (5, None, None),
        (6, "H2", None),
        (9, "H2", None),
    ]
    assert sheet.notes == ("cells filled down from merged cells: 3",)


def test_merged_cells_beside_each_other_or_beyond_the_table_fill_nothing(tmp_path):
    rows = {1: HEADER, 2: ["张三", None], 3: ["李四", None, "x"], 4: ["王五"]}
    sheet = table(tmp_path, rows, [Merged(2, 0, 2, 1), Merged(3, 2, 4, 2), Merged(1, 0, 4, 0)])
    assert [cells for _, _, cells in records(sheet)] == [["张三", None], ["李四", None], ["王五", None]]


def test_hidden_records_are_read_and_counted(tmp_path):
    rows = {1: Row(1, HEADER, hidden=True), 2: Row(2, ["张三"], hidden=True), 3: Row(3, [], hidden=True), 4: ["李四"]}
    sheet = table(tmp_path, rows, epoch_1904=True)
    assert [row for row, *_ in records(sheet)] == [2, 4]
    assert sheet.notes == ("hidden rows, read like the others: 1", "days are counted from 1904")
    assert sheet.epoch_1904


@pytest.mark.parametrize("rows", [{}, {1: []}, {1: [None, " "]}, {1: ["填表说明"], 2: ["请如实填写"]}])
def test_a_sheet_without_a_table_gives_none(tmp_path, rows):
    assert table(tmp_path, rows) is None


def test_a_header_alone_and_a_header_of_one_known_name_are_tables(tmp_path):
    assert records(table(tmp_path, {1: HEADER})) == []
    assert records(table(tmp_path, {1: ["姓名"], 2: ["张三"]})) == [(2, None, ["张三"])]


def test_unknown_names_are_a_header_too(tmp_path):
    sheet = table(tmp_path, {1: ["甲", "乙"], 2: ["1", "2"]})
    assert sheet.header == ("甲", "乙")


def test_a_header_far_down_is_found_from_the_first_filled_row_on(tmp_path):
    rows = {number: [str(number)] * 2 for number in range(1_003, 1_100)}
    sheet = table(tmp_path, {1_000: ["标题"], 1_002: HEADER, **rows})
    assert sheet.header_row == 1_002
    assert [row for row, *_ in records(sheet)] == list(range(1_003, 1_100))


def test_a_header_of_too_many_columns_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"^a\.xlsx\[s\] has more than 1,000 columns.*\.$"):
        table(tmp_path, {1: ["姓名"] * (MAX_COLUMNS + 1)})


def test_cells_far_beyond_the_header_are_refused_if_in_many_rows(tmp_path):
    far = [None] * (LAST_COLUMN - 1) + ["1"]
    sheet = table(tmp_path, {1: HEADER, 2: ["张三"], 3: far})
    assert [fault for _, fault, _ in records(sheet)] == [None, "more cells than the header"]
    with pytest.raises(DataError, match="beyond column 1,000 in many rows"):
        table(tmp_path, {1: HEADER, **dict.fromkeys(range(2, MAX_COLUMNS + 5), far)})


def test_sheets_without_a_table_are_named_in_the_first(tmp_path):
    sheet = table(tmp_path, {1: HEADER})
    assert gather({"说明": None, "s": sheet}, "a.xlsx")[0].notes == ("without a table, not read: 说明",)
    assert gather({"s": sheet}, "a.xlsx") == [sheet]
    with pytest.raises(DataError, match="no table with a header"):
        gather({"说明": None}, "a.xlsx")
