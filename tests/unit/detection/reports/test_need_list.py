import csv
from pathlib import Path
from typing import Any

import pandas as pd

from detection.reports.need_list import NEED_COLUMNS, write_need_list
from features.need.need_list import need_rows
from tests.town import village

NUMBER = "11010519491231002X"


def a_row(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: f"{column.name} of a home" for column in NEED_COLUMNS}
    row |= {"rank": 1, "kind": "refused", "key": "H1", "applicant": "张三丰", "asked_on": pd.Timestamp("2024-03-01")}
    row |= {"heads": 2, "income": 300.0, "line": 485.0, "points": 7, "sources": f"persons[{NUMBER}]"}
    return row | changes


def written(folder: Path, *rows: dict[str, Any], reveal: bool = False) -> list[dict[str, str]]:
    path = write_need_list(folder, pd.DataFrame(list(rows)), reveal=reveal)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_file_is_need_csv_with_mark_and_canonical_header(tmp_path: Path) -> None:
    written(tmp_path, a_row())
    content = (tmp_path / "need.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfrank,kind,key,applicant,")


def test_names_and_numbers_are_masked_unless_asked_for(tmp_path: Path) -> None:
    [row] = written(tmp_path, a_row())
    assert (row["applicant"], row["sources"]) == ("张某某", "persons[110105********002X]")
    [row] = written(tmp_path, a_row(), reveal=True)
    assert (row["applicant"], row["sources"]) == ("张三丰", f"persons[{NUMBER}]")


def test_formulas_are_harmless(tmp_path: Path) -> None:
    [row] = written(tmp_path, a_row(key="=1+1", region="@SUM(A1)", applicant="+1"), reveal=True)
    assert (row["key"], row["region"], row["applicant"]) == ("'=1+1", "'@SUM(A1)", "'+1")


def test_what_is_not_known_is_empty(tmp_path: Path) -> None:
    [row] = written(tmp_path, a_row(income=float("nan"), asked_on=pd.NaT, scheme=None, applicant=None))
    assert row["income"] == row["asked_on"] == row["scheme"] == row["applicant"] == ""
    assert row["line"] == "485.00"


def test_it_says_nothing_of_suspicion_or_officials() -> None:
    names = " ".join(column.name for column in NEED_COLUMNS)
    assert not any(
        word in names for word in ("score", "handler", "approver", "official", "suspicion", "phone", "address")
    )


def test_the_rows_of_a_run_fit_the_columns(tmp_path: Path) -> None:
    town = village().person("Q1", name="=李四", birth_date="1980-01-01")
    town.aided("R", "Q1", household={"declared_monthly_income": 300}, outcome="refused", monthly_amount=None)
    path = write_need_list(tmp_path, need_rows(town.dossier(tmp_path / "data")), reveal=True)
    assert "'=李四" in path.read_text("utf-8-sig")
    empty = write_need_list(tmp_path, need_rows(village().dossier(tmp_path / "empty")))
    assert empty.read_text("utf-8-sig").count("\n") == 1
