"""Which table a sheet fills."""

from pathlib import Path

import pytest

from features.errors import MissingColumn
from features.records.delivery import assign
from features.records.headings.mapping import FileRule, Mapping
from features.records.sheet import Sheet

PAYMENT = ("household_id", "month", "amount")


def sheet(file: str, header: tuple[str, ...] = PAYMENT, name: str = "") -> Sheet:
    return Sheet(file, name, header, Path(file), "lines", ("VARCHAR",) * len(header))


@pytest.mark.parametrize(
    ("file", "header", "table", "fixed"),
    [
        ("payments.csv", PAYMENT, "payments", {}),
        ("资金发放明细_2025.csv", PAYMENT, "payments", {}),
        ("机动车登记.csv", ("身份证号", "登记日期"), "holdings", {"kind": "vehicle"}),
    ],
)
def test_a_name_tells_the_table_and_what_is_fixed(file: str, header: tuple[str, ...], table: str, fixed: dict) -> None:
    (source,) = assign([sheet(file, header)], Mapping()).sources
    assert (source.table.name, source.fixed, source.foremost) == (table, fixed, True)


def test_a_sheet_of_a_workbook_goes_by_its_own_name() -> None:
    found = assign([sheet("a.xlsx", name="发放明细"), sheet("a.xlsx", name="节目单")], Mapping())
    assert [source.table.name for source in found.sources] == ["payments"]
    assert [one.name for one in found.unknown] == ["a.xlsx[节目单]"]


def test_a_list_of_households_with_decisions_feeds_both() -> None:
    header = ("household_id", "applicant_id", "scheme", "region_code", "decision_id", "outcome", "applied_on")
    sources = assign([sheet("低保家庭.csv", header)], Mapping()).sources
    assert [(source.table.name, source.foremost) for source in sources] == [("households", True), ("decisions", False)]


@pytest.mark.parametrize(
    ("file", "header", "words"),
    [
        ("paymets.csv", PAYMENT, "rename it to payments"),
        ("payments.csv", ("household_id", "month"), "lacks the column amount"),
        ("payments.csv", (*PAYMENT, "acount_id"), "rename it to account_id"),
        ("payments.csv", ("household_id", "家庭编号", "month", "amount"), "two columns for household_id"),
    ],
)
def test_what_is_nearly_right_is_refused_and_not_left_out(file: str, header: tuple[str, ...], words: str) -> None:
    found = assign([sheet(file, header), sheet("payments.parquet.csv")], Mapping())
    (refusal,) = found.refused
    assert words in refusal.reason
    assert refusal.reason.endswith(".")


def test_the_error_of_a_missing_column_is_kept() -> None:
    (refusal,) = assign([sheet("payments.csv", ("household_id",))], Mapping()).refused
    assert refusal.error is MissingColumn


def test_one_name_with_two_endings_is_one_table_twice() -> None:
    (refusal,) = assign([sheet("payments.csv"), sheet("payments.parquet")], Mapping()).refused
    assert (refusal.file, "one table twice" in refusal.reason) == ("payments.parquet", True)


def test_the_mapping_may_take_a_file_out() -> None:
    found = assign([sheet("payments.csv")], Mapping((FileRule("payments*", ""),)))
    assert (found.sources, found.refused, len(found.unknown)) == ((), (), 1)
