"""Gradual exit in the engine: from which month to which income may lie above the limit."""

from datetime import date
from pathlib import Path

import pytest

from features.dossier import open_dossier
from features.law.law import Law, Provision
from features.law.reading import NATIONAL
from features.lines import during
from tests.town import village


@pytest.mark.parametrize(
    ("months", "expected"),
    [(6, [("2025-07-01", "2026-01-15")]), (2, [("2025-07-01", "2025-09-15")]), (0, [])],
)
def test_exits_begin_with_their_month_and_last_as_long_as_the_law_says(
    months: int, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    town = village()
    town.rows["decisions"][0]["exit_from"] = "2025-07-15"
    rule = Provision("exit_months", months, "month", "a local notice", region="99")
    law = Law(tuple(sorted((*NATIONAL.provisions, rule), key=lambda rule: rule.key)), NATIONAL.calendar)
    exits = open_dossier(town.records(tmp_path).known(date(2025, 12, 31)), law=law).frame("SELECT * FROM exits")
    told = zip(exits["start_on"].dt.strftime("%Y-%m-%d"), exits["until"].dt.strftime("%Y-%m-%d"), strict=True)
    assert list(told) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, True),
        ("2025-05-31", None, True),
        ("2025-06-01", None, False),
        (None, "2025-05-01", True),
        (None, "2025-04-30", False),
        ("2025-05-10", "2025-05-12", True),
    ],
)
def test_what_held_on_a_day_of_the_month_held_during_it(
    start: str | None, end: str | None, expected: bool, tmp_path: Path
) -> None:
    known = village().records(tmp_path).known(date(2025, 12, 31))
    rows = known.frame(
        f"""
        SELECT {during("h", "m.month")} AS held
        FROM (SELECT $start::DATE AS start_on, $end::DATE AS end_on) AS h, (SELECT DATE '2025-05-01' AS month) AS m
        """,
        start=start,
        end=end,
    )
    assert rows["held"].tolist() == [expected]
