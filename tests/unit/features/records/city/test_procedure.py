from itertools import pairwise

import pandas as pd
import pytest

from tests.unit.features.records.city.builders import AS_OF, frame

STEPS = ("applied_on", "accepted_on", "surveyed_on", "publicised_from", "publicised_to")


def in_post(decisions: pd.DataFrame, column: str) -> pd.Series:
    """Whether the person in a column held an office on the day of the application, per decision that names one."""
    named = decisions.dropna(subset=[column])
    terms = named.merge(frame("officials"), left_on=column, right_on="person_id")
    holds = (terms.start_on <= terms.applied_on) & (terms.end_on.isna() | (terms.end_on >= terms.applied_on))
    return holds.groupby(terms.decision_id).any().reindex(named.decision_id).fillna(value=False)


@pytest.mark.parametrize("column", ["handler_id", "surveyor_1_id", "surveyor_2_id", "approver_id"])
def test_officials_act_while_in_post(column):
    assert in_post(frame("decisions"), column).mean() > 0.99


def test_steps_come_one_after_the_other():
    made = frame("decisions")
    for earlier, later in pairwise(STEPS):
        both = made.dropna(subset=[earlier, later])
        assert (both[earlier] <= both[later]).all()


def test_no_day_lies_after_the_extraction():
    for name in ("decisions", "officials", "payments", "complaints", "inspections", "holdings", "incomes", "absences"):
        days = frame(name).select_dtypes("datetime")
        assert not (days > AS_OF).any(axis=None), name


def test_a_household_is_granted_at_most_once_at_a_time():
    made = frame("decisions")
    made = made[made.outcome == "granted"].sort_values(["household_id", "approved_on"])
    follows = made.household_id == made.household_id.shift()
    assert (made.ended_on.shift()[follows] <= made.approved_on[follows]).all()


def test_some_townships_are_careless_about_everybody():
    made = frame("decisions", 100_000).merge(frame("households", 100_000), on="household_id")
    made = made[made.publicised_from.notna()]
    short = (made.publicised_to - made.publicised_from).dt.days < 7
    by_township = short.groupby(made.region_code.str[:9]).mean()
    assert by_township.max() > 0.3
    assert by_township.min() < 0.15
