"""Broken, doubtful and old numbers in a table."""

from datetime import date

import pytest

from features.records.citizens.mark import RULES, mark_citizens
from features.records.contract import table
from tests.unit.features.records.citizens.builders import cut, number, numbers, rules, staged

PERSONS = table("persons")
DECISIONS = table("decisions")
GOOD = numbers(20)
WRONG = number(101)[:17] + ("1" if number(101)[17] != "1" else "2")
NATURAL = next(each for each in numbers(9000, natural_tails=True) if each.endswith("000"))
DIFFERS = "differs from the citizen number"


def marked(values, table=PERSONS, column="person_id", **options):
    connection = staged(table, [{column: value} for value in values])
    return connection, mark_citizens(connection, f"stored.{table.name}", table, **options)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (number(101), None),
        (number(7, area="500101"), None),
        (number(7, area="460400"), None),
        (number(7, area="110103"), None),
        (number(7, area="999999"), None),
        ("R000123", None),
        ("330106001001", None),
        (WRONG, "check character is wrong"),
        (cut(number(101)), "check character is wrong"),
        (number(101)[:17] + "A", "check character is wrong"),
        (number(1, birth="19491301"), "no such day of birth in a citizen number"),
        (number(1, birth="19490229"), "no such day of birth in a citizen number"),
        (number(1, birth="19480229"), None),
        (number(101)[:17], "a citizen number with characters too many, missing or hidden"),
        (number(101) + "1", "a citizen number with characters too many, missing or hidden"),
        ("110105********1019", "a citizen number with characters too many, missing or hidden"),
        ("11O105194912311019", "a citizen number with characters too many, missing or hidden"),
        ("010105194912311019", "a citizen number with characters too many, missing or hidden"),
        ("1.10105E+17", "written in short form by a spreadsheet: digits are lost"),
    ],
)
def test_one_number_among_good_ones(value, rule):
    connection, _ = marked([*GOOD, value])
    found = rules(connection, PERSONS)
    assert found[:-1] == [None] * len(GOOD)
    assert found[-1] == (rule and f"person_id|{rule}")


def test_cut_numbers_are_caught_also_when_their_check_character_is_right():
    connection, _ = marked([*GOOD, cut(number(101)), cut(number(205)), NATURAL])
    assert rules(connection, PERSONS)[-3:] == ["person_id|the last digits were lost in a spreadsheet"] * 3


def test_a_number_that_ends_in_000_by_nature_is_kept():
    connection, _ = marked([*GOOD, NATURAL, WRONG])
    assert rules(connection, PERSONS)[-2:] == [None, "person_id|check character is wrong"]


def test_opaque_keys_are_left_alone():
    keys = [f"330102001001{place:06}" for place in range(1, 40)]
    connection, counts = marked(keys)
    assert rules(connection, PERSONS) == [None] * len(keys)
    assert counts.flagged == {0: {"person_id: 18-character keys that are no citizen numbers": 39}}


def test_opaque_keys_that_are_few_are_not_worth_a_word():
    _, counts = marked(["330102001001000001", *(f"R{place}" for place in range(9))])
    assert counts.flagged == {}


def test_short_form_is_broken_among_opaque_keys_too():
    connection, _ = marked(["R1", "1.10105E+17"])
    assert rules(connection, PERSONS) == [None, "person_id|written in short form by a spreadsheet: digits are lost"]


def test_a_broken_number_of_an_official_is_counted_and_kept():
    values = [*GOOD, WRONG, number(1, birth="19491301"), "2.2E+17"]
    connection, counts = marked(values, DECISIONS, "handler_id")
    assert rules(connection, DECISIONS) == [None] * 22 + [
        "handler_id|written in short form by a spreadsheet: digits are lost"
    ]
    assert counts.flagged == {
        0: {"handler_id: check character is wrong": 1, "handler_id: no such day of birth in a citizen number": 1}
    }
    kept = connection.execute("SELECT handler_id FROM stored.decisions ORDER BY _row").fetchall()
    assert [value for (value,) in kept] == values


def test_fifteen_digits_become_eighteen_and_both_are_kept():
    connection, counts = marked([*GOOD, "110105491231002", "110105491231002", "110105500101003"])
    held = [value for (value,) in connection.execute("SELECT person_id FROM stored.persons ORDER BY _row").fetchall()]
    assert held[-3:] == ["11010519491231002X", "11010519491231002X", number(3, birth="19500101")]
    assert counts.fixed == {0: {"person_id: number of 15 digits written with 18": 3}}
    again = mark_citizens(connection, "stored.persons", PERSONS)
    assert again.fixed == {}
    assert connection.execute("FROM stored.former_numbers ORDER BY ALL").fetchall() == [
        ("11010519491231002X", "110105491231002"),
        (number(3, birth="19500101"), "110105500101003"),
    ]


def test_a_pair_known_from_another_table_is_kept_once():
    connection, _ = marked([*GOOD, "110105491231002"])
    officials = table("officials")
    columns = ", ".join(f'NULL::{each.type.storage} AS "{each.name}"' for each in officials.columns[1:])
    connection.execute(
        f"CREATE TABLE stored.officials AS SELECT '110105491231002' AS person_id, {columns}, 1 AS _source, NULL::VARCHAR AS _rule"
    )
    mark_citizens(connection, "stored.officials", officials, citizens=True)
    assert connection.execute("SELECT person_id FROM stored.officials").fetchall() == [("11010519491231002X",)]
    assert connection.execute("SELECT count(*) FROM stored.former_numbers").fetchall() == [(1,)]


@pytest.mark.parametrize("citizens", [None, False])
def test_fifteen_digits_alone_are_keys_unless_the_delivery_has_citizen_numbers(citizens):
    connection, counts = marked(["110105491231002"], citizens=citizens)
    assert connection.execute("SELECT person_id FROM stored.persons").fetchall() == [("110105491231002",)]
    assert counts.fixed == {}


def test_fifteen_digits_without_days_of_birth_are_keys():
    connection, _ = marked([*GOOD, "110105999931002", "110105491231002"])
    assert rules(connection, PERSONS) == [None] * 22
    assert connection.execute("FROM pg_tables WHERE tablename = 'former_numbers'").fetchall() == []


def test_a_column_tells_by_itself_before_the_delivery_does():
    keys = [f"330102001001{place:06}" for place in range(1, 40)]
    connection, _ = marked(keys, citizens=True)
    assert rules(connection, PERSONS) == [None] * len(keys)


def person(value, sex, born):
    return {"person_id": value, "sex": sex, "birth_date": born}


def test_what_the_register_says_otherwise_is_flagged_and_kept():
    day = date(1949, 12, 31)
    rows = [
        person(number(1), "M", day),
        person(number(2), "M", day),
        person(number(3), "M", date(1949, 12, 30)),
        person(number(5), None, None),
        person(number(7, area="999999"), "M", day),
        person(number(7, area="999999", birth="20230101"), "M", date(2023, 1, 1)),
        person("110105491231004", "M", day),
        person(WRONG, "F", date(1950, 1, 1)),
        person("R000123", "F", date(1950, 1, 1)),
        {**person(number(9), "F", day), "_source": 4},
    ]
    connection = staged(PERSONS, rows)
    counts = mark_citizens(connection, "stored.persons", PERSONS)
    assert counts.flagged == {
        0: {
            f"birth_date: {DIFFERS}": 1,
            f"sex: {DIFFERS}": 2,
            "person_id: area of the citizen number is in no list": 1,
        },
        4: {f"sex: {DIFFERS}": 1},
    }
    assert connection.execute("SELECT sex, birth_date FROM stored.persons WHERE _row = 3").fetchall() == [(None, None)]


def test_rows_that_broke_a_rule_before_keep_it_and_are_not_counted():
    connection = staged(PERSONS, [{"person_id": each} for each in [*GOOD, WRONG, "110105491231002"]])
    connection.execute("UPDATE stored.persons SET _rule = 'sex|not one of M, F' WHERE _row >= 20")
    counts = mark_citizens(connection, "stored.persons", PERSONS)
    assert rules(connection, PERSONS)[-2:] == ["sex|not one of M, F"] * 2
    assert (counts.fixed, counts.flagged) == ({}, {})


def test_an_empty_table_is_no_trouble():
    connection, counts = marked([])
    assert (counts.fixed, counts.flagged) == ({}, {})
    assert rules(connection, PERSONS) == []


def test_no_rule_is_declared_twice():
    assert len({rule.en for rule in RULES}) == len({rule.zh for rule in RULES}) == len(RULES)
