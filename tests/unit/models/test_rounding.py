"""An interval as printed holds its estimate as printed, and is no wider than its digits ask."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rounding import outward

SHARES = st.floats(0, 1)


@given(st.lists(SHARES, min_size=3, max_size=3).map(sorted), st.integers(0, 4), st.integers(0, 3))
def test_the_estimate_lies_within_the_interval_as_printed(three: list[float], digits: int, more: int) -> None:
    low, estimate, high = three
    below, above = map(Decimal, outward(low, high, digits))
    assert below <= Decimal(f"{estimate:.{digits + more}f}") <= above


@given(SHARES, SHARES, st.integers(0, 4))
def test_no_end_is_moved_by_more_than_a_last_digit(low: float, high: float, digits: int) -> None:
    below, above = map(float, outward(low, high, digits))
    assert low - 10.0**-digits <= below <= low + 1e-12
    assert high - 1e-12 <= above <= high + 10.0**-digits


@pytest.mark.parametrize("hundredth", range(101))
def test_what_needs_no_rounding_stays(hundredth: int) -> None:
    share = hundredth / 100
    assert outward(share, share, 2) == (f"{share:.2f}", f"{share:.2f}")
    assert outward(share, share, 0, per_cent=True) == (f"{hundredth}%", f"{hundredth}%")


def test_ends_are_rounded_apart() -> None:
    assert outward(0.8951, 0.8949, 2) == ("0.89", "0.90")
    assert outward(0.1231, 0.1239, 1, per_cent=True) == ("12.3%", "12.4%")
    assert outward(43.21, 64.71, 1) == ("43.2", "64.8")


def test_what_is_not_known_is_a_dash() -> None:
    assert outward(math.nan, 0.5, 2) == ("–", "0.50")
    assert outward(-math.inf, math.inf, 2) == ("−∞", "∞")
