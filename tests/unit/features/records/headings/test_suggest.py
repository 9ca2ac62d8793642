"""Proposals for unknown headers: by name, by what stands below, never applied, never with a value."""

import tomllib
from datetime import date, timedelta

import pytest

from features.records.contract import table
from features.records.headings.columns import columns_of
from features.records.headings.mapping import Mapping
from features.records.headings.mapping_file import read_mapping
from features.records.headings.shapes import evidence
from features.records.headings.suggest import Suggestion, TableSuggestion, as_toml, suggest, suggest_table
from features.records.rule import Rule

WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


def citizen(number: int) -> str:
    head = f"110105{(date(1950, 1, 1) + timedelta(days=37 * number)):%Y%m%d}{number % 999:03}"
    return head + CHECKS[sum(w * int(d) for w, d in zip(WEIGHTS, head, strict=True)) % 11]


CITIZENS = [citizen(number) for number in range(50)]
DAYS = [f"{1950 + number}-0{1 + number % 9}-1{number % 10}" for number in range(40)]


def offered(name: str, header: list[str], samples: dict[str, list[str]]) -> dict[str, str]:
    return {one.header: one.column for one in suggest(table(name), header, samples, Mapping())}


@pytest.mark.parametrize(
    ("name", "header", "cells", "column"),
    [
        ("persons", "公民号", CITIZENS, "person_id"),
        ("persons", "甲", CITIZENS, "person_id"),
        ("persons", "乙", ["男", "女"], "sex"),
        ("persons", "丙", ["M", "F"], "sex"),
        ("persons", "丁", ["农业", "非农业"], "hukou"),
        ("persons", "戊", ["110105001001", "110105001002"], "region_code"),
        ("persons", "己", ["13812345678", "13987654321"], "phone"),
        ("persons", "出生的那天", DAYS, "birth_date"),
        ("persons", "户口册编码", ["H00012", "H00013"], "register_id"),
        ("members", "保不保", ["是", "否"], "covered"),
        ("payments", "庚", ["2024-01", "202402", "2024年3月"], "month"),
        ("payments", "辛", ["¥1,200.00", "560元", "300"], "amount"),
        ("payments", "一卡通号码", ["6228480000000000011", "6228480000000000029"], "account_id"),
        ("medical_costs", "壬", ["2023", "2024年度"], "year"),
        ("decisions", "结论意见", ["同意", "不予批准"], "outcome"),
        ("households", "救助对象种类", ["城市低保", "特困"], "scheme"),
        ("officials", "职务岗位", ["村主任", "村会计"], "post"),
    ],
)
def test_by_name_and_by_content(name: str, header: str, cells: list[str], column: str) -> None:
    assert offered(name, [header], {header: cells}) == {header: column}


def test_the_name_alone_is_enough_where_it_is_like() -> None:
    (one,) = suggest(table("decisions"), ["入户调查的日子"], {}, Mapping())
    assert (one.column, one.reasons[0].en) == ("surveyed_on", "the name is like 入户调查日")
    assert 0.35 <= one.confidence < 1


def test_cells_that_do_not_fit_rule_a_column_out() -> None:
    assert offered("persons", ["出生的那天"], {"出生的那天": ["张三", "李四"]}) == {}


def test_days_alone_do_not_tell_one_of_many_columns_of_days() -> None:
    assert offered("decisions", ["甲"], {"甲": DAYS}) == {}


def test_known_headers_and_columns_that_are_there_are_left_alone() -> None:
    samples = {"甲": CITIZENS, "身份证号": CITIZENS, "备注": CITIZENS}
    assert offered("persons", ["身份证号", "甲", "备注"], samples) == {}


def test_each_column_is_proposed_once_to_the_likeliest() -> None:
    samples = {"性别码": ["男", "女"], "甲": ["男", "女"]}
    assert offered("persons", ["甲", "性别码"], samples) == {"性别码": "sex"}


def test_a_sheet_that_contradicts_itself_gets_no_proposal() -> None:
    assert suggest(table("persons"), ["身份证号", "公民身份号码", "甲"], {"甲": ["男"]}, Mapping()) == []


def test_nothing_is_applied() -> None:
    header = ["甲", "乙"]
    assert suggest(table("persons"), header, {"甲": CITIZENS}, Mapping())
    assert columns_of(table("persons"), header, mapping=Mapping(), file="x").found == {}


def test_reasons_show_shapes_and_never_a_value() -> None:
    cells = [*CITIZENS[:48], "张三", "李四"]
    (one,) = suggest(table("persons"), ["甲"], {"甲": cells}, Mapping())
    assert one.reasons == (Rule("18-digit citizen numbers in 96 %", "96%为18位公民身份号码"),)
    for language in ("en", "zh"):
        assert not any(cell in as_toml([one], language=language) for cell in cells)


def test_evidence_ignores_empty_cells_and_guarding_apostrophes() -> None:
    persons = table("persons")
    assert evidence(persons, persons.column("name"), ["张三"], Mapping()) is None
    assert evidence(persons, persons.column("sex"), ["", " "], Mapping()) is None
    found = evidence(persons, persons.column("person_id"), ["", f"'{CITIZENS[0]}", CITIZENS[1][:-1] + "?"], Mapping())
    assert found is not None
    assert found.share == 0.5


def test_a_table_is_proposed_by_its_columns() -> None:
    found = suggest_table(["序号", "户编号", "发放月份", "发放金额", "开户账号"], {})
    assert found is not None
    assert found.table == "payments"
    assert found.reasons[0].en == "4 of 5 columns are known in it"
    assert found.reasons[1].en == "3 of its 3 required columns are there"


def test_a_table_is_proposed_with_the_help_of_cells() -> None:
    found = suggest_table(["甲", "号牌号码", "品牌"], {"甲": CITIZENS})
    assert found is not None
    assert found.table == "holdings"


@pytest.mark.parametrize("header", [[], [""], ["甲", "乙"], ["备注"]])
def test_no_table_is_proposed_without_evidence(header: list[str]) -> None:
    assert suggest_table(header, {}) is None


def test_the_toml_is_commented_out_and_valid_once_it_is_not(tmp_path: object) -> None:
    reason = (Rule("days in 97 %", "97%为日期"),)
    suggestions = [
        Suggestion("persons", '生"辰\n八字', "birth_date", 0.71, reason),
        Suggestion("households", "户代号", "household_id", 0.8, (*reason, *reason)),
        Suggestion("persons", "性", "sex", 0.9, reason),
    ]
    text = as_toml(suggestions, {"a.xlsx#Sheet1": TableSuggestion("persons", 0.5, reason)})
    assert all(not line or line.startswith("# ") for line in text.splitlines())
    assert tomllib.loads(text) == {}
    accepted = "\n".join(line.removeprefix("# ") for line in text.splitlines())
    assert tomllib.loads(accepted) == {
        "files": {"a.xlsx#Sheet1": {"table": "persons"}},
        "columns": {"persons": {'生"辰\n八字': "birth_date", "性": "sex"}, "households": {"户代号": "household_id"}},
    }
    assert '"户代号" = "household_id"  # 0.80: days in 97 %; days in 97 %' in text
    assert "97%为日期；97%为日期" in as_toml(suggestions, language="zh")


def test_one_header_of_several_sheets_is_written_once(tmp_path) -> None:
    reason = (Rule("a", "b"),)
    text = as_toml([Suggestion("persons", "甲", "sex", 0.5, reason), Suggestion("persons", "甲", "hukou", 0.6, reason)])
    assert text == '# [columns.persons]\n# "甲" = "hukou"  # 0.60: a\n'
    path = tmp_path / "mapping.toml"
    path.write_text(text.replace("# [", "[").replace('# "', '"'), encoding="utf-8")
    assert read_mapping(path).headers == {"甲"}


def test_nothing_to_propose_is_an_empty_file() -> None:
    assert as_toml([]) == ""
