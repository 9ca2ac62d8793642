"""Incomes count month by month, in months in which aid was paid, outside gradual exit."""

import pandas as pd
import pytest

from tests.street import Arrange, all_of, found, member, nothing, of, paid, street
from tests.town import Town

LINE = 485


def earn(
    amount: float, start: str | None = "2025-01-01", end: str | None = None, kind: str = "wage", number: int = 1
) -> Arrange:
    return lambda town, home: town.add(
        "incomes", person_id=f"{home}-{number}", kind=kind, monthly_amount=amount, start_on=start, end_on=end
    )


def exit_from(day: str) -> Arrange:
    return lambda town, _: town.rows["decisions"][-1].update(exit_from=day)


def scheme(name: str) -> Arrange:
    return lambda town, _: town.rows["households"][-1].update(scheme=name)


def payroll(start: str | None, end: str | None = None, kind: str = "public_payroll", number: int = 1) -> Arrange:
    return earn(3_000, start, end, kind, number)


PAYROLL: dict[str, tuple[Arrange, float]] = {
    "ten months": (payroll("2025-03-01"), 10),
    "a month begun counts": (payroll("2025-11-30"), 2),
    "since when is not known": (payroll(None), 33),
    "left before the first month of aid": (payroll("2020-01-01", "2023-03-31"), 0),
    "while nothing was paid": (all_of(payroll("2025-03-01"), paid("2024-12")), 0),
    "half of it in gradual exit": (all_of(payroll("2025-03-01"), exit_from("2025-03-01")), 4),
    "taken just before gradual exit": (all_of(payroll("2025-06-20"), exit_from("2025-07-08")), 0),
    "a public welfare post": (payroll("2025-03-01", kind="public_welfare_post"), 0),
    "two posts in one month": (
        all_of(payroll("2025-03-01", "2025-05-15"), payroll("2025-05-16", "2025-06-30")),
        4,
    ),
    "the busier of two members": (all_of(payroll("2025-03-01"), payroll("2025-07-01", number=2)), 10),
}
OVER: dict[str, tuple[Arrange, float]] = {
    "one limit above it for a year": (earn(4 * LINE), 12 / 33),
    "a season": (earn(6 * LINE, "2025-06-01", "2025-08-15"), 2 * 3 / 33),
    "the limit itself": (earn(2 * LINE), 0),
    "in months in which nothing was paid": (all_of(earn(6 * LINE), paid("2024-11", "2024-12")), 0),
    "in one of two months paid": (all_of(earn(4 * LINE), paid("2024-12", "2025-01")), 1 / 2),
    "in a year of a lower line": (earn(4 * 450, "2024-01-01", "2024-12-31"), 12 / 33),
    "a year s income in one month is not averaged over it": (earn(4 * LINE, "2025-12-01", "2025-12-31"), 1 / 33),
    "gradual exit": (all_of(earn(4 * LINE, "2025-07-01"), exit_from("2025-07-01")), 0),
    "of a member who died before": (all_of(earn(9 * LINE, number=2), member(2, death_date="2024-12-20")), 0),
    "of a member who died in the year": (
        all_of(earn(9 * LINE, number=2), member(2, death_date="2025-02-20")),
        2 * 3.5 / 33,
    ),
    "told at once, gradual exit followed": (all_of(earn(4 * LINE, "2025-06-23"), exit_from("2025-07-08")), 0),
    "told after a month, gradual exit followed": (
        all_of(earn(4 * LINE, "2025-05-23"), exit_from("2025-07-08")),
        2 / 33,
    ),
    "after gradual exit": (all_of(earn(4 * LINE), exit_from("2025-01-01")), 6 / 33),
    "the tax office tells the same wage": (
        all_of(earn(4 * LINE), earn(4 * LINE, kind="tax"), earn(3 * LINE, kind="public_payroll")),
        12 / 33,
    ),
    "rent comes on top of a wage": (all_of(earn(2 * LINE), earn(2 * LINE, kind="rent")), 12 / 33),
    "wages of two members": (all_of(earn(2 * LINE), earn(2 * LINE, number=2)), 12 / 33),
    "the other member died in June": (
        all_of(earn(2 * LINE), member(2, death_date="2025-06-30")),
        6 / 33,
    ),
    "marginal group, below one and a half lines": (all_of(earn(3 * LINE), scheme("marginal")), 0),
    "marginal group, above": (all_of(earn(6 * LINE), scheme("marginal")), 12 / 33),
    "earned after the day": (earn(9 * LINE, "2026-01-01"), 0),
    "none": (nothing, 0),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    both = {"public_payroll": PAYROLL, "income_over_limit": OVER}
    return {
        feature: found(
            feature,
            street({name: arrange for name, (arrange, _) in cases.items()}).dossier(tmp_path_factory.mktemp(feature)),
        )
        for feature, cases in both.items()
    }


@pytest.mark.parametrize("name", PAYROLL)
def test_public_payroll(told: dict[str, pd.DataFrame], name: str) -> None:
    values = of(told["public_payroll"], name)["value"]
    assert (values.max() if len(values) else 0) == PAYROLL[name][1]


@pytest.mark.parametrize("name", OVER)
def test_income_over_limit(told: dict[str, pd.DataFrame], name: str) -> None:
    values = of(told["income_over_limit"], name)["value"]
    assert values.sum() == pytest.approx(OVER[name][1], abs=1e-6)


def test_the_reason_tells_the_months_and_the_most(told: dict[str, pd.DataFrame]) -> None:
    (row,) = of(told["income_over_limit"], "a season").to_dict("records")
    assert (row["months"], row["most"]) == (3, 3 * LINE)
    assert (f"{row['first']:%Y-%m}", f"{row['last']:%Y-%m}") == ("2025-06", "2025-08")
    assert row["source"] == "incomes[aseason-1,wage,2025-06-01]"


def test_without_a_line_it_is_not_known(tmp_path_factory: pytest.TempPathFactory) -> None:
    town: Town = street({"paid": all_of(scheme("temporary"), earn(900)), "nothing": scheme("temporary")})
    rows = found("income_over_limit", town.dossier(tmp_path_factory.mktemp("line")))
    assert rows.index.tolist() == ["paid"]
    assert rows["value"].isna().all()
