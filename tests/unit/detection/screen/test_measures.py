import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console

from detection.evaluation import Evaluation, compare_rankings
from detection.screen.measures import show_evaluation
from detection.screen.measures_words import CELLS
from detection.session import Language
from features.records.city.cases import MECHANISMS
from models.evaluate import average_with_interval, captured_by_kind, captures_with_intervals

WRONG = np.arange(40) < 4
RANKS = np.arange(1, 41)
SCORES = -RANKS.astype("float64")


def an_evaluation(wrong: np.ndarray = WRONG) -> Evaluation:
    kinds = pd.Series(["favouritism: kin_handler"] * 4 + ["innocent: with a tie"] * 4 + [None] * 32, dtype="str")
    average = {"target": "favouritism", "wrong": 4, "by": "score_favouritism"}
    return Evaluation(
        households=40_000,
        not_in_truth=1,
        not_scored=2,
        not_scored_favoured=0,
        planted=4,
        averages=pd.DataFrame([average | average_with_interval(wrong, SCORES)]),
        captures=pd.DataFrame(
            [{"target": "either"} | row for row in captures_with_intervals(wrong, RANKS, (5, 20))],
        ),
        kinds=captured_by_kind(kinds, RANKS, (5, 20)),
        innocents=pd.DataFrame(
            [(5, 1, 0.2, 0.04, 0.62, 0.25, 0.05, 0.7)],
            columns=["capacity", "found", "share", "low", "high", "of_all", "of_all_low", "of_all_high"],
        ),
    )


def shown(evaluation: Evaluation, language: Language = Language.EN) -> str:
    page = io.StringIO()
    show_evaluation(evaluation, language, Console(file=page, width=80))
    return page.getvalue()


def line(text: str, start: str) -> list[str]:
    return next(row.split() for row in text.splitlines() if row.strip().startswith(start))


def test_figures_stand_with_their_intervals() -> None:
    text = shown(an_evaluation())
    assert "40,000 scored households; 1 of them is not in the truth and counts as in order." in text
    assert line(text, "favouritism  ") == [
        *("favouritism", "4", "score_favouritism", "1.000", "0.100", "1.000–1.000", "10.0", "×")
    ]
    assert "Lists of the first ranks: either" in text
    assert line(text, "5      4") == [*("5", "4", "0.800", "0.375–0.990", "1.000"), *line(text, "5      4")[5:]]
    assert line(text, "5       1") == ["5", "1", "0.200", "0.040–0.620", "0.250", "0.050–0.700"]
    assert line(text, "favouritism: kin_handler")[2:] == ["4", "4", "(100%)", "4", "(100%)"]
    assert line(text, "innocent: with a tie")[4:] == ["4", "1", "(25%)", "4", "(100%)"]


def test_chinese_is_told_from_titles_to_cells() -> None:
    text = shown(an_evaluation(), Language.ZH)
    for words in (
        "评分家庭 40,000 户",
        "排名靠前的名单：任一",
        "人情保分",
        "无问题：与干部有关系",
        "前 20 名",
        "95%区间",
    ):
        assert words in text
    assert "interval" not in text


@pytest.mark.parametrize(
    ("households", "strangers", "words"),
    [
        (1, 0, "1 scored household; 0 of them are not in the truth and count as in order."),
        (1200, 12, "1,200 scored households; 12 of them are not in the truth and count as in order."),
    ],
)
def test_one_is_not_told_as_many(households: int, strangers: int, words: str) -> None:
    assert words in shown(replace(an_evaluation(), households=households, not_in_truth=strangers))


def test_an_interval_as_printed_holds_its_estimate_as_printed() -> None:
    narrow = {"precision": 0.87496, "precision_low": 0.87494, "precision_high": 0.87497, "recall": 0.1251}
    narrow |= {"recall_low": 0.1251, "recall_high": 0.1252, "lift": 64.76, "lift_low": 64.74, "lift_high": 64.77}
    captures = an_evaluation().captures.head(1).assign(**narrow)
    found = line(shown(replace(an_evaluation(), captures=captures)), "5      4")
    assert found == ["5", "4", "0.875", "0.874–0.875", "0.125", "0.125–0.126", "64.8", "×", "64.7–64.8"]


def test_the_mechanisms_of_a_made_up_city_have_chinese_names() -> None:
    for mechanism in {*MECHANISMS} - {"none"}:
        assert CELLS[mechanism].zh != mechanism
        assert CELLS[mechanism].en == mechanism


@pytest.mark.parametrize("language", Language)
def test_no_line_is_broken_on_a_narrow_terminal(language: Language) -> None:
    lines = shown(an_evaluation(), language).splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert sum("0.375–0.990" in row for row in lines) == 1


def test_long_names_are_broken_before_a_figure_is_lost() -> None:
    kinds = pd.Series(["favouritism: kin_village_official"] * 40, dtype="str")
    lengths = (5, 10, 20, 30, 40)
    text = shown(replace(an_evaluation(), kinds=captured_by_kind(kinds, RANKS, lengths)))
    assert max(map(cell_len, text.splitlines())) <= 80
    assert all(f"{length} ({length / 40:.0%})" in text for length in lengths)
    assert "kin_village_official" in text


def test_what_is_not_known_is_a_dash() -> None:
    assert line(shown(an_evaluation(~WRONG & WRONG)), "favouritism  ")[3:] == ["–", "0.000", "–", "–"]


def test_rivals_are_shown_and_those_that_are_lacking_named() -> None:
    rivals = compare_rankings(WRONG, ~WRONG, {"this run": SCORES, "rule count": -SCORES})
    evaluation = replace(an_evaluation(), rivals=rivals, lacking=("ECOD", "COPOD"))
    text = shown(evaluation)
    assert line(text, "this run")[2] == "1.000"
    assert "ECOD, COPOD need PyOD: install it with 'pip install pyod'" in text
    chinese = shown(evaluation, Language.ZH)
    assert "本次排序" in chinese
    assert set(re.findall("[A-Za-z]{3,}", chinese.replace("pip install pyod", ""))) == {"ECOD", "COPOD", "PyOD"}
    assert "PyOD" not in shown(an_evaluation())
