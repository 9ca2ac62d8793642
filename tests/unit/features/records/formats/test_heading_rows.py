"""The header is found among titles, in one row or two, and totals are told from records."""

import pytest

from features.records.formats.heading_rows import Heading, Merged, find_heading, is_data, is_total

KNOWN = {"序号", "姓名", "身份证号", "户主姓名", "家庭住址", "保障金额", "审批日期", "高龄补贴"}


def known(text: str) -> bool:
    return text in KNOWN


HEADINGS: list[tuple[str, list[list[str | None]], list[Merged], Heading]] = [
    ("first row", [["姓名", "身份证号"], ["张三", "1"]], [], Heading(("姓名", "身份证号"), 0, 0)),
    (
        "title and unit above",
        [["低保花名册", None], [None, None], ["单位：元"], ["姓名", " 保障金额 "], ["张三", "1"]],
        [],
        Heading(("姓名", "保障金额"), 3, 3, ("低保花名册", "单位：元")),
    ),
    (
        "title merged over all columns",
        [["花名册", "花名册"], ["姓名", "身份证号"]],
        [((0, 0), (0, 1))],
        Heading(("姓名", "身份证号"), 1, 1, ("花名册",)),
    ),
    ("columns without a name at the end", [["姓名", "身份证号", "", None]], [], Heading(("姓名", "身份证号"), 0, 0)),
    ("a column without a name inside", [["姓名", "", "身份证号"]], [], Heading(("姓名", "", "身份证号"), 0, 0)),
    (
        "child known, parent over several",
        [["序号", "申请人情况", None], [None, "姓名", "身份证号"], ["1", "张三", "2"]],
        [],
        Heading(("序号", "姓名", "身份证号"), 0, 1),
    ),
    (
        "parent and child known together",
        [["户主信息", None, "家庭住址"], ["姓名", "身份证号", None]],
        [],
        Heading(("户主姓名", "身份证号", "家庭住址"), 0, 1),
    ),
    (
        "child unknown",
        [["姓名", "身份证号", "补贴", None], [None, None, "其他", "高龄补贴"], ["张三", "1", "2", "3"]],
        [],
        Heading(("姓名", "身份证号", "补贴其他", "高龄补贴"), 0, 1),
    ),
    (
        "the same child under two parents",
        [["本人", None, "配偶", None], ["姓名", "身份证号", "姓名", "身份证号"], ["张三", "1", "李四", "2"]],
        [],
        Heading(("本人姓名", "本人身份证号", "配偶姓名", "配偶身份证号"), 0, 1),
    ),
    (
        "merged cells given",
        [["姓名", "住所", None, None], [None, "家庭住址", "身份证号", "审批日期"]],
        [((0, 0), (1, 0)), ((0, 1), (0, 2))],
        Heading(("姓名", "家庭住址", "身份证号", "审批日期"), 0, 1),
    ),
    (
        "data below a header with a column without a name is no second row",
        [["姓名", "身份证号", "家庭住址", ""], ["张三", "x", "城关镇", "东街"]],
        [],
        Heading(("姓名", "身份证号", "家庭住址"), 0, 0),
    ),
    (
        "figures below a parent are no second row",
        [["姓名", "身份证号", "保障金额", ""], ["", "", "520", "300"]],
        [],
        Heading(("姓名", "身份证号", "保障金额"), 0, 0),
    ),
    ("one column", [["说明"], ["姓名"], ["张三"]], [], Heading(("姓名",), 1, 1, ("说明",))),
    (
        "nothing known: the first row with two cells",
        [["台账"], ["甲", "乙"], ["1", "2"]],
        [],
        Heading(("甲", "乙"), 1, 1, ("台账",)),
    ),
    ("nothing known in one column", [[""], ["甲"], ["乙"]], [], Heading(("甲",), 1, 1)),
    ("blank", [[None, ""], []], [], Heading((), 0, 0)),
    ("empty", [], [], Heading((), 0, 0)),
]


@pytest.mark.parametrize(
    ("rows", "merged", "heading"), [case[1:] for case in HEADINGS], ids=[case[0] for case in HEADINGS]
)
def test_find_heading(rows: list[list[str | None]], merged: list[Merged], heading: Heading) -> None:
    assert find_heading(rows, known, merged) == heading


def test_only_the_first_thirty_rows_are_searched() -> None:
    blank: list[list[str | None]] = [["", ""]]
    header: list[list[str | None]] = [["姓名", "身份证号"]]
    assert find_heading(blank * 29 + header, known).last == 29
    assert find_heading(blank * 30 + header, known).header == ()


@pytest.mark.parametrize(
    "cells",
    [
        ["合计"],
        [None, "", "总计"],
        ["　小 计："],
        ["共计（元）", "3"],
        ["本页小计"],
        ["合计12户"],
        ["全县合计", ""],
        ["总合计"],
    ],
)
def test_totals(cells: list[str | None]) -> None:
    assert is_total(cells)


@pytest.mark.parametrize(
    "cells", [[], [None, " "], ["张三", "合计"], ["会计"], ["李共计"], ["合计划"], ["统计局"], ["计生办"]]
)
def test_records_that_are_no_totals(cells: list[str | None]) -> None:
    assert not is_total(cells)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("1", True),
        ("2024年1月31日", True),
        ("¥1,200.50元", True),
        ("11010519491231002X", True),
        ("姓名", False),
        ("X", False),
        ("-", False),
        ("", False),
    ],
)
def test_data_is_told_from_headings(text: str, data: bool) -> None:
    assert is_data(text) is data
