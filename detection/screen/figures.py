"""What a training or a run measured of itself, in a few lines."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console

from detection.reports.check_text import one_of
from detection.screen.console import say
from detection.screen.counted import Counted
from detection.screen.paragraphs import paragraph
from detection.session import Language
from detection.traits import TRAITS
from features.declare import Words
from models.labels import flag_words
from models.stability import LEAST

__all__ = ["show_figures"]

VERDICTS: Final = {
    "pass": Words("各组比例均在0.80至1.25之间", "every ratio lies within 0.80 to 1.25"),
    "fail": Words(
        "有受保护的群体比例超出0.80至1.25：{groups}", "a protected group lies outside 0.80 to 1.25: {groups}"
    ),
    "insufficient": Words("证据不足，不能判定公平与否", "insufficient evidence, which is not the same as fair"),
    "none": Words("此前没有模型可比", "there was no model to compare with"),
    "steady": Words("与训练时相比无明显变化", "the households are much as they were"),
    "warn": Words("有变化，请留意：{names}", "some change, look at: {names}"),
    "block": Words("变化过大：{names}", "too much change: {names}"),
}
LINES: Final = {
    "chance": Words(
        "有无线索可查：随机置换检验 p = {p:.3f}；前{n}户中预计误报约占 {q:.0%}。",
        "Is there anything to find? Permutation test p = {p:.3f}; of the first {n} "
        "{n:household/households} about {q:.0%} are likely false leads.",
    ),
    "unsure": Words(
        "有无线索可查：随机置换检验 p = {p:.3f}，尚不足以断定关系与问题的结合超出偶然；前{n}户中预计误报约占 {q:.0%}。",
        "Is there anything to find? Permutation test p = {p:.3f}: too little to tell favour from chance; of the first "
        "{n} {n:household/households} about {q:.0%} are likely false leads.",
    ),
    "nothing": Words(
        "有无线索可查：随机置换检验 p = {p:.3f}；关系与问题的结合未超出偶然，名单应按随机抽查对待。",
        "Is there anything to find? Permutation test p = {p:.3f}: ties and trouble meet no more often than by chance; "
        "take the list for little more than a random one.",
    ),
    "stability": Words(
        "稳定性：不同随机种子的名单前1%（至少{least}户）平均重合度 {jaccard:.2f}（1为完全相同）。",
        "Stable: with other random seeds the top 1 %, at least {least} households, agree by {jaccard:.2f} (1: all).",
    ),
    "boundary": Words(
        "名单边缘：有{boundary}户上不上名单取决于随机种子。",
        "Edge of the list: for {boundary} {boundary:household/households} the seed decides whether it is listed.",
    ),
    "fairness": Words("公平性：{verdict}。", "Fair: {verdict}."),
    "drift": Words("漂移：{verdict}。", "Drift: {verdict}."),
    "findings": Words(
        "核查结论：已用{used}条调整排序。",
        "Findings: the ranking was adjusted by {used} of them.",
    ),
    "unused": Words("核查结论：{reason}", "Findings: {reason}"),
}
RARE: Final = 0.05
"""p-value up to which chance is an unlikely explanation."""
USUAL: Final = 0.2
"""p-value above which a run says that chance explains what it found."""
SCORE: Final = Words("疑点分", "the score")
MOST: Final = 5
"""Groups or flags that are named."""


def show_figures(console: Console, figures: Mapping[str, Any], language: Language) -> None:
    """Say in a line each whether there is anything to find, how stable and fair the ranking is, and what has changed.

    Parameters
    ----------
    console : Console
        Where.
    figures : mapping
        See :func:`detection.figures.run_figures`; what was not measured is not told.
    language : Language
        Of the words.
    """
    say(console)
    for part in ("chance", "stability", "fairness", "drift", "findings"):
        if part in figures:
            for line in _lines(part, figures[part], language):
                paragraph(console, line)


def _lines(part: str, told: Mapping[str, Any], language: Language) -> list[str]:
    match part:
        case "chance":
            p, q = told["p_value"], told["listed_q"]
            name = "nothing" if p > USUAL or q is None else "unsure" if p > RARE else "chance"
            return [_filled(LINES[name], language, p=p, q=q, n=Counted(told["listed"]))]
        case "stability":
            lines = [_filled(LINES[part], language, jaccard=told["jaccard"], least=LEAST)]
            near = Counted(told.get("boundary", 0))
            return [*lines, _filled(LINES["boundary"], language, boundary=near)] if near else lines
        case "findings" if told["on"]:
            return [_filled(LINES[part], language, used=Counted(told["used"]))]
        case "findings":
            return [_filled(LINES["unused"], language, reason=told[f"reason_{language.value}"])]
        case _:
            words = VERDICTS[told["verdict"]]
            verdict = _filled(words, language, names=_moved(told, language), groups=_outside(told, language))
            return [_filled(LINES[part], language, verdict=verdict)]


def _moved(told: Mapping[str, Any], language: Language) -> str:
    """Return the flags that have changed, by name."""
    names = told.get(told["verdict"], ())
    return _listed([one_of(SCORE if name == "score" else flag_words(name), language) for name in names], language)


def _outside(told: Mapping[str, Any], language: Language) -> str:
    """Return the groups whose ratio lies outside what is tolerated, by name."""
    rows = [*told.get("selection", ()), *told.get("false_alarms", ())]
    named = [_group(row["trait"], row["group"], language) for row in rows if row.get("verdict") == "outside"]
    return _listed(list(dict.fromkeys(named)), language)


def _group(trait: str, group: str, language: Language) -> str:
    """Return what a group, or a pair of groups with a slash between them, is called."""
    words = {one.name: one.groups for one in TRAITS}
    pairs = zip(trait.split("/"), group.split("/"), strict=True)
    return " × ".join(
        one_of(words[name][member], language) if member in words.get(name, {}) else member for name, member in pairs
    )


def _listed(names: list[str], language: Language) -> str:
    zh = language is Language.ZH
    shown = ("、" if zh else ", ").join(names[:MOST])
    rest = len(names) - MOST
    return shown if rest <= 0 else f"{shown}{f'等{len(names)}项' if zh else f' and {rest} more'}"


def _filled(words: Words, language: Language, **values: Any) -> str:
    return one_of(words, language).format(**values)
