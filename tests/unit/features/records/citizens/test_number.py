"""Citizen numbers by themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.citizens.number import area, birth_date, check_character, is_valid, sex, upgrade

BODY = st.builds(
    lambda place, day, sequence: f"{place}{day:%Y%m%d}{sequence:03}",
    st.integers(100000, 999999),
    st.dates(date(1850, 1, 1), date(2100, 1, 1)),
    st.integers(0, 999),
)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", True),
        ("500101200002290013", False),
        ("50010120000229001" + check_character("50010120000229001"), True),
        ("46040020160101001" + check_character("46040020160101001"), True),
        ("11010519491231002x", False),
        ("110105194912310021", False),
        ("11010519491331002" + check_character("11010519491331002"), False),
        ("11010519000229002" + check_character("11010519000229002"), False),
        ("01010519491231002" + check_character("01010519491231002"), False),
        ("110105491231002", False),
        ("R000123", False),
        ("", False),
    ],
)
def test_valid_numbers(number, valid):
    assert is_valid(number) is valid


@given(BODY)
def test_one_check_character_is_right(body):
    assert sum(is_valid(body + last) for last in "0123456789X") == 1


@given(BODY, st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_is_noticed(body, place, by):
    digit = (int(body[place]) + by) % 10
    changed = f"{body[:place]}{digit}{body[place + 1 :]}"
    assert check_character(changed) != check_character(body)


@given(BODY, st.integers(0, 15))
def test_two_neighbours_changed_about_are_noticed(body, place):
    changed = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert changed == body or check_character(changed) != check_character(body)


@given(st.integers(100000, 999999), st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_fifteen_digits_say_what_eighteen_say(place, day, sequence):
    short = f"{place}{day:%y%m%d}{sequence:03}"
    long = upgrade(short)
    assert long is not None
    assert is_valid(long)
    assert (
        (birth_date(long), sex(long), area(long))
        == (birth_date(short), sex(short), area(short))
        == (day, sex(short), str(place))
    )


@pytest.mark.parametrize("number", ["110105491331002", "11010519491231002X", "R000123", ""])
def test_what_is_not_upgraded(number):
    assert upgrade(number) is None


@pytest.mark.parametrize("read", [birth_date, sex, area])
def test_nothing_is_read_from_what_is_no_number(read):
    assert read("110105194902300021") is None


def test_too_few_digits_have_no_check_character():
    with pytest.raises(ValueError, match="zip"):
        check_character("1101")
