"""Which findings count."""

from datetime import date

import pandas as pd
import pytest

from models.findings import Findings, usable_findings

AS_OF = date(2026, 6, 30)


def inspections(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Rows of household, day, finding and selection; a household's decision has its name."""
    frame = pd.DataFrame(rows, columns=["household_id", "inspected_on", "finding", "selected_by"])
    text = {name: frame[name].astype("str") for name in ("household_id", "finding", "selected_by")}
    frame = frame.assign(**text, inspected_on=pd.to_datetime(frame["inspected_on"]))
    return frame.assign(
        selected_by=frame["selected_by"].replace("None", pd.NA), decision_id="D" + frame["household_id"]
    )


def usable(*rows: tuple[str, str, str, str | None]) -> Findings:
    return usable_findings(inspections(*rows), AS_OF)


def test_confirmed_and_cleared_of_either_arm_count() -> None:
    found = usable(("H2", "2026-03-02", "cleared", "random"), ("H1", "2026-03-05", "confirmed", "ranked"))
    assert found.table.index.tolist() == ["H1", "H2"]
    assert found.confirmed.tolist() == [True, False]
    assert found.random.tolist() == [False, True]
    assert found.since == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("H1", "2026-03-02", "unclear", "ranked"), "unclear"),
        (("H1", "2026-03-02", "confirmed", "complaint"), "selection"),
        (("H1", "2026-03-02", "confirmed", None), "selection"),
        (("H1", "2025-06-30", "confirmed", "random"), "old"),
    ],
)
def test_what_does_not_count_is_counted_as_left_out(row: tuple[str, str, str, str | None], reason: str) -> None:
    found = usable(row)
    assert found.table.empty
    assert found.record() == {"used": 0, "random": 0, "confirmed": 0, "left_out": {reason: 1}}


def test_of_several_findings_the_latest_counts_and_unclear_ones_hide_nothing() -> None:
    found = usable(
        ("H1", "2026-03-02", "cleared", "random"),
        ("H1", "2026-04-02", "confirmed", "ranked"),
        ("H1", "2026-05-02", "unclear", "ranked"),
    )
    assert found.confirmed.tolist() == [True]
    assert found.random.tolist() == [True]
    assert found.record()["left_out"] == {"repeated": 1, "unclear": 1}


def test_a_finding_about_a_later_decision_does_not_count() -> None:
    found = usable(("H1", "2026-03-02", "cleared", "random"), ("H2", "2026-03-05", "confirmed", "ranked"))
    before = pd.Series({"H1": "DH1", "H2": "an earlier one"}, dtype="str")
    assert found.about(before).table.index.tolist() == ["H1"]
    assert found.about(before).left_out["decision"] == 1
    assert found.about(before[["H2"]]).table.empty


def test_the_order_of_rows_is_irrelevant() -> None:
    rows = inspections(
        ("H1", "2026-03-02", "cleared", "random"),
        ("H1", "2026-04-02", "confirmed", "ranked"),
        ("H2", "2026-04-02", "cleared", "ranked"),
    )
    pd.testing.assert_frame_equal(usable_findings(rows, AS_OF).table, usable_findings(rows[::-1], AS_OF).table)


def test_no_findings_at_all_are_too_few_and_no_error() -> None:
    found = usable_findings(inspections(), AS_OF)
    lacking = found.lacking()
    assert lacking is not None
    assert "0" in lacking.zh
    assert "fewer than 50" in lacking.en


@pytest.mark.parametrize(
    ("confirmed", "cleared", "random", "word"),
    [(9, 60, 40, "confirmed"), (60, 9, 40, "cleared"), (30, 30, 19, "random"), (20, 29, 30, "usable")],
)
def test_each_minimum_is_kept(confirmed: int, cleared: int, random: int, word: str) -> None:
    whole = made(confirmed, cleared, random).lacking()
    assert whole is not None
    assert word in whole.en


def test_enough_is_enough() -> None:
    assert made(10, 40, 20).lacking() is None


def made(confirmed: int, cleared: int, random: int) -> Findings:
    total = confirmed + cleared
    table = pd.DataFrame(
        {"confirmed": [True] * confirmed + [False] * cleared, "random": [False] * (total - random) + [True] * random}
    )
    return Findings(table, AS_OF)
