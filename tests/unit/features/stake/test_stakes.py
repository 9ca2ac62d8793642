"""Paid and entitled month by month, on hand-made households with known answers.

H has two members, declares 100 yuan a head, and was granted rural aid on 2023-03-28; the line is 335 yuan, from 2024 on
450, from 2025 on 485.  So 470, 700 and 770 yuan a month are due.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.dossier import Dossier
from features.registry import FEATURES
from features.stake.stakes import BARRED_BY, STAKE_COLUMNS, USED, months_of, stakes_of
from features.table import feature_table
from tests.town import AS_OF, TOWNSHIP, Town, village

Arrange = Callable[[Town], object]
MONTHS = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)][3:]
"""From the month after the approval to the day."""
DUE = {"2023": 470, "2024": 700, "2025": 770}


def pay(amount: float = 800, household: str = "H", months: list[str] = MONTHS, kind: str = "regular") -> Arrange:
    return lambda town: [
        town.add("payments", household_id=household, month=month, amount=amount, kind=kind) for month in months
    ]


def own(kind: str, start: str | None, end: str | None = None, **cells: Any) -> Arrange:
    given = {"person_id": "P1", "value": 90_000, "asset_id": f"X-{kind}-{start}", "status": "active"}
    return lambda town: town.add("holdings", kind=kind, start_on=start, end_on=end, **(given | cells))


def earn(amount: float, start: str, end: str | None = None, kind: str = "wage", person: str = "P1") -> Arrange:
    return lambda town: town.add(
        "incomes", person_id=person, kind=kind, monthly_amount=amount, start_on=start, end_on=end
    )


def decided(**cells: object) -> Arrange:
    return lambda town: town.rows["decisions"][0].update(cells)


def household(**cells: object) -> Arrange:
    return lambda town: town.rows["households"][0].update(cells)


def died(person: int, day: str) -> Arrange:
    return lambda town: town.rows["persons"][person].update(death_date=day)


def town_of(*arrangements: Arrange) -> Town:
    town = village()
    town.person("X2", death_date="1999-01-01")
    for arrange in arrangements:
        arrange(town)
    return town


def found(dossier: Dossier) -> dict[str, pd.DataFrame]:
    return feature_table(dossier, tuple(feature for feature in FEATURES if feature.name in USED)).found


def months(town: Town, folder: Path, as_of: date = AS_OF) -> pd.DataFrame:
    dossier = town.dossier(folder, as_of)
    rows = months_of(dossier, pd.Series(["H"]), found(dossier))
    return rows.set_index(rows["month"].dt.strftime("%Y-%m"))


def stake(town: Town, folder: Path, as_of: date = AS_OF) -> pd.Series:
    dossier = town.dossier(folder, as_of)
    return stakes_of(dossier, pd.Series(["H"]), found(dossier)).loc["H"]


def test_above_is_paid_less_due_by_the_line_of_each_month(tmp_path: Path) -> None:
    rows = months(town_of(pay()), tmp_path / "a")
    assert rows.index.tolist() == MONTHS
    assert rows["entitled"].tolist() == [DUE[month[:4]] for month in MONTHS]
    assert (rows["above"] == 800 - rows["entitled"]).all()
    assert rows["barred_by"].isna().all()
    told = stake(town_of(pay()), tmp_path / "b")
    assert told[["months", "paid", "entitled", "above", "under", "unknown"]].tolist() == [
        33,
        33 * 800,
        9 * 470 + 12 * 700 + 12 * 770,
        9 * 330 + 12 * 100 + 12 * 30,
        0,
        0,
    ]
    assert told.index.tolist() == list(STAKE_COLUMNS)


def test_paid_short_is_not_set_off(tmp_path: Path) -> None:
    told = stake(town_of(pay(700)), tmp_path)
    assert (told["above"], told["under"]) == (9 * 230, 12 * 70)
    assert told["paid"] - told["entitled"] == told["above"] - told["under"]


def test_less_than_the_tolerance_is_rounding(tmp_path: Path) -> None:
    assert stake(town_of(pay(770.9, months=["2025-11", "2025-12"])), tmp_path / "a")["above"] == 0
    assert stake(town_of(pay(771.25, months=["2025-11", "2025-12"])), tmp_path / "b")["above"] == 2.5


@pytest.mark.parametrize("kind", ["supplement", "back_pay"])
def test_regular_payments_alone_count(kind: str, tmp_path: Path) -> None:
    told = stake(town_of(pay(770, months=["2025-12"]), pay(500, months=["2025-12"], kind=kind)), tmp_path)
    assert (told["paid"], told["above"]) == (770, 0)


BARRED: tuple[tuple[str, str, Arrange, list[str]], ...] = (
    (
        "vehicle",
        "every month on a day of which it was owned",
        own("vehicle", "2025-03-15", "2025-06-10"),
        MONTHS[23:27],
    ),
    ("vehicle", "sold before the decision", own("vehicle", "2020-01-01", "2023-01-10"), []),
    ("vehicle", "scrapped", own("vehicle", "2020-01-01", status="scrapped"), []),
    ("business", "since it was registered", own("business", "2025-10-20"), MONTHS[-3:]),
    ("business", "dormant", own("business", "2025-10-20", status="dormant"), []),
    ("second_home", "bought while aid was paid", own("property", "2025-11-02"), MONTHS[-2:]),
    (
        "second_home",
        "while there were two",
        lambda t: [own("property", "2010-01-01")(t), own("property", "2011-01-01", "2023-05-20")(t)],
        MONTHS[:2],
    ),
    ("second_home", "the one they live in", own("property", "2010-01-01"), []),
    (
        "savings_over_limit",
        "while they were above what is allowed",
        lambda t: [
            own("deposit", "2015-01-01", value=20_000)(t),
            own("security", "2024-02-10", "2024-04-30", value=9_000)(t),
        ],
        MONTHS[10:13],
    ),
    ("savings_over_limit", "within what is allowed", own("deposit", "2015-01-01", value=20_000), []),
    (
        "public_payroll",
        "while on it",
        earn(500, "2025-02-10", "2025-04-09", "public_payroll"),
        MONTHS[22:25],
    ),
    (
        "public_payroll",
        "within the gradual exit",
        lambda t: [earn(500, "2025-07-10", None, "public_payroll")(t), decided(exit_from="2025-07-01")(t)],
        [],
    ),
    ("income_over_limit", "in a season", earn(2_000, "2025-06-05", "2025-08-20"), MONTHS[26:29]),
    (
        "income_over_limit",
        "within the gradual exit",
        lambda t: [earn(2_000, "2025-07-05")(t), decided(exit_from="2025-07-01")(t)],
        [],
    ),
    ("no_heads", "both died", lambda t: [died(0, "2025-01-10")(t), died(1, "2025-08-31")(t)], MONTHS[-4:]),
)


@pytest.mark.parametrize(("bar", "what", "arrange", "expected"), BARRED, ids=[f"{b[0]}: {b[1]}" for b in BARRED])
def test_nothing_is_due_in_a_barred_month(
    bar: str, what: str, arrange: Arrange, expected: list[str], tmp_path: Path
) -> None:
    rows = months(town_of(pay(), arrange), tmp_path)
    barred = rows[rows["barred_by"].fillna("").str.split(",").map(lambda bars: bar in bars)]
    assert barred.index.tolist() == expected, what
    assert (barred["entitled"] == 0).all()
    assert (barred["above"] == 800).all()


def test_everything_that_bars_has_a_month_that_it_bars_and_one_that_it_does_not() -> None:
    assert {bar for bar, _, _, expected in BARRED if expected} == set(BARRED_BY)
    assert {bar for bar, _, _, expected in BARRED if not expected} >= set(BARRED_BY) - {"no_heads"}


def test_months_of_each_bar_are_counted(tmp_path: Path) -> None:
    told = stake(town_of(pay(), own("vehicle", "2025-11-01"), own("business", "2025-12-01")), tmp_path)
    assert told[list(BARRED_BY)].to_dict() == dict.fromkeys(BARRED_BY, 0) | {"vehicle": 2, "business": 1}


def test_the_dead_are_heads_in_the_month_of_their_death(tmp_path: Path) -> None:
    rows = months(town_of(pay(), died(1, "2024-06-20")), tmp_path)
    assert rows["heads"].tolist() == [2 if month <= "2024-06" else 1 for month in MONTHS]
    assert rows.loc["2024-07", ["entitled", "lost"]].tolist() == [350, 1]


def test_a_child_is_a_head_from_the_month_of_its_birth(tmp_path: Path) -> None:
    def child(town: Town) -> None:
        town.person("C", birth_date="2025-03-20").add("members", household_id="H", person_id="C", covered="true")

    assert months(town_of(pay(), child), tmp_path)["heads"].tolist() == [2 if m < "2025-03" else 3 for m in MONTHS]


def test_months_wholly_in_custody_have_a_head_less(tmp_path: Path) -> None:
    def taken(town: Town) -> None:
        town.add("absences", person_id="P2", kind="custody", start_on="2025-02-10", end_on="2025-05-20")

    rows = months(town_of(pay(), taken), tmp_path)
    assert rows.index[rows["heads"] == 1].tolist() == ["2025-03", "2025-04"]
    assert rows.loc["2025-03", "income"] == 100, "who is in custody still lives: no income a head rises by it"


@pytest.mark.parametrize(
    ("what", "arrange", "income", "due"),
    [
        ("seen is more than declared", earn(600, "2025-03-01", "2025-03-31"), 300, 370),
        ("declared is more than seen", earn(100, "2025-03-01", "2025-03-31"), 100, 770),
        ("in another month", earn(600, "2025-04-01"), 100, 770),
        (
            "the same pay told twice",
            lambda t: [earn(600, "2025-03-01")(t), earn(600, "2025-03-01", kind="tax")(t)],
            300,
            370,
        ),
        ("of two members", lambda t: [earn(300, "2025-03-01")(t), earn(400, "2025-03-01", person="P2")(t)], 350, 270),
        ("of somebody dead", lambda t: [earn(800, "2025-01-01", person="P2")(t), died(1, "2025-01-31")(t)], 100, 385),
    ],
)
def test_income_is_that_of_the_month(what: str, arrange: Arrange, income: float, due: float, tmp_path: Path) -> None:
    assert months(town_of(pay(), arrange), tmp_path).loc["2025-03", ["income", "entitled"]].tolist() == [income, due], (
        what
    )


def test_the_amount_is_kept_in_a_gradual_exit(tmp_path: Path) -> None:
    arrange = (pay(), decided(exit_from="2025-07-10"), earn(2_000, "2025-07-01"))
    rows = months(town_of(*arrange, own("vehicle", "2025-12-01")), tmp_path)
    assert rows.index[rows["kept"]].tolist() == [f"2025-{month:02}" for month in range(7, 13)]
    assert rows.loc["2025-07":"2025-11", "above"].tolist() == [0] * 5
    assert rows.loc["2025-12", "above"] == 800, "a car is no income"


def without_payments(town: Town) -> None:
    del town.rows["payments"]


def test_the_amount_of_the_decision_stands_in_and_is_held_against_the_line_of_the_day(tmp_path: Path) -> None:
    told = stake(town_of(without_payments, decided(monthly_amount=800)), tmp_path / "a")
    assert (told["months"], told["paid"], told["above"], told["on_record"]) == (33, 33 * 800, 33 * 30, False)
    assert told["sources"].startswith("decisions[D-H]; households[H]; ")
    unknown = stake(town_of(without_payments, decided(monthly_amount=None)), tmp_path / "b")
    assert unknown[["paid", "above"]].isna().all()
    assert unknown["unknown"] == 33


def test_months_before_the_records_begin_are_not_counted(tmp_path: Path) -> None:
    told = stake(town_of(pay(months=["2025-11", "2025-12"]), own("vehicle", "2020-01-01")), tmp_path)
    assert (told["months"], told["above"], told["vehicle"]) == (2, 1_600, 2)
    assert told["earlier"] == len(MONTHS) - 2


def test_what_is_not_known_is_counted_apart(tmp_path: Path) -> None:
    arrange = (pay(), household(declared_monthly_income=None), own("vehicle", "2025-12-01"))
    told = stake(town_of(*arrange), tmp_path / "a")
    assert (told["unknown"], told["unknown_paid"], told["above"]) == (32, 32 * 800, 800)
    without = stake(town_of(pay(), household(scheme="temporary")), tmp_path / "b")
    assert (without["unknown"], without["paid"]) == (33, 33 * 800)
    assert pd.isna(without["above"])
    assert pd.isna(without["entitled"])


def test_nobody_listed_as_covered_is_not_known(tmp_path: Path) -> None:
    def uncovered(town: Town) -> None:
        for row in town.rows["members"]:
            row["covered"] = "false"

    assert stake(town_of(pay(), uncovered), tmp_path)["unknown"] == 33


def test_the_marginal_group_is_covered_alone_up_to_the_line(tmp_path: Path) -> None:
    rows = months(town_of(pay(), household(scheme="marginal", declared_monthly_income=600)), tmp_path)
    assert rows.loc["2025-12", ["entitled", "above"]].tolist() == [970, 0]


def test_delivered_standards_are_the_lines_and_the_sources(tmp_path: Path) -> None:
    def stated(town: Town) -> None:
        for start, amount in (("2019-01-01", 300), ("2025-07-01", 600)):
            town.add("standards", region_code=TOWNSHIP, scheme="rural_dibao", start_on=start, monthly_amount=amount)

    rows = months(town_of(pay(), stated), tmp_path / "a")
    assert rows["entitled"].tolist() == [400] * 27 + [1000] * 6
    told = stake(town_of(pay(), stated, own("vehicle", "2025-12-01")), tmp_path / "b")
    assert told["sources"] == "; ".join(
        [
            "payments[H,2023-04..2025-12]",
            "households[H]",
            f"standards[{TOWNSHIP},rural_dibao,2019-01-01]",
            f"standards[{TOWNSHIP},rural_dibao,2025-07-01]",
            "holdings[P1,vehicle,2025-12-01]",
        ]
    )
    assert "law[line_rural_dibao]" in stake(town_of(pay()), tmp_path / "c")["sources"]


def test_incomes_are_sources_where_they_count(tmp_path: Path) -> None:
    counted = stake(town_of(pay(), earn(600, "2025-03-01"), earn(9, "2020-01-01", "2021-01-01")), tmp_path / "a")
    assert counted["sources"].split("; ")[-1] == "incomes[P1,wage,2025-03-01]"
    assert "2020-01-01" not in counted["sources"].partition("incomes")[2]
    assert "incomes" not in stake(town_of(pay(), earn(60, "2025-03-01")), tmp_path / "b")["sources"]


def test_a_household_without_a_month_of_aid_has_nothing_at_stake(tmp_path: Path) -> None:
    told = stake(town_of(pay(800, months=["2022-05"])), tmp_path)
    assert told["months"] == 0
    assert pd.isna(told["paid"])


def test_nothing_later_than_the_day_counts(tmp_path: Path) -> None:
    day = date(2024, 5, 15)
    later = (pay(months=MONTHS[14:]), own("vehicle", "2024-05-16"), earn(5_000, "2024-06-01"), died(0, "2024-05-16"))
    before, after = town_of(pay(months=MONTHS[:14])), town_of(pay(months=MONTHS[:14]), *later)
    pd.testing.assert_frame_equal(months(before, tmp_path / "a", day), months(after, tmp_path / "b", day))


def test_the_order_of_rows_and_further_households_change_nothing(tmp_path: Path) -> None:
    def many(town: Town) -> None:
        for number in range(30):
            town.person(f"N{number}").aided(f"HN{number}", f"N{number}")
            pay(100.1 + number / 7, f"HN{number}")(town)
            town.add(
                "incomes", person_id=f"N{number}", kind="wage", monthly_amount=0.1 + number / 3, start_on="2023-05-01"
            )

    town = town_of(pay(800.01), many)
    dossier = town.dossier(tmp_path / "a")
    first = stakes_of(dossier, pd.Series(sorted(dossier.households.index)), found(dossier))
    for rows in town.rows.values():
        rows.reverse()
    dossier = town.dossier(tmp_path / "b")
    asked = pd.Series(sorted(dossier.households.index, reverse=True))
    again = stakes_of(dossier, asked, found(dossier))
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    alone = stakes_of(dossier, pd.Series(["H"]), found(dossier))
    pd.testing.assert_frame_equal(alone, again.loc[["H"]], check_exact=True)
    assert first.loc["H", "above"] == 9 * 330.01 + 12 * 100.01 + 12 * 30.01


def test_the_months_over_the_limit_are_those_of_the_red_flag(tmp_path: Path) -> None:
    arrange = (earn(900, "2023-09-05", "2025-02-20"), earn(300, "2024-01-01", None, "pension", "P2"))
    dossier = town_of(pay(), *arrange).dossier(tmp_path)
    flag = next(feature for feature in FEATURES if feature.name == "income_over_limit")
    told = stakes_of(dossier, pd.Series(["H"]), found(dossier)).loc["H"]
    assert told["income_over_limit"] == flag.compute(dossier).set_index("household_id").loc["H", "months"] > 0
