"""One spelling for the many ways in which a name is printed."""

import pytest

from features.records.headings.normal import Reading, key, readings
from features.records.headings.units import Unit, is_foreign, unit_of

YUAN = Unit("money", 1.0)
SAME = (
    ("姓　名", "姓名"),
    ("姓\u200b名", "姓名"),
    ("身份证\r\n号码：", "身份证号码"),
    ("ＰＥＲＳＯＮ＿ＩＤ", "person_id"),
    ("Person Id", "person-id"),
    ("开户帐号", "开户账号"),
    ("户口薄编号", "户口簿编号"),
    ("与户主的关系", "与户主之关系"),
    ("*姓名*", "姓名"),
    ("公示_起", "公示起"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("1.姓名", "姓名"),
        ("12、姓名", "姓名"),
        ("(1)姓名", "姓名"),
        ("③姓名", "姓名"),
        ("十二、姓名", "姓名"),
        ("3 姓名", "姓名"),
        ("姓名（必填）", "姓名"),
        ("出生日期（格式：2024-01-31）", "出生日期"),
        ("身份证号(18位)", "身份证号"),
        ("申请日期（年/月/日）", "申请日期"),
        ("性别（男/女）", "性别"),
        ("是否保障（是/否）", "是否保障"),
        ("身份证号【本人】", "身份证号"),
        ("住址(详细)", "住址"),
    ],
)
def test_numbering_and_remarks_are_left_out(header: str, name: str) -> None:
    assert name in [reading.key for reading in readings(header)]


@pytest.mark.parametrize(
    "header", ["身份证号（配偶）", "姓名（户主）", "公示日期（起）", "调查人（2）", "金额（累计）", "人数（合计）"]
)
def test_a_remark_that_tells_whose_or_which_stays(header: str) -> None:
    (reading,) = readings(header)
    assert reading.key == key(header)


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("注册资本（万元）", "注册资本", Unit("money", 10_000.0)),
        ("注册资本(人民币万元)", "注册资本", Unit("money", 10_000.0)),
        ("注册资本万元", "注册资本", Unit("money", 10_000.0)),
        ("金额/元", "金额", YUAN),
        ("金额：千元", "金额", Unit("money", 1_000.0)),
        ("保障金额（元/月）", "保障金额", Unit("money", 1.0, "month")),
        ("标准（元/人·年）", "标准", Unit("money", 1.0, "year", "person")),
        ("标准(元/年.人)", "标准", Unit("money", 1.0, "year", "person")),
        ("标准（人均）", "标准", Unit("money", 1.0, "", "person")),
        ("保障金（元/户·月）", "保障金", Unit("money", 1.0, "month", "household")),
        ("金额（单位：万元）", "金额", Unit("money", 10_000.0)),
        ("金额（元，必填）", "金额", Unit("unknown", 1.0)),
        ("成交价（元/平方米）", "成交价", Unit("unknown", 1.0)),
        ("金额（必填）", "金额", None),
        ("金额（人民币）", "金额", None),
        ("余额（分）", "余额", Unit("money", 0.01)),
        ("建筑面积（㎡）", "建筑面积", Unit("area", 1.0)),
        ("建筑面积 平方米", "建筑面积", Unit("area", 1.0)),
        ("建筑面积(m²)", "建筑面积", Unit("area", 1.0)),
    ],
)
def test_a_unit_is_taken_apart(header: str, name: str, unit: Unit | None) -> None:
    assert Reading(name, unit) in readings(header)


@pytest.mark.parametrize("header", ["注册资本（万美元）", "余额(USD)", "余额（港币）", "面积（亩）"])
def test_a_unit_that_cannot_be_converted_leaves_no_reading(header: str) -> None:
    assert readings(header) == ()


@pytest.mark.parametrize("header", ["", "  ", "：", "\u200b"])
def test_nothing_has_no_reading(header: str) -> None:
    assert readings(header) == ()


def test_the_literal_name_comes_first() -> None:
    assert [reading.key for reading in readings("调查人(员)")] == ["调查人员", "调查人"]
    assert readings("不动产单元")[0] == Reading("不动产单元")


@pytest.mark.parametrize("remark", ["详细", "本人", "人民币", "", "人", "分公司", "元旦"])
def test_a_remark_that_is_no_unit(remark: str) -> None:
    assert unit_of(remark) is None
    assert not is_foreign(remark)
