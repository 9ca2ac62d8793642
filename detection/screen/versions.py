"""The words for versions of the model: fields, aliases and kinds of change, in both languages."""

import math
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.reports.check_text import one_of
from detection.screen.console import clean
from detection.screen.paragraphs import headed, paragraph
from detection.session import Language
from models.card_figures import VERDICTS
from models.history import Promotion
from models.labels import KIN, label_words
from models.promotion import Shortfall
from models.versions import Registered

__all__ = [
    "aliases_of",
    "change_words",
    "figure_words",
    "label",
    "named",
    "plain_table",
    "show_shortfalls",
    "value_words",
]

ALIASES: Final = {"champion": "在用", "challenger": "候选"}
PARTS: Final = ("prevalence", "precision")
ENDS: Final = ("estimate", "low", "high")
KINDS: Final = {
    "first": ("首个模型", "first"),
    "promoted": ("启用", "promoted"),
    "rolled back": ("回退", "rolled back"),
}


PER_CENT: Final = frozenset({"chance.listed_q", *(f"findings.{part}.{end}" for part in PARTS for end in ENDS)})
"""Figures that are shares."""
YES_OR_NO: Final = frozenset({"findings.on"})
"""Figures that are 0 or 1."""


def label(name: str, language: Language) -> str:
    """Return what something recorded is called; a name that is not known stands for itself.

    Examples
    --------
    >>> label("seed", Language.ZH), label("seed", Language.EN)
    ('随机种子', 'random seed')
    """
    return one_of(label_words(name), language)


def named(registered: Registered, language: Language) -> str:
    """Return a version with its aliases, as a person calls it."""
    told = aliases_of(registered, language)
    if language is Language.ZH:
        return f"模型 {registered.name} 第{registered.version}版" + (f"（{told}）" if told else "")
    return f"model {registered.name} version {registered.version}" + (f" ({told})" if told else "")


def aliases_of(registered: Registered, language: Language) -> str:
    """Return the aliases of a version, in Chinese with what they mean."""
    if language is Language.EN:
        return ", ".join(registered.aliases)
    return "、".join(f"{ALIASES[alias]} {alias}" if alias in ALIASES else alias for alias in registered.aliases)


def figure_words(name: str, value: Any, language: Language) -> str:
    """Return a recorded value as it is read: verdicts and kinds in words, shares in per cent.

    Examples
    --------
    >>> figure_words("chance.listed_q", 0.5864, Language.EN), figure_words("drift.verdict", "block", Language.ZH)
    ('58.6%', '变化过大')
    """
    if name.endswith(".verdict") and value in VERDICTS:
        return one_of(VERDICTS[value], language)
    if name == "kin" and value in KIN:
        return one_of(KIN[value], language)
    if name in PER_CENT and isinstance(value, int | float):
        return f"{value:.1%}"
    return value_words(bool(value) if name in YES_OR_NO and value is not None else value, language)


def value_words(value: Any, language: Language) -> str:
    """Return a value as it is read: a dash for none, few digits, yes and no."""
    match value:
        case None:
            return "–"
        case bool():
            return (("否", "是") if language is Language.ZH else ("no", "yes"))[value]
        case int():
            return str(value)
        case float() if value.is_integer() or not math.isfinite(value):
            return f"{value:.0f}"
        case float():
            return f"{value:.4g}"
    return clean(value)


def change_words(change: Promotion, language: Language) -> str:
    """Return in one line what happened to the champion, who did it and why."""
    zh = language is Language.ZH
    moment = f"{change.at:%Y-%m-%d %H:%M} UTC"
    version = f"第{change.version}版" if zh else f"version {change.version}"
    before = (
        "" if not change.before else f"，此前为第{change.before}版" if zh else f", before it version {change.before}"
    )
    words = [f"{moment}  {KINDS[change.kind][0 if zh else 1]}{'：' if zh else ': '}{version}{before}"]
    words += [headed("经办" if zh else "by", change.by, language)] if change.by else []
    words += [headed("理由" if zh else "reason", change.reason, language)] if change.reason else []
    if change.overridden:
        words.append(
            headed(
                "未达要求仍启用" if zh else "although it fell short",
                ("、" if zh else "; ").join(one.zh if zh else one.en for one in change.shortfalls),
                language,
            )
        )
    return clean(("；" if zh else "; ").join(words))


def show_shortfalls(console: Console, shortfalls: list[Shortfall], language: Language) -> None:
    """Show what a version falls short of; what keeps it from being promoted is marked."""
    for shortfall in shortfalls:
        text = shortfall.zh if language is Language.ZH else shortfall.en
        paragraph(console, text, "  ✗ " if shortfall.blocks else "  ! ", "red" if shortfall.blocks else "yellow")


def plain_table(*heads: str) -> Table:
    """Return an empty table whose first column is text and the others are values."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for place, head in enumerate(heads):
        table.add_column(Text(head), overflow="fold", justify="left" if place == 0 else "right")
    return table
