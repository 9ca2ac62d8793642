import json
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detection.reports.canonical_json import canonical_json, write_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (np.int64(3), "3"),
        (np.float32(0.5), "0.5"),
        (np.True_, "true"),
        (np.str_("x"), '"x"'),
        (float("nan"), "null"),
        (np.float64("nan"), "null"),
        (float("inf"), "null"),
        (pd.NA, "null"),
        (pd.NaT, "null"),
        (np.datetime64("NaT"), "null"),
        (date(2025, 12, 31), '"2025-12-31"'),
        (datetime.combine(date(2025, 12, 31), time(8, 30)), '"2025-12-31T08:30:00"'),
        (np.datetime64("2025-12-31"), '"2025-12-31T00:00:00"'),
        (Path("a/b"), '"a/b"'),
        ("城市", '"城市"'),
    ],
)
def test_scalar_has_one_form(value: object, written: str) -> None:
    assert canonical_json(value) == f"{written}\n"


def test_layout_is_sorted_and_indented() -> None:
    assert canonical_json({"b": (1, 2), "a": {"z", "y"}}) == (
        '{\n  "a": [\n    "y",\n    "z"\n  ],\n  "b": [\n    1,\n    2\n  ]\n}\n'
    )


def test_arrays_and_series_are_lists() -> None:
    assert json.loads(canonical_json([np.array([[1, 2]]), pd.Series([0.5, None]), pd.Index(["a"])])) == [
        [[1, 2]],
        [0.5, None],
        ["a"],
    ]


def test_keys_become_text_and_may_not_collide() -> None:
    assert json.loads(canonical_json({date(2025, 1, 1): 1, 2: 3})) == {"2025-01-01": 1, "2": 3}
    with pytest.raises(ValueError, match="written alike"):
        canonical_json({1: "a", "1": "b"})


def test_value_without_a_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="object has no form"):
        canonical_json({"a": object()})


@given(st.dictionaries(st.text(), JSON))
def test_order_of_keys_does_not_show_and_content_comes_back(record: dict[str, object]) -> None:
    backwards = dict(reversed(record.items()))
    assert canonical_json(record) == canonical_json(backwards)
    assert json.loads(canonical_json(record)) == record


def test_file_is_utf_8(tmp_path: Path) -> None:
    write_json({"名": "张"}, tmp_path / "run.json")
    assert (tmp_path / "run.json").read_bytes() == '{\n  "名": "张"\n}\n'.encode()
