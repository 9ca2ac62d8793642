"""What a training or a run measured of itself, in a few lines."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console

from detection.options import Language
from detection.screen.console import say
from features.declare import Words

__all__ = ["show_figures"]

VERDICTS: Final = {
    "pass": Words("各组比例均在0.80至1.25之间", "every ratio lies within 0.80 to 1.25"),
    "fail": Words("有受保护的群体比例超出0.80至1.25，见 run.json", "a protected group lies outside 0.80 to 1.25"),
    "insufficient": Words("证据不足，不能判定公平与否", "insufficient evidence, which is not the same as fair"),
    "none": Words("此前没有模型可比", "there was no model to compare with"),
    "steady": Words("与训练时相比无明显变化", "the households are much as they were"),
    "warn": Words("有变化，请留意：{names}", "some change, look at: {names}"),
    "block": Words("变化过大：{names}", "too much change: {names}"),
}
LINES: Final = {
    "chance": Words(
        "是否有迹可循：随机置换检验 p = {p:.3f}；前{n}户中预计误报约占 {q:.0%}。",
        "Is there anything to find? Permutation test p = {p:.3f}; of the first {n:,} about {q:.0%} are likely "
        "false leads.",
    ),
    "unsure": Words(
        "是否有迹可循：随机置换检验 p = {p:.3f}，尚不足以断定关系与问题的结合超出偶然；前{n}户中预计误报约占 {q:.0%}。",
        "Is there anything to find? Permutation test p = {p:.3f}: too little to tell favour from chance; of the first "
        "{n:,} about {q:.0%} are likely false leads.",
    ),
    "nothing": Words(
        "是否有迹可循：随机置换检验 p = {p:.3f}；关系与问题的结合未超出偶然，名单应按随机抽查对待。",
        "Is there anything to find? Permutation test p = {p:.3f}: ties and trouble meet no more often than by chance; "
        "take the list for little more than a random one.",
    ),
    "stability": Words(
        "稳定性：五个种子之间前1%的重合度 {jaccard:.2f}。",
        "Stable: the top 1 % of five seeds agree by {jaccard:.2f}.",
    ),
    "fairness": Words("公平性：{verdict}。", "Fair: {verdict}."),
    "drift": Words("漂移：{verdict}。", "Drift: {verdict}."),
    "findings": Words("核查结论：已用{used}条调整排序。", "Findings: the ranking was adjusted by {used:,} of them."),
    "unused": Words("核查结论：{reason}", "Findings: {reason}"),
}
RARE: Final = 0.05
"""p-value up to which chance is an unlikely explanation."""
USUAL: Final = 0.2
"""p-value above which a run says that chance explains what it found."""


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
            say(console, _line(part, figures[part], language))


def _line(part: str, told: Mapping[str, Any], language: Language) -> str:
    match part:
        case "chance":
            p, q = told["p_value"], told["listed_q"]
            name = "nothing" if p > USUAL or q is None else "unsure" if p > RARE else "chance"
            return _filled(LINES[name], language, p=p, q=q, n=told["listed"])
        case "stability":
            return _filled(LINES[part], language, jaccard=told["jaccard"])
        case "findings" if told["on"]:
            return _filled(LINES[part], language, used=told["used"])
        case "findings":
            return _filled(LINES["unused"], language, reason=told[f"reason_{language.value}"])
        case _:
            names = ", ".join(told.get(told["verdict"], ()))
            verdict = _filled(VERDICTS[told["verdict"]], language, names=names)
            return _filled(LINES[part], language, verdict=verdict)


def _filled(words: Words, language: Language, **values: Any) -> str:
    return str(getattr(words, language.value)).format(**values)
