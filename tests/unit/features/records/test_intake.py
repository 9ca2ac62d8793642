"""Rows in = accepted + quarantined, whatever arrives; and what cannot be understood is refused in one sentence."""

import csv
import stat
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.errors import DataError, MissingColumn, MissingTable
from features.records.store import Records, read_records
from tests.town import AS_OF, Town, village


def rewrite(folder: Path, name: str, old: bytes, new: bytes) -> None:
    path = folder / f"{name}.csv"
    text = path.read_bytes()
    assert old in text
    path.write_bytes(text.replace(old, new, 1))


def read(folder: Path) -> Records:
    with read_records(folder) as records:
        records.write_quarantine(folder.parent / "quarantine")
        for intake in records.intakes.values():
            assert intake.rows == intake.accepted + intake.quarantined
        return records


def quarantined(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder.parent / "quarantine" / f"{name}.csv").open(
        encoding="utf-8", errors="surrogateescape", newline=""
    ) as file:
        return list(csv.DictReader(file))


DIRT = (
    ("members", b"H,P2,true", b"H,,true", "person_id", "required value is missing"),
    ("members", b"H,P2,true", b"H,P2,maybe", "covered", "not a true or false"),
    ("members", b"H,P2,true", b"X,P2,true", "household_id", "not in households"),
    ("members", b"H,P2,true", b"H,P2", "", "fewer cells than the header"),
    ("members", b"H,P2,true", b"H,P2,true,9", "", "more cells than the header"),
    ("persons", b"P2,990101001001,,M,1970-01-01", b"P2,990101001001,,X,1970-01-01", "sex", "not one of M, F"),
    (
        "persons",
        b"P2,990101001001,,M,1970-01-01",
        b"P2,990101001001,,M,1970-02-30",
        "birth_date",
        "not a day (YYYY-MM-DD)",
    ),
    (
        "persons",
        b"P2,990101001001,,M,1970-01-01",
        b"P2,990101001001,,M,1.1.1970",
        "birth_date",
        "not a day (YYYY-MM-DD)",
    ),
    (
        "persons",
        b"P2,990101001001,,M,1970-01-01",
        b"P1,990101001001,,M,1970-01-01",
        "person_id",
        "occurs more than once",
    ),
    ("persons", b"P2,990101001001,,M,1970-01-01", b"P2\xff,990101001001,,M,1970-01-01", "", "not UTF-8 text"),
    ("households", b",100", b",a lot", "declared_monthly_income", "not a number"),
    ("households", b",100", b",nan", "declared_monthly_income", "not a number"),
    (
        "households",
        b"rural_dibao",
        b"rural",
        "scheme",
        "not one of urban_dibao, rural_dibao, destitute, temporary, marginal",
    ),
)


@pytest.mark.parametrize(("name", "old", "new", "column", "rule"), DIRT)
def test_a_bad_row_is_set_aside_with_its_place_and_rule(
    name: str, old: bytes, new: bytes, column: str, rule: str, tmp_path: Path
) -> None:
    town = village().person("Z").aided("HZ", "Z")
    if new.startswith(b"P2\xff"):
        for n in range(20):
            town.person(f"E{n}")
    folder = town.write(tmp_path / "data")
    rewrite(folder, name, old, new)
    records = read(folder)
    assert records.intakes[name].quarantined == 1
    (row,) = quarantined(folder, name)
    assert (row["column"], row["rule"]) == (column, rule)
    lines = (folder / f"{name}.csv").read_bytes().splitlines()
    assert new in lines[int(row["row"]) - 1]
    if not column:
        assert row["line"].encode("utf-8", "surrogateescape") == lines[int(row["row"]) - 1]


def test_rows_after_a_broken_line_keep_their_numbers(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    path = folder / "persons.csv"
    lines = path.read_text().splitlines()
    lines.insert(2, "broken")
    lines[4] = lines[4].replace("1970-01-01", "1970-99-99")
    path.write_text("\n".join(lines) + "\n")
    read(folder)
    assert [(row["row"], row["rule"]) for row in quarantined(folder, "persons")] == [
        ("3", "fewer cells than the header"),
        ("5", "not a day (YYYY-MM-DD)"),
    ]


def test_quarantine_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    rewrite(folder, "members", b"H,P2,true", b"H,,true")
    read(folder)
    assert stat.S_IMODE((tmp_path / "quarantine").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "quarantine" / "members.csv").stat().st_mode) == 0o600


def test_a_quarantined_household_takes_its_rows_with_it(tmp_path: Path) -> None:
    town = village().person("Z").aided("HZ", "Z")
    folder = town.write(tmp_path / "data")
    rewrite(folder, "households", b"HZ,Z,rural_dibao", b"HZ,Z,none")
    records = read(folder)
    assert records.intakes["decisions"].rules == {"household_id: not in households": 1}


def test_of_two_rows_with_one_key_the_same_one_stays_in_any_order(tmp_path: Path) -> None:
    first, second = village().person("P9", phone="1"), Town()
    second.rows.update({name: list(rows) for name, rows in first.rows.items()})
    first.person("P9", phone="2")
    second.rows["persons"] = [
        *second.rows["persons"][:-1],
        first.rows["persons"][-1],
        second.rows["persons"][-1],
    ]
    kept = []
    for name, town in (("a", first), ("b", second)):
        with town.records(tmp_path / name) as records:
            kept.append(records.fingerprint())
    assert kept[0] == kept[1]


REFUSED = (
    (lambda f: (f / "persons.csv").unlink(), MissingTable, "persons"),
    (lambda f: (f / "kinship.csv").rename(f / "kinshp.csv"), DataError, "kinshp.csv"),
    (lambda f: rewrite(f, "persons", b"person_id", b"person_ld"), DataError, "person_ld"),
    (lambda f: rewrite(f, "members", b"person_id", b"who"), MissingColumn, "person_id"),
    (lambda f: rewrite(f, "members", b"covered", b"person_id"), DataError, "twice"),
    (lambda f: (f / "persons.csv").write_bytes(b""), DataError, "header"),
    (lambda f: (f / "persons.csv").write_bytes(b"person_id,name\n"), DataError, "empty"),
    (lambda f: (f / "persons.csv").write_bytes("person_id,name\n".encode("utf-16")), DataError, "UTF-8"),
    (
        lambda f: (f / "persons.csv").write_bytes("person_id,name\nP1,张三\nP2,李四\n".encode("gb18030")),
        DataError,
        "UTF-8",
    ),
    (lambda f: (f / "persons.csv").write_bytes(b"person_id\0name\n"), DataError, "text file"),
    (
        lambda f: (f / "payments.parquet").write_bytes(b"PAR1 no PAR1") and (f / "payments.csv").unlink(),
        DataError,
        "Parquet",
    ),
    (lambda f: (f / "persons.parquet").write_bytes(b""), DataError, "both"),
    (lambda f: (f / "inspections.xlsx").write_bytes(b""), DataError, "workbook"),
    (
        lambda f: pq.write_table(pa.table({"region_code": [9.9e11]}), f / "regions.parquet"),
        DataError,
        "region_code",
    ),
    (
        lambda f: (
            pq.write_table(
                pa.table({"person_id": ["P1"], "kind": ["custody"], "start_on": [20240131]}),
                f / "absences.parquet",
            )
            or (f / "absences.csv").unlink()
        ),
        DataError,
        "start_on",
    ),
)


@pytest.mark.parametrize(("spoil", "error", "word"), REFUSED, ids=[case[2] + str(n) for n, case in enumerate(REFUSED)])
def test_what_cannot_be_understood_is_refused_in_one_sentence(spoil, error, word: str, tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    spoil(folder)
    with pytest.raises(error, match=word) as caught:
        read_records(folder)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert ": " in message


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not a folder"):
        read_records(tmp_path / "nowhere")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_marks_between_cells_and_a_byte_order_mark_are_read(mark: str, tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    path = folder / "persons.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",", mark.encode()))
    assert read(folder).intakes["persons"].accepted == 7


def test_numbers_as_codes_in_parquet_are_read_as_text(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    pq.write_table(pa.table({"region_code": [990101001001], "urban": [False]}), folder / "regions.parquet")
    with read_records(folder) as records:
        from tests.town import AS_OF

        assert records.known(AS_OF).frame("SELECT region_code FROM regions")["region_code"].tolist() == ["990101001001"]


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8), blob=st.binary(max_size=40))
def test_no_dirt_is_lost(rows: list[list[str]], blob: bytes, tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    path = folder / "complaints.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["household_id", "received_on"], ["H", "2024-01-01"], *rows])
    with path.open("ab") as file:
        file.write(blob)
    try:
        records = read(folder)
    except DataError:
        return
    taken = records.intakes["complaints"]
    assert taken.accepted >= 1
    assert taken.rows == taken.accepted + taken.quarantined
    if taken.quarantined:
        assert len(quarantined(folder, "complaints")) == taken.quarantined


def test_a_row_that_comes_twice_is_counted_once(tmp_path: Path) -> None:
    town = village()
    for _ in range(3):
        town.add("holdings", person_id="P1", kind="vehicle", value=1, start_on="2020-01-01")
        town.kin("P1", "P2", "spouse")
    records = read(town.write(tmp_path / "data"))
    assert records.intakes["holdings"].rules == {"the same row again": 2}
    assert records.intakes["kinship"].accepted == 3


def test_a_parquet_column_without_any_value_is_no_column(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    pq.write_table(pa.table({"region_code": ["990101001001"], "name": pa.nulls(1)}), folder / "regions.parquet")
    assert "name" not in read(folder).intakes["regions"].source.columns


def test_a_moment_becomes_the_day_it_was_in_china(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    (folder / "absences.csv").unlink()
    moment = pa.array([datetime(2024, 5, 10, 16, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    pq.write_table(
        pa.table({"person_id": ["P1"], "kind": ["custody"], "start_on": moment}), folder / "absences.parquet"
    )
    with read_records(folder) as records:
        days = records.known(AS_OF).frame("SELECT start_on FROM absences")["start_on"]
    assert days.dt.strftime("%Y-%m-%d").tolist() == ["2024-05-11"]
