import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from features.errors import SettingError
from features.records.city import CitySettings, simulate_city, write_city, write_truth
from features.records.city.settings import FAVOUR_SHARES
from features.records.contract import CONTRACT
from features.records.schema import Type
from tests.unit.features.records.city.builders import frame, made_city

TYPES = {
    Type.TEXT: (pa.types.is_string,),
    Type.MONTH: (pa.types.is_string,),
    Type.DAY: (pa.types.is_date32,),
    Type.NUMBER: (pa.types.is_floating, pa.types.is_integer),
    Type.INTEGER: (pa.types.is_integer,),
    Type.BOOLEAN: (pa.types.is_boolean,),
}
NAMES = [table.name for table in CONTRACT]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_all_tables_of_the_contract_are_there():
    assert sorted(made_city().tables) == sorted(NAMES)


@pytest.mark.parametrize("table", CONTRACT, ids=NAMES)
def test_columns_types_values_and_keys_obey_the_contract(table):
    rows = made_city().tables[table.name]
    assert rows.num_rows > 0
    assert set(rows.column_names) <= {column.name for column in table.columns}
    for column in table.columns:
        if column.name not in rows.column_names:
            assert not column.required
            continue
        cells = rows[column.name]
        assert any(fits(cells.type) for fits in TYPES[column.type]), column.name
        assert not (column.required and cells.null_count), column.name
        if column.choices:
            assert {str(value) for value in cells.unique().to_pylist() if value is not None} <= set(column.choices)
    if table.unique:
        assert len(rows[table.key[0]].unique()) == rows.num_rows


@pytest.mark.parametrize("table", CONTRACT, ids=NAMES)
def test_every_reference_is_found(table):
    rows = made_city().tables[table.name]
    for column in table.columns:
        if column.reference is None or column.name not in rows.column_names:
            continue
        known = set(made_city().tables[column.reference.table][column.reference.column].to_pylist())
        assert set(rows[column.name].drop_null().to_pylist()) <= known, column.name


def test_living_residents_are_as_many_as_asked_for():
    assert frame("persons").death_date.isna().sum() == 20_000


def test_codes_are_twelve_digits_under_an_unassigned_province():
    codes = frame("regions").region_code
    assert codes.str.fullmatch(r"99\d{10}").all()
    villages = frame("regions").query("level == 'village'")
    assert (villages.region_code.str[:9] + "000" == villages.parent_code).all()


def test_keys_are_short_and_opaque():
    assert frame("persons").person_id.str.fullmatch(r"P\d{9}").all()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_people_and_seed_give_the_same_bytes(tmp_path, form):
    for name in ("one", "two"):
        city = simulate_city(3_000, 11)
        write_city(city, tmp_path / name, form)
        write_truth(city, tmp_path / f"{name}.truth.csv")
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert len(content(tmp_path / "one")) == len(NAMES)
    assert (tmp_path / "one.truth.csv").read_bytes() == (tmp_path / "two.truth.csv").read_bytes()


def test_another_seed_gives_another_city():
    assert not simulate_city(2_000, 1).tables["persons"].equals(simulate_city(2_000, 2).tables["persons"])


@pytest.mark.parametrize(("people", "seed"), [(2_000, 1), (2_500, 77), (5_000, 0), (9_999, 3)])
def test_small_cities_work(people, seed):
    city = simulate_city(people, seed)
    assert city.truth["favouritism"].to_pylist().count(True) >= 1
    assert city.truth.num_rows == city.tables["households"].num_rows


@pytest.mark.parametrize("off", FAVOUR_SHARES)
def test_a_mechanism_that_is_switched_off_favours_nobody_and_leaves_the_others(off: str):
    shares = FAVOUR_SHARES | {off: 0.0}
    city = simulate_city(20_000, 3, settings=CitySettings(favour_shares=shares, favouritism=0.06))
    truth = city.truth.to_pandas()
    assert set(truth.loc[truth["favouritism"], "mechanism"]) == set(FAVOUR_SHARES) - {off}


def test_without_favouritism_nobody_is_favoured():
    city = simulate_city(5_000, 3, favouritism=False)
    assert not any(city.truth["favouritism"].to_pylist())
    assert any(city.truth["ineligible"].to_pylist())


def test_the_day_of_extraction_is_a_setting():
    city = simulate_city(2_000, 1, settings=CitySettings(as_of=datetime.date(2024, 6, 30)))
    assert city.as_of == datetime.date(2024, 6, 30)
    assert max(city.tables["payments"]["month"].to_pylist()) == "2024-06"


def test_progress_names_the_stages():
    stages: list[str] = []
    simulate_city(2_000, 1, progress=stages.append)
    assert stages == ["families and registers", "aid and favour", "tables of the residents"]


@pytest.mark.parametrize(("people", "seed"), [(1_999, 1), (0, 1), (2_000, -1)])
def test_impossible_wishes_are_refused_in_one_sentence(people, seed):
    with pytest.raises(SettingError, match=r": (raise|choose)"):
        simulate_city(people, seed)
