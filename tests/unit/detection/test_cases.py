"""What the list says of the chosen households: people, place, yuan at stake with its formula and source rows."""

from pathlib import Path

import pandas as pd

from detection.cases import case_rows
from detection.ranking import SCORE_COLUMNS
from detection.reports.columns import CASE_COLUMNS
from features.registry import FEATURES
from features.table import feature_table
from tests.town import Town, village

REASON = {
    "household_id": "H",
    "flag": "F05",
    "feature": "survey_gap",
    "family": "P",
    "text_zh": "一人入户",
    "text_en": "one surveyor",
    "path_zh": None,
    "path_en": None,
    "source_rows": "decisions[D-H]; payments[H,2025-11..2025-12]",
}


def town() -> Town:
    town = village().person("X1").aided("HX", "X1", monthly_amount=485)
    for month in ("2025-11", "2025-12"):
        town.add("payments", household_id="H", month=month, amount=1000, kind="regular")
    return town.add("holdings", person_id="P1", kind="vehicle", start_on="2025-12-02", value=50_000)


def cases(folder: Path, *households: str, found: bool = False) -> pd.DataFrame:
    dossier = town().dossier(folder)
    chosen = pd.DataFrame({"household_id": list(households), "rank": range(1, len(households) + 1)})
    given = feature_table(dossier).found if found else None
    return case_rows(chosen, pd.DataFrame([REASON]), dossier, FEATURES, given)


def test_the_yuan_at_stake_are_those_above_entitlement(tmp_path: Path) -> None:
    rows = cases(tmp_path, "HX", "H").set_index("household_id")
    assert rows.loc["H", "yuan_at_stake"] == 230 + 1000
    assert rows.loc["H", "yuan_formula_zh"].startswith("2025-11至2025-12共2个月：实发2,000元，应发770元")
    assert "nothing due in 1 month with a motor vehicle" in rows.loc["H", "yuan_formula_en"]
    assert rows.loc["HX", "yuan_at_stake"] == 33 * 100
    assert "无发放明细" in rows.loc["HX", "yuan_formula_zh"]


def test_rows_stay_in_the_order_chosen_with_people_and_place(tmp_path: Path) -> None:
    rows = cases(tmp_path, "HX", "H")
    assert rows["household_id"].tolist() == ["HX", "H"]
    assert rows["applicant_id"].tolist() == ["X1", "P1"]
    assert rows["region"].tolist() == ["990101001001", "990101001001"]


def test_source_rows_of_the_reasons_come_first_and_none_twice(tmp_path: Path) -> None:
    rows = cases(tmp_path, "HX", "H").set_index("household_id")
    assert rows.loc["H", "sources"] == (
        "decisions[D-H]; payments[H,2025-11..2025-12]; households[H]; law[line_rural_dibao]; "
        "holdings[P1,vehicle,2025-12-02]"
    )
    assert rows.loc["HX", "sources"] == "decisions[D-HX]; households[HX]; law[line_rural_dibao]"


def test_what_was_found_before_need_not_be_looked_for_again(tmp_path: Path) -> None:
    pd.testing.assert_frame_equal(cases(tmp_path / "a", "H", "HX"), cases(tmp_path / "b", "H", "HX", found=True))


def test_no_case_at_all(tmp_path: Path) -> None:
    rows = cases(tmp_path)
    assert rows.empty
    assert {"yuan_at_stake", "yuan_formula_zh", "yuan_formula_en", "sources"} <= set(rows.columns)


def test_every_column_of_the_lead_s_copy_is_there(tmp_path: Path) -> None:
    dossier = town().dossier(tmp_path)
    scored = {name: [0.5] for name in (*SCORE_COLUMNS, "origin", "inclusion_probability")}
    chosen = pd.DataFrame(scored | {"household_id": ["H"], "adds_en": ["tie 0.500"]})
    rows = case_rows(chosen, pd.DataFrame([REASON]), dossier, FEATURES)
    assert set(rows) - {column.name for column in CASE_COLUMNS} == {"amount_sources"}
    assert rows["adds_en"].item() == "tie 0.500"
    assert rows["off_list_en"].isna().all()
    assert rows["amount_sources"].item().startswith("payments[H,2025-11..2025-12]; households[H]; law")
