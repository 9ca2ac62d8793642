"""Citizen numbers or opaque keys, whole or cut."""

import pytest

from features.records.citizens.facts import gather_facts
from features.records.citizens.survey import Survey, holds_citizens, person_columns, survey
from features.records.contract import CONTRACT, table
from tests.unit.features.records.citizens.builders import cut, number, numbers, staged

OFFICIALS = table("officials")
WRONG = [f"{each[:17]}{'1' if each[17] != '1' else '2'}" for each in numbers(40)]
REGION_KEYS = [f"330102001001{place:06}" for place in range(1, 40)]


def surveyed(values: list[str | None], source: int = 0) -> Survey:
    connection = staged(OFFICIALS, [{"person_id": value, "_source": source} for value in values])
    gather_facts(connection, "stored.officials", "person_id")
    return survey(connection)


@pytest.mark.parametrize(
    ("values", "citizens"),
    [
        (numbers(3), True),
        ([*numbers(3), "R000123", "R000124", "R000125", "R000126"], True),
        ([*numbers(5), *WRONG[5:10]], True),
        ([*numbers(4), *WRONG[5:10]], False),
        (REGION_KEYS, False),
        (WRONG, False),
        (["R000123"], None),
        ([None], None),
        ([], None),
        ([each[:6] + each[8:17] for each in numbers(9)], None),
        ([cut(each) for each in (number(101), number(205), number(309))], True),
        ([cut(number(101)), cut(number(205))], None),
        ([f"3301020010{place:05}000" for place in range(30)], False),
        (["1.10105E+17"] * 9, None),
    ],
)
def test_what_a_column_holds(values, citizens):
    assert surveyed(values).citizens() is citizens


@pytest.mark.parametrize(
    ("whole", "cut_places", "natural", "found"),
    [
        (0, (101, 205, 309), 0, True),
        (100, (101, 205, 309), 0, True),
        (100, (101, 205), 0, False),
        (400, (101, 205, 309), 0, False),
        (400, (101, 205, 309, 411, 513), 0, True),
        (100, (101, 101, 101, 205), 0, False),
        (100, (), 5, False),
        (100, (), 0, False),
    ],
)
def test_a_spreadsheet_cut_the_numbers(whole, cut_places, natural, found):
    by_nature = [each for each in numbers(9000, natural_tails=True) if each.endswith("000")][:natural]
    values = [*numbers(whole), *(cut(number(place)) for place in cut_places), *by_nature]
    assert surveyed(values, source=7).cut_sources() == ((7,) if found else ())


def test_sources_too_small_to_tell_by_themselves_tell_together():
    rows = [{"person_id": cut(number(100 * source + 1)), "_source": source} for source in (1, 2, 3)]
    rows += [{"person_id": each, "_source": source} for source in (1, 2, 3, 4) for each in numbers(20)]
    connection = staged(OFFICIALS, rows)
    gather_facts(connection, "stored.officials", "person_id")
    assert survey(connection).cut_sources() == (1, 2, 3)


def test_fifteen_digits_must_have_days_of_birth():
    short = [each[:6] + each[8:17] for each in numbers(9)]
    assert surveyed(short).short_citizens()
    assert not surveyed([*short, "110105499931002", "110105499931003"]).short_citizens()
    assert not surveyed(numbers(9)).short_citizens()


def test_person_columns_are_the_references_and_the_key():
    columns = {each.name: person_columns(each) for each in CONTRACT}
    assert columns["persons"] == ("person_id",)
    assert columns["decisions"] == ("handler_id", "surveyor_1_id", "surveyor_2_id", "approver_id", "county_visitor_id")
    assert columns["standards"] == ()


@pytest.mark.parametrize(
    ("person", "relative", "holds"),
    [("R1", "11010519491231002X", True), ("R1", "330102001001000001", False), ("R1", "R2", None)],
)
def test_one_column_speaks_for_the_table(person, relative, holds):
    kinship = table("kinship")
    connection = staged(kinship, [{"person_id": person, "relative_id": relative, "relation": "child"}])
    assert holds_citizens(connection, "stored.kinship", kinship) is holds
