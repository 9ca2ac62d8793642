"""Possible 漏保 on hand-made homes: who is listed, with which points, reasons and counter-reasons, in which order."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.need.hardship import SIGNS
from features.need.need_list import need_rows
from tests.town import AS_OF, TOWNSHIP, VILLAGE, Town, village

Arrange = Callable[[Town], object]
POINTS = {sign.name: sign.points for sign in SIGNS}
LINE = 485
"""The rural line of 2025, by the national defaults."""


def register(town: Town, register_id: str, *people: str, **cells: Any) -> Town:
    """Add a register that never asked, each of its people with a small income on record."""
    for person in people:
        town.person(person, **{"birth_date": "1980-01-01", "register_id": register_id} | cells)
        earn(person, 100)(town)
    return town


def asked(town: Town, household_id: str, *members: str, household: dict[str, Any] | None = None, **cells: Any) -> Town:
    """Add a household that was refused in 2024; it declared 300 yuan a head."""
    given = {"outcome": "refused", "applied_on": "2024-03-01", "accepted_on": "2024-03-02", "approved_on": "2024-04-01"}
    given |= {"surveyed_on": None, "publicised_from": None, "publicised_to": None, "last_reviewed_on": None}
    for member in members:
        town.person(member, birth_date="1980-01-01")
    return town.aided(
        household_id, *members, household={"declared_monthly_income": 300} | (household or {}), **given | cells
    )


def earn(person: str, amount: float, kind: str = "wage", **cells: Any) -> Arrange:
    given = {"person_id": person, "kind": kind, "monthly_amount": amount, "start_on": "2020-01-01", "end_on": None}
    return lambda town: town.add("incomes", **given | cells)


def ill(person: str, kind: str = "serious_illness", since: str | None = "2022-05-01") -> Arrange:
    return lambda town: town.add("conditions", person_id=person, kind=kind, start_on=since)


def own(person: str, kind: str, **cells: Any) -> Arrange:
    given = {
        "value": 50_000,
        "start_on": "2019-01-01",
        "end_on": None,
        "asset_id": f"{person}{kind}",
        "status": "active",
    }
    return lambda town: town.add("holdings", person_id=person, kind=kind, **given | cells)


def spent(person: str, yuan: float, year: int = 2025) -> Arrange:
    return lambda town: town.add("medical_costs", person_id=person, year=year, own_expense=yuan)


def rows(town: Town, folder: Path, as_of: date = AS_OF, **settings: int) -> pd.DataFrame:
    return need_rows(town.dossier(folder, as_of), **settings)


def only(town: Town, folder: Path, as_of: date = AS_OF) -> dict[str, Any]:
    [row] = rows(town, folder, as_of).to_dict("records")
    return {str(name): cell for name, cell in row.items()}


def test_nobody_in_need_gives_no_rows_and_every_column(tmp_path: Path) -> None:
    empty, full = rows(village(), tmp_path / "a"), rows(asked(village(), "R", "Q1"), tmp_path / "b")
    assert empty.empty
    assert list(empty) == list(full)


def test_a_refused_household_below_the_line_is_listed_with_its_reasons(tmp_path: Path) -> None:
    row = only(asked(village(), "R", "Q1", "Q2"), tmp_path)
    assert (row["rank"], row["kind"], row["key"], row["heads"]) == (1, "refused", "R", 2)
    assert (row["income"], row["line"], row["points"]) == (300, LINE, POINTS["income_below_line"])
    assert row["reasons_zh"] == "2024-03-01申请，2024-04-01不予批准。\n已知人均月收入300元，低于标准485元。"
    assert row["reasons_en"].startswith("Applied 2024-03-01, refused 2024-04-01.\nKnown income of 300 yuan")
    assert row["check_zh"].startswith("向镇街民政办调取不予批准的书面理由。")
    assert row["sources"] == "decisions[D-R]; households[R]"
    assert (row["against_zh"], row["unknown_en"]) == ("", "")


SIGNS_FOUND: dict[str, tuple[Arrange, set[str]]] = {
    "serious illness": (ill("Q1"), {"serious_illness"}),
    "unable to work, whenever": (ill("Q2", "unable_to_work", None), {"unable_to_work"}),
    "two ill count once": (lambda t: [ill("Q1")(t), ill("Q2")(t)], {"serious_illness"}),
    "chronic illness only adds": (
        lambda t: [ill("Q1")(t), ill("Q1", "chronic_illness")(t)],
        {"serious_illness", "chronic_illness"},
    ),
    "severe disability": (lambda t: t.rows["persons"][-1].update(disability_grade=2), {"severe_disability"}),
    "treatment of half the line a head": (spent("Q1", LINE * 12), {"medical_costs"}),
    "treatment the year before": (lambda t: [spent("Q1", LINE * 12, 2024)(t), spent("Q1", 10)(t)], {"medical_costs"}),
    "a child without living parents": (
        lambda t: [
            t.person("F", death_date="2015-01-01").person("M", death_date="2020-01-01"),
            t.rows["persons"][-3].update(birth_date="2010-01-01"),
            t.kin("Q2", "F", "parent").kin("Q2", "M", "parent"),
        ],
        {"orphan"},
    ),
}


@pytest.mark.parametrize(("arrange", "signs"), SIGNS_FOUND.values(), ids=SIGNS_FOUND.keys())
def test_a_hardship_lists_a_register_that_never_asked(arrange: Arrange, signs: set[str], tmp_path: Path) -> None:
    town = register(village(), "R1", "Q1", "Q2", disability_grade=None)
    arrange(town)
    row = only(town, tmp_path)
    assert (row["kind"], row["key"], row["income"]) == ("never_asked", "R1", 100)
    signs |= {"income_below_line", "income_below_half"}
    assert row["points"] == sum(POINTS[name] for name in signs)


NOT_LISTED: dict[str, Arrange] = {
    "no hardship": lambda t: None,
    "chronic illness alone": ill("Q1", "chronic_illness"),
    "a light disability": lambda t: t.rows["persons"][-1].update(disability_grade=3),
    "cheap treatment": spent("Q1", LINE * 12 - 60),
    "treatment long ago": spent("Q1", 90_000, 2023),
    "one parent lives": lambda t: [
        t.person("F", death_date="2015-01-01").person("M"),
        t.rows["persons"][-3].update(birth_date="2010-01-01"),
        t.kin("Q2", "F", "parent").kin("Q2", "M", "parent"),
    ],
    "one parent is not known": lambda t: [
        t.person("F", death_date="2015-01-01"),
        t.rows["persons"][-2].update(birth_date="2010-01-01"),
        t.kin("Q2", "F", "parent"),
    ],
    "an income above the line": lambda t: [ill("Q1")(t), earn("Q2", 2 * LINE)(t)],
    "somebody of the register is aided": lambda t: [ill("Q1")(t), t.aided("HQ", "Q2")],
    "a collective register": lambda t: [ill("Q1")(t), register(t, "R1", *(f"C{n}" for n in range(11)))],
    "the ill one died": lambda t: [ill("Q1")(t), t.rows["persons"][-2].update(death_date="2025-12-01")],
    "fell ill after the day": ill("Q1", since="2026-01-01"),
    "a car outweighs it": lambda t: [
        ill("Q1")(t),
        earn("Q1", 300)(t),
        own("Q2", "vehicle")(t),
        own("Q2", "business")(t),
    ],
}


@pytest.mark.parametrize("arrange", NOT_LISTED.values(), ids=NOT_LISTED.keys())
def test_a_register_without_known_need_is_not_listed(arrange: Arrange, tmp_path: Path) -> None:
    town = register(village(), "R1", "Q1", "Q2", disability_grade=None, death_date=None)
    arrange(town)
    assert rows(town, tmp_path).empty


AGAINST: dict[str, Arrange] = {
    "vehicle": own("Q1", "vehicle"),
    "business": own("Q1", "business", status=None),
    "second_home": lambda t: [own("Q1", "property")(t), own("Q1", "property", asset_id="other")(t)],
    "savings": own("Q1", "deposit", value=24 * LINE * 2 + 1),
    "public_payroll": earn("Q1", 50, "public_payroll"),
}


@pytest.mark.parametrize("name", AGAINST)
def test_what_speaks_against_need_is_told_and_weighs(name: str, tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1", "Q2")
    ill("Q1")(town)
    before = only(town, tmp_path / "a")
    AGAINST[name](town)
    after = only(town, tmp_path / "b")
    assert after["points"] == before["points"] + POINTS[name]
    assert POINTS[name] < 0
    assert before["against_zh"] == before["against_en"] == ""
    assert after["against_zh"] != ""
    assert after["reasons_zh"] == before["reasons_zh"]
    assert "Q1" in after["sources"].removeprefix(before["sources"])


@pytest.mark.parametrize(
    "arrange",
    [
        own("Q1", "vehicle", status="scrapped"),
        own("Q1", "vehicle", end_on="2025-12-30"),
        own("Q1", "vehicle", start_on="2026-01-01"),
        own("Q1", "motorcycle"),
        own("Q1", "property"),
        lambda t: [own("Q1", "property")(t), own("Q2", "property", asset_id="Q1property")(t)],
        own("Q1", "deposit", value=24 * LINE * 2),
        earn("Q1", 50, "public_payroll", end_on="2025-06-01"),
    ],
)
def test_what_the_law_allows_does_not_weigh(arrange: Arrange, tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1", "Q2")
    arrange(town)
    assert only(town, tmp_path)["points"] == POINTS["income_below_line"]


def test_an_ended_household_is_listed_and_one_in_force_is_not(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1", outcome="granted", ended_on="2025-03-31", monthly_amount=100)
    row = only(town, tmp_path / "a", date(2025, 4, 1))
    assert (row["kind"], row["reasons_en"].partition("\n")[0]) == (
        "ended",
        "Applied 2024-03-01 and granted, ended 2025-03-31.",
    )
    assert rows(town, tmp_path / "b", date(2025, 3, 31)).empty


def test_a_pending_household_is_listed_when_thirty_working_days_are_over(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1", outcome="pending", accepted_on="2024-05-06", approved_on=None)
    assert rows(town, tmp_path / "a", date(2024, 6, 17)).empty
    row = only(town, tmp_path / "b", date(2024, 6, 18))  # 11 May is worked, Dragon Boat Festival is not
    assert (row["kind"], row["points"]) == ("pending", POINTS["income_below_line"] + POINTS["overdue"])
    assert "受理后43天仍无决定" in row["reasons_zh"]


def test_a_later_application_hides_an_earlier_refusal(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1")
    later = {"decision_id": "D2", "outcome": "pending", "applied_on": "2025-12-01", "accepted_on": "2025-12-02"}
    town.add("decisions", **town.rows["decisions"][1] | later | {"approved_on": None})
    assert rows(town, tmp_path).empty


def test_a_household_with_a_member_covered_elsewhere_is_covered(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1", "Q2").add("members", household_id="H", person_id="Q2", covered="true")
    assert rows(town, tmp_path).empty


@pytest.mark.parametrize(("income", "sick", "listed"), [(700, True, True), (700, False, False), (730, True, False)])
def test_up_to_one_and_a_half_lines_only_illness_gives_a_claim(
    income: int, sick: bool, listed: bool, tmp_path: Path
) -> None:
    town = asked(village(), "R", "Q1", household={"declared_monthly_income": income})
    if sick:
        ill("Q1")(town)
    assert len(rows(town, tmp_path)) == listed


def test_an_income_seen_elsewhere_corrects_the_one_declared(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1", "Q2")
    earn("Q1", 800)(town)
    assert only(town, tmp_path)["income"] == 400


def test_what_is_not_on_record_gives_no_points(tmp_path: Path) -> None:
    town = register(village(), "R1", "Q1", "Q2")
    ill("Q1")(town)
    known = only(town, tmp_path / "a")
    town.rows["incomes"] = [row for row in town.rows["incomes"] if row["person_id"] != "Q2"]
    row = only(town, tmp_path / "b")
    assert pd.isna(row["income"])
    assert row["points"] == POINTS["serious_illness"] < known["points"]
    assert row["unknown_zh"] == "收入不明：1名成年人无收入记录（收入不加分）。"


def test_minors_and_those_unable_to_work_need_no_income_on_record(tmp_path: Path) -> None:
    town = register(village(), "R1", "Q1", "Q2", "Q3")
    town.rows["incomes"] = town.rows["incomes"][:1]
    ill("Q2", "unable_to_work")(town)
    town.rows["persons"][-1]["birth_date"] = "2012-01-01"
    assert only(town, tmp_path)["income"] == 33.33


def test_the_old_who_live_alone_without_a_living_child(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1")
    town.rows["persons"][-1]["birth_date"] = "1955-01-01"
    alone, base = POINTS["elder_alone"], POINTS["income_below_line"]
    assert only(town, tmp_path / "a")["points"] == base  # no kin on record: nothing is known of children
    town.kin("Q1", "S9", "sibling")
    assert only(town, tmp_path / "b")["points"] == base + alone
    town.person("C", death_date="2020-01-01").kin("C", "Q1", "parent")
    assert only(town, tmp_path / "c")["points"] == base + alone
    town.kin("Q1", "D", "child")
    assert only(town, tmp_path / "d")["points"] == base


def test_order_points_then_known_poverty_then_size_then_key(tmp_path: Path) -> None:
    town = village()
    for key, income, members in (("A", 300, 1), ("B", 250, 1), ("C", 300, 2), ("D", 300, 1), ("E", 100, 1)):
        asked(town, key, *(f"{key}{n}" for n in range(members)), household={"declared_monthly_income": income})
    found = rows(town, tmp_path / "a")
    assert found["key"].tolist() == ["E", "B", "C", "A", "D"]
    assert found["rank"].tolist() == [1, 2, 3, 4, 5]
    for kept in town.rows.values():
        kept.reverse()
    pd.testing.assert_frame_equal(rows(town, tmp_path / "b"), found)
    assert rows(town, tmp_path / "c", capacity=2)["key"].tolist() == ["E", "B"]


def test_an_unknown_income_comes_after_known_ones_of_the_same_points(tmp_path: Path) -> None:
    town = village()
    for key, income in (("A", None), ("B", LINE)):
        asked(town, key, f"{key}1", household={"declared_monthly_income": income})
        ill(f"{key}1")(town)
    assert rows(town, tmp_path)["key"].tolist() == ["B", "A"]


def test_nothing_after_the_day_changes_the_list(tmp_path: Path) -> None:
    day = date(2024, 12, 31)
    town = register(asked(village(), "R", "Q1"), "R1", "Q2")
    ill("Q2")(town)
    before = rows(town, tmp_path / "a", day)
    ill("Q1", since="2025-01-01")(town)
    own("Q1", "vehicle", start_on="2025-01-01")(town)
    earn("Q1", 5_000, start_on="2025-01-01")(town)
    spent("Q1", 90_000, 2025)(town)
    town.add(
        "decisions",
        **town.rows["decisions"][1] | {"decision_id": "L", "applied_on": "2025-01-01", "outcome": "granted"},
    )
    town.rows["persons"][-1]["death_date"] = "2025-01-01"
    pd.testing.assert_frame_equal(rows(town, tmp_path / "b", day), before)
    assert len(before) == 2


def test_region_and_name_are_told_where_they_are_known(tmp_path: Path) -> None:
    town = asked(village(), "R", "Q1")
    town.rows["persons"][-1]["name"] = "张三丰"
    assert only(town, tmp_path / "a")["region"] == VILLAGE
    town.add("regions", region_code=VILLAGE, name="石桥村", parent_code=TOWNSHIP, level="village", urban=None)
    town.add("regions", region_code=TOWNSHIP, name="柳林镇", parent_code=None, level="township", urban=None)
    row = only(town, tmp_path / "b")
    assert (row["region"], row["applicant"]) == ("柳林镇 石桥村", "张三丰")


def test_no_words_name_a_person(tmp_path: Path) -> None:
    town = register(asked(village(), "R", "Q1"), "R1", "Q2")
    ill("Q1")(town)
    ill("Q2")(town)
    texts = rows(town, tmp_path).filter(regex="_(zh|en)$").to_numpy().ravel()
    assert not any(key in text for text in texts for key in ("Q1", "Q2", "R1", "D-R"))


def test_a_negative_capacity_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        rows(village(), tmp_path, capacity=-1)
