"""Matched pairs on hand-made households: who is compared, and when the refused one was no better off."""

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.table import feature_table
from features.ties.matched import MATCHED
from tests.town import AS_OF, TOWNSHIP, Town, village

LINE = 335
"""The rural line of 2022 and 2023, by the national defaults."""
Arrange = Callable[[Town], object]


def pair(**household: Any) -> Town:
    """H of two, 290 yuan a head, whose village director is P1's brother; R of one, 280, refused half a year before."""
    town = village().kin("O1", "P1", "sibling")
    town.rows["households"][0].update(declared_monthly_income=290)
    return refuse(town.person("Q1"), "R", "Q1", household=household)


def refuse(town: Town, household_id: str, *members: str, household: dict[str, Any] | None = None, **cells: Any) -> Town:
    given = {"applied_on": "2022-09-01", "accepted_on": "2022-09-02", "surveyed_on": "2022-09-05"}
    given |= {"approved_on": "2022-09-20", "outcome": "refused", "monthly_amount": None, "category": None}
    given |= {"publicised_from": None, "publicised_to": None, "last_reviewed_on": None}
    home = {"declared_monthly_income": 280} | (household or {})
    return town.aided(household_id, *members, household=home, **(given | cells))


def found(town: Town, folder: Path, as_of: date = AS_OF) -> pd.DataFrame:
    return MATCHED[0].compute(town.dossier(folder, as_of))


def value(town: Town, folder: Path, as_of: date = AS_OF) -> float:
    return float(feature_table(town.dossier(folder, as_of), MATCHED).values.loc["H", "refused_alike"])


def own(person: str, kind: str, **cells: Any) -> Arrange:
    given = {
        "value": 50_000,
        "start_on": "2019-01-01",
        "end_on": None,
        "asset_id": f"{person}{kind}",
        "status": "active",
    }
    return lambda town: town.add("holdings", person_id=person, kind=kind, **(given | cells))


def ill(person: str, since: str | None = "2020-01-01", kind: str = "serious_illness") -> Arrange:
    return lambda town: town.add("conditions", person_id=person, kind=kind, start_on=since)


def spent(person: str, yuan: float, year: int) -> Arrange:
    return lambda town: town.add("medical_costs", person_id=person, year=year, own_expense=yuan)


def both(*arrangements: Arrange) -> Arrange:
    return lambda town: [arrange(town) for arrange in arrangements]


def refused(**cells: Any) -> Arrange:
    return lambda town: town.rows["decisions"][1].update(cells)


def home(number: int, **cells: Any) -> Arrange:
    return lambda town: town.rows["households"][number].update(cells)


COUNTED: dict[str, Arrange] = {
    "poorer and refused": lambda t: None,
    "a tenth of the line is as good as equal": home(1, declared_monthly_income=290 + 0.09 * LINE),
    "applied almost three years later": refused(applied_on="2026-02-01", approved_on=None, outcome="refused"),
    "one member more": lambda t: [t.person(p).add("members", household_id="R", person_id=p) for p in ("Q2", "Q3")],
    "a member of H was dead already": lambda t: [
        t.person("Z", death_date="2001-01-01").add("members", household_id="H", person_id="Z"),
        t.person("Q2").add("members", household_id="R", person_id="Q2"),
        t.person("Q3").add("members", household_id="R", person_id="Q3"),
    ],
    "the wages of H correct what it declared": both(
        home(0, declared_monthly_income=100),
        lambda t: t.add("incomes", person_id="P1", kind="wage", monthly_amount=1200, start_on="2020-01-01"),
    ),
    "the car of R was sold before": own("Q1", "vehicle", end_on="2022-01-01"),
    "the car of R was bought later": own("Q1", "vehicle", start_on="2023-01-01"),
    "the car of R is scrapped": own("Q1", "vehicle", status="scrapped"),
    "H has a car as well": both(own("Q1", "vehicle"), own("P1", "vehicle")),
    "R lives in its own house": own("Q1", "property"),
    "savings of three months of the line": own("Q1", "deposit", value=2.9 * LINE),
    "H fell ill after it applied": ill("P1", "2023-06-01"),
    "both were ill": both(ill("P1"), ill("Q1")),
    "treatment of H was cheap": spent("P2", 0.09 * LINE * 2 * 12, 2023),
    "treatment of both was dear": both(spent("P2", 9_000, 2022), spent("Q1", 4_400, 2021)),
    "R is kin of the director in three steps": lambda t: (
        [t.person(p) for p in ("X", "Y")] + [t.kin("O1", "X", "child").kin("X", "Y", "child").kin("Y", "Q1", "child")]
    ),
    "R's brother left office before": lambda t: [
        t.official("X", "group_leader", end_on="2022-08-31").person("X").kin("X", "Q1", "sibling")
    ],
    "R's brother serves in another village": lambda t: [
        t.official("X", region_code="990101001002").person("X").kin("X", "Q1", "sibling")
    ],
}


@pytest.mark.parametrize("arrange", COUNTED.values(), ids=COUNTED.keys())
def test_a_refused_household_no_better_off_counts(arrange: Arrange, tmp_path: Path) -> None:
    town = pair()
    arrange(town)
    # R may apply after the usual day: everything lies before the last day of 2026.
    assert value(town, tmp_path, date(2026, 12, 31)) == 1 / 2


BETTER_OFF: dict[str, Arrange] = {
    "a higher income": home(1, declared_monthly_income=290 + 0.11 * LINE),
    "a wage that it did not declare": lambda t: t.add("incomes", person_id="Q1", kind="wage", monthly_amount=700),
    "a car": own("Q1", "vehicle"),
    "a business": own("Q1", "business"),
    "a second home": both(own("Q1", "property"), own("Q1", "property", asset_id="other")),
    "savings": own("Q1", "deposit", value=3.1 * LINE),
    "H was seriously ill": ill("P2"),
    "H could not work": ill("P2", None, "unable_to_work"),
    "H had dear treatment the year before": spent("P2", 0.11 * LINE * 2 * 12, 2022),
}


@pytest.mark.parametrize("arrange", BETTER_OFF.values(), ids=BETTER_OFF.keys())
def test_a_refusal_explained_by_the_difference_does_not_count(arrange: Arrange, tmp_path: Path) -> None:
    town = pair()
    arrange(town)
    assert value(town, tmp_path) == 0


OTHERS: dict[str, Arrange] = {
    "H has nobody in post": lambda t: t.rows["kinship"].clear(),
    "another scheme": home(1, scheme="urban_dibao"),
    "another township": home(1, region_code="990101002001"),
    "more than three years apart": refused(applied_on="2020-02-25"),
    "two members fewer": lambda t: t.person("P3").add("members", household_id="H", person_id="P3"),
    "granted in the end": lambda t: t.add(
        "decisions", **t.rows["decisions"][1] | {"decision_id": "L", "outcome": "granted"}
    ),
    "not decided": refused(outcome="pending"),
    "R is the director's": lambda t: t.add("members", household_id="R", person_id="O1"),
    "R is the director's nephew": lambda t: t.person("X").kin("O1", "X", "sibling").kin("X", "Q1", "child"),
    "who refused was R's brother": lambda t: t.kin("H1", "Q1", "sibling"),
    "a member of H is severely disabled": lambda t: t.rows["persons"][1].update(disability_grade=2),
}


@pytest.mark.parametrize("arrange", OTHERS.values(), ids=OTHERS.keys())
def test_who_is_not_comparable_does_not_count(arrange: Arrange, tmp_path: Path) -> None:
    town = pair()
    for row in town.rows["persons"]:
        row["disability_grade"] = None
    arrange(town)
    assert value(town, tmp_path) == 0


def test_the_value_is_the_share_of_the_comparable_and_one(tmp_path: Path) -> None:
    town = pair()
    for number, income in enumerate((100, 300, 330, LINE + 1)):
        refuse(town.person(f"N{number}"), f"R{number}", f"N{number}", household={"declared_monthly_income": income})
    assert value(town, tmp_path) == 3 / 5


@pytest.mark.parametrize(
    ("cells", "met"),
    [
        ({"declared_monthly_income": LINE}, 1 / 2),
        ({"declared_monthly_income": LINE + 0.5}, 0),
        ({"scheme": "marginal", "declared_monthly_income": 1.5 * LINE}, 1 / 2),
        ({"scheme": "marginal", "declared_monthly_income": 1.5 * LINE + 0.5}, 0),
    ],
)
def test_whoever_declared_more_than_the_limit_was_lawfully_refused(
    cells: dict[str, Any], met: float, tmp_path: Path
) -> None:
    town = pair(**cells)
    town.rows["households"][0].update(scheme=cells.get("scheme", "rural_dibao"), declared_monthly_income=1_000)
    assert value(town, tmp_path) == met


@pytest.mark.parametrize(("better_off", "met"), [(8, 0.1), (9, 0)])
def test_a_share_below_a_tenth_is_nothing(better_off: int, met: float, tmp_path: Path) -> None:
    town = pair()
    for number in range(better_off):
        refuse(town.person(f"N{number}"), f"R{number}", f"N{number}", household={"declared_monthly_income": 330})
    assert value(town, tmp_path) == met


def test_the_three_most_similar_are_shown_and_the_nearest_is_told(tmp_path: Path) -> None:
    town = pair()
    for number, income in enumerate((270, 250, 230)):
        refuse(town.person(f"N{number}"), f"R{number}", f"N{number}", household={"declared_monthly_income": income})
    [row] = found(town, tmp_path).to_dict("records")
    assert row["source"] == "decisions[D-H]; decisions[D-R]; decisions[D-R0]; decisions[D-R1]"
    assert (row["their_declared"], row["own_declared"], row["alike"], row["compared"]) == (280, 290, 4, 4)
    assert "拒，其中4户无亲属在任" in MATCHED[0].reason.zh.format(**row)
    assert "declared 280 yuan a head against 290" in MATCHED[0].reason.en.format(**row)
    assert not any(name in MATCHED[0].reason.zh.format(**row) for name in ("R0", "Q1", "D-"))


def test_a_scheme_without_a_line_is_not_known(tmp_path: Path) -> None:
    town = pair(scheme="temporary")
    town.rows["households"][0]["scheme"] = "temporary"
    assert math.isnan(value(town, tmp_path))


def test_a_refusal_after_the_day_is_not_known(tmp_path: Path) -> None:
    town = pair()
    town.rows["decisions"][1].update(applied_on="2023-09-01", approved_on="2023-09-20")
    assert value(town, tmp_path / "a", date(2023, 9, 19)) == 0
    assert value(town, tmp_path / "b", date(2023, 9, 20)) == 1 / 2


def test_the_township_is_the_stated_parent(tmp_path: Path) -> None:
    town = pair(region_code="990101002001")
    assert value(town, tmp_path / "a") == 0
    town.add("regions", region_code=TOWNSHIP, level="township", parent_code=None)
    for region in ("990101001001", "990101002001"):
        town.add("regions", region_code=region, level="village", parent_code=TOWNSHIP)
    assert value(town, tmp_path / "b") == 1 / 2


@settings(max_examples=8, deadline=None)
@given(
    refusals=st.lists(st.integers(0, 400), min_size=1, max_size=4),
    income=st.integers(0, 400),
    more=st.integers(0, 200),
)
def test_more_income_never_lowers_the_value(refusals: list[int], income: int, more: int) -> None:
    values = []
    for declared in (income, income + more):
        town = pair()
        town.rows["households"][0].update(declared_monthly_income=declared)
        for number, theirs in enumerate(refusals):
            refuse(town.person(f"N{number}"), f"R{number}", f"N{number}", household={"declared_monthly_income": theirs})
        with TemporaryDirectory() as folder:
            values.append(value(town, Path(folder)))
    assert values[0] <= values[1]


@pytest.mark.parametrize("column", ["sex", "birth_date", "ethnicity"])
def test_protected_traits_change_nothing(column: str, tmp_path: Path) -> None:
    town = pair()
    before = value(town, tmp_path / "a")
    for row in town.rows["persons"]:
        row[column] = {"sex": "F", "birth_date": "1950-01-01", "ethnicity": "minority"}[column]
    assert value(town, tmp_path / "b") == before
