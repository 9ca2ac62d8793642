"""The facts of a check, whoever shows them."""

from pathlib import Path

import pytest

from detection.check import LOUD, CheckReport, check_report
from features.records.contract import CONTRACT
from features.registry import FEATURES
from tests.builders import small_town, with_slips
from tests.unit.detection.check_builders import MADE_AT, a_report, intake


def test_tables_add_up_what_their_files_gave() -> None:
    report = a_report(
        intakes=(
            intake("payments", "a.csv", accepted=7, fixed={"amount: .0": 2}, broken={"amount: not a number": 1}),
            intake(
                "payments",
                "b.csv",
                accepted=5,
                fixed={"amount: .0": 3},
                broken={"amount: not a number": 4},
                flagged={"x": 1},
            ),
        )
    )
    (payments,) = report.tables
    assert (payments.rows, payments.accepted, payments.quarantined) == (17, 12, 5)
    assert payments.fixed == {"amount: .0": 5}
    assert payments.broken == {"amount: not a number": 5}
    assert payments.flagged == {"x": 1}


def test_rules_stand_with_the_most_frequent_first_then_by_name() -> None:
    (table,) = a_report(intakes=(intake(broken={"b": 2, "c": 9, "a": 2}),)).tables
    assert list(table.broken) == ["c", "a", "b"]


def test_tables_stand_in_the_contract_s_order_and_the_others_are_missing() -> None:
    report = a_report(intakes=(intake("members"), intake("persons")))
    assert [table.table for table in report.tables] == ["persons", "members"]
    assert len(report.missing) == len(CONTRACT) - 2


@pytest.mark.parametrize(
    ("accepted", "quarantined", "loud"), [(95, 5, False), (94, 6, True), (0, 3, True), (100, 0, False), (0, 0, False)]
)
def test_more_than_one_row_in_twenty_in_quarantine_is_loud(accepted: int, quarantined: int, loud: bool) -> None:
    one = intake(accepted=accepted, broken={"rule": quarantined} if quarantined else {})
    assert bool(a_report(intakes=(one,)).loud) is loud
    assert LOUD == 0.05


def test_the_worst_file_comes_first_and_a_small_bad_one_is_not_drowned() -> None:
    files = (
        intake("payments", "large.csv", accepted=1_000_000),
        intake("payments", "small.csv", accepted=1, broken={"rule": 9}),
        intake("payments", "middle.csv", accepted=50, broken={"rule": 50}),
    )
    assert [one.file for one in a_report(intakes=files).loud] == ["small.csv", "middle.csv"]


def test_what_is_off_cannot_be_looked_for() -> None:
    report: CheckReport = a_report(off={"in_custody": ("absences",)})
    assert report.looked_for == len(FEATURES) - 1


def test_a_report_gathers_what_a_delivery_gave(tmp_path: Path) -> None:
    with with_slips(small_town()).records(tmp_path) as records:
        report = check_report(
            records, delivery="town", made_at=MADE_AT, version="1", quarantine=[tmp_path / "members.csv"]
        )
    members = next(table for table in report.tables if table.table == "members")
    assert (members.rows, members.accepted, members.quarantined) == (14, 13, 1)
    assert members.broken == {"household_id: not in households": 1}
    assert report.off["in_custody"] == ("absences",)
    assert "absences" in {request.table for request in report.requests}
    assert report.coverage.households == 13
    assert report.rowless == {"second_home", "business", "savings_over_limit"}
    assert report.unmatched["unmatched"].sum() == 1
    assert (report.refused, report.ignored, report.unknown) == ((), (), ())
