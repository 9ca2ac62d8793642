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
    "chance": {"p_value": 0.004, "rounds": 1000, "statistic": 2.1, "listed": 87, "listed_q": None},
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
    assert len(re.findall(r"^## .", text, re.MULTILINE)) == 11
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
    assert "false leads expected among the first 87: —" in told["Is there anything to find"][0]
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
    assert "| law settings (digest) | a\\|b &lt;script> |" in text


def test_intervals_hold_their_estimates_as_printed() -> None:
    narrow = {"used": 1, "random": 1, "on": False, "prevalence": [0.1234, 0.12339, 0.12341], "precision": None}
    assert "prevalence 12.3% [12.3%, 12.4%]" in figure_lines({"findings": narrow}, "en")[5][1]
    unknown = narrow | {"prevalence": [0.1234, None, 0.2]}
    assert "问题占比12.3% [–, 20.0%]" in figure_lines({"findings": unknown}, "zh")[5][1]


def test_a_first_version_has_nothing_to_be_compared_with() -> None:
    line = figure_lines({"drift": {"against": None, "features": {}, "score": None, "verdict": "none"}}, "zh")[3]
    assert line == ("漂移", "此前没有可比的版本", "PSI低于0.25", "无可比版本")


@pytest.mark.parametrize(
    ("language", "households", "words"),
    [
        ("en", 1, "Trained on 1 aided household as known on"),
        ("en", 4012, "Trained on 4,012 aided households as known on"),
        ("zh", 1, "共 1 户在保家庭"),
    ],
)
def test_households_are_counted_in_the_number_that_they_are(language: Language, households: int, words: str) -> None:
    assert words in card(language, households=households)


def test_the_chinese_card_is_chinese() -> None:
    metrics = {f"share.{one.name}": 0.25 for one in FEATURES} | {"households": 4012.0}
    parameters = {"seed": 0, "kin": "distant", "n_estimators": 200, "as_of": "2025-12-31"}
    text = model_card(manifest(off={"vehicle": ["holdings"]}), FIGURES, parameters, metrics, "zh")
    left = re.sub(r"`[^`]*`", "", text)
    assert set(re.findall(r"[A-Za-z]{3,}", left)) == {"Jaccard", "PSI", "exp", "champion"}
    assert "- F22 名下有机动车：缺少财产登记" in text
    assert "F02：亲属经办、调查或审批，未回避（2）" in text
    assert "| 亲属范围 | 含远亲 |" in text


def test_settings_come_first_and_the_largest_shares_before_the_small() -> None:
    metrics = {"share.vehicle": 0.0386, "share.kin_tie": 0.1004, "households": 259.0, "other": 0.123456}
    text = model_card(manifest(), {}, {"seed": 7}, metrics, "en")
    assert text.endswith(
        "| random seed | 7 |\n| aided households | 259 |\n| other | 0.1235 |\n"
        "| households with F01 a tie of kinship to an official in post | 10.0% |\n"
        "| households with F22 a motor vehicle | 3.9% |\n"
    )
