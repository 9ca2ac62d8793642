"""Cells that are names of columns, and cells that are not."""

import pytest

from features.records.contract import CONTRACT
from features.records.headings.names import is_known_header

KNOWN = (
    *(
        "公民身份号码",
        "身份证号",
        "身份证号码",
        "证件号码",
        "居民身份证",
        "户主姓名",
        "与户主关系",
        "户口簿编号",
        "家庭住址",
        "经办人",
    ),
    *(
        "入户调查日期",
        "公示起止",
        "公示起止日期",
        "审批日期",
        "确认日期",
        "保障金额",
        "开户账号",
        "开户帐号",
        "一卡通账号",
        "户名",
        "号牌号码",
    ),
    *(
        "统一社会信用代码",
        "不动产单元号",
        "建筑面积(㎡)",
        "注册资本（万元）",
        "缴费基数",
        "月养老金",
        "关押场所",
        "入监日期",
        "刑满释放日期",
    ),
    *(
        "出境日期",
        "信访日期",
        "办结日期",
        "任职时间",
        "免职时间",
        "职务",
        "单位",
        "联系人",
        "序号",
        "备注",
        "民族",
        "残疾等级",
    ),
    *("1.姓名", "2、性别", "（3）出生日期", "①户号", "一、民族", "* 姓 名", "姓名：", "公民身份\n号码", "ＸＭ", "SFZH"),
    *("person_id", "Person ID", "PERSON-ID", "householdId", "declared_monthly_income"),
)
UNKNOWN = (
    *(
        "",
        " ",
        "：",
        "110105194912310021",
        "2024-01-31",
        "1200.00",
        "男",
        "女",
        "张三",
        "配偶",
        "东风村",
        "城市低保",
        "同意",
        "合计",
    ),
    *("某县2025年低保家庭花名册", "单位：元", "无", "—", "0", "汉族", "A"),
)


@pytest.mark.parametrize("text", KNOWN)
def test_a_name_is_known(text: str) -> None:
    assert is_known_header(text)


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_title_or_value_is_not(text: str) -> None:
    assert not is_known_header(text)


def test_every_canonical_name_is_known() -> None:
    assert all(is_known_header(column.name) for table in CONTRACT for column in table.columns)


def test_the_users_names_count_in_any_spelling() -> None:
    assert not is_known_header("保障户代号甲")
    assert is_known_header(" 保障户 代号（甲）", frozenset({"保障户代号甲"}))
