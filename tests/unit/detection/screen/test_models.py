import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from detection.options import Language
from detection.screen.models import show_change, show_comparison, show_details, show_models
from detection.screen.versions import value_words
from models.comparison import compare
from models.history import Promotion
from models.promotion import gate
from models.versions import Details, Registered

AT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FIGURES = {
    "stability": {"jaccard": 0.9123},
    "drift": {"against": "version 1", "features": {"tie": 0.31}, "verdict": "warn"},
}
OVERRIDE = Promotion(AT, "promoted", "2", "1", "李处长", "旧模型停用", tuple(gate({})))


def details(version: str = "2", **changes: Any) -> Details:
    arguments: dict[str, Any] = {
        "registered": Registered("mingcha", version, ("champion",) if version == "2" else (), "run7", "ab" * 32, AT),
        "parameters": {"note": "None"},
        "metrics": {"share.tie": 0.25},
        "manifest": {
            "features": [],
            "record": {"as_of": "2025-12-31", "fingerprint": "cd" * 32, "settings": {"seed": 7}},
        },
        "figures": FIGURES if version == "2" else {},
        "files": {"model_card.en.md": "home/model_card.en.md"},
        "history": (Promotion(AT, "first", "1"), OVERRIDE),
    }
    return Details(**arguments | changes)


def shown(show: Callable[..., None], *arguments: Any, width: int = 100) -> str:
    page = io.StringIO()
    show(*arguments, console=Console(file=page, width=width))
    return page.getvalue()


def test_a_version_is_shown_with_all_that_is_kept_of_it() -> None:
    text = shown(show_details, details(), Language.EN)
    for words in (
        *("model mingcha version 2 (champion)", "2026-01-05 08:30 UTC", "run7", "ab" * 32, "cd" * 32, "2025-12-31"),
        *("seed         7", "stability.jaccard  0.9123", "drift.verdict      warn", "share.tie  0.25", "note  None"),
        *("✗ monotonicity: not measured", "! drift: a feature or the score has moved", "first: version 1"),
        *("promoted: version 2, before it version 1; by: 李处长; reason: 旧模型停用", "home/model_card.en.md"),
    ):
        assert words in " ".join(text.split("\n")) or words in text


def test_a_version_is_shown_in_chinese() -> None:
    text = shown(show_details, details(), Language.ZH)
    for words in (
        "模型 mingcha 第2版（在用 champion）",
        "随机种子 seed",
        "名单稳定性 stability.jaccard",
        "✗ 单调性：未测算",
        "首个模型：第1版",
    ):
        assert words in text
    assert "未达要求仍启用" in text
    assert "not measured" not in text


def test_a_version_that_shows_all_that_is_asked_says_so() -> None:
    good = {
        "stability": {"jaccard": 0.9},
        "monotonicity": {"households": 1, "flags": 1, "violations": 0},
        "fairness": {"verdict": "pass"},
        "drift": {"verdict": "none"},
    }
    assert "✓ nothing is missing" in shown(show_details, details(figures=good), Language.EN)


def test_two_versions_stand_side_by_side() -> None:
    first, second = details("1", manifest={"features": ["old"], "record": {"as_of": "2024-12-31"}}), details()
    text = shown(show_comparison, compare(first, second), first.registered, second.registered, Language.EN)
    line = next(line.split() for line in text.splitlines() if "as_of" in line)
    assert line == ["as_of", "2024-12-31", "2025-12-31"]
    assert "cdcdcdcdcdcd…" in text
    assert "old" in text
    assert [line.split() for line in text.splitlines() if line.startswith(" tie")] == [["tie", "0.31"]]


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "not measured between these two"), (Language.ZH, "这两版之间未测算")]
)
def test_what_was_not_measured_between_two_is_said(language: Language, words: str) -> None:
    first, third = details("1"), details("3", figures={})
    assert words in shown(show_comparison, compare(first, third), first.registered, third.registered, language)


def test_the_list_has_a_line_for_each_version() -> None:
    text = shown(show_models, [details().registered], "home", Language.ZH)
    assert text.split()[-6:] == ["mingcha", "2", "champion", "2026-01-05", "08:30", "ab" * 6]
    assert "别名" in text


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "No model is registered in home"), (Language.ZH, "没有已登记的模型")]
)
def test_an_empty_list_says_how_to_train(language: Language, words: str) -> None:
    text = shown(show_models, [], "home", language)
    assert words in text
    assert "mingcha train DATA --as-of DAY" in text


def test_what_others_wrote_cannot_steer_the_terminal() -> None:
    odd = details(metrics={"a\x1b[2Jb": 1.0}, parameters={"x": "\x1b[2J"}, files={"c\x1b.md": "\x1b"})
    assert "\x1b" not in shown(show_details, odd, Language.EN)
    assert "\x1b" not in shown(show_change, Promotion(AT, "promoted", "2", "1", "\x1b[2J", "\x1b"), Language.EN)


@pytest.mark.parametrize("language", Language)
def test_a_change_is_broken_to_the_width_of_the_terminal(language: Language) -> None:
    text = shown(show_change, OVERRIDE, language, width=60)
    assert all(cell_len(line) <= 60 for line in text.splitlines())


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), (True, "yes"), (3, "3"), (3.0, "3"), (0.123456, "0.1235"), (float("inf"), "inf"), ("a\x1b", "a?")],
)
def test_values_are_read_easily(value: Any, words: str) -> None:
    assert value_words(value, Language.EN) == words
