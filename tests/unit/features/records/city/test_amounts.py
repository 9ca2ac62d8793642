import numpy as np
import pytest

from features.records.city.amounts import line_on
from features.records.city.draws import day_of
from features.records.city.members import SCHEMES
from tests.unit.features.records.city.builders import aided, frame


@pytest.mark.parametrize(
    ("day", "urban", "line"),
    [
        (day_of(2019, 12, 31), 1, 450.0),
        (day_of(2020), 1, 520.0),
        (day_of(2024, 6, 1), 0, 450.0),
        (day_of(2025, 12, 31), 1, 740.0),
        (day_of(2025, 12, 31), 0, 485.0),
    ],
)
def test_lines_are_the_citys_published_ones(day, urban, line):
    assert line_on(np.array([1 - urban]), np.array([urban]), np.array([day])).tolist() == [line]


def test_the_marginal_line_is_one_and_a_half_lines():
    marginal = np.array([SCHEMES.index("marginal")])
    assert line_on(marginal, np.array([1]), np.array([day_of(2025)])).tolist() == [1110.0]


def test_most_amounts_follow_the_law_from_the_tables_alone():
    households = frame("households").set_index("household_id")
    covered = frame("members").groupby("household_id").covered.sum().clip(lower=1)
    standards = frame("standards")
    standards = standards[standards.start_on == standards.start_on.max()]
    cases = aided()[["monthly_amount"]].join(households).join(covered.rename("heads"))
    own = cases.merge(standards, on=["region_code", "scheme"], how="left").monthly_amount_y.to_numpy()
    city = standards[standards.region_code == "990100000000"].set_index("scheme").monthly_amount
    line = np.where(np.isnan(own), cases.scheme.map(city), own)
    lawful = ((line - cases.declared_monthly_income) * cases.heads).clip(lower=30)
    assert (np.abs(lawful - cases.monthly_amount) < 1).mean() > 0.9


def test_the_last_regular_payment_is_the_monthly_amount():
    paid = frame("payments")
    last = paid[(paid.month == "2025-12") & (paid.kind == "regular")].drop_duplicates("household_id", keep=False)
    both = last.set_index("household_id").join(aided(), how="inner")
    assert len(both) > 100
    assert (both.amount == both.monthly_amount).all()
