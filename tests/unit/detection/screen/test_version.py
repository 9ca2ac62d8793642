import pytest
from rich.cells import cell_len

from detection.screen.version import off_words, show_details
from detection.session import Language
from tests.unit.detection.screen.version_builders import details, shown

GOOD = {
    "stability": {"jaccard": 0.9},
    "monotonicity": {"households": 1, "flags": 1, "violations": 0},
    "fairness": {"verdict": "pass"},
    "drift": {"verdict": "none"},
}


def test_a_version_is_shown_with_all_that_is_kept_of_it() -> None:
    text = shown(show_details, details(), Language.EN, width=120)
    for words in (
        *("model mingcha version 2 (champion)", "2026-01-05 08:30 UTC", "run7", "ab" * 32, "cd" * 32, "2025-12-31"),
        *("random seed              7", "between 0 seeds: 0.912 (asked: at least 0.85)", "Drift: moved: take note;"),
        *("share.tie  0.25", "note       None", "Monotonicity: not measured (asked: 0 falls)"),
        *("✗ monotonicity: not measured", "! drift: a feature or the score has moved", "first: version 1"),
        *("promoted: version 2, before it version 1; by: 李处长; reason: 旧模型停用", "home/model_card.en.md"),
    ):
        assert words in " ".join(text.split("\n")) or words in text


def test_a_version_is_shown_in_chinese() -> None:
    text = shown(show_details, details(), Language.ZH, width=120)
    for words in (
        "模型 mingcha 第2版（在用 champion）",
        "随机种子    7",
        "稳定性：符合；0个随机种子之间，前1%名单（至少50户）的平均Jaccard系数为0.912（要求：不低于0.85）",
        "单调性：未测（要求：0次）",
        "✗ 单调性：未测算",
        "首个模型：第1版",
        "模型卡（英文）  home/model_card.en.md",
    ):
        assert words in text
    assert "未达要求仍启用" in text
    assert "not measured" not in text


def test_a_version_that_shows_all_that_is_asked_says_so() -> None:
    assert "✓ nothing is missing" in shown(show_details, details(figures=GOOD), Language.EN)


@pytest.mark.parametrize("language", Language)
def test_a_version_without_figures_parameters_metrics_and_files_has_a_page(language: Language) -> None:
    bare = details(figures={}, parameters={}, metrics={}, manifest={}, files={}, history=())
    text = shown(show_details, bare, language)
    assert text.count("未测（要求" if language is Language.ZH else "not measured (asked") == 4
    assert ("未能查找的疑点没有记录" if language is Language.ZH else "is not recorded") in text
    assert "None" not in text


def test_nothing_is_told_twice() -> None:
    record = {"as_of": "2025-12-31", "figures": GOOD, "off": {}, "settings": {"seed": 7, "kin": "close"}}
    kept = details(
        manifest={"record": record},
        parameters={"seed": "7", "kin": "close", "as_of": "2025-12-31", "n_estimators": "9"},
        metrics={"stability.jaccard": 0.9123, "drift.features.tie": 0.31, "share.vehicle": 0.1, "rows": 12.0},
    )
    text = shown(show_details, kept, Language.EN)
    for words in (
        "random seed",
        "relatives that count",
        "data as of",
        "trees of the forest",
        "Jaccard",
        "rows",
        "F22 a motor",
    ):
        assert text.count(words) == 1, words
    assert "drift.features" not in text
    assert "figures" not in text
    lines = [line.strip() for line in text.splitlines()]
    assert lines[lines.index("Other parameters and metrics") + 1 :][:2] == [
        "trees of the forest  9",
        "rows                 12",
    ]


def test_parameters_that_differ_from_the_record_are_told() -> None:
    assert "random seed  8" in shown(show_details, details(parameters={"seed": "8"}, metrics={}), Language.EN)


def test_the_most_frequent_flag_comes_first_and_what_nobody_has_is_named_in_a_line() -> None:
    metrics = {"share.vehicle": 0.0386, "share.kin_tie": 0.1004, "share.moved_in": 0.0, "share.fast_track": 1.0}
    text = shown(show_details, details(metrics=metrics), Language.ZH)
    lines = text.splitlines()
    first = lines.index("   10.0%  F01 与在任干部有亲属关系")
    assert lines[first + 1 :][:2] == ["    3.9%  F22 名下有机动车", "  没有一户有此情况的1项：F16 迁入户口的家庭成员"]
    assert "F08" not in text, "every household has some speed; less is suspicious"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.EN,
            "could not be looked for: F21 paid while in custody (absences); F22 a motor vehicle (holdings, x)",
        ),
        (
            Language.ZH,
            "资料不足而未能查找：F21 服刑或强制戒治期间仍在保（服刑等不在家人员）；F22 名下有机动车（财产登记、x）",
        ),
    ],
)
def test_what_could_not_be_looked_for_is_named(language: Language, words: str) -> None:
    off = {"vehicle": ["holdings", "x"], "in_custody": ["absences"]}
    assert off_words(details(manifest={"record": {"off": off}}), language) == words


@pytest.mark.parametrize("language", Language)
def test_a_page_is_as_wide_as_the_terminal_but_for_what_is_copied(language: Language) -> None:
    wide = [line for line in shown(show_details, details(), language, width=60).splitlines() if cell_len(line) > 60]
    assert all("ab" * 32 in line or "cd" * 32 in line for line in wide)


def test_what_others_wrote_cannot_steer_the_terminal() -> None:
    odd = details(
        metrics={"a\x1b[2Jb": 1.0},
        parameters={"x": "\x1b[2J"},
        files={"c\x1b.md": "\x1b"},
        manifest={"record": {"off": {"\x1b": ["\x1b"]}}},
        figures={"findings": {"reason_en": "\x1b[2J", "on": False}, "drift": {"verdict": "\x1b"}},
    )
    assert "\x1b" not in shown(show_details, odd, Language.EN)
    assert "\x1b" not in shown(show_details, odd, Language.ZH)
