import io
from typing import Any

import pytest
from rich.console import Console

from detection.screen.figures import show_figures
from detection.session import Language

OUTSIDE = [
    {"trait": "sex", "group": "F", "verdict": "outside"},
    {"trait": "rural", "group": "rural", "verdict": "within"},
    {"trait": "ethnicity/rural", "group": "minority/rural", "verdict": "outside"},
]


def shown(language: Language = Language.EN, **figures: Any) -> str:
    page = io.StringIO()
    show_figures(Console(file=page, width=400), figures, language)
    return page.getvalue().strip()


@pytest.mark.parametrize(
    ("p", "q", "words"),
    [(0.01, 0.3, "about 30% are likely"), (0.1, 0.3, "too little to tell"), (0.6, 0.9, "no more often than by chance")],
)
def test_how_sure_a_run_is_follows_from_its_p_value(p: float, q: float, words: str) -> None:
    assert words in shown(chance={"p_value": p, "listed_q": q, "listed": 1200})


@pytest.mark.parametrize("p", [0.01, 0.1])
def test_one_household_is_not_told_as_many(p: float) -> None:
    told = {"p_value": p, "listed_q": 0.07}
    assert "of the first 1 household about 7%" in shown(chance=told | {"listed": 1})
    assert "of the first 1,200 households about 7%" in shown(chance=told | {"listed": 1200})


def test_the_seeds_and_the_edge_of_the_list_are_told() -> None:
    told = {"jaccard": 0.934, "seeds": [0, 1]}
    assert shown(stability=told).endswith("the top 1 %, at least 50 households, agree by 0.93 (1: all).")
    assert "for 1 household the seed decides" in shown(stability=told | {"boundary": 1})
    assert "for 1,200 households the seed decides" in shown(stability=told | {"boundary": 1200})
    assert "有12户上不上名单取决于随机种子" in shown(Language.ZH, stability=told | {"boundary": 12})
    assert "boundary" not in shown(stability=told | {"boundary": 0})


def test_groups_that_are_treated_otherwise_are_named() -> None:
    told = {"verdict": "fail", "selection": OUTSIDE, "false_alarms": OUTSIDE[:1]}
    assert shown(Language.ZH, fairness=told) == "公平性：有受保护的群体比例超出0.80至1.25：女、少数民族 × 农村。"
    assert shown(fairness=told) == "Fair: a protected group lies outside 0.80 to 1.25: women, minority × rural."


def test_flags_that_have_moved_are_named_and_many_are_counted() -> None:
    few = {"verdict": "block", "warn": ["vehicle"], "block": ["in_custody", "score"]}
    assert shown(Language.ZH, drift=few) == "漂移：变化过大：F21 服刑或强制戒治期间仍在保、疑点分。"
    assert shown(drift=few) == "Drift: too much change: F21 paid while in custody, the score."
    many = {"verdict": "warn", "warn": ["vehicle", "business", "kin_tie", "overpaid", "moved_in", "shared_card", "x"]}
    assert shown(drift=many).endswith("F16 members who moved into the register and 2 more.")
    assert shown(Language.ZH, drift=many).endswith("F16 迁入户口的家庭成员等7项。")


@pytest.mark.parametrize("language", Language)
def test_what_was_not_measured_is_not_told(language: Language) -> None:
    assert shown(language) == ""
    told = {"on": False, "used": 3, "reason_zh": "不足50条。", "reason_en": "fewer than 50."}
    assert shown(language, findings=told) == (
        "核查结论：不足50条。" if language is Language.ZH else "Findings: fewer than 50."
    )
    assert "1,200" in shown(language, findings=told | {"on": True, "used": 1200})
