"""Delimiter and header are found together."""

import pytest

from features.records.formats.layout import DELIMITERS, find_layout
from tests.unit.features.records.formats.texts import HEADER, known


def layout(text: str, *, tabs: bool = False) -> tuple[str, tuple[str, ...], int]:
    form, heading = find_layout(text.encode().split(b"\n"), "utf-8", b"\n", known, tabs=tabs)
    return form.delimiter, heading.header, heading.last


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_each_delimiter(delimiter: str) -> None:
    rows = [HEADER, ("张三", "1", "东街"), ("李四", "2", "西街")]
    assert layout("\n".join(map(delimiter.join, rows))) == (delimiter, HEADER, 0)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("姓名;身份证号\n张,三;1,5\n李,四;2,5", ";"),
        ("姓名,家庭住址\n张三,东街；西街、南街\n李四,a|b", ","),
        ("甲;乙;丙\n1,1;2;3\n4,4;5;6", ";"),
        ("甲,乙|丙\n1|2\n3|4", "|"),
        ("姓名\n张三\n李四", ","),
        ("姓名,身份证号\n", ","),
        ('"姓名|身份证号",家庭住址\n张三,1\n', ","),
    ],
)
def test_the_delimiter_gives_known_names_and_even_rows(text: str, delimiter: str) -> None:
    assert layout(text)[0] == delimiter


@pytest.mark.parametrize(("tabs", "delimiter"), [(True, "\t"), (False, ",")])
def test_the_name_of_the_file_decides_between_equals(tabs: bool, delimiter: str) -> None:
    assert layout("甲,乙\t丙\n1,2\t3", tabs=tabs)[0] == delimiter


def test_titles_above_the_header() -> None:
    assert layout("低保花名册\n\n姓名\t身份证号\n张三\t1") == ("\t", ("姓名", "身份证号"), 2)
    assert layout("sep=;\n姓名;身份证号\n张三;1") == (";", ("姓名", "身份证号"), 1)


def test_a_heading_in_quotation_marks_may_go_over_two_lines() -> None:
    assert layout('姓名,身份证号,"家庭\n住址"\n张三,1,东街') == (",", ("姓名", "身份证号", "家庭\n住址"), 0)


def test_columns_beyond_the_limit_are_not_looked_at() -> None:
    assert len(layout(",".join(f"h{place}" for place in range(5_000)))[1]) == 1_001
    assert layout("姓名,身份证号" + "," * 5_000)[1] == ("姓名", "身份证号")


def test_blank_lines_have_no_header() -> None:
    assert layout("\n,,\n")[1] == ()
