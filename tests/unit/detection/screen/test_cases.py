import io
from typing import Any

import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console

from detection.screen.cases import show_cases
from detection.session import Language
from tests.unit.detection.reports.builders import NUMBER, a_case, cases


def shown(frame: pd.DataFrame, language: Language = Language.EN, width: int = 80, **options: Any) -> str:
    page = io.StringIO()
    show_cases(Console(file=page, width=width), frame, language, **options)
    return page.getvalue()


def test_a_case_has_rank_household_score_yuan_place_and_reasons() -> None:
    text = shown(cases(a_case()))
    assert "  1  H0001  score 0.988  17,460 yuan at stake  柳林镇 石桥村\n" in text
    assert "     • Approved after 2 days of notice\n" in text


def test_reasons_are_told_in_the_language_asked_for() -> None:
    text = shown(cases(a_case()), Language.ZH)
    assert "疑点分 0.988  涉及 17,460 元" in text
    assert "• 公示 2 天即批准" in text


def test_names_and_citizen_numbers_are_masked_unless_revealed() -> None:
    frame = cases(a_case(household_id=NUMBER))
    assert "王小明" not in shown(frame)
    assert NUMBER not in shown(frame)
    assert "王小明" in shown(frame, reveal=True)
    assert NUMBER in shown(frame, reveal=True)


def test_a_tie_is_told_once() -> None:
    path = "经办人 王某某 → 妻 → 申请人 张某某"
    told = a_case(tie_path_zh=path, reasons_zh=f"F02 关系: 未回避：{path}。")
    assert shown(cases(told), Language.ZH).count("妻") == 1
    assert "→ 关系：经办人" in shown(cases(told | {"reasons_zh": "F07 程序: 公示2天"}), Language.ZH)


def test_more_than_three_reasons_are_counted() -> None:
    text = shown(cases(a_case(reasons_en="one\ntwo\nthree\nfour\nfive", tie_path_en="")))
    assert "three" in text
    assert "four" not in text
    assert "… and 2 more in the list" in text


def test_the_control_sample_is_not_shown() -> None:
    assert "H0002" not in shown(cases())


def test_only_the_first_ten_are_shown() -> None:
    frame = cases(*(a_case(rank=n, household_id=f"H{n:04}") for n in range(1, 13)))
    assert "H0010" in shown(frame)
    assert "H0011" not in shown(frame)


def test_no_ranked_case_is_said() -> None:
    assert "No household stands out." in shown(cases(a_case(origin="control")))


def test_unknown_yuan_are_said() -> None:
    assert "yuan at stake not known" in shown(cases(a_case(yuan_at_stake=float("nan"))))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_a_reason_is_wider_than_the_terminal(language: Language, width: int) -> None:
    long = "经办人（镇街民政干部）是申请人的姻亲，未备案。 A word and another. " * 6
    text = shown(cases(a_case(reasons_zh=long, reasons_en=long)), language, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
