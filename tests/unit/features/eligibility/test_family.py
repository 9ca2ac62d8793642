"""Paid above the entitlement: the line, the heads and the exemptions of the month that was paid."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from features.dossier import open_dossier
from features.law.law import Law, Provision
from features.law.reading import NATIONAL
from tests.street import Arrange, all_of, found, member, nothing, of, paid, street
from tests.town import Town

DUE = 2 * (485 - 100)
"""Two heads, the rural line of 2025, 100 yuan declared a head."""


def home(**cells: object) -> Arrange:
    return lambda town, _: town.rows["households"][-1].update(cells)


def exit_from(day: str) -> Arrange:
    return lambda town, _: town.rows["decisions"][-1].update(exit_from=day)


def alone(town: Town, key: str) -> None:
    for row in town.rows["members"]:
        if row["person_id"] == f"{key}-2":
            row["covered"] = "false"


CASES: dict[str, tuple[Arrange, float]] = {
    "what is due": (paid("2025-12", amount=DUE), 0),
    "a yuan more": (paid("2025-12", amount=DUE + 1), 0),
    "two yuan more": (paid("2025-12", amount=DUE + 2), 2),
    "the last month paid lies in January": (paid("2025-01", amount=DUE + 50), 50),
    "of several months the last": (
        all_of(paid("2025-10", amount=DUE + 900), paid("2025-11", amount=DUE)),
        0,
    ),
    "in two parts": (all_of(paid("2025-12", amount=DUE), paid("2025-12", amount=40)), 40),
    "a supplement": (all_of(paid("2025-12", amount=DUE), paid("2025-12", amount=200, kind="supplement")), 0),
    "back pay": (all_of(paid("2025-12", amount=DUE), paid("2025-12", amount=900, kind="back_pay")), 0),
    "kept in gradual exit": (all_of(paid("2025-12", amount=DUE + 300), exit_from("2025-08-15")), 0),
    "kept after gradual exit": (all_of(paid("2025-12", amount=DUE + 300), exit_from("2025-05-15")), 300),
    "one died before": (all_of(paid("2025-12", amount=DUE), member(2, death_date="2025-11-30")), DUE / 2),
    "one died in that month": (all_of(paid("2025-12", amount=DUE), member(2, death_date="2025-12-05")), 0),
    "one covered of two": (all_of(paid("2025-12", amount=DUE), alone), DUE / 2),
    "covered alone in the marginal group": (
        all_of(paid("2025-12", amount=485), home(scheme="marginal", declared_monthly_income=600), alone),
        0,
    ),
    "covered alone in the marginal group above the line": (
        all_of(paid("2025-12", amount=600), home(scheme="marginal", declared_monthly_income=600), alone),
        115,
    ),
    "both covered in the marginal group": (
        all_of(paid("2025-12", amount=485), home(scheme="marginal", declared_monthly_income=600)),
        485,
    ),
}
UNKNOWN: dict[str, Arrange] = {
    "paid too long ago": paid("2024-11", amount=9_000),
    "no payments on record": nothing,
    "no line": all_of(paid("2025-12", amount=9_000), home(scheme="temporary")),
    "no income declared": all_of(paid("2025-12", amount=9_000), home(declared_monthly_income=None)),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, pd.DataFrame]:
    homes = {name: arrange for name, (arrange, _) in CASES.items()} | UNKNOWN
    dossier = street(homes).dossier(tmp_path_factory.mktemp("overpaid"))
    rule = Provision("overpaid_tolerance", 60, "yuan", "a local notice", region="99")
    local = Law(tuple(sorted((*NATIONAL.provisions, rule), key=lambda rule: rule.key)), NATIONAL.calendar)
    return found("overpaid", dossier), found("overpaid", open_dossier(dossier.known, law=local))


@pytest.mark.parametrize("name", CASES)
def test_overpaid(told: tuple[pd.DataFrame, pd.DataFrame], name: str) -> None:
    nationally, locally = (of(frame, name)["value"] for frame in told)
    expected = CASES[name][1]
    assert nationally.tolist() == ([expected] if expected else [])
    assert locally.tolist() == ([expected] if expected > 60 else [])


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_computed_is_not_known(told: tuple[pd.DataFrame, pd.DataFrame], name: str) -> None:
    assert of(told[0], name)["value"].isna().tolist() == [True]


def test_the_line_is_that_of_the_month_paid(tmp_path: Path) -> None:
    town = street({"then": paid("2024-12", amount=800)})  # the line was 450, and 2 x (450 - 100) due
    (row,) = found("overpaid", town.dossier(tmp_path, date(2025, 6, 30))).loc[["then"]].to_dict("records")
    assert (row["value"], row["line"], row["entitled"], row["heads"]) == (100, 450, 700, 2)
    assert row["source"] == "households[then]; payments[then,2024-12]"


def test_the_decision_stands_in_where_no_payments_were_delivered(tmp_path: Path) -> None:
    town = street({"more": lambda town, _: town.rows["decisions"][-1].update(monthly_amount=DUE + 30), "due": nothing})
    del town.rows["payments"]
    rows = found("overpaid", town.dossier(tmp_path))
    assert rows["value"].to_dict() == {"more": 30}
    assert rows.loc["more", "source"] == "households[more]; decisions[D-more]"
