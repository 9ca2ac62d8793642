"""Whatever arrives: rows in = accepted + quarantined, the right thing happens, and the rest is still read."""

import csv
import re
from pathlib import Path

import pytest

from features.errors import DataError
from features.records.rulebook import in_chinese
from features.records.store import Records, read_records
from tests.functional.bad.case import NAMES, BadInput
from tests.functional.bad_inputs import INPUTS, page, parted
from tests.town import AS_OF

HAN = re.compile(r"[\u4e00-\u9fff]")
PERSONAL = re.compile("|".join((r"\d{15}", *NAMES)))
csv.field_size_limit(1 << 21)  # of a row that is too long the quarantine keeps the first megabyte
DOCUMENT = Path(__file__).parents[2] / "docs" / "bad-inputs.md"


@pytest.mark.parametrize("case", INPUTS, ids=[f"{number}-{case.arrives}" for number, case in enumerate(INPUTS, 1)])
def test_a_bad_input(case: BadInput, tmp_path: Path) -> None:
    folder = case.town().write(tmp_path / "data")
    case.spoil(folder)
    if case.behaviour == "refused":
        is_refused(case, folder)
        return
    with read_records(folder) as records:
        balances(records)
        assert told(case, records), "the ledger has the rule"
        assert held(case, records) is (case.behaviour != "quarantined")
        rows = quarantined(records, tmp_path / "quarantine")
    assert len(rows) == sum(intake.quarantined for intake in records.intakes)
    found = [row for row in rows if case.rule == (f"{row['column']}: " if row["column"] else "") + row["rule"]]
    assert bool(found) is (case.behaviour == "quarantined")
    assert all(HAN.search(row["rule_zh"]) for row in rows)


def is_refused(case: BadInput, folder: Path) -> None:
    """The delivery is refused in one sentence, and the rest of it can be read."""
    with pytest.raises(DataError, match=re.escape(case.rule)) as caught:
        read_records(folder)
    sentence = str(caught.value)
    assert re.fullmatch(r"[^\n]+: [^\n]+\.", sentence)
    assert not PERSONAL.search(sentence)
    if not folder.exists():
        return
    with read_records(folder, whole=False) as records:
        balances(records)
        assert case.rule in " ".join((records.lacking, *(refusal.reason for refusal in records.refused)))
        assert {"households", "members", "decisions", "officials"} <= set(records.columns) or not case.table


def balances(records: Records) -> None:
    """Rows in = accepted + quarantined, for every sheet and for every table."""
    known = records.known(AS_OF)
    for intake in records.intakes:
        assert intake.rows == intake.accepted + intake.quarantined
        assert intake.quarantined == sum(intake.broken.values())
    for table in records.columns:
        accepted = sum(intake.accepted for intake in records.intakes if intake.table == table)
        assert known.frame(f"SELECT count(*) AS n FROM stored.{table}")["n"].item() == accepted


def told(case: BadInput, records: Records) -> bool:
    """Whether the ledger or the report says what it should, and nothing where nothing should be said."""
    intakes = [intake for intake in records.intakes if intake.table == case.table]
    if case.behaviour == "read":
        return not any((*intake.fixed, *intake.broken, *intake.flagged) for intake in intakes)
    if case.behaviour == "fixed":
        return any(case.rule in intake.fixed for intake in intakes) and not any(intake.broken for intake in intakes)
    if case.behaviour == "quarantined":
        return any(case.rule in intake.broken for intake in intakes)
    said = [words for intake in intakes for words in (*intake.flagged, *intake.notes)]
    said += [f"not read: {name}" for name in (*records.ignored, *(name for one in intakes for name in one.unread))]
    unmatched = records.unmatched()
    said += [f"{row.column}: unmatched" for row in unmatched[unmatched["unmatched"] > 0].itertuples()]
    return case.rule in said and not any(intake.broken for intake in intakes)


def held(case: BadInput, records: Records) -> bool:
    """Whether the row is in the store; where the case names none, what its behaviour says."""
    if not case.holds:
        return case.behaviour != "quarantined"
    rows = records.known(AS_OF).frame(f"SELECT 1 FROM stored.{case.table} WHERE {case.holds}")
    return len(rows) > 0


def quarantined(records: Records, folder: Path) -> list[dict[str, str]]:
    """Rows of all files of the quarantine."""
    rows: list[dict[str, str]] = []
    for path in records.write_quarantine(folder):
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def test_there_are_enough_of_them_and_no_two_are_named_alike() -> None:
    assert len(INPUTS) >= 72
    assert len({case.arrives for case in INPUTS}) == len(INPUTS)


def test_the_document_is_the_table_s() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == page(), "run python -m tests.functional.bad_inputs"


def test_every_rule_of_the_page_has_chinese_words() -> None:
    for case in INPUTS:
        if case.behaviour in {"fixed", "quarantined"}:
            assert HAN.search(in_chinese(parted(case.rule)[1])), case.rule
