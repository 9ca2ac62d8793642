"""Local rules change what features measure by: where they hold, from their day on, and in their unit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detection.evidence import wording_for
from features.dossier import Dossier
from features.law.law import Law, Provision
from features.law.reading import NATIONAL
from features.law.workdays import Workdays
from features.registry import FEATURES
from features.table import feature_table
from tests.town import AS_OF, TOWNSHIP, VILLAGE, Town, village

Arrange = Callable[[Town], object]


def rule(name: str, value: float, unit: str = "count", region: str = "", start_on: date = date.min) -> Provision:
    return Provision(name, value, unit, "a local notice", start_on, region)


def law(*rules: Provision) -> Law:
    merged = {known.key: known for known in (*NATIONAL.provisions, *rules)}
    return Law(tuple(merged[key] for key in sorted(merged)), Workdays())


def dossier(arrange: Arrange, rules: tuple[Provision, ...], folder: Path) -> Dossier:
    town = village()
    arrange(town)
    return town.dossier(folder, law=law(*rules))


def value(name: str, opened: Dossier) -> float:
    chosen = tuple(feature for feature in FEATURES if feature.name == name)
    return float(feature_table(opened, chosen).values.loc["H", name])


def decided(**cells: object) -> Arrange:
    return lambda town: town.rows["decisions"][0].update(cells)


def nothing(_: Town) -> None:
    """Leave the household by the book."""


def own(kind: str, worth: float | None, start: str = "2020-01-01", asset: str = "X1") -> Arrange:
    cells = {"person_id": "P1", "kind": kind, "value": worth, "start_on": start, "asset_id": asset, "status": "active"}
    return lambda town: town.add("holdings", **cells, end_on=None)


def earn(amount: float, start: str) -> Arrange:
    return lambda town: town.add(
        "incomes", person_id="P1", kind="wage", monthly_amount=amount, start_on=start, end_on=None
    )


def complaint(received: str) -> Arrange:
    return lambda town: town.add("complaints", household_id="H", received_on=received, reinvestigated_on=None)


def both(*arrangements: Arrange) -> Arrange:
    return lambda town: [arrange(town) for arrange in arrangements]


def crowd(number: int) -> Arrange:
    return lambda town: [town.person(f"M{n}").aided(f"HM{n}", f"M{n}") for n in range(number)]


def given_away(end: str) -> Arrange:
    return both(
        lambda town: town.person("B").kin("P1", "B", "sibling"),
        lambda town: town.add("holdings", person_id="P1", kind="vehicle", asset_id="V", end_on=end),
        lambda town: town.add("holdings", person_id="B", kind="vehicle", asset_id="V", start_on=end),
    )


def marginal(town: Town) -> None:
    town.rows["households"][0]["scheme"] = "marginal"


HOLIDAY_WEEK = {"publicised_from": "2024-09-29", "publicised_to": "2024-10-08", "approved_on": "2024-10-12"}
"""Ten days of notice, of which a Sunday worked, the Monday after it and the 8th of October are working days."""

CASES: tuple[tuple[str, str, tuple[Provision, ...], Arrange, float], ...] = (
    ("notice_gap", "nothing local", (), nothing, 0),
    ("notice_gap", "ten days", (rule("notice_days", 10, "day"),), nothing, 2),
    ("notice_gap", "elsewhere", (rule("notice_days", 10, "day", "98"),), nothing, 0),
    ("notice_gap", "in the township", (rule("notice_days", 10, "day", TOWNSHIP[:9]),), nothing, 2),
    ("notice_gap", "only later", (rule("notice_days", 10, "day", "", date(2023, 3, 16)),), nothing, 0),
    ("notice_gap", "from the day of the notice", (rule("notice_days", 10, "day", "", date(2023, 3, 15)),), nothing, 2),
    ("notice_gap", "working days", (rule("notice_days", 7, "workday"),), decided(**HOLIDAY_WEEK), 4),
    ("notice_gap", "calendar days", (), decided(**HOLIDAY_WEEK), 0),
    (
        "notice_gap",
        "no notice, judged on the day of approval",
        (rule("notice_days", 10, "day", "", date(2023, 3, 28)),),
        both(crowd(1), decided(publicised_from=None, publicised_to=None)),
        10,
    ),
    ("fast_track", "working days", (rule("diligent_days", 30, "workday"),), nothing, 19),
    ("fast_track", "a longer floor", (rule("diligent_days", 30, "day"),), nothing, 27),
    ("survey_gap", "one surveyor is enough", (rule("surveyors", 1),), decided(surveyor_2_id=None), 0),
    ("survey_crowd", "three are too many", (rule("visits_a_day", 2),), crowd(2), 3),
    ("bulk_approval", "three are too many", (rule("approvals_a_day", 2),), crowd(2), 3),
    ("recheck_overdue", "B half-yearly", (rule("review_months_b", 6, "month"),), nothing, 1.0),
    ("recheck_overdue", "A half-yearly", (rule("review_months_a", 6, "month"),), nothing, 0),
    ("recheck_overdue", "no category", (rule("review_months", 6, "month"),), decided(category=None), 1.0),
    ("complaint_open", "answered late by calendar days", (), complaint("2025-12-01"), 1),
    ("complaint_open", "not late yet", (), complaint("2025-12-02"), 0),
    ("complaint_open", "thirty working days", (rule("reply_days", 30, "workday"),), complaint("2025-11-20"), 0),
    ("complaint_open", "late by working days", (rule("reply_days", 30, "workday"),), complaint("2025-11-19"), 1),
    (
        "second_home",
        "two are allowed",
        (rule("homes_allowed", 2),),
        both(own("property", 1), own("property", 1, asset="X2")),
        0,
    ),
    ("vehicle", "cheap enough", (rule("vehicle_allowed", 20_000, "yuan"),), own("vehicle", 20_000), 0),
    ("vehicle", "too dear", (rule("vehicle_allowed", 20_000, "yuan"),), own("vehicle", 90_000), 2),
    ("vehicle", "of unknown value", (rule("vehicle_allowed", 20_000, "yuan"),), own("vehicle", None), 1),
    (
        "vehicle",
        "bought before the rule, measured from the decision on",
        (rule("vehicle_allowed", 20_000, "yuan", "", date(2023, 3, 1)),),
        own("vehicle", 20_000),
        0,
    ),
    (
        "vehicle",
        "bought before the rule and after the decision",
        (rule("vehicle_allowed", 20_000, "yuan", "", date(2025, 1, 1)),),
        own("vehicle", 0, "2024-05-01"),
        1,
    ),
    ("business", "a small shop", (rule("business_allowed", 100_000, "yuan"),), own("business", 100_000), 0),
    ("savings_over_limit", "twelve months", (rule("savings_months", 12, "month"),), own("deposit", 24 * 485 * 2), 1),
    ("asset_to_kin", "two years", (rule("transfer_months", 24, "month"),), given_away("2021-05-01"), 1),
    ("asset_to_kin", "one year", (), given_away("2021-05-01"), 0),
    (
        "overpaid",
        "a local line",
        (rule("line_rural_dibao", 300, "yuan", "99"),),
        lambda town: town.add("payments", household_id="H", month="2025-11", amount=800),
        400,
    ),
)


@pytest.mark.parametrize(
    ("name", "what", "rules", "arrange", "expected"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES]
)
def test_known_answer(
    name: str, what: str, rules: tuple[Provision, ...], arrange: Arrange, expected: float, tmp_path: Path
) -> None:
    assert value(name, dossier(arrange, rules, tmp_path)) == pytest.approx(expected), what


@pytest.mark.parametrize(
    ("rules", "expected"),
    [((), 0), ((rule("exit_months", 1, "month"),), 5 / 33), ((rule("exit_months", 0, "month"),), 6 / 33)],
)
def test_income_counts_after_the_gradual_exit(rules: tuple[Provision, ...], expected: float, tmp_path: Path) -> None:
    arrange = both(decided(exit_from="2025-07-01"), earn(2 * 970, "2025-07-01"))
    assert value("income_over_limit", dossier(arrange, rules, tmp_path)) == pytest.approx(expected, abs=1e-6)


def test_the_marginal_group_s_factor_changes_the_limit_on_its_day(tmp_path: Path) -> None:
    factors = (rule("marginal_factor", 2, "times", "", date(2024, 7, 1)),)
    limits = dossier(marginal, factors, tmp_path).frame("SELECT * FROM limits ORDER BY start_on")
    assert limits["start_on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2020-01-01",
        "2024-01-01",
        "2024-07-01",
        "2025-01-01",
    ]
    assert limits["until"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2024-01-01", "2024-07-01", "2025-01-01"]
    assert limits["line"].tolist() == [335, 450, 450, 485]
    assert limits["income_limit"].tolist() == [335 * 1.5, 450 * 1.5, 900, 970]


def test_delivered_standards_alone_are_the_lines(tmp_path: Path) -> None:
    def stated(town: Town) -> None:
        town.add("standards", region_code=TOWNSHIP, scheme="rural_dibao", start_on="2019-01-01", monthly_amount=400)

    opened = dossier(stated, (rule("line_rural_dibao", 300, "yuan", "99"),), tmp_path)
    assert opened.frame("SELECT line FROM limits")["line"].tolist() == [400]


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("day", "公示8天，少于20天", "notice of 8 days, under 20"),
        ("workday", "公示6个工作日，少于20个工作日", "notice of 6 working days, under 20"),
    ],
)
def test_reasons_tell_the_unit_of_the_rule(unit: str, zh: str, en: str, tmp_path: Path) -> None:
    opened = dossier(nothing, (rule("notice_days", 20, unit),), tmp_path)
    feature = next(feature for feature in FEATURES if feature.name == "notice_gap")
    words = wording_for(opened, reveal=False).reason(feature, feature.compute(opened).iloc[0].to_dict())
    assert zh in words.zh
    assert en in words.en


def test_the_dossier_holds_the_law_and_the_years_it_assumed(tmp_path: Path) -> None:
    rules = (rule("notice_days", 5, "workday", VILLAGE),)
    arrange = decided(applied_on="2003-12-01")
    opened = dossier(arrange, rules, tmp_path / "a")
    assert opened.law == law(*rules)
    assert opened.assumed_years == (2003,)
    assert village().dossier(tmp_path / "b", AS_OF).law == NATIONAL
