"""Rows in = accepted + quarantined, whatever arrives; and what cannot be understood is refused in one sentence."""

import csv
import stat
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.errors import DataError, MissingColumn, MissingTable
from features.records.account import Intake
from features.records.quarantine import LEADING, TRAILING
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
        for intake in records.intakes:
            assert intake.rows == intake.accepted + intake.quarantined
        return records


def intake_of(records: Records, table: str) -> Intake:
    (intake,) = [one for one in records.intakes if one.table == table]
    return intake


def quarantined(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder.parent / "quarantine" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


P2 = b"P2,990101001001,,M,1970-01-01"
DIRT = (
    ("members", b"H,P2,true", b"H,,true", "person_id", "required value is missing"),
    ("members", b"H,P2,true", b"H,P2,maybe", "covered", "not a true or false"),
    ("members", b"H,P2,true", b"X,P2,true", "household_id", "not in households"),
    ("members", b"H,P2,true", b"H,P2", "", "fewer cells than the header"),
    ("members", b"H,P2,true", b"H,P2,true,9", "", "more cells than the header"),
    ("persons", P2, b"P2,990101001001,,X,1970-01-01", "sex", "not one of M, F"),
    ("persons", P2, b"P2,990101001001,,M,1970-02-30", "birth_date", "not a day (YYYY-MM-DD)"),
    ("persons", P2, b"P2,990101001001,,M,01/02/1970", "birth_date", "not a day (YYYY-MM-DD)"),
    ("persons", P2, b"P1,990101001001,,M,1970-01-01", "person_id", "occurs more than once"),
    ("persons", P2, b"P2\xff,990101001001,,M,1970-01-01", "", "not text in the file's encoding"),
    ("persons", P2, b'"P2,990101001001,,M,1970-01-01', "", "a quotation mark is not closed"),
    ("households", b",100", b",a lot", "declared_monthly_income", "not a number"),
    ("households", b",100", b",inf", "declared_monthly_income", "not a number"),
    (
        "households",
        b"rural_dibao",
        b"rural aid of a kind",
        "scheme",
        "not one of urban_dibao, rural_dibao, destitute, temporary, marginal",
    ),
)


@pytest.mark.parametrize(("name", "old", "new", "column", "rule"), DIRT)
def test_a_bad_row_is_set_aside_with_its_place_rule_and_bytes(
    name: str, old: bytes, new: bytes, column: str, rule: str, tmp_path: Path
) -> None:
    town = village().person("Z").aided("HZ", "Z")
    for n in range(20):
        town.person(f"E{n}")
    folder = town.write(tmp_path / "data")
    rewrite(folder, name, old, new)
    intake = intake_of(read(folder), name)
    assert (intake.quarantined, intake.broken) == (1, {f"{column}: {rule}" if column else rule: 1})
    (row,) = quarantined(folder, name)
    assert (row["column"], row["rule"], row["table"], row["file"]) == (column, rule, name, f"{name}.csv")
    line = (folder / f"{name}.csv").read_bytes().splitlines()[int(row["row"]) - 1]
    assert new in line
    assert line == (b64decode(row["line"][7:]) if row["line"].startswith("base64:") else row["line"].encode())


def test_the_quarantine_has_the_columns_that_it_should(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    rewrite(folder, "members", b"H,P2,true", b"H,,true")
    read(folder)
    (row,) = quarantined(folder, "members")
    assert tuple(row) == (*LEADING, "household_id", "person_id", "covered", *TRAILING)
    assert (row["household_id"], row["person_id"], row["covered"], row["line"]) == ("H", "", "true", "H,,true")


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
    rewrite(folder, "households", b"HZ,Z,rural_dibao", b"HZ,Z,none of these")
    records = read(folder)
    assert intake_of(records, "decisions").broken == {"household_id: not in households": 1}


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


def one_parquet(folder: Path, name: str, /, **columns: object) -> None:
    (folder / f"{name}.csv").unlink(missing_ok=True)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")


REFUSED: tuple[tuple[Callable[[Path], object], type[DataError], str], ...] = (
    (lambda f: (f / "persons.csv").unlink(), MissingTable, "persons"),
    (lambda f: (f / "kinship.csv").rename(f / "kinshp.csv"), DataError, "kinshp.csv"),
    (lambda f: rewrite(f, "persons", b"birth_date", b"birth_dat"), DataError, "birth_dat"),
    (lambda f: rewrite(f, "members", b"person_id", b"who"), MissingColumn, "person_id"),
    (lambda f: rewrite(f, "members", b"covered", b"person_id"), DataError, "twice"),
    (lambda f: (f / "persons.csv").write_bytes(b""), DataError, "empty"),
    (lambda f: (f / "persons.csv").write_bytes(b"person_id,name\n"), DataError, "empty"),
    (lambda f: (f / "persons.csv").write_bytes(b"person_id\0name\n"), DataError, "export it again"),
    (
        lambda f: (f / "payments.csv").unlink() or (f / "payments.parquet").write_bytes(b"PAR1 no PAR1"),
        DataError,
        "Parquet",
    ),
    (lambda f: one_parquet(f, "regions", region_code=[9.9e11]), DataError, "region_code"),
    (lambda f: one_parquet(f, "regions", region_code=[["9"]]), DataError, "region_code"),
    (lambda f: one_parquet(f, "absences", person_id=["P1"], kind=["a"], start_on=[20240131]), DataError, "start_on"),
    (lambda f: (f / "inspections.xlsx").write_bytes(b"no workbook"), DataError, "xlsx"),
)


@pytest.mark.parametrize(("spoil", "error", "word"), REFUSED, ids=[case[2] + str(n) for n, case in enumerate(REFUSED)])
def test_what_cannot_be_understood_is_refused_in_one_sentence(
    spoil: Callable[[Path], object], error: type[DataError], word: str, tmp_path: Path
) -> None:
    folder = village().write(tmp_path / "data")
    spoil(folder)
    with pytest.raises(error, match=word) as caught:
        read_records(folder)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert ": " in message


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nothing at"):
        read_records(tmp_path / "nowhere")


def test_numbers_as_codes_in_parquet_are_read_as_text(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    one_parquet(folder, "regions", region_code=[990101001001], urban=[False])
    with read_records(folder) as records:
        assert records.known(AS_OF).frame("SELECT region_code FROM regions")["region_code"].tolist() == ["990101001001"]


def test_a_row_that_comes_twice_is_counted_once(tmp_path: Path) -> None:
    town = village()
    for _ in range(3):
        town.add("holdings", person_id="P1", kind="vehicle", value=1, start_on="2020-01-01")
        town.kin("P1", "P2", "spouse")
    records = read(town.write(tmp_path / "data"))
    assert intake_of(records, "holdings").broken == {"the same row again": 2}
    assert intake_of(records, "kinship").accepted == 3


def test_several_files_feed_one_table_and_each_is_accounted_for(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    (folder / "payments.csv").unlink()
    (folder / "发放明细1月.csv").write_text("household_id,month,amount\nH,2024-01,350\nX,2024-01,350\n", "utf-8")
    (folder / "发放明细2月.csv").write_text("household_id,month,amount\nH,2024-02,350\nH,2024-01,350\n", "utf-8")
    records = read(folder)
    counts = {one.file: (one.rows, one.accepted, one.broken) for one in records.intakes if one.table == "payments"}
    first, second = counts["发放明细1月.csv"], counts["发放明细2月.csv"]
    assert first[:2] == (2, 1)
    assert first[2] == {"household_id: not in households": 1}
    assert second == (2, 1, {"the same row again": 1})
    assert [row["file"] for row in quarantined(folder, "发放明细2月")] == ["发放明细2月.csv"]


def test_a_sheet_that_feeds_two_tables_is_accounted_for_in_both(tmp_path: Path) -> None:
    town = village()
    for member in town.rows["members"]:
        member |= {"applicant_id": "P1", "scheme": "rural_dibao", "region_code": "990101001001"}
    records = read(town.write(tmp_path / "data"))
    aside = next(one for one in records.intakes if (one.file, one.table) == ("members.csv", "households"))
    assert (aside.rows, aside.accepted, aside.quarantined) == (2, 2, 0)
    assert aside.flagged == {"said again in agreement": 2}


def test_a_parquet_column_without_any_value_is_read_as_empty(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    one_parquet(folder, "regions", region_code=["990101001001"], name=pa.nulls(1))
    with read_records(folder) as records:
        assert not records.known(AS_OF).has("regions", "name")
        assert records.known(AS_OF).has("regions", "region_code")


def test_a_moment_becomes_the_day_it_was_in_china(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    moment = pa.array([datetime(2024, 5, 10, 16, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    one_parquet(folder, "absences", person_id=["P1"], kind=["custody"], start_on=moment)
    with read_records(folder) as records:
        days = records.known(AS_OF).frame("SELECT start_on FROM absences")["start_on"]
    assert days.dt.strftime("%Y-%m-%d").tolist() == ["2024-05-11"]
