import pyarrow.csv
import pyarrow.parquet

from features.records.city import write_city, write_truth
from tests.unit.features.records.city.builders import made_city


def test_parquet_keeps_the_tables_as_they_are(tmp_path):
    write_city(made_city(), tmp_path / "city", "parquet")
    for name, table in made_city().tables.items():
        assert pyarrow.parquet.read_table(tmp_path / "city" / f"{name}.parquet").equals(table)


def test_csv_writes_days_as_iso_and_nulls_as_nothing(tmp_path):
    write_city(made_city(), tmp_path / "city", "csv")
    text = (tmp_path / "city" / "persons.csv").read_text(encoding="utf-8").splitlines()
    assert len(text) == made_city().tables["persons"].num_rows + 1
    first = text[1].split(",")
    assert first[3].count("-") == 2
    assert "None" not in text[1]


def test_the_truth_lies_where_it_is_put(tmp_path):
    write_truth(made_city(), tmp_path / "deep" / "city.truth.csv")
    rows = pyarrow.csv.read_csv(tmp_path / "deep" / "city.truth.csv")
    assert rows.column_names == ["household_id", "favouritism", "ineligible", "mechanism", "official"]
    assert rows.num_rows == made_city().truth.num_rows
