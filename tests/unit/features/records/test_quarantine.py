"""What was set aside, on disk."""

import csv
import stat
from pathlib import Path

import xlsxwriter

from features.records.store import read_records
from tests.town import Town, village


def written(folder: Path, out: Path) -> list[Path]:
    with read_records(folder) as records:
        return records.write_quarantine(out)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nothing_is_written_where_nothing_was_set_aside_and_what_was_there_goes(tmp_path: Path) -> None:
    out = tmp_path / "quarantine"
    out.mkdir()
    (out / "members.csv").write_text("old")
    assert written(village().write(tmp_path / "data"), out) == []
    assert list(out.iterdir()) == []


def test_folders_above_it_are_private_too(tmp_path: Path) -> None:
    town = village().add("members", household_id="X", person_id="P1")
    (path,) = written(town.write(tmp_path / "data"), tmp_path / "a" / "b")
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, path.parent.parent)] == [
        0o600,
        0o700,
        0o700,
    ]


def test_a_value_is_masked_and_a_formula_disarmed(tmp_path: Path) -> None:
    town = village().person("=HYPERLINK(1)", birth_date="19700230", phone="13800138000")
    (path,) = written(town.write(tmp_path / "data"), tmp_path / "quarantine")
    (row,) = rows(path)
    assert row["rule_zh"] == "不是日期（YYYY-MM-DD）"
    assert row["masked"] != row["birth_date"] == "19700230"
    assert row["person_id"] == "'=HYPERLINK(1)"
    assert row["line"].startswith("base64:")


def test_two_files_of_one_name_and_sheets_of_a_workbook_have_files_of_their_own(tmp_path: Path) -> None:
    folder = village().write(tmp_path / "data")
    (folder / "payments.csv").unlink()
    book = xlsxwriter.Workbook(folder / "发放明细.xlsx")
    for name in ("发放1月", "发放/2月".replace("/", "-")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("household_id", "month", "amount"))
        sheet.write_row(1, 0, ("X", "2024-01", 350))
    book.close()
    (folder / "发放明细.tsv").write_text("household_id\tmonth\tamount\nX\t2024-01\t350\n", encoding="utf-8")
    paths = written(folder, tmp_path / "quarantine")
    assert sorted(path.name for path in paths) == [
        "发放明细.tsv.csv",
        "发放明细.xlsx[发放-2月].csv",
        "发放明细.xlsx[发放1月].csv",
    ]
    assert [(row["file"], row["sheet"], row["row"]) for path in sorted(paths) for row in rows(path)] == [
        ("发放明细.tsv", "", "2"),
        ("发放明细.xlsx", "发放-2月", "2"),
        ("发放明细.xlsx", "发放1月", "2"),
    ]


def test_the_same_delivery_gives_the_same_bytes(tmp_path: Path) -> None:
    town = Town()
    town.rows.update(village().rows)
    for number in range(50):
        town.add("members", household_id=f"X{number % 7}", person_id=f"P{number}")
    folder = town.write(tmp_path / "data")
    (first,), (second,) = written(folder, tmp_path / "a"), written(folder, tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()
