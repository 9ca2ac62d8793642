"""The engine finds what may need cleaning, and only that."""

import duckdb
import pytest

from features.records.cleaning.codes import lost_digits
from features.records.cleaning.suspects import suspect
from tests.unit.features.records.cleaning.builders import ALL_COLUMNS, COLUMNS
from tests.unit.features.records.cleaning.test_cells import CHANGED


def holds(condition: str, cell: str | None) -> bool | None:
    ((found,),) = duckdb.execute(f"SELECT {condition} FROM (SELECT CAST(? AS VARCHAR) AS cell)", [cell]).fetchall()
    return found


@pytest.mark.parametrize(("column", "written"), [case[:2] for case in CHANGED])
def test_whatever_is_changed_is_suspect(column, written):
    assert holds(suspect(COLUMNS[column], "cell"), written) is True


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("person", "11010519491231002X"),
        ("person", "R000123"),
        ("person", "2b1e4c8a-77aa-4f0d-9d55-0a1b2c3d4eff"),
        ("region", "110105001001"),
        ("name", "阿依古丽·买买提"),
        ("sex", "M"),
        ("relation", "head"),
        ("born", "1949-12-31"),
        ("month", "2024-01"),
        ("paid", "1200.5"),
        ("grade", "1"),
        ("covered", "true"),
    ],
)
def test_what_is_written_well_costs_nothing(column, written):
    assert holds(suspect(COLUMNS[column], "cell"), written) is False


@pytest.mark.parametrize("column", ALL_COLUMNS, ids=lambda column: column.name)
def test_an_empty_cell_is_never_suspect(column):
    assert holds(suspect(column, "cell"), "") is False
    assert holds(suspect(column, "cell"), None) is None


@pytest.mark.parametrize(
    ("column", "written", "lost"),
    [
        ("person", "1.10105E+17", True),
        ("person", "1.1010519491231002e+17", True),
        ("person", "1E+17", True),
        ("person", "110105194912310016.0", True),
        ("person", "110105194912310016", False),
        ("plate", "3E12", False),
        ("name", "1.10105E+17", False),
    ],
)
def test_digits_that_a_spreadsheet_lost(column, written, lost):
    assert holds(lost_digits(COLUMNS[column], "cell"), written) is lost
