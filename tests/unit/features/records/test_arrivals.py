"""What is opened, what is refused, what is left alone."""

from pathlib import Path

import duckdb
import pytest

from features.errors import DataError
from features.records.arrivals import Arrived, delivery_name, open_delivery
from features.records.headings.mapping import FileRule, Mapping

TABLE = "household_id,month,amount\nH,2024-01,350\n"


def opened(place: Path, room: Path, mapping: Mapping | None = None) -> Arrived:
    room.mkdir()
    with duckdb.connect() as connection:
        return open_delivery(str(place), room, mapping or Mapping(), connection)


def test_files_are_opened_by_name_and_the_others_named(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    for name in ("payments.CSV", "发放明细.txt", "readme.txt", "scan.pdf", ".hidden.csv", "~$payments.xlsx"):
        (folder / name).write_text(TABLE, encoding="utf-8")
    (folder / "broken.csv").write_bytes(b"")
    arrived = opened(folder, tmp_path / "room")
    assert [sheet.file for sheet in arrived.sheets] == ["payments.CSV", "发放明细.txt"]
    assert [(one.file, one.error) for one in arrived.refused] == [("broken.csv", DataError)]
    assert arrived.ignored == ("readme.txt", "scan.pdf", "sub/")


def test_a_text_whose_name_the_mapping_knows_is_a_table(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "readme.txt").write_text(TABLE, encoding="utf-8")
    arrived = opened(folder, tmp_path / "room", Mapping((FileRule("readme*", "payments"),)))
    assert [sheet.file for sheet in arrived.sheets] == ["readme.txt"]


def test_a_single_file_is_a_delivery(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(TABLE, encoding="utf-8")
    (sheet,) = opened(path, tmp_path / "room").sheets
    assert (sheet.file, sheet.header) == ("payments.csv", ("household_id", "month", "amount"))


@pytest.mark.parametrize(("name", "words"), [("nowhere", "there is nothing at"), ("scan.pdf", "no kind of file")])
def test_a_place_without_tables_is_refused(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    with pytest.raises(DataError, match=words):
        opened(tmp_path / name, tmp_path / "room")


def test_a_link_that_leads_nowhere_is_refused_and_does_not_break_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "persons.csv").symlink_to(tmp_path / "gone.csv")
    (folder / "payments.csv").write_text(TABLE, encoding="utf-8")
    arrived = opened(folder, tmp_path / "room")
    assert [sheet.file for sheet in arrived.sheets] == ["payments.csv"]
    assert [one.file for one in arrived.refused] == ["persons.csv"]


@pytest.mark.parametrize(
    ("place", "name"),
    [("postgresql://clerk:secret@db/aid", "db/aid"), ("/data/2025/", "2025"), ("payments.csv", "payments.csv")],
)
def test_a_delivery_is_named_without_secrets(place: str, name: str) -> None:
    assert delivery_name(place) == name
