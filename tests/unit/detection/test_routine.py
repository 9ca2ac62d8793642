"""Routine points repeat what is on file, say what is not, and accuse nobody."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from detection.routine import ROUTINE, household_facts, routine_reason
from features.declare import FAMILIES
from tests.town import village


def test_every_family_has_its_routine_point_in_both_languages() -> None:
    assert list(ROUTINE) == list(FAMILIES)
    for point in ROUTINE.values():
        assert all(words.zh and words.en for words in (point.reason, point.innocent, point.check))


def test_facts_are_those_of_the_file(tmp_path: Path) -> None:
    town = village().person("X1").person("X2").aided("HX", "X1", "X2", surveyed_on=None, monthly_amount=485)
    facts = household_facts(pd.Series(["HX"]), town.dossier(tmp_path)).loc["HX"].to_dict()
    assert (facts["decision_id"], facts["members"], facts["covered"]) == ("D-HX", 2, 2)
    assert routine_reason("P", facts).zh.startswith(
        "登记日期：申请2023-03-01，入户调查未登记，公示2023-03-15至2023-03-22"
    )
    assert "100元，保障2人，月保障金485元" in routine_reason("E", facts).zh
    assert "2 members on file, 2 of them covered" in routine_reason("H", facts).en


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_not_on_file_is_said(family: str) -> None:
    names = ("applied_on", "surveyed_on", "publicised_from", "publicised_to", "approved_on", "income", "amount")
    unknown = dict.fromkeys((*names, "members", "covered", "handler", "approver"), None)
    told = routine_reason(family, unknown)
    assert "未登记" in told.zh or "姓名不详" in told.zh
    assert "not on file" in told.en or "name not known" in told.en
    assert not [word for word in ("None", "nan", "NaT", "{") if word in told.zh + told.en]


def test_days_have_no_time_of_day() -> None:
    day = pd.Timestamp(date(2024, 5, 6))
    days = dict.fromkeys(("applied_on", "surveyed_on", "publicised_from", "publicised_to", "approved_on"), day)
    assert routine_reason("P", days).en.count("2024-05-06") == 5
    assert "00:00" not in routine_reason("P", days).en
