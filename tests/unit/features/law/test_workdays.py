"""Working days: real years, the conventions of the Civil Code, what the operator lists, and years nobody knows."""

import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.law.workdays import Workdays

SOURCES = Path(__file__).parents[4] / "features"
CALENDAR = Workdays()
DAYS = st.dates(date(2003, 6, 1), date(2028, 6, 1))
FEW_DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6)


def calendars() -> st.SearchStrategy[Workdays]:
    """Calendars with some days off and some days worked of the operator's."""
    return st.tuples(FEW_DAYS, FEW_DAYS).map(lambda lists: Workdays(lists[0] - lists[1], lists[1]))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2024-02-04", True),  # a Sunday worked before the Spring Festival
        ("2024-02-09", True),  # New Year's Eve was no holiday in 2024
        ("2024-02-10", False),
        ("2024-02-16", False),  # a Friday
        ("2024-02-18", True),  # a Sunday
        ("2024-02-24", False),  # an ordinary Saturday
        ("2025-01-28", False),  # New Year's Eve is a holiday from 2025 on
        ("2025-09-28", True),
        ("2025-10-01", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
    ],
)
def test_days_of_real_years(text: str, worked: bool) -> None:
    assert CALENDAR.is_workday(day(text)) is worked


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        ("2025-03-03", "2025-03-03", 0),  # the first day is not counted
        ("2025-03-03", "2025-03-04", 1),  # the last day is
        ("2025-03-07", "2025-03-09", 0),  # a weekend
        ("2025-03-10", "2025-03-07", -1),
        ("2024-02-08", "2024-02-19", 3),  # the 9th, the Sunday after the Spring Festival, and the Monday
        ("2025-09-30", "2025-10-08", 0),  # the National Day week
        ("2025-09-30", "2025-10-13", 4),  # 9th, 10th, the Saturday worked, and Monday
        ("2025-09-26", "2025-09-28", 1),
        ("2024-12-31", "2025-12-31", 248),  # the year 2025 as the State Council set it
    ],
)
def test_working_days_between(first: str, last: str, number: int) -> None:
    assert CALENDAR.workdays_between(day(first), day(last)) == number


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2025-03-03", 1, "2025-03-04"),
        ("2025-03-07", 1, "2025-03-10"),
        ("2024-02-08", 2, "2024-02-18"),  # ends on a Sunday that is worked
        ("2025-09-29", 30, "2025-11-17"),  # the whole procedure, over the National Day
        ("2025-03-05", 0, "2025-03-05"),
        ("2025-10-01", 0, "2025-10-09"),  # art. 203: a day off gives way to the next working day
    ],
)
def test_a_period_ends_on_a_working_day(start: str, number: int, end: str) -> None:
    assert CALENDAR.add_workdays(day(start), number) == day(end)


def test_a_calendar_period_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert CALENDAR.end_of_period(day("2024-02-10")) == day("2024-02-18")
    assert CALENDAR.end_of_period(day("2024-02-18")) == day("2024-02-18")


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more days, not -1"):
        CALENDAR.add_workdays(day("2025-03-03"), -1)


def test_the_operator_s_days_win_over_the_published_ones() -> None:
    calendar = Workdays(frozenset({day("2025-10-11"), day("2025-03-31")}), frozenset({day("2025-10-08")}))
    assert not calendar.is_workday(day("2025-10-11"))
    assert not calendar.is_workday(day("2025-03-31"))
    assert calendar.is_workday(day("2025-10-08"))
    assert calendar.workdays_between(day("2025-09-30"), day("2025-10-13")) == 4
    assert calendar.workdays_between(day("2025-03-28"), day("2025-04-01")) == 1


def test_years_that_nobody_knows_are_named_and_counted_monday_to_friday() -> None:
    assert CALENDAR.assumed_years(day("2002-12-31"), day("2004-01-01")) == (2002, 2003)
    assert CALENDAR.assumed_years(day("2004-01-01"), day("2026-12-31")) == ()
    far = max(CALENDAR.known_years) + 10
    assert CALENDAR.assumed_years(date(far, 1, 1), date(far, 2, 1)) == (far,)
    assert CALENDAR.workdays_between(date(far, 1, 7), date(far, 1, 14)) == 5
    assert Workdays(years=frozenset({far})).assumed_years(date(far, 1, 1), date(far + 1, 2, 1)) == (far + 1,)


def test_columns_are_counted_row_by_row_and_a_missing_day_gives_none() -> None:
    first = pd.Series(pd.to_datetime(["2025-09-30", None, "2025-09-30"]), index=["a", "b", "c"])
    last = pd.Series(pd.to_datetime(["2025-10-13", "2025-10-13", None]), index=["a", "b", "c"])
    counted = CALENDAR.workdays_between(first, last)
    pd.testing.assert_series_equal(counted, pd.Series([4.0, np.nan, np.nan], index=["a", "b", "c"]))


def test_the_table_numbers_every_day() -> None:
    table = CALENDAR.table(day("2025-09-30"), day("2025-10-09"))
    assert table["day"].dt.strftime("%d").tolist() == ["30", *(f"{number:02}" for number in range(1, 10))]
    assert (table["number"] - table["number"].iloc[0]).tolist() == [0] * 9 + [1]


@settings(deadline=None, max_examples=60)
@given(calendars(), DAYS, st.integers(0, 400))
def test_counting_is_asking_each_day(calendar: Workdays, first: date, length: int) -> None:
    days = [first + timedelta(days=number) for number in range(1, length + 1)]
    last = days[-1] if days else first
    assert calendar.workdays_between(first, last) == sum(map(calendar.is_workday, days))
    assert calendar.workdays_between(last, first) == -calendar.workdays_between(first, last)


@settings(deadline=None, max_examples=60)
@given(calendars(), DAYS, st.integers(1, 60))
def test_adding_undoes_counting(calendar: Workdays, start: date, number: int) -> None:
    end = calendar.add_workdays(start, number)
    assert calendar.is_workday(end)
    assert calendar.workdays_between(start, end) == number
    assert calendar.workdays_between(start, end - timedelta(days=1)) == number - 1


@settings(deadline=None, max_examples=60)
@given(calendars(), st.lists(DAYS, min_size=3, max_size=3))
def test_periods_add_up(calendar: Workdays, days: list[date]) -> None:
    first, middle, last = days
    parts = calendar.workdays_between(first, middle) + calendar.workdays_between(middle, last)
    assert parts == calendar.workdays_between(first, last)


def test_the_package_has_one_door() -> None:
    naming = [path for path in SOURCES.rglob("*.py") if re.search(r"\bchinese_calendar\b", path.read_text("utf-8"))]
    assert [path.relative_to(SOURCES).as_posix() for path in naming] == ["law/workdays.py"]
