import pytest
from rich.cells import cell_len

from detection.screen.models import show_change, show_comparison, show_models
from detection.screen.versions import figure_words, label, named, value_words
from detection.session import Language
from models.comparison import compare
from models.history import Promotion
from tests.unit.detection.screen.version_builders import AT, FIGURES, OVERRIDE, details, shown


def test_two_versions_stand_side_by_side() -> None:
    first, second = details("1", manifest={"features": ["old"], "record": {"as_of": "2024-12-31"}}), details()
    text = shown(show_comparison, compare(first, second), first, second, Language.EN)
    line = next(line.split() for line in text.splitlines() if "data as of" in line)
    assert line == ["data", "as", "of", "2024-12-31", "2025-12-31"]
    assert "cdcdcdcdcdcd…" in text
    assert "old" in text
    assert [line.split() for line in text.splitlines() if line.startswith(" tie")] == [["tie", "0.310"]]


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "not measured between these two"), (Language.ZH, "这两版之间未测算")]
)
def test_what_was_not_measured_between_two_is_said(language: Language, words: str) -> None:
    first, third = details("1"), details("3", figures={})
    assert words in shown(show_comparison, compare(first, third), first, third, language)


def test_the_list_has_a_line_for_each_version() -> None:
    text = shown(show_models, [details().registered], "home", Language.ZH)
    assert text.split()[-6:] == ["2", "在用", "champion", "2026-01-05", "08:30", "ab" * 6]
    assert "别名" in text


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "No model is registered in home"), (Language.ZH, "没有已登记的模型")]
)
def test_an_empty_list_says_how_to_train(language: Language, words: str) -> None:
    text = shown(show_models, [], "home", language)
    assert words in text
    assert "mingcha train DATA --as-of DAY" in text


def test_what_others_wrote_cannot_steer_the_terminal() -> None:
    odd = details(manifest={"record": {"off": {"\x1b[2J": ["\x1b"]}, "law\x1b": "\x1b"}})
    assert "\x1b" not in shown(show_comparison, compare(odd, odd), odd, odd, Language.EN)
    assert "\x1b" not in shown(show_change, Promotion(AT, "promoted", "2", "1", "\x1b[2J", "\x1b"), Language.EN)


@pytest.mark.parametrize("language", Language)
def test_a_change_is_broken_to_the_width_of_the_terminal(language: Language) -> None:
    text = shown(show_change, OVERRIDE, language, width=60)
    assert all(cell_len(line) <= 60 for line in text.splitlines())


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), (True, "yes"), (3, "3"), (3.0, "3"), (0.123456, "0.1235"), (float("inf"), "inf"), ("a\x1b", "a?")],
)
def test_values_are_read_easily(value: object, words: str) -> None:
    assert value_words(value, Language.EN) == words


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("drift.verdict", "block", "变化过大", "moved too far"),
        ("kin", "wider", "较宽口径亲属", "wider"),
        ("chance.listed_q", 0.5864, "58.6%", "58.6%"),
        ("findings.prevalence.low", 0.0, "0.0%", "0.0%"),
        ("findings.on", 1.0, "是", "yes"),
        ("findings.on", None, "–", "–"),
        ("stability.jaccard", 0.912345, "0.9123", "0.9123"),
    ],
)
def test_figures_are_told_as_they_are_meant(name: str, value: object, zh: str, en: str) -> None:
    assert figure_words(name, value, Language.ZH) == zh
    assert figure_words(name, value, Language.EN) == en


def test_names_are_told_in_the_language_asked_for() -> None:
    assert (label("hub", Language.ZH), label("hub", Language.EN)) == ("共用人数上限", "most people on one contact")
    assert named(details().registered, Language.ZH) == "模型 mingcha 第2版（在用 champion）"


def test_what_could_not_be_looked_for_is_named_and_no_digest_stands_for_it() -> None:
    record = {"as_of": "2025-12-31", "figures": FIGURES, "off": {"in_custody": ["absences"], "vehicle": ["holdings"]}}
    first, second = details("1", manifest={"record": record | {"off": {}}}), details(manifest={"record": record})
    text = shown(show_comparison, compare(first, second), first, second, Language.ZH, width=120)
    assert "第1版  所有疑点都可以查找" in text
    assert (
        "第2版  资料不足而未能查找：F21 服刑或强制戒治期间仍在保（服刑等不在家人员）；F22 名下有机动车（财产登记）"
        in text
    )
    assert "figures" not in text
    assert "off" not in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"vehicle": 0.3, "moved_in": 0.0}, "1 more flag has not moved"),
        ({"vehicle": 0.3, "moved_in": 0.0, "business": 0.0001}, "2 more flags have not moved"),
    ],
)
def test_flags_that_did_not_move_are_counted(values: dict[str, float], words: str) -> None:
    drift = {"against": "version 1", "features": values, "verdict": "warn"}
    first, second = details("1"), details(figures={"drift": drift})
    text = shown(show_comparison, compare(first, second), first, second, Language.EN)
    assert next(line.split() for line in text.splitlines() if "F22" in line) == [
        "F22",
        "a",
        "motor",
        "vehicle",
        "0.300",
    ]
    assert words in text
    assert "F16" not in text
