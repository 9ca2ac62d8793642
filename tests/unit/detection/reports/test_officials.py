"""The officials' view as a file."""

from pathlib import Path

import pyarrow.parquet as pq

from detection.reports.officials import OFFICIALS, official_rows, write_officials
from features.officials.aided import KIN_COLUMNS
from tests.unit.features.officials.builders import crooked, families, seen


def test_the_file_has_the_declared_columns_and_one_row_an_official(tmp_path: Path) -> None:
    officials = seen(crooked(), tmp_path / "town")
    write_officials(officials, tmp_path / "officials.parquet")
    written = pq.read_table(tmp_path / "officials.parquet")
    assert written.schema.names == OFFICIALS.names
    assert written.column("rank").to_pylist() == list(range(1, written.num_rows + 1))
    first = written.slice(0, 1).to_pylist()[0]
    assert first["official_id"] == "H1"
    assert first["kin_decisions"] == [f"decisions[D-A{family:02}]" for family in range(6)]
    assert "8户" in first["reason_zh"]
    assert "6户" in first["reason_zh"]
    assert "未备案6户" in first["reason_zh"]
    assert "Households acted on: 8, of close relatives 6" in first["reason_en"]


def test_the_same_officials_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_officials(seen(crooked(), tmp_path / name), tmp_path / f"{name}.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()


def test_pairs_are_listed_with_the_decisions_of_both(tmp_path: Path) -> None:
    town = families(10).kin("H2", "F0", "sibling").kin("H1", "F1", "child")
    town.aided("A0", "F0", handler_id="H1").aided("A1", "F1", handler_id="H2")
    rows = official_rows(seen(town, tmp_path)).set_index("official_id")
    assert rows.loc["H1", "reciprocal_pairs"] == [
        {"official_id": "H2", "decisions_for": ["decisions[D-A0]"], "decisions_by": ["decisions[D-A1]"]}
    ]
    assert rows.loc["H2", "reciprocal_pairs"][0]["decisions_for"] == ["decisions[D-A1]"]
    assert rows.loc["S1", "reciprocal_pairs"] == []


def test_who_does_not_stand_out_is_told_so(tmp_path: Path) -> None:
    rows = official_rows(seen(families(10).aided("A0", "F0"), tmp_path)).set_index("official_id")
    assert rows.loc["H1", "reason_zh"] == "未见异常。"
    assert rows.loc["H1", "reason_en"] == "Nothing stands out."


def test_without_kinship_the_file_says_that_it_is_not_known(tmp_path: Path) -> None:
    town = families(10).aided("A0", "F0")
    del town.rows["kinship"]
    for person in town.rows["persons"]:
        person.pop("relation_to_head", None)
    write_officials(seen(town, tmp_path / "town"), tmp_path / "officials.parquet")
    written = pq.read_table(tmp_path / "officials.parquet")
    for name in KIN_COLUMNS:
        assert written.column(name).null_count == written.num_rows > 0, name
    assert written.column("decisions").null_count == 0
    for row in written.to_pylist():
        assert row["reason_zh"] == "亲属关系未提供，是否涉及亲属无从得知。"
        assert row["reason_en"].startswith("Kinship is not known")
        assert (row["kin_decisions"], row["reciprocal_pairs"]) == ([], [])


def test_what_nobody_can_say_is_missing(tmp_path: Path) -> None:
    town = crooked()
    del town.rows["kin_declarations"]
    write_officials(seen(town, tmp_path / "town"), tmp_path / "officials.parquet")
    assert set(pq.read_table(tmp_path / "officials.parquet").column("undeclared").to_pylist()) == {None}
