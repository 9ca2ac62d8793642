"""A clean Parquet file is read where it is; one that needs a hand is copied; nobody can tell from the rows."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.records.store import Records, read_records
from tests.town import AS_OF, Town, village


def views(records: Records) -> set[str]:
    sql = "SELECT view_name FROM duckdb_views() WHERE schema_name = 'stored'"
    return {name for (name,) in records._connection.execute(sql).fetchall()}


def accounts(records: Records) -> dict[str, tuple[int, int, int]]:
    return {one.table: (one.rows, one.accepted, one.quarantined) for one in records.intakes}


def full_village() -> Town:
    town = village()
    town.kin("P1", "P2", "spouse", start_on="2000-01-01").kin("O1", "P1", "sibling")
    town.add("payments", household_id="H", month="2025-01", amount=100.0, kind="regular")
    return town.add("payments", household_id="H", month="2025-02", amount=100.0, kind="regular")


def as_parquet(town: Town, folder: Path) -> Records:
    return read_records(town.write(folder, "parquet"))


def change(folder: Path, name: str, column: str, cell: object, row: int = 0) -> None:
    """Write one cell of a Parquet file anew."""
    path = folder / f"{name}.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[row][column] = cell
    pq.write_table(pa.Table.from_pylist(rows, pq.read_schema(path)), path)


def test_clean_files_are_not_copied_and_tell_the_same_as_text(tmp_path: Path) -> None:
    with (
        as_parquet(full_village(), tmp_path / "p") as there,
        read_records(full_village().write(tmp_path / "c")) as text,
    ):
        assert {"persons", "kinship", "households", "decisions", "members", "payments"} <= views(there)
        assert not views(text)
        assert there.fingerprint() == text.fingerprint()
        assert accounts(there) == accounts(text)


@pytest.mark.parametrize(
    ("table", "column", "cell", "accepted", "quarantined"),
    [
        ("persons", "person_id", "Ｐ9", 7, 0),
        ("persons", "sex", "X", 6, 1),
        ("persons", "person_id", None, 6, 1),
        ("persons", "person_id", "P2", 6, 1),
        ("payments", "household_id", "nowhere", 1, 1),
        ("payments", "month", "2025-13", 1, 1),
        ("payments", "month", "2025-02", 1, 1),
    ],
    ids=["mended", "a word", "missing", "twice", "an orphan", "no month", "the same row"],
)
def test_a_file_that_needs_a_hand_is_copied(
    tmp_path: Path, table: str, column: str, cell: object, accepted: int, quarantined: int
) -> None:
    folder = full_village().write(tmp_path / "p", "parquet")
    change(folder, table, column, cell)
    with read_records(folder) as records:
        assert table not in views(records)
        assert "decisions" in views(records)
        assert accounts(records)[table] == (accepted + quarantined, accepted, quarantined)


def test_contradicted_ties_leave_a_file_that_is_not_copied(tmp_path: Path) -> None:
    town = full_village().kin("P1", "P1", "parent")
    with as_parquet(town, tmp_path) as records:
        assert "kinship" in views(records)
        assert accounts(records)["kinship"] == (3, 2, 1)
        assert records.known(AS_OF).frame("SELECT * FROM kinship WHERE person_id = relative_id").empty
        assert records.known(AS_OF).frame("SELECT * FROM kinship")["relation"].tolist() == ["spouse", "sibling"]


GOOD, OTHER = "11010519491231002X", "440524188001010014"
"""Citizen numbers in the standard itself."""


@pytest.mark.parametrize(
    ("second", "copied"), [(OTHER, False), (OTHER[:-1] + "5", True), (OTHER[:6] + OTHER[8:17], True)]
)
def test_citizen_numbers_are_judged_where_they_are(tmp_path: Path, second: str, copied: bool) -> None:
    town = full_village()
    town.person(GOOD, sex="F", birth_date="1949-12-31").person(second, sex="M", birth_date="1880-01-01")
    with as_parquet(town, tmp_path / "p") as there, read_records(town.write(tmp_path / "c")) as text:
        assert ("persons" not in views(there)) == copied
        assert there.fingerprint() == text.fingerprint()
        assert [(i.fixed, i.broken, i.flagged) for i in there.intakes] == [
            (i.fixed, i.broken, i.flagged) for i in text.intakes
        ]
