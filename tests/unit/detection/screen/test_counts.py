import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from detection.screen.counts import show_counts, show_off
from detection.session import Language
from features.registry import FEATURES

CLEAN = {"rows": 12_000, "accepted": 12_000, "quarantined": 0, "fixed": {}, "rules": {}}
DIRTY = {"rows": 20, "accepted": 17, "quarantined": 3, "fixed": {"sex: 男": 27}, "rules": {"sex: not one of M, F": 3}}
ONE = {"rows": 1, "accepted": 1, "quarantined": 0, "fixed": {"sex: 男": 1}, "rules": {}}


def shown(show: Callable[..., None], *arguments: Any) -> str:
    page = io.StringIO()
    show(Console(file=page, width=80), *arguments)
    return page.getvalue()


def test_a_clean_delivery_takes_one_line() -> None:
    counts = {"persons": CLEAN, "members": CLEAN}
    text = shown(show_counts, counts, (), Language.EN)
    assert text == "Read 2 tables, 24,000 rows: 24,000 accepted, 0 quarantined, 0 cells fixed.\n"
    assert (
        shown(show_counts, counts, (), Language.ZH)
        == "读入2张表，共24,000行：采用24,000行，隔离0行，规范化0个单元格。\n"
    )


def test_only_tables_of_which_not_all_was_taken_as_it_was_are_shown() -> None:
    text = shown(show_counts, {"persons": DIRTY, "members": CLEAN}, (), Language.EN)
    row = next(line.split() for line in text.splitlines() if line.startswith(" persons"))
    assert row == ["persons", "20", "17", "27", "3", "3", "×", "sex:", "not", "one", "of", "M,", "F"]
    assert "members" not in text
    assert "why" in text


def test_rules_are_told_in_chinese() -> None:
    text = shown(show_counts, {"persons": DIRTY}, ("kinship", "absences"), Language.ZH)
    assert "3 × 性别：不是规定的取值（M、F）" in text
    assert "原因" in text
    assert "没有收到的数据表：亲属关系；服刑等不在家人员" in text


def test_one_is_not_told_as_many() -> None:
    text = shown(show_counts, {"persons": ONE}, (), Language.EN)
    assert text.startswith("Read 1 table, 1 row: 1 accepted, 0 quarantined, 1 cell fixed.\n")
    assert "why" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.EN,
            "Red flags that cannot be looked for in this data: 1 of 37\n  F21  paid while in custody: lacks absences",
        ),
        (Language.ZH, "这批数据无法查找的疑点（1项，共37项）\n  F21  服刑或强制戒治期间仍在保：缺少服刑等不在家人员"),
    ],
)
def test_flags_that_cannot_be_looked_for_are_named_with_what_they_lack(language: Language, words: str) -> None:
    assert words.replace("37", str(len(FEATURES))) in shown(show_off, {"in_custody": ("absences",)}, language)


def test_flags_come_in_the_order_of_their_codes() -> None:
    text = shown(show_off, {"in_custody": ("absences",), "moved_in": ("x",), "kin_tie": ("kinship",)}, Language.EN)
    assert [line.split()[0] for line in text.splitlines() if line.startswith("  F")] == ["F01", "F16", "F21"]


def test_that_all_can_be_looked_for_is_said() -> None:
    assert shown(show_off, {}, Language.EN) == f"Red flags: all {len(FEATURES)} can be looked for.\n"
    assert shown(show_off, {}, Language.ZH) == f"{len(FEATURES)}项疑点均可查找。\n"
