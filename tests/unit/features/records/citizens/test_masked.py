"""Values hidden but for their ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.citizens.masked import masked


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("110105194912310021", "1101*************1"),
        ("110105491231002", "1101**********2"),
        ("R000123", "R0****3"),
        ("13800138000", "138*******0"),
        ("张三", "**"),
        ("欧阳娜娜", "欧***"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_masked(value, shown):
    assert masked(value) == shown


@given(st.text(alphabet="0123456789X", min_size=1))
def test_most_of_a_value_is_hidden(value):
    shown = masked(value)
    assert len(shown) == len(value)
    assert shown.count("*") >= len(value) / 2
