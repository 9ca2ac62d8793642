"""Rows in = accepted + quarantined: no record is lost, whatever it holds and in whatever file it stands."""

import base64
import csv
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from features.errors import DataError
from features.records.store import Records, read_records
from tests.town import AS_OF, VILLAGE
from tests.unit.features.records.deliveries import cells, database, forms, numbers, text_file, workbook

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(FEW, max_examples=60)
Quarantine = list[dict[str, str]]


def balanced(name: str, write: Callable[[Path], Any], judge: Callable[[Any, int, Quarantine], None]) -> None:
    """Read complaints beside a household, see that the counts balance, and judge them by what was written."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "data"
        folder.mkdir()
        (folder / "households.csv").write_text(
            f"household_id,applicant_id,scheme,region_code\nH,P1,destitute,{VILLAGE}\n", encoding="utf-8"
        )
        written = write(folder / name)
        with read_records(folder, whole=False) as records:
            assert records.refused == ()
            (intake,) = [one for one in records.intakes if one.table == "complaints"]
            assert intake.rows == intake.accepted + intake.quarantined
            assert stored(records) == intake.accepted >= 1
            rows = quarantine(records, Path(place))
        assert len(rows) == intake.quarantined == sum(intake.broken.values())
        judge(written, intake.rows, rows)


def stored(records: Records) -> int:
    """Rows of the store."""
    return int(records.known(AS_OF).frame("SELECT count(*) AS n FROM stored.complaints")["n"].item())


def quarantine(records: Records, place: Path) -> Quarantine:
    """Rows of the quarantine."""
    paths = records.write_quarantine(place / "quarantine")
    rows: Quarantine = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def bytes_of(row: dict[str, str]) -> bytes:
    """The bytes of a record, as the quarantine's line and encoding give them back."""
    if row["line"].startswith("base64:"):
        return base64.b64decode(row["line"].removeprefix("base64:"))
    codec = "utf-8" if row["encoding"] == "utf-8-sig" else row["encoding"]
    return row["line"].encode(codec)


@MANY
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8), form=forms)
def test_every_record_of_a_text_file_is_accepted_or_quarantined_with_its_bytes(
    rows: list[list[str]], form: Any
) -> None:
    def judge(written: Any, count: int, quarantined: Quarantine) -> None:
        assert count == written.records
        for row in quarantined:
            assert bytes_of(row) == written.lines[int(row["row"]) - 1]

    balanced("complaints.csv", lambda path: text_file(path, rows, form), judge)


@FEW
@given(rows=st.lists(st.lists(numbers, min_size=1, max_size=4), max_size=8))
def test_every_record_of_a_workbook_is_accepted_or_quarantined(rows: list[list[Any]]) -> None:
    balanced("complaints.xlsx", lambda path: workbook(path, rows), lambda written, count, _: same(written, count))


@FEW
@given(rows=st.lists(st.lists(numbers, min_size=1, max_size=3), max_size=8))
def test_every_record_of_a_database_is_accepted_or_quarantined(rows: list[list[Any]]) -> None:
    balanced("complaints.db", lambda path: database(path, rows), lambda written, count, _: same(written, count))


def same(written: int, count: int) -> None:
    assert count == written


@MANY
@given(noise=st.binary(max_size=60))
@example(noise=b'"\n\xff,\x00\n')
def test_noise_behind_good_rows_is_refused_or_counted(noise: bytes) -> None:
    def write(path: Path) -> None:
        path.write_bytes(b"household_id,received_on\n" + b"H,2024-01-01\n" * 40 + noise)

    with suppress(DataError):  # refused as a whole, in one sentence
        balanced("complaints.csv", write, lambda _, count, __: at_least(count))


def at_least(count: int) -> None:
    assert count >= 40
