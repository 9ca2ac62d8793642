"""The model card says what was measured, says what was not, and breaks out of no table."""

import re
from typing import Any

import pytest

from features.declare import FAMILIES
from features.registry import FEATURES
from models.card import model_card
from models.card_figures import MEASURES, Language, figure_lines
from models.priors import prior_weights

FIGURES: dict[str, Any] = {
    "stability": {"seeds": [1, 2, 3, 4, 5], "jaccard": 0.91},
    "monotonicity": {"households": 4012, "flags": 37, "violations": 0},
    "fairness": {
        "selection": [{"verdict": "outside"}, {"verdict": "within"}],
        "false_alarms": [{"verdict": "insufficient evidence"}],
        "verdict": "fail",
    },
    "drift": {"against": "version 3", "features": {"vehicle": 0.3, "kin_tie": 0.01}, "score": 0.05, "verdict": "block"},
    "chance": {"p_value": 0.004, "rounds": 1000, "statistic": 2.1, "listed_q": None},
    "findings": {"used": 80, "random": 40, "on": True, "prevalence": [0.1, 0.04, 0.2], "precision": None},
}


def manifest(**record: Any) -> dict[str, Any]:
    given = {"as_of": "2025-12-31", "households": 4012, "fingerprint": "ab" * 32, "version": "1.0", "off": {}}
    features = [{"name": one.name, "flag": one.flag, "family": one.family} for one in FEATURES]
    return {
        "features": features,
        "weights": prior_weights({one.name: one.family for one in FEATURES}),
        "record": given | record,
    }


def card(language: Language = "en", figures: dict[str, Any] | None = None, **record: Any) -> str:
    parameters = {"seed": 0, "kin": "distant"}
    return model_card(
        manifest(**record), FIGURES if figures is None else figures, parameters, {"share": 0.25}, language
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_is_there_and_every_brace_is_filled(language: Language) -> None:
    text = card(language)
    assert len(re.findall(r"^## .", text, re.MULTILINE)) == 10
    assert not re.search(r"[{}]|None|nan", text)
    assert text.endswith("|\n")


@pytest.mark.parametrize(("language", "words"), [("zh", "不是结论"), ("en", "not findings")])
def test_what_it_is_not_for_comes_before_any_figure(language: Language, words: str) -> None:
    text = card(language)
    assert text.index(words) < text.index("0.910")


def test_data_and_features_are_named() -> None:
    text = card(off={"vehicle": ["holdings"]})
    for fact in ("2025-12-31", "4,012 aided households", "ab" * 32, "- vehicle: holdings"):
        assert fact in text
    assert all(feature.name in text for feature in FEATURES)
    assert all(f"\n| {words.en} | F" in text for words in FAMILIES.values())
    assert "acted_for_kin (2)" in text


def test_verdicts_are_those_of_the_figures() -> None:
    told = {line[0]: line[1:] for line in figure_lines(FIGURES, "en")}
    assert told["Stability"][2] == told["Monotonicity"][2] == "pass"
    assert told["Fairness"] == (
        "3 comparisons by ethnicity, disability, sex, age and others: 1 outside, 1 with insufficient evidence",
        "ratios within 0.80 and 1.25",
        "fail",
    )
    assert told["Drift"][0].endswith("1 of 2 features at 0.1 or more")
    assert "false leads expected on the list: —" in told["Is there anything to find"][0]
    assert "prevalence 10.0% [4.0%, 20.0%], precision of the list —." in told["Findings"][0]


def test_what_falls_short_fails() -> None:
    short = {"stability": {"seeds": [1, 2], "jaccard": 0.84}, "monotonicity": {"violations": 1}}
    assert [line[3] for line in figure_lines(short, "en")[:2]] == ["fail", "fail"]
    assert figure_lines({"stability": {"seeds": [1]}}, "en")[0][3].startswith("insufficient evidence")


@pytest.mark.parametrize(("language", "words"), [("zh", "未测"), ("en", "not measured")])
def test_missing_figures_are_told_and_never_passed(language: Language, words: str) -> None:
    lines = figure_lines({}, language)
    assert [(line[1], line[3]) for line in lines] == [(words, words)] * len(MEASURES)
    assert model_card({}, {}, {}, {}, language).count(words) >= 2 * len(MEASURES)


def test_a_cell_cannot_break_its_table_or_bring_markup() -> None:
    text = model_card(manifest(), {}, {"law": "a|b\n<script>"}, {}, "en")
    assert "| law | a\\|b &lt;script> |" in text
