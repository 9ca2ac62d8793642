"""Approval in bulk and reviews overdue, on hand-made households."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from features.procedure.reviews import REVIEWS
from features.table import feature_table
from tests.town import AS_OF, Town, village


def row(town: Town, name: str, folder: Path, as_of: date = AS_OF) -> pd.Series:
    """Return what was found about H."""
    found = feature_table(town.dossier(folder, as_of), REVIEWS).found[name]
    return found.set_index("household_id").loc["H"]


def decided(**cells: object) -> Town:
    town = village().person("X1").aided("HX", "X1", approver_id="A9")
    town.rows["decisions"][0].update(cells)
    return town


def others(town: Town, number: int, **cells: object) -> Town:
    for place in range(number):
        town.person(f"M{place}").aided(f"HM{place}", f"M{place}", **cells)
    return town


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({}, 12),
        ({"outcome": "refused"}, 0),
        ({"approver_id": "A2"}, 0),
        ({"approved_on": "2023-03-29"}, 0),
        ({"ended_on": "2024-03-29"}, 12),
    ],
)
def test_what_one_person_approved_on_one_day(cells: dict[str, object], value: float, tmp_path: Path) -> None:
    assert row(others(decided(), 11, **cells), "bulk_approval", tmp_path)["value"] == value


@pytest.mark.parametrize("cell", ["approver_id", "approved_on"])
def test_without_approver_or_day_the_bulk_is_not_known(cell: str, tmp_path: Path) -> None:
    assert pd.isna(row(decided(**{cell: None}), "bulk_approval", tmp_path)["value"])


@pytest.mark.parametrize(
    ("cells", "value", "since"),
    [
        ({"last_reviewed_on": "2024-06-30"}, 6.0, "2024-06-30"),
        ({"last_reviewed_on": "2025-06-30"}, 0, "2025-06-30"),
        ({"last_reviewed_on": "2025-03-31", "category": "C"}, 3.0, "2025-03-31"),
        ({"last_reviewed_on": "2021-06-30"}, 21.1, "2023-03-28"),
        ({"last_reviewed_on": "2021-06-30", "approved_on": "2025-06-30"}, 0, "2025-06-30"),
    ],
)
def test_overdue_since_the_last_review_or_the_approval(
    cells: dict[str, object], value: float, since: str, tmp_path: Path
) -> None:
    found = row(decided(**cells), "recheck_overdue", tmp_path)
    assert found["value"] == pytest.approx(value, abs=0.05)
    assert f"{found['day']:%Y-%m-%d}" == since


def test_a_later_review_looks_like_none_and_both_are_not_known(tmp_path: Path) -> None:
    day = date(2025, 6, 1)
    values = [
        row(decided(last_reviewed_on=cell), "recheck_overdue", tmp_path / str(cell), day)["value"]
        for cell in (None, "2025-06-02")
    ]
    assert pd.isna(values).all()
