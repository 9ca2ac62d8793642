import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evaluate import average_precision, capture, captured_by_kind

TRUTHS = st.lists(st.booleans(), min_size=1, max_size=30).map(np.array)


def falling(size: int) -> np.ndarray:
    return np.linspace(1, 0, size)


def test_average_precision_by_hand() -> None:
    wrong = np.array([False, True, False, True])
    assert average_precision(wrong, falling(4)) == pytest.approx((1 / 2 + 2 / 4) / 2)


def test_households_with_one_score_count_together() -> None:
    wrong = np.array([True, False, False, False])
    assert average_precision(wrong, np.zeros(4)) == pytest.approx(0.25)


def test_average_precision_of_nothing_wrong_is_not_known() -> None:
    assert math.isnan(average_precision(np.array([False, False]), falling(2)))


@given(TRUTHS.filter(lambda wrong: wrong.any()))
def test_the_true_order_is_perfect(wrong: np.ndarray) -> None:
    assert average_precision(wrong, wrong.astype("float64")) == pytest.approx(1)


def test_capture_by_hand() -> None:
    wrong = np.array([True, False, True, False, False])
    held = capture(wrong, np.array([2, 1, 5, 3, 4]), 2)
    assert (held.capacity, held.found, held.precision, held.recall) == (2, 1, 0.5, 0.5)
    assert held.lift == pytest.approx(0.5 / (2 / 5))


def test_a_list_is_no_longer_than_there_are_households() -> None:
    assert capture(np.array([True, False]), np.array([1, 2]), 100).capacity == 2


def test_capture_of_nothing_wrong_has_no_recall() -> None:
    held = capture(np.array([False, False]), np.array([1, 2]), 1)
    assert (held.found, held.precision) == (0, 0)
    assert math.isnan(held.recall)
    assert math.isnan(held.lift)


@given(TRUTHS.filter(lambda wrong: wrong.any()), st.integers(1, 40))
def test_what_is_found_grows_with_the_list_and_ends_with_all(wrong: np.ndarray, capacity: int) -> None:
    ranks = np.arange(1, len(wrong) + 1)
    shorter, longer = capture(wrong, ranks, capacity), capture(wrong, ranks, capacity + 1)
    assert shorter.found <= longer.found
    everything = capture(wrong, ranks, len(wrong))
    assert (everything.recall, everything.lift) == (1, pytest.approx(1))


def test_kinds_are_counted_on_each_list() -> None:
    kinds = pd.Series(["kin", "car", "kin", None], dtype="str")
    counts = captured_by_kind(kinds, np.array([1, 2, 3, 4]), (1, 3))
    assert counts.to_dict("index") == {
        "car": {"households": 1, 1: 0, 3: 1},
        "kin": {"households": 2, 1: 1, 3: 2},
    }


def test_no_kind_at_all_gives_no_row() -> None:
    counts = captured_by_kind(pd.Series([None, None], dtype="str"), np.array([1, 2]), (1,))
    assert counts.empty
    assert list(counts.columns) == ["households", 1]
