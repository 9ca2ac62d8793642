"""Aid for the dead, for somebody in custody, twice: only in months in which it was paid, and where aid excludes aid."""

import pandas as pd
import pytest

from tests.street import Arrange, all_of, found, member, nothing, of, paid, street
from tests.town import Town


def away(start: str, end: str | None = None, kind: str = "custody", number: int = 1) -> Arrange:
    return lambda town, home: town.add("absences", person_id=f"{home}-{number}", kind=kind, start_on=start, end_on=end)


def uncovered(town: Town, home: str) -> None:
    for row in town.rows["members"]:
        if row["household_id"] == home:
            row["covered"] = "false"


def last_decision(town: Town, **cells: object) -> None:
    town.rows["decisions"][-1].update(cells)


def second(scheme: str = "urban_dibao", *months: str, covered: str = "true", own: str = "rural_dibao") -> Arrange:
    """Have the second member in another aided household too."""

    def arrange(town: Town, home: str) -> None:
        town.rows["households"][-1]["scheme"] = own
        other = f"{home}other"
        town.person(f"{other}-1").aided(other, f"{other}-1", household={"scheme": scheme})
        town.add("members", household_id=other, person_id=f"{home}-2", covered=covered)
        paid(*months)(town, other)

    return arrange


def again(scheme: str = "rural_dibao") -> Arrange:
    """Have a second decision in force."""

    def arrange(town: Town, home: str) -> None:
        town.rows["households"][-1]["scheme"] = scheme
        town.add("decisions", **(town.rows["decisions"][-1] | {"decision_id": f"{home}-D2"}))

    return arrange


CASES: dict[str, dict[str, tuple[Arrange, float]]] = {
    "paid_after_death": {
        "died in June": (member(1, death_date="2025-06-20"), 6),
        "died on the first day of a month": (member(1, death_date="2025-12-01"), 0),
        "died before the decision": (member(1, death_date="2001-06-20"), 33),
        "aid stopped on record": (all_of(member(1, death_date="2025-06-20"), paid("2025-05", "2025-06")), 0),
        "aid stopped two months late": (
            all_of(member(1, death_date="2025-06-20"), paid("2025-06", "2025-07", "2025-08")),
            2,
        ),
        "back pay is none": (all_of(member(1, death_date="2025-06-20"), paid("2025-09", kind="back_pay")), 0),
        "was not covered": (all_of(member(1, death_date="2025-06-20"), uncovered), 0),
        "died after the day": (member(1, death_date="2026-01-02"), 0),
        "nobody died": (nothing, 0),
    },
    "in_custody": {
        "taken in on the fifth of October": (away("2025-10-05"), 2),
        "taken in and released in one month": (away("2025-10-05", "2025-10-20"), 0),
        "three months, one of them whole": (away("2025-08-31", "2025-10-30"), 1),
        "released on the last day of a month": (away("2025-08-31", "2025-10-31"), 2),
        "two sentences with a month between": (
            all_of(away("2025-02-10", "2025-05-10"), away("2025-06-10", "2025-08-31", "compulsory_treatment")),
            4,
        ),
        "told twice": (all_of(away("2025-09-10"), away("2025-09-10", kind="prison")), 3),
        "since before the decision": (away("2022-01-01"), 33),
        "aid stopped on record": (all_of(away("2025-08-05"), paid("2025-07", "2025-08")), 0),
        "was not covered": (all_of(away("2025-08-05"), uncovered), 0),
        "served at home": (away("2025-08-05", kind="community_correction"), 0),
        "in service": (away("2025-08-05", kind="service"), 0),
        "the longer of two": (all_of(away("2025-10-05"), away("2025-08-05", number=2)), 4),
    },
    "duplicate_aid": {
        "dibao in two households": (second(), 1),
        "destitute beside dibao": (second("destitute"), 1),
        "marginal beside dibao": (second("marginal"), 1),
        "temporary aid beside dibao": (second("temporary"), 0),
        "dibao beside temporary aid": (second("urban_dibao", own="temporary"), 0),
        "lodges there without cover": (second(covered="false"), 0),
        "one was paid only after the other": (
            all_of(second("urban_dibao", "2024-02"), paid_before := paid("2024-01")),
            0,
        ),
        "both were paid in one month": (all_of(second("urban_dibao", "2024-01"), paid_before), 1),
        "two decisions in force": (again(), 1),
        "two grants of temporary aid": (again("temporary"), 0),
        "a renewed one never paid beside the old": (all_of(again(), paid("2023-01")), 0),
        "once": (nothing, 0),
    },
}
IDS = [(feature, name) for feature, cases in CASES.items() for name in cases]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    dossiers = {
        feature: street({name: arrange for name, (arrange, _) in cases.items()}).dossier(
            tmp_path_factory.mktemp(feature)
        )
        for feature, cases in CASES.items()
    }
    return {feature: found(feature, dossier) for feature, dossier in dossiers.items()}


@pytest.mark.parametrize(("feature", "name"), IDS)
def test_known_answer(told: dict[str, pd.DataFrame], feature: str, name: str) -> None:
    values = of(told[feature], name)["value"]
    assert (values.max() if len(values) else 0) == CASES[feature][name][1]


def test_both_households_tell_of_each_other_and_in_how_many_months(told: dict[str, pd.DataFrame]) -> None:
    rows = told["duplicate_aid"]
    assert of(rows, "both were paid in one month")["months"].tolist() == [1]
    assert of(rows, "both were paid in one month other")["months"].tolist() == [1]
    assert of(rows, "two decisions in force")["months"].tolist() == [33]
