"""The first cases of a list, as a person reads them on a terminal of any width."""

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from rich.cells import cell_len
from rich.console import Console

from detection.masking import mask_key
from detection.reports.case_list import masked_cases
from detection.screen.console import clean, say
from detection.screen.wrapping import wrapped
from detection.session import Language

__all__ = ["show_cases"]

SHOWN: Final = 10
REASONS: Final = 3
INDENT: Final = " " * 5
WORDS: Final = {
    Language.EN: {
        "title": "To be looked at first: leads, not findings",
        "none": "No household stands out.",
        "score": "score {score:.3f}",
        "yuan": "{yuan:,.0f} yuan at stake",
        "no_yuan": "yuan at stake not known",
        "tie": "Tie: ",
        "more": "… and {n} more in the list",
    },
    Language.ZH: {
        "title": "先看这几户：是疑点线索，不是结论",
        "none": "没有突出的户。",
        "score": "疑点分 {score:.3f}",
        "yuan": "涉及 {yuan:,.0f} 元",
        "no_yuan": "涉及金额不详",
        "tie": "关系：",
        "more": "……另有{n}条见名单",
    },
}


def show_cases(console: Console, cases: pd.DataFrame, language: Language, *, reveal: bool = False) -> None:
    """Show the first ten ranked cases: rank, household, score, yuan at stake, and the reasons in words.

    Parameters
    ----------
    console : Console
        Where.
    cases : pandas.DataFrame
        The list; see :func:`detection.cases.case_rows`.
    language : Language
        Of the reasons.
    reveal : bool
        Show names and citizen numbers in full.
    """
    words = WORDS[language]
    first = cases[cases["origin"] == "ranked"].head(SHOWN)
    say(console)
    if first.empty:
        say(console, words["none"])
        return
    shown = (first if reveal else masked_cases(first)).to_dict("records")
    say(console, words["title"], style="bold")
    heads = _aligned([_head(case, words, reveal=reveal) for case in shown])
    for head, case in zip(heads, shown, strict=True):
        say(console)
        say(console, head, style="bold cyan")
        for mark, reason in _reasons(case, words, language):
            for number, line in enumerate(wrapped(reason, max(console.width - len(INDENT) - 2, 20))):
                say(console, f"{INDENT}{' ' if number else mark} {line}")


def _head(case: Mapping[Any, Any], words: dict[str, str], *, reveal: bool) -> tuple[str, ...]:
    known = not (case["yuan_at_stake"] is None or math.isnan(case["yuan_at_stake"]))
    household = case["household_id"] if reveal else mask_key(case["household_id"])
    return (
        f"{case['rank']:>3}",
        household,
        words["score"].format(score=case["score"]),
        words["yuan"].format(yuan=case["yuan_at_stake"]) if known else words["no_yuan"],
        str(case["region"]),
    )


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Set rows in columns; a Chinese character is as wide as two Latin ones."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _reasons(case: Mapping[Any, Any], words: dict[str, str], language: Language) -> list[tuple[str, str]]:
    """Return marks and texts: the weightiest reasons, and the tie path where no reason tells it."""
    reasons = _lines(case[f"reasons_{language.value}"])
    shown = [("•", reason) for reason in reasons[:REASONS]]
    for path in _lines(case[f"tie_path_{language.value}"]):
        if not any(path in reason for _, reason in shown):
            shown.append(("→", words["tie"] + path))
    if len(reasons) > REASONS:
        shown.append((" ", words["more"].format(n=len(reasons) - REASONS)))
    return shown


def _lines(text: object) -> list[str]:
    return [clean(line) for line in text.splitlines() if line] if isinstance(text, str) else []
