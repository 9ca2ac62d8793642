"""What became of a sheet."""

from dataclasses import replace
from pathlib import Path

from features.records.account import Intake
from tests.town import village


def test_counts_add_up_and_name_their_columns(tmp_path: Path) -> None:
    town = village().person("P9", sex="男", birth_date="1970年1月1日", 吉祥物="龙")
    town.person("", sex="M").person("P8", birth_date="某日")
    with town.records(tmp_path / "data") as records:
        (intake,) = [one for one in records.intakes if one.table == "persons"]
    assert (intake.rows, intake.accepted, intake.quarantined) == (10, 8, 2)
    assert intake.fixed == {"birth_date: day written another way": 1, "sex: local word for a value of the contract": 1}
    assert intake.broken == {"birth_date: not a day (YYYY-MM-DD)": 1, "person_id: required value is missing": 1}
    assert (intake.flagged, intake.unread) == ({}, ("吉祥物",))
    assert intake.columns == ("person_id", "name", "sex", "birth_date", "region_code")


def test_a_sheet_is_named_with_its_file() -> None:
    one = Intake("persons", "a.xlsx", "人员", 0, 0, 0, {}, {}, {})
    assert (one.name, replace(one, sheet="").name) == ("a.xlsx[人员]", "a.xlsx")
