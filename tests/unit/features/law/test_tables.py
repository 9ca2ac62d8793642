"""The law in the engine says what the law says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.law.law import Law, Provision
from features.law.reading import NATIONAL
from features.law.tables import assumed_years, elapsed, in_force, keep_law
from features.law.workdays import Workdays
from features.records.store import Known
from features.scored import keep_scored
from tests.town import AS_OF, Town, village

REGIONS = ("990101001001", "990101002001", "990102001001", "980101001001")
PREFIXES = ("", "99", "9901", "990101", "990101001", "990101001001", "98")
STARTS = (date.min, date(2020, 1, 1), date(2023, 7, 1), date(2025, 1, 1), date(2026, 1, 1))


def town_of_regions() -> Town:
    town = village()
    for number, region in enumerate(REGIONS):
        town.person(f"R{number}").aided(f"HR{number}", f"R{number}", household={"region_code": region})
    return town


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """Households in four regions."""
    with town_of_regions().records(tmp_path_factory.mktemp("town")) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        yield known


def provisions() -> st.SearchStrategy[tuple[Provision, ...]]:
    keys = st.tuples(st.sampled_from(("notice_days", "reply_days")), st.sampled_from(PREFIXES), st.sampled_from(STARTS))
    facts = st.tuples(st.integers(0, 40), st.sampled_from(("day", "workday")))
    return st.dictionaries(keys, facts, max_size=12).map(
        lambda rules: tuple(
            Provision(name, value, unit, "a source", start_on, region)
            for (name, region, start_on), (value, unit) in sorted(rules.items())
        )
    )


@settings(deadline=None, max_examples=40)
@given(rules=provisions(), day=st.dates(date(2019, 1, 1), AS_OF))
def test_the_engine_and_the_law_agree_on_every_region_and_day(
    known: Known, rules: tuple[Provision, ...], day: date
) -> None:
    law = Law(rules, Workdays())
    keep_law(known, law)
    for name in ("notice_days", "reply_days"):
        found = known.frame(
            f"""
            SELECT s.region_code, law.value, law.unit
            FROM (SELECT DISTINCT region_code FROM scored) AS s
            JOIN law ON {in_force(name, day="$day")}
            """,
            day=day,
        )
        asked = {region: law.provision(name, region, day) for region in REGIONS}
        expected = {region: (rule.value, rule.unit) for region, rule in asked.items() if rule is not None}
        assert dict(zip(found["region_code"], zip(found["value"], found["unit"], strict=True), strict=True)) == expected


def test_rules_that_begin_after_the_day_are_not_there(known: Known) -> None:
    late = Provision("notice_days", 3, "day", "a source", date(2026, 1, 1))
    keep_law(known, Law((late,), Workdays()))
    assert known.frame("SELECT * FROM law").empty


def test_a_missing_day_has_no_rule(known: Known) -> None:
    keep_law(known, NATIONAL)
    found = known.frame(
        f"SELECT law.value FROM scored AS s LEFT JOIN law ON {in_force('notice_days', day='NULL::DATE')}"
    )
    assert found["value"].isna().all()


@pytest.mark.parametrize(
    ("first", "last", "unit", "expected"),
    [
        ("2024-02-08", "2024-02-19", "workday", 3),
        ("2024-02-08", "2024-02-19", "day", 11),
        ("2025-10-13", "2025-09-30", "workday", -4),
        ("2025-09-30", "2025-12-31", "workday", Workdays().workdays_between(date(2025, 9, 30), AS_OF)),
    ],
)
def test_days_are_counted_in_the_unit_of_the_rule(
    known: Known, first: str, last: str, unit: str, expected: int
) -> None:
    keep_law(known, NATIONAL)
    sql = elapsed("t.a", "t.b", "t.unit")
    row = known.frame(
        f"SELECT {sql} AS n FROM (SELECT $a::DATE AS a, $b::DATE AS b, $unit AS unit) AS t", a=first, b=last, unit=unit
    )
    assert row["n"].item() == expected


def test_years_nobody_knows_are_told_where_working_days_are_counted(tmp_path: Path) -> None:
    town = village()
    town.rows["decisions"][0].update(applied_on="2003-02-03", surveyed_on="2003-02-10", last_reviewed_on=None)
    with town.records(tmp_path) as records:
        known = records.known(AS_OF)
        keep_scored(known)
        keep_law(known, NATIONAL)
        assert assumed_years(known, NATIONAL) == (), "calendar days need no calendar"
        working = Law((Provision("notice_days", 5, "workday", "a source"),), Workdays())
        keep_law(known, working)
        assert assumed_years(known, working) == (2003,)
        listed = Law(working.provisions, Workdays(years=frozenset({2003})))
        assert assumed_years(known, listed) == ()
