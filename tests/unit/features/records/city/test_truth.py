"""Nothing in the tables tells who is favoured: neither words, nor ids, nor the order of rows."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from features.records.city.cases import MECHANISMS
from tests.unit.features.records.city.builders import aided, frame, made_city

PEOPLE = 100_000
BAND = 4.0
"""Standard deviations of the rank statistic under random order that a sum of chance may reach."""
OF_HOUSEHOLDS = [
    name for name, table in made_city().tables.items() if "household_id" in table.column_names and name != "inspections"
]
KEYS = [
    ("households", "household_id"),
    ("households", "applicant_id"),
    ("households", "address_id"),
    ("households", "phone"),
    ("decisions", "decision_id"),
    ("payments", "account_id"),
]


def strangeness(order: np.ndarray, truth: np.ndarray) -> float:
    """Distance of the area under the curve from one half, in standard deviations under a random order."""
    wrong, right = truth.sum(), (~truth).sum()
    deviation = np.sqrt((wrong + right + 1) / (12 * wrong * right))
    return abs(roc_auc_score(truth, order) - 0.5) / deviation


def judged(rows: pd.DataFrame, what: str) -> tuple[pd.DataFrame, np.ndarray]:
    """First row of every aided household with its place in the table, and the truth of it."""
    rows = rows.assign(place=np.arange(len(rows))).drop_duplicates("household_id")
    cases = aided(PEOPLE)
    rows = rows[rows.household_id.isin(cases.index)]
    return rows, cases.loc[rows.household_id, what].to_numpy(dtype=bool)


@pytest.mark.parametrize("what", ["favouritism", "ineligible"])
@pytest.mark.parametrize("name", OF_HOUSEHOLDS)
def test_the_order_of_rows_tells_nothing(name, what):
    rows, truth = judged(frame(name, PEOPLE), what)
    assert strangeness(rows.place.to_numpy(), truth) < BAND


@pytest.mark.parametrize("what", ["favouritism", "ineligible"])
@pytest.mark.parametrize("part", ["all digits", "last digits"])
@pytest.mark.parametrize(("name", "column"), KEYS)
def test_keys_tell_nothing(name, column, what, part):
    rows, truth = judged(frame(name, PEOPLE).dropna(subset=[column]), what)
    number = rows[column].str.extract(r"(\d+)$")[0].astype(np.int64).to_numpy()
    assert strangeness(number if part == "all digits" else number % 1000, truth) < BAND


def test_the_order_of_persons_tells_nothing():
    members = frame("members", PEOPLE)
    place = pd.Series(np.arange(frame("persons", PEOPLE).shape[0]), index=frame("persons", PEOPLE).person_id)
    rows, truth = judged(members, "favouritism")
    assert strangeness(place[rows.person_id].to_numpy(), truth) < BAND


def test_the_measure_sees_a_sorted_table():
    cases = aided(PEOPLE)
    truth = np.sort(cases.favouritism.to_numpy(dtype=bool))
    assert strangeness(np.arange(len(truth)), truth) > BAND


def test_no_table_names_a_mechanism():
    for name, table in made_city().tables.items():
        assert not {"favouritism", "ineligible", "mechanism", "official"} & set(table.column_names)
        for column in table.column_names:
            if str(table[column].type) == "string" and column not in {"finding", "kind"}:
                words = set(table[column].unique().to_pylist())
                assert not words & (set(MECHANISMS) - {"custody"}), (name, column)


def test_findings_of_inspections_tell_nothing_of_those_in_force():
    found = frame("inspections", PEOPLE)
    assert not (found[found.household_id.isin(aided(PEOPLE).index)].finding == "confirmed").any()


def test_there_is_one_truth_for_every_household():
    truth = frame("truth", PEOPLE)
    assert truth.household_id.is_unique
    assert set(truth.household_id) == set(frame("households", PEOPLE).household_id)
    assert set(truth.mechanism) <= set(MECHANISMS)
    assert set(truth[truth.favouritism].official.dropna()) <= set(frame("officials", PEOPLE).person_id)
    assert truth[truth.favouritism].official.notna().all()
    assert truth[~truth.favouritism].official.isna().all()
