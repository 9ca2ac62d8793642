"""A city's delivery in dirty files: what can be undone changes nothing, what cannot is set aside row by row."""

from pathlib import Path

import pytest

from features.records.city.city import simulate_city
from features.records.city.write import write_city
from features.records.store import Records, read_records
from tests.dirt import FILES, dirty


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("city") / "clean"
    write_city(simulate_city(3_000, 5), out, "csv")
    return out


def fingerprint(folder: Path) -> str:
    with read_records(folder) as records:
        return records.fingerprint()


def broken_cells(records: Records, table: str) -> int:
    """Rows set aside because a cell has no value of its column."""
    counts = [one.broken for one in records.intakes if one.table == table]
    return sum(count for broken in counts for rule, count in broken.items() if ": not a " in rule)


@pytest.mark.parametrize("shuffled", [False, True])
def test_dirt_that_can_be_undone_changes_nothing(clean: Path, tmp_path: Path, shuffled: bool) -> None:
    done = dirty(clean, tmp_path / "dirty", seed=1, fixable=0.2, shuffled=shuffled)
    assert all(done.fixable[table] for table in FILES)
    with read_records(tmp_path / "dirty") as records:
        assert [(one.file, one.broken) for one in records.intakes if one.broken] == []
        assert sum(sum(one.fixed.values()) for one in records.intakes) > done.fixable.total()
        assert records.fingerprint() == fingerprint(clean)


def test_every_broken_row_is_set_aside_and_no_other(clean: Path, tmp_path: Path) -> None:
    done = dirty(clean, tmp_path / "dirty", seed=2, fixable=0.05, broken=0.05)
    assert done.broken.total() > 100
    with read_records(tmp_path / "dirty") as records:
        for table, rows in done.rows.items():
            assert sum(one.rows for one in records.intakes if one.table == table) == rows
            assert broken_cells(records, table) == done.broken[table]
        others = {rule for one in records.intakes for rule in one.broken if ": not a " not in rule}
    assert others <= {"household_id: not in households"}
