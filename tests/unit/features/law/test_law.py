"""Which rule applies: the smallest region, then the latest, on the day of the act."""

from datetime import date

import pytest

from features.law.law import Law, Provision
from features.law.workdays import Workdays

VILLAGE = "440106001002"


def notice(value: float, region: str = "", start_on: date = date.min) -> Provision:
    return Provision("notice_days", value, "day", "a source", start_on, region)


def law(*rules: Provision) -> Law:
    return Law(tuple(sorted(rules, key=lambda rule: rule.key)), Workdays())


@pytest.mark.parametrize(
    ("rules", "day", "expected"),
    [
        ((notice(7),), date(1990, 1, 1), 7),
        ((notice(7), notice(5, "", date(2020, 1, 1))), date(2019, 12, 31), 7),
        ((notice(7), notice(5, "", date(2020, 1, 1))), date(2020, 1, 1), 5),
        ((notice(7), notice(5, "44"), notice(3, "4401")), date(2020, 1, 1), 3),
        ((notice(7), notice(5, "44"), notice(3, "4403")), date(2020, 1, 1), 5),
        ((notice(7, "", date(2024, 1, 1)), notice(5, "44", date(2010, 1, 1))), date(2025, 1, 1), 5),
        ((notice(9, "44", date(2024, 1, 1)), notice(7)), date(2023, 1, 1), 7),
        ((notice(9, "44", date(2024, 1, 1)),), date(2023, 1, 1), None),
        ((notice(9, "33"),), date(2023, 1, 1), None),
    ],
)
def test_the_smallest_region_then_the_latest_rule(
    rules: tuple[Provision, ...], day: date, expected: float | None
) -> None:
    assert law(*rules).value("notice_days", VILLAGE, day) == expected


def test_a_rule_says_its_unit_and_source() -> None:
    rule = law(notice(7)).provision("notice_days", VILLAGE, date(2025, 1, 1))
    assert rule is not None
    assert (rule.unit, rule.source) == ("day", "a source")


def test_a_term_that_does_not_exist_is_a_slip_of_ours() -> None:
    with pytest.raises(KeyError):
        law(notice(7)).value("notise_days", VILLAGE, date(2025, 1, 1))


def test_the_record_is_plain_and_holds_everything() -> None:
    calendar = Workdays(
        frozenset({date(2027, 2, 8), date(2027, 2, 5)}), frozenset({date(2027, 2, 20)}), frozenset({2027})
    )
    record = Law((notice(7), notice(5, "44", date(2020, 1, 1))), calendar).record()
    assert record["rules"] == [
        {"name": "notice_days", "value": 7, "unit": "day", "from": None, "region": None, "source": "a source"},
        {"name": "notice_days", "value": 5, "unit": "day", "from": "2020-01-01", "region": "44", "source": "a source"},
    ]
    assert record["holidays"] == ["2027-02-05", "2027-02-08"]
    assert record["workdays"] == ["2027-02-20"]
    assert {2004, 2026, 2027} <= set(record["known_years"])
