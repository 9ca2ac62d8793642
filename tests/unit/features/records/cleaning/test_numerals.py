"""Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.cleaning.numerals import _spelled, chinese_digits, chinese_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百一十", 110),
        ("一百零五", 105),
        ("伍佰陆拾", 560),
        ("壹仟贰佰", 1200),
        ("两千零五十", 2050),
        ("一万零一十", 10010),
        ("一万", 10000),
        ("十二万", 120000),
        ("贰拾萬零伍佰", 200500),
        ("一千二", None),
        ("一千二百五", None),
        ("百", None),
        ("一二三", None),
        ("万", None),
        ("二百一千", None),
        ("一百百", None),
        ("", None),
        ("多少", None),
    ],
)
def test_numbers(text, number):
    assert chinese_number(text) == number


@given(st.integers(0, 99_999_999))
def test_what_is_written_by_the_rules_is_read(number):
    assert chinese_number(_spelled(number)) == number


@pytest.mark.parametrize(("text", "digits"), [("二〇二四", "2024"), ("一九四九", "1949"), ("十二", None), ("", None)])
def test_digits(text, digits):
    assert chinese_digits(text) == digits
