"""What a check shows on a terminal of any width, with colour and without."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from detection.screen.check import show_check_report
from detection.session import Language
from features.records.arrivals import Refusal
from tests.unit.detection.check_builders import a_report, coverage, intake, unmatched

PAGE = Path(".mingcha/reports/check.html")


def shown(language: Language = Language.EN, width: int = 80, *, colour: bool = False, **changes: Any) -> str:
    paper = io.StringIO()
    console = Console(file=paper, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    show_check_report(a_report(**changes), language, page=PAGE, console=console)
    return paper.getvalue()


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [40, 60, 72, 80, 120])
def test_no_line_is_wider_than_the_terminal_but_paths(language: Language, width: int) -> None:
    wide = [line for line in shown(language, width).splitlines() if cell_len(line) > width]
    assert all(".mingcha/" in line for line in wide)


@pytest.mark.parametrize("width", [40, 60, 72, 80, 120])
def test_no_number_is_cut(width: int) -> None:
    text = shown(width=width)
    for number in ("5,000,000", "4,998,817", "1,183", "31,204", "733,010"):
        assert number in text
    assert "…" not in text


def test_counts_stand_in_one_row_a_table() -> None:
    row = next(line.split() for line in shown().splitlines() if line.split()[:1] == ["payments"])
    assert row[1:5] == ["9,952", "8,430", "1,522", "0"]


def test_many_files_of_a_table_are_counted() -> None:
    many = tuple(intake("payments", f"{number}.csv") for number in range(7))
    text = shown(intakes=many)
    assert "2.csv" in text
    assert "3.csv" not in text
    assert "and 4 more" in joined(text)


@pytest.mark.parametrize("colour", [True, False])
def test_a_file_mostly_in_quarantine_is_loud_at_both_ends(colour: bool) -> None:
    lines = [
        line
        for line in re.sub(r"\x1b\[[\d;]*m", "", shown(colour=colour)).splitlines()
        if line.startswith("!!! WARNING: 15.8 %")
    ]
    assert len(lines) == 2
    assert ("\x1b[1;31m" in shown(colour=colour)) is colour


def test_nothing_is_loud_where_nothing_is_wrong() -> None:
    needed = ("persons", "households", "members", "decisions", "officials")
    assert "!!!" not in shown(intakes=tuple(intake(name) for name in needed), refused=())


def test_refused_ignored_and_missing_are_named() -> None:
    text = joined(shown())
    assert "!!! NOT READ: 信访/旧台账.doc 旧台账.doc is a Word document: save its table as XLSX or CSV." in text
    assert "left alone: 公安/说明.pdf, Thumbs.db" in text
    assert "Tables that are not there: kinship, register_moves" in text
    assert "MISSING: tables that nothing works without: persons" in joined(shown(intakes=(intake("members"),)))


def test_a_table_of_an_unknown_name_is_a_warning() -> None:
    text = joined(shown(unknown=("附件3.xlsx[Sheet1]",)))
    assert "!!! NOT READ: 附件3.xlsx[Sheet1]: what it holds is not known Name the file or sheet after its table" in text


def test_the_rules_that_cost_most_rows_come_first() -> None:
    text = shown()
    lost = [text.index(line) for line in ("1,400  set aside · payments · amount: not", "1,102  set aside · persons")]
    kept = [text.index(line) for line in ("411  flagged · persons", "31,204  fixed · persons")]
    assert lost + kept == sorted(lost + kept)
    many = intake(broken={f"rule {number}": 1 for number in range(20)})
    assert "and 12 more" in shown(intakes=(many,))


def test_everything_is_told_in_chinese() -> None:
    text = shown(Language.ZH, 120)
    assert "警告：财政/一卡通发放.csv 有 15.8 % 被隔离（1,522 / 9,642 行）" in text
    assert "隔离 · 户籍人口 · 性别：不是规定的取值（M、F）" in text
    assert "F21  服刑或强制戒治期间仍在保：缺少服刑等不在家人员" in text
    assert "机动车登记信息（含注销、转移） → F22" in text
    assert "低保家庭·申请人身份号码 → 户籍人口：37 / 40,120" in text


def test_coverage_and_officers_are_shown() -> None:
    text = shown(width=120)
    assert "payments   17.5 %  low: check that keys are written alike" in text
    assert "second surveyor: named 62.2 %, found in officials 94.6 %" in text
    assert "Ties that registers tell: 3,310,724" in text
    assert "households.applicant_id → persons: 37 of 40,120" in text
    assert "No household has aid in force" in shown(coverage=coverage(households=0))
    assert "Every key was found." in shown(unmatched=unmatched())


def test_only_requests_that_a_flag_waits_for_are_shown() -> None:
    text = shown(width=120)
    assert "prisoners, with days of admission and release → F21" in text
    assert "aid lines" not in text
    assert "on the page only: 1." in text
    assert "Nothing is missing." in shown(requests=(), off={}, rowless=frozenset())


def test_paths_can_be_copied() -> None:
    lines = shown(width=40).splitlines()
    assert "  .mingcha/quarantine/2025-0a1b2c3d/persons.csv" in lines
    assert f"  {PAGE}" in lines
    assert "  No row was set aside." in shown(quarantine=()).splitlines()


def test_hostile_names_steer_no_terminal() -> None:
    hostile = "a\x1b[2J\u202eb[bold].csv"
    text = shown(
        intakes=(intake("payments", hostile, hostile, 1, broken={"rule": 9}),), refused=(Refusal(hostile, hostile),)
    )
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]" in text
