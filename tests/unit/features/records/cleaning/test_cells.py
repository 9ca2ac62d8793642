"""Cells in and out, one by one."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.records.cleaning.cells import RULES, clean
from features.records.cleaning.suspects import suspect
from features.records.schema import Type
from tests.unit.features.records.cleaning.builders import ALL_COLUMNS, COLUMNS, WORDS, cleaned

SPACES = "stray spaces"
WIDE = "full-width characters"
UNSEEN = "invisible characters"
GUARD = "apostrophe or other mark that keeps a spreadsheet from reading a number"
NOTHING = "word for a missing value"
WORD = "local word for a value of the contract"
DAY = "day written another way"
MONTH = "month written another way"
TIME = "time of day cut off"
SERIAL = "day number of a spreadsheet"
CUT = "day cut off a month"
UNIT = "currency sign or unit beside a number"
COMMAS = "thousands separators"
WAN = "amount in units of 10,000"
HAN = "Chinese numerals"
POINT = ".0 behind a whole number"
LOWER = "lower-case x at the end of a citizen number"

CHANGED = [
    ("person", "11010519491231002x", "11010519491231002X", {LOWER}),
    ("person", "'11010519491231002x", "11010519491231002X", {GUARD, LOWER}),
    ("person", "’110105194912310021", "110105194912310021", {GUARD}),
    ("person", '="110105194912310021"', "110105194912310021", {GUARD}),
    ("person", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", {WIDE}),
    ("person", " 110105 19491231 0021\u3000", "110105194912310021", {SPACES}),
    ("person", "\t110105194912310021\r\n", "110105194912310021", {SPACES}),
    ("person", "110105\u200b194912310021\ufeff", "110105194912310021", {UNSEEN}),
    ("person", "\u202d110105194912310021\u202c", "110105194912310021", {UNSEEN}),
    ("region", "110105001001.0", "110105001001", {POINT}),
    ("region", "110105\u00a0001001", "110105001001", {SPACES}),
    ("phone", "0571－8765 4321", "0571-87654321", {WIDE, SPACES}),
    ("phone", "13800138000.0", "13800138000", {POINT}),
    ("plate", "川Ａ　12345", "川A12345", {WIDE, SPACES}),
    ("plate", "——", None, {NOTHING}),
    ("person", "#N/A", None, {NOTHING}),
    ("person", "'", None, {GUARD}),
    ("name", " 阿依古丽·买买提　", "阿依古丽·买买提", {SPACES}),
    ("name", "张\u200b三", "张三", {UNSEEN}),
    ("name", "不详", None, {NOTHING}),
    ("name", " NULL ", None, {NOTHING}),
    ("name", "   ", None, {SPACES}),
    ("sex", "男", "M", {WORD}),
    ("sex", "男 ", "M", {SPACES, WORD}),
    ("sex", "Ｍ", "M", {WIDE}),
    ("sex", "f", "F", {"upper or lower case"}),
    ("sex", "未知", None, {NOTHING}),
    ("outcome", "同 意", "granted", {SPACES, WORD}),
    ("outcome", "GRANTED", "granted", {"upper or lower case"}),
    ("relation", "01", "head", {WORD}),
    ("relation", "０１", "head", {WIDE, WORD}),
    ("relation", "null", None, {NOTHING}),
    ("kind", " 拖拉机", "拖拉机", {SPACES}),
    ("born", "20240131", "2024-01-31", {DAY}),
    ("born", "2024/1/31", "2024-01-31", {DAY}),
    ("born", "2024.1.31", "2024-01-31", {DAY}),
    ("born", "2024-1-31", "2024-01-31", {DAY}),
    ("born", "２０２４－０１－３１", "2024-01-31", {WIDE}),
    ("born", "2024—01—31", "2024-01-31", {WIDE}),
    ("born", "2024年1月31日", "2024-01-31", {DAY}),
    ("born", "2024 年 1 月 31 日", "2024-01-31", {SPACES, DAY}),
    ("born", "2024年1月31号", "2024-01-31", {DAY}),
    ("born", "二〇二四年一月三十一日", "2024-01-31", {HAN, DAY}),
    ("born", "二○二四年元月十日", "2024-01-10", {HAN, DAY}),
    ("born", "'2024-01-31", "2024-01-31", {GUARD}),
    ("born", "2024-01-31 00:00:00", "2024-01-31", {TIME}),
    ("born", "2024/1/31 8:05", "2024-01-31", {TIME}),
    ("born", "2024年1月31日8时30分", "2024-01-31", {TIME}),
    ("born", "20240131083000", "2024-01-31", {TIME}),
    ("born", "2024-01-31T08:00:00.000+08:00", "2024-01-31", {TIME}),
    ("born", "2024-01-30T16:00:00Z", "2024-01-31", {TIME}),
    ("born", "20240131.0", "2024-01-31", {DAY}),
    ("born", "45322", "2024-01-31", {SERIAL}),
    ("born", "45322.75", "2024-01-31", {SERIAL}),
    ("born", "45322.0", "2024-01-31", {SERIAL}),
    ("born", "36526", "2000-01-01", {SERIAL}),
    ("born", "18264", "1950-01-01", {SERIAL}),
    ("born", "-", None, {NOTHING}),
    ("born", "0000-00-00 00:00:00", None, {NOTHING}),
    ("born", "1900/1/0", None, {NOTHING}),
    ("born", "#VALUE!", None, {NOTHING}),
    ("ends", "长期", None, {WORD}),
    ("ends", "9999/12/31", "9999-12-31", {DAY}),
    ("month", "202401", "2024-01", {MONTH}),
    ("month", "202401.0", "2024-01", {MONTH}),
    ("month", "2024年1月", "2024-01", {MONTH}),
    ("month", "2024年01月份", "2024-01", {MONTH}),
    ("month", "二〇二四年十二月", "2024-12", {HAN, MONTH}),
    ("month", "2024/1", "2024-01", {MONTH}),
    ("month", "2024.01", "2024-01", {MONTH}),
    ("month", "2024-01-31", "2024-01", {CUT}),
    ("month", "20240131", "2024-01", {CUT}),
    ("month", "2024-01-01 00:00:00", "2024-01", {CUT}),
    ("month", "45292", "2024-01", {SERIAL, CUT}),
    ("paid", "¥1,200元", "1200", {UNIT, COMMAS}),
    ("paid", "￥1200", "1200", {WIDE, UNIT}),
    ("paid", "1,200.50", "1200.5", {COMMAS}),
    ("paid", "１，２００", "1200", {WIDE, COMMAS}),
    ("paid", "1200元/月", "1200", {UNIT}),
    ("paid", "1200元整", "1200", {UNIT}),
    ("paid", "人民币1200元", "1200", {UNIT}),
    ("paid", "0.12万元", "1200", {WAN, UNIT}),
    ("paid", "1.2万", "12000", {WAN}),
    ("paid", "壹仟贰佰元整", "1200", {HAN}),
    ("paid", "一万二千", "12000", {HAN}),
    ("paid", " 1 200 ", "1200", {SPACES}),
    ("paid", "'1200", "1200", {GUARD}),
    ("paid", "－1200", "-1200", {WIDE}),
    ("paid", "无", None, {NOTHING}),
    ("area", "89.5㎡", "89.5", {UNIT}),
    ("area", "89.5平方米", "89.5", {UNIT}),
    ("seen", "是", "true", {WORD}),
    ("grade", "3.0", "3", {POINT}),
    ("grade", "３", "3", {WIDE}),
    ("grade", "二级", "2", {WORD}),
    ("year", "2024年", "2024", {UNIT}),
    ("year", "二〇二四年", "2024", {HAN}),
    ("covered", "是", "true", {WORD}),
    ("covered", "1.0", "1", {POINT}),
    ("covered", "Ｎ/Ａ", None, {NOTHING}),
]

KEPT = [
    *(
        ("person", text)
        for text in ("11010519491231002X", "R000123", "P-1", "1.10105E+17", "110105194912310021.0", "张三")
    ),
    *(
        ("born", text)
        for text in ("1949-12-31", "2024-02-30", "01/02/2024", "31/12/24", "2024年13月", "24.1.5", "20241301")
    ),
    *(
        ("born", text)
        for text in ("2024-1/31", "2024年正月初一", "2024", "202401", "99999", "1012", "2024-01-31 25:00:00")
    ),
    *(
        ("born", text)
        for text in ("二四年一月三日", "2024-01-3108:00", "0999-1-1", "31.12.2024", "2024-01-31T08:00+99:00")
    ),
    *(("month", text) for text in ("2024-01", "2024.1", "202413", "Jan-24", "24-01", "2024年")),
    *(
        ("paid", text)
        for text in ("1200", "1200.50", "-5", "(1,200)", "50%", "约1200", "1200左右", "1.200,00", "12,00", "1,2000")
    ),
    *(("paid", text) for text in ("1200元/年", "1200美元", "一千二", "1200元5角", "1-2", "_", "1__0", "1" * 50)),
    *(("area", text) for text in ("120元", "3亩", "三间", "一百")),
    *(("cost", text) for text in ("1200元/月",)),
    *(("grade", text) for text in ("1", "2.5", "5", "轻度")),
    *(("year", text) for text in ("2024", "24年", "2024-01-01")),
    *(("sex", text) for text in ("M", "其他", "男性化")),
    *(("name", text) for text in ("张三", "无名", "阿依古丽·买买提", "John Smith", "Ｊohn")),
    *(("plate", text) for text in ("川A12345",)),
    *(("covered", text) for text in ("true", "1", "或许")),
]


@pytest.mark.parametrize(("column", "written", "value", "rules"), CHANGED)
def test_a_cell_that_is_changed(column, written, value, rules):
    fix = cleaned(column, written)
    assert fix is not None
    assert (fix.value, {rule.en for rule in fix.rules}) == (value, rules)


@pytest.mark.parametrize(("column", "written"), KEPT)
def test_a_cell_that_is_left_as_it_is(column, written):
    assert cleaned(column, written) is None


@pytest.mark.parametrize(
    ("column", "written", "factor", "value"),
    [
        ("paid", "0.12", 10000, "1200"),
        ("paid", "1,2", 10000, None),
        ("paid", "1.2万元", 10000, "12000"),
        ("paid", "1200元", 10000, None),
        ("paid", "1e-1", 10000, "1000"),
        ("paid", "5400", 1 / 12, "450"),
        ("paid", "5400元", 1 / 12, "450"),
        ("paid", "0.54万元", 1 / 12, "450"),
        ("paid", "450元/月", 1 / 12, None),
        ("paid", "100", 1 / 12, "8.333333333333334"),
        ("paid", "五千四百元", 1 / 12, "450"),
        ("paid", "十二", 10000, "120000"),
        ("paid", "1e300", 10000, None),
        ("born", "20240131", 10000, "2024-01-31"),
    ],
)
def test_the_unit_of_the_header(column, written, factor, value):
    fix = cleaned(column, written, factor=factor)
    assert (fix and fix.value) == value


def test_days_counted_from_1904():
    fix = cleaned("born", "43860", epoch_1904=True)
    assert fix is not None
    assert fix.value == "2024-01-31"


def test_no_rule_is_declared_twice():
    assert len({rule.en for rule in RULES}) == len({rule.zh for rule in RULES}) == len(RULES)


DIRT = st.sampled_from(
    (
        *(
            "2024",
            "1",
            "31",
            "年",
            "月",
            "日",
            "-",
            "/",
            ".",
            ",",
            ":",
            " ",
            "\u3000",
            "\u200b",
            "\ufeff",
            "\xa0",
            "\t",
            "\n",
            "\x00",
        ),
        *(
            "'",
            '="',
            '"',
            "x",
            "X",
            "11010519491231002",
            "元",
            "万",
            "¥",
            "％",
            "０",
            "Ａ",
            "男",
            "无",
            "null",
            "NaN",
            "—",
            "T",
            "Z",
        ),
        *("一", "百", "二", "〇", "true", "head", "f", "E+", ".0", "_", "(", ")", "08:00"),
    )
)
WRITTEN = st.lists(DIRT, min_size=1, max_size=8).map("".join) | st.text(max_size=12)
COLUMN = st.sampled_from(ALL_COLUMNS)


@given(COLUMN, WRITTEN)
def test_clean_again_changes_nothing(column, written):
    fix = clean(column, written, word=WORDS.get)
    if fix is not None and fix.value is not None:
        assert clean(column, fix.value, word=WORDS.get) is None
        assert fix.rules
        assert set(fix.rules) <= set(RULES)


@settings(deadline=None)
@given(COLUMN, st.lists(WRITTEN, min_size=1, max_size=30))
def test_what_is_not_suspect_is_not_changed(column, cells):
    relation = duckdb.execute(
        f"SELECT cell FROM (SELECT unnest(?) AS cell) WHERE NOT {suspect(column, 'cell')}", [cells]
    )
    for (cell,) in relation.fetchall():
        assert clean(column, cell, word=WORDS.get) is None


def canonical_cells(column):
    if column.choices:
        return st.sampled_from(column.choices)
    if column.type is Type.DAY:
        return st.dates().map(str)
    if column.type is Type.MONTH:
        return st.dates().map(lambda day: f"{day:%Y-%m}".rjust(7, "0"))
    if column.type in {Type.NUMBER, Type.INTEGER}:
        return st.integers().map(str)
    if column.type is Type.BOOLEAN:
        return st.sampled_from(("true", "false"))
    return st.from_regex("[0-9]{17}[0-9X]", fullmatch=True)


@given(COLUMN.flatmap(lambda column: st.tuples(st.just(column), canonical_cells(column))))
def test_what_the_contract_writes_is_not_changed(case):
    column, cell = case
    assert clean(column, cell, word={}.get) is None


def test_every_column_that_is_cleaned_here_is_of_the_contract():
    assert set(COLUMNS.values()) <= set(ALL_COLUMNS)
