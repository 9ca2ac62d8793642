from datetime import UTC, datetime, timedelta, timezone

import pytest

from models.history import Promotion, previous_champion, read_history, tag_of
from models.promotion import gate

AT = datetime(2026, 1, 5, 8, 30, 0, 250, tzinfo=UTC)


def first(version: str) -> Promotion:
    return Promotion(AT, "first", version)


def up(version: str, before: str) -> Promotion:
    return Promotion(AT, "promoted", version, before)


def back(version: str, before: str) -> Promotion:
    return Promotion(AT, "rolled back", version, before)


def test_a_promotion_comes_back_from_its_tag() -> None:
    change = Promotion(AT, "promoted", "12", "3", "李处长", "试行结束", tuple(gate({})))
    assert read_history(dict([tag_of(change, 0)])) == (change,)
    assert change.overridden
    assert not first("1").overridden


def test_moments_are_kept_in_utc() -> None:
    beijing = Promotion(AT.astimezone(timezone(timedelta(hours=8))), "first", "1")
    key, value = tag_of(beijing, 0)
    assert key == "mingcha.promotion.00000.20260105T083000000250Z"
    assert "2026-01-05T08:30:00.000250+00:00" in value


def test_changes_come_back_in_their_order_whatever_the_clock_said() -> None:
    late, early = Promotion(AT, "first", "1"), Promotion(AT - timedelta(days=9), "promoted", "2", "1")
    tags = dict([tag_of(early, 1), tag_of(late, 0)])
    assert [change.version for change in read_history(tags)] == ["1", "2"]


def test_two_changes_at_once_both_stay() -> None:
    other = Promotion(AT + timedelta(microseconds=1), "promoted", "3", "1")
    assert len(read_history(dict([tag_of(up("2", "1"), 1), tag_of(other, 1)]))) == 2


@pytest.mark.parametrize(
    "value", ["", "{", "[]", "{}", '{"at": 1}', '{"at": "yesterday", "kind": "first"}', "null", "[" * 5000]
)
def test_notes_that_cannot_be_read_and_tags_of_others_are_passed_over(value: str) -> None:
    key, _ = tag_of(first("1"), 0)
    assert read_history({key: value, "owner": "x"}) == ()


@pytest.mark.parametrize(
    ("history", "current", "target"),
    [
        ([], "1", ""),
        ([first("1")], "1", ""),
        ([first("1"), up("2", "1")], "2", "1"),
        ([first("1"), up("2", "1"), up("3", "2"), back("2", "3")], "2", "1"),
        ([first("1"), up("2", "1"), up("3", "2"), back("2", "3"), back("1", "2")], "1", ""),
        ([first("1"), up("2", "1"), back("1", "2"), up("3", "1")], "3", "1"),
        ([first("1"), up("2", "1"), back("1", "2"), up("2", "1")], "2", "1"),
        ([first("1"), up("2", "1"), up("1", "2")], "1", "2"),
        ([first("1"), up("2", "1"), up("2", "1")], "2", "1"),
        ([first("1"), up("2", "1"), up("2", "1"), back("1", "2")], "1", ""),
        ([first("1"), up("2", "1"), up("3", "2"), up("4", "1"), back("1", "4")], "1", ""),
    ],
    ids=[
        "nothing known",
        "the first",
        "one",
        "twice",
        "to the end",
        "not to what was given up",
        "up again",
        "to and fro",
        "written down twice",
        "written down twice and back",
        "moved down before a promotion, and back",
    ],
)
def test_the_way_back(history: list[Promotion], current: str, target: str) -> None:
    assert previous_champion(history, current, {"1", "2", "3"}) == target


@pytest.mark.parametrize(
    ("history", "current", "target"),
    [
        ([first("1")], "2", "1"),
        ([first("1"), up("3", "2")], "3", "2"),
        ([first("1"), up("2", "1"), up("3", "2")], "1", ""),
        ([first("1"), up("2", "1")], "1", ""),
    ],
    ids=["moved up", "moved before a promotion", "moved down", "written down but never moved"],
)
def test_an_alias_that_was_moved_by_hand_is_believed(history: list[Promotion], current: str, target: str) -> None:
    assert previous_champion(history, current, {"1", "2", "3"}) == target


def test_a_version_that_was_deleted_is_passed_over() -> None:
    assert previous_champion([first("1"), up("2", "1"), up("3", "2")], "3", {"1", "3"}) == "1"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_moment_that_no_calendar_has_is_passed_over(moment: str) -> None:
    key, value = tag_of(first("1"), 0)
    assert read_history({key: value}) != ()
    assert read_history({key: value.replace("2026-01-05T08:30:00.000250+00:00", moment)}) == ()
