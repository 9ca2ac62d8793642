"""The words for versions of the model: fields, aliases and kinds of change, in both languages."""

import math
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.options import Language
from detection.screen.console import clean
from detection.screen.paragraphs import headed, paragraph
from models.history import Promotion
from models.promotion import Shortfall
from models.versions import Registered

__all__ = ["change_words", "label", "named", "plain_table", "show_shortfalls", "value_words"]

ALIASES: Final = {"champion": "在用", "challenger": "候选"}
KINDS: Final = {
    "first": ("首个模型", "first"),
    "promoted": ("启用", "promoted"),
    "rolled back": ("回退", "rolled back"),
}


LABELS: Final = {
    "as_of": "数据截止日",
    "fingerprint": "数据指纹",
    "version": "程序版本",
    "households": "户数",
    "off": "无法查验的疑点",
    "law": "政策参数",
    "seed": "随机种子",
    "degree": "亲属步数",
    "kin": "亲属范围",
    "hub": "共用人数上限",
    "n_estimators": "树的数量",
    "max_samples": "每棵树的户数",
    "stability.jaccard": "名单稳定性",
    "stability.boundary": "名次取决于种子的户",
    "monotonicity.households": "单调性检验户数",
    "monotonicity.flags": "单调性检验疑点数",
    "monotonicity.violations": "单调性违反次数",
    "fairness.verdict": "公平性结论",
    "drift.verdict": "数据漂移结论",
    "drift.score": "评分漂移 (PSI)",
    "stability.households": "稳定性检验户数",
    "drift.households": "漂移检验户数",
    "chance.p_value": "置换检验p值",
    "chance.rounds": "置换次数",
    "chance.statistic": "相当于偶然的倍数",
    "chance.listed": "前列户数",
    "chance.listed_q": "前列户中预计误报比例",
    "findings.used": "采用的核查结论",
    "findings.random": "其中随机抽查",
    "findings.confirmed": "其中属实",
    "findings.on": "是否据此调整排序",
    "findings.left_out.old": "未采用：时间过早",
    "findings.left_out.selection": "未采用：抽取方式不明或举报",
    "findings.left_out.unclear": "未采用：结论不清",
    "findings.left_out.repeated": "未采用：重复核查",
}
"""Chinese for the names of what is recorded; other names stand for themselves."""


def label(name: str, language: Language) -> str:
    """Return the name of something recorded, in Chinese before it where there is one.

    Examples
    --------
    >>> label("seed", Language.ZH), label("seed", Language.EN)
    ('随机种子 seed', 'seed')
    """
    return f"{LABELS[name]} {name}" if language is Language.ZH and name in LABELS else name


def named(registered: Registered, language: Language) -> str:
    """Return a version with its aliases, as a person calls it."""
    if language is Language.ZH:
        told = "、".join(f"{ALIASES[alias]} {alias}" if alias in ALIASES else alias for alias in registered.aliases)
        return f"模型 {registered.name} 第{registered.version}版" + (f"（{told}）" if told else "")
    told = ", ".join(registered.aliases)
    return f"model {registered.name} version {registered.version}" + (f" ({told})" if told else "")


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
