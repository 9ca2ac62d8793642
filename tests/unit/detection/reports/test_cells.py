from datetime import date, datetime, time

import numpy as np
import pandas as pd
import pytest

from detection.reports.cells import is_missing, plain
from detection.reports.columns import Kind

DAY = date(2025, 3, 1)


@pytest.mark.parametrize("value", [None, float("nan"), np.float64("nan"), pd.NaT, pd.NA])
@pytest.mark.parametrize("kind", ["text", "integer", "score", "yuan", "day", "yes_no"])
def test_missing_is_nothing_in_every_kind(value: object, kind: Kind) -> None:
    assert is_missing(value)
    assert plain(value, kind) is None


@pytest.mark.parametrize(
    "value",
    [DAY, datetime.combine(DAY, time(23, 59)), pd.Timestamp(DAY), np.datetime64("2025-03-01"), "2025-03-01"],
)
def test_day_has_no_time(value: object) -> None:
    assert plain(value, "day") == DAY
    assert type(plain(value, "day")) is date


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        (np.float64(0.12345678), "score", 0.123457),
        (12.345678, "yuan", 12.35),
        (np.int64(7), "integer", 7),
        (7.0, "integer", 7),
        (np.True_, "yes_no", True),
        ("", "text", ""),
        (5, "text", "5"),
    ],
)
def test_value_becomes_plain(value: object, kind: Kind, cell: object) -> None:
    assert plain(value, kind) == cell
    assert type(plain(value, kind)) is type(cell)


def test_there_is_no_negative_zero() -> None:
    assert str(plain(-1e-9, "score")) == "0.0"
