"""The feature table: its shape, its forms of delivery, its evidence; see test_contract.py for each feature."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from features.declare import FAMILIES
from features.records.contract import CONTRACT
from features.records.schema import Type
from features.registry import FEATURES
from features.table import feature_table
from tests.busy import busy_town
from tests.town import AS_OF, Town


def values(town: Town, folder: Path, as_of: date = AS_OF) -> pd.DataFrame:
    return feature_table(town.dossier(folder, as_of)).values


def test_csv_and_parquet_give_the_same_values(tmp_path: Path) -> None:
    town = busy_town()
    from features.dossier import open_dossier
    from features.records.store import read_records

    with read_records(town.write(tmp_path / "p", "parquet")) as records:
        from_parquet = feature_table(open_dossier(records.known(AS_OF))).values
    pd.testing.assert_frame_equal(from_parquet, values(town, tmp_path / "c"), check_exact=True)


def test_the_table_has_one_sorted_row_a_household_and_one_column_a_feature(tmp_path: Path) -> None:
    town = busy_town()
    table = feature_table(town.dossier(tmp_path))
    granted = {row["household_id"] for row in town.rows["decisions"] if row["outcome"] == "granted"}
    assert table.values.index.tolist() == sorted(granted)
    assert table.values.columns.tolist() == [feature.name for feature in FEATURES]
    assert table.values.dtypes.eq(np.float64).all()


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
    for person in town.rows["persons"]:
        person["relation_to_head"] = None
    assert "kinship|persons.relation_to_head" in feature_table(town.dossier(tmp_path)).off["kin_tie"]


def test_without_the_register_of_relatives_nobody_is_called_undeclared(tmp_path: Path) -> None:
    town = busy_town()
    del town.rows["kin_declarations"]
    assert town.dossier(tmp_path).kin["declared"].isna().all()
