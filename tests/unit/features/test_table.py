"""What every feature keeps to: pure, dated, indifferent to the order of rows, silent where it cannot see."""

import random
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.declare import FAMILIES, Feature
from features.records.contract import CONTRACT
from features.records.schema import Type
from features.registry import FEATURES
from features.table import feature_table
from tests.town import AS_OF, TOWNSHIP, VILLAGE, Town, village


def busy_town() -> Town:
    """A town in which every feature has something to say about some household."""
    town = village()
    for person in ("B", "C", "K", "W"):
        town.person(person, sex="F", birth_date="1975-05-05")
    town.kin("O1", "P1", "sibling").kin("H1", "K", "child").kin("K", "B", "spouse", start_on="2001-01-01")
    town.aided(
        "H2",
        "B",
        "C",
        surveyor_2_id=None,
        publicised_to="2023-03-17",
        approved_on="2023-03-16",
        last_reviewed_on=None,
    )
    town.aided("H3", "C", applied_on="2020-02-01", approved_on="2020-02-20", household={"scheme": "urban_dibao"})
    town.official("W", "township_leader", region_code=TOWNSHIP, start_on="2022-12-01")
    town.kin("W", "C", "parent")
    town.add("kin_declarations", household_id="H", official_id="O1", declared_on="2023-03-02")
    town.add("complaints", household_id="H2", received_on="2024-04-04", reinvestigated_on=None)
    for scheme, line in (("rural_dibao", 450), ("urban_dibao", 700)):
        town.add("standards", region_code=TOWNSHIP, scheme=scheme, start_on="2019-01-01", monthly_amount=line)
    town.rows["persons"][0]["death_date"] = None
    for kind, person in (
        ("vehicle", "P1"),
        ("property", "P1"),
        ("property", "P2"),
        ("business", "B"),
        ("deposit", "C"),
    ):
        town.add(
            "holdings",
            person_id=person,
            kind=kind,
            value=90_000,
            start_on="2021-01-01",
            end_on=None,
            asset_id=f"{kind}{person}",
            status="active",
        )
    town.add(
        "holdings",
        person_id="C",
        kind="vehicle",
        value=1,
        start_on="2019-01-01",
        end_on="2020-01-01",
        asset_id="V",
        status="active",
    )
    town.add(
        "holdings",
        person_id="W",
        kind="vehicle",
        value=1,
        start_on="2020-01-02",
        end_on=None,
        asset_id="V",
        status="active",
    )
    town.add(
        "incomes",
        person_id="P1",
        kind="public_payroll",
        monthly_amount=4000,
        start_on="2023-05-01",
        end_on=None,
    )
    town.add("absences", person_id="B", kind="custody", start_on="2024-01-01", end_on=None)
    for household, account, holder in (("H", "A", "O1"), ("H2", "A", "O1"), ("H3", "B", "C")):
        town.add(
            "payments",
            household_id=household,
            month="2025-11",
            amount=900,
            account_id=account,
            account_holder_id=holder,
            holder_role="other",
            kind="regular",
        )
    for household, value in (("H", 5), ("H2", 1), ("H3", 1)):
        town.add(
            "observations",
            household_id=household,
            item="rooms",
            value=value,
            direction="up",
            observed_on="2024-01-01",
        )
    return town


def values(town: Town, folder: Path, as_of: date = AS_OF) -> pd.DataFrame:
    return feature_table(town.dossier(folder, as_of)).values


def test_rows_in_any_order_give_the_same_values(tmp_path: Path) -> None:
    town = busy_town()
    before = values(town, tmp_path / "a")
    for rows in town.rows.values():
        random.Random(7).shuffle(rows)
    pd.testing.assert_frame_equal(values(town, tmp_path / "b"), before, check_exact=True)


def test_csv_and_parquet_give_the_same_values(tmp_path: Path) -> None:
    town = busy_town()
    from features.dossier import open_dossier
    from features.records.store import read_records

    with read_records(town.write(tmp_path / "p", "parquet")) as records:
        from_parquet = feature_table(open_dossier(records.known(AS_OF))).values
    pd.testing.assert_frame_equal(from_parquet, values(town, tmp_path / "c"), check_exact=True)


def test_nothing_dated_after_the_day_changes_anything(tmp_path: Path) -> None:
    day = date(2024, 6, 30)
    town = busy_town()
    before = values(town, tmp_path / "a", day)
    town.official("B", start_on="2024-07-01").kin("P1", "H1", "spouse", start_on="2024-07-01")
    town.add("kin_declarations", household_id="H2", official_id="H1", declared_on="2024-07-01")
    town.add("complaints", household_id="H", received_on="2024-07-01", reinvestigated_on=None)
    town.add(
        "holdings",
        person_id="P2",
        kind="vehicle",
        value=1e6,
        start_on="2024-07-01",
        end_on=None,
        asset_id="N",
        status="active",
    )
    town.add("incomes", person_id="P2", kind="wage", monthly_amount=9e4, start_on="2024-07-01", end_on=None)
    town.add("absences", person_id="P2", kind="custody", start_on="2024-07-01", end_on=None)
    town.add(
        "payments",
        household_id="H",
        month="2024-07",
        amount=9e4,
        account_id="B",
        account_holder_id="A1",
        holder_role="other",
        kind="regular",
    )
    town.add("observations", household_id="H2", item="rooms", value=99, direction="up", observed_on="2024-07-01")
    town.add("standards", region_code=VILLAGE, scheme="rural_dibao", start_on="2024-07-01", monthly_amount=1)
    town.rows["persons"][0]["death_date"] = "2024-07-01"
    assert (
        values(town, tmp_path / "now")
        .drop("H9", errors="ignore")
        .ne(values(busy_town(), tmp_path / "then"))
        .any(axis=None)
    )
    for decision in town.rows["decisions"]:
        decision.update(last_reviewed_on=decision["last_reviewed_on"] and "2024-07-01")
    town.rows["decisions"][1]["ended_on"] = "2024-07-01"
    town.aided("H9", "W", applied_on="2024-06-01", surveyed_on=None, approved_on="2024-07-01")
    pd.testing.assert_frame_equal(values(town, tmp_path / "b", day), before, check_exact=True)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_feature_lacks_what_it_declares_and_says_so(feature: Feature, tmp_path: Path) -> None:
    town = busy_town()
    table = feature.tables[0].split(".")[0]
    column = feature.tables[0].partition(".")[2]
    required = {"persons", "households", "members", "decisions", "officials"}
    if table in required and column == "approved_on":
        for row in town.rows[table]:
            row["ended_on"] = None
    if table in required:
        for row in town.rows[table]:
            row.pop(column, None)
    else:
        del town.rows[table]
    result = feature_table(town.dossier(tmp_path), (feature,))
    assert result.values[feature.name].isna().all()
    assert feature.tables[0] in result.off[feature.name]


def test_the_table_has_one_sorted_row_a_household_and_one_column_a_feature(tmp_path: Path) -> None:
    table = feature_table(busy_town().dossier(tmp_path))
    assert table.values.index.tolist() == ["H", "H2", "H3"]
    assert table.values.columns.tolist() == [feature.name for feature in FEATURES]
    assert table.values.dtypes.eq(np.float64).all()


def test_computing_twice_gives_the_same_and_changes_no_input(tmp_path: Path) -> None:
    dossier = busy_town().dossier(tmp_path)
    kin, households = dossier.kin.copy(), dossier.households.copy()
    first, second = feature_table(dossier), feature_table(dossier)
    pd.testing.assert_frame_equal(first.values, second.values, check_exact=True)
    pd.testing.assert_frame_equal(dossier.kin, kin)
    pd.testing.assert_frame_equal(dossier.households, households)


def test_every_value_above_zero_rests_on_source_rows(tmp_path: Path) -> None:
    table = feature_table(busy_town().dossier(tmp_path))
    for name, found in table.found.items():
        seen = found[found["value"] > 0]
        assert seen["source"].notna().all(), name
        assert seen["source"].str.contains(r"^[a-z_ ]+\[.+\]").all(), name


def test_declarations_are_sound() -> None:
    names = [feature.name for feature in FEATURES]
    assert len(names) == len(set(names)) >= 16
    assert {feature.family for feature in FEATURES} == set(FAMILIES)
    columns = {f"{table.name}.{column.name}" for table in CONTRACT for column in table.columns}
    for feature in FEATURES:
        needs = {either for need in feature.tables for either in need.split("|")}
        assert needs <= columns | {table.name for table in CONTRACT}, feature.name
        assert not feature.protected
        assert not {"persons.sex", "persons.ethnicity", "persons.disability_grade"} & set(feature.tables)


def test_protected_traits_change_nothing(tmp_path: Path) -> None:
    town = busy_town()
    before = values(town, tmp_path / "a")
    for person in town.rows["persons"]:
        person.update(sex="F" if person.get("sex") == "M" else "M", ethnicity="minority", disability_grade=2)
    pd.testing.assert_frame_equal(values(town, tmp_path / "b"), before, check_exact=True)


def test_days_of_every_table_are_hidden_by_kind() -> None:
    assert all(
        table.column(table.known_from).type in {Type.DAY, Type.MONTH, Type.INTEGER}
        for table in CONTRACT
        if table.known_from
    )


def test_a_column_without_any_value_is_not_known_and_an_empty_table_is_nothing_found(tmp_path: Path) -> None:
    town = busy_town()
    for row in town.rows["decisions"]:
        row["surveyor_1_id"] = None
    town.rows["complaints"].clear()
    table = feature_table(town.dossier(tmp_path))
    assert table.off["survey_gap"] == ("decisions.surveyor_1_id",)
    assert table.values["survey_gap"].isna().all()
    assert table.values["complaint_open"].eq(0).all()


def test_ties_need_registers_or_stated_kinship(tmp_path: Path) -> None:
    town = busy_town()
    del town.rows["kinship"]
    assert "kinship|persons.relation_to_head" in feature_table(town.dossier(tmp_path)).off["kin_tie"]


def test_without_the_register_of_relatives_nobody_is_called_undeclared(tmp_path: Path) -> None:
    town = busy_town()
    del town.rows["kin_declarations"]
    assert town.dossier(tmp_path).kin["declared"].isna().all()
