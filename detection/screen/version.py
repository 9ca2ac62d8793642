"""One version of the model on a page: what it was trained with, how it came out, and what it falls short of."""

from collections.abc import Mapping
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console

from detection.reports.check_text import one_of
from detection.screen.console import clean, output, say
from detection.screen.counted import Counted
from detection.screen.paragraphs import headed, heading, paragraph
from detection.screen.versions import change_words, figure_words, label, named, show_shortfalls
from detection.session import Language
from features.declare import Words
from models.attachments import flattened
from models.card_figures import figure_lines
from models.comparison import settings_of
from models.labels import flag_shares, flag_words, need_words, tells_share
from models.promotion import gate
from models.versions import Details

__all__ = ["off_words", "show_details"]

WHEN: Final = Words("登记时间", "registered")
RUN: Final = Words("训练记录", "training run")
DIGEST: Final = Words("模型摘要", "digest of the model")
TRAINED: Final = Words("训练所用", "Trained with")
OTHERS: Final = Words("其他参数和指标", "Other parameters and metrics")
MEASURED: Final = Words("检验结果", "What was measured")
ASKED: Final = Words("{result}（要求：{asked}）", "{result} (asked: {asked})")
SHARES: Final = Words(
    "有此情况的户占比（未与同类户比较，本身不是疑点）",
    "Households with something of each, not yet compared with their peers: no red flag by itself",
)
NOBODY: Final = Words("没有一户有此情况的{n}项：{names}", "Nobody has anything of {n} {n:other/others}: {names}")
OFF: Final = Words("资料不足而未能查找", "could not be looked for")
EVERYTHING: Final = Words("所有疑点都可以查找", "everything could be looked for")
UNKNOWN: Final = Words("未能查找的疑点没有记录", "what could not be looked for is not recorded")
CHAMPION: Final = Words("启用要求", "What a champion has to show")
COMPLETE: Final = Words("全部达到", "nothing is missing")
CHANGES: Final = Words("在用模型变更记录", "Changes of champion")
CARDS: Final = Words("模型卡与图", "Card and plots")
NONE: Final = Words("无", "none")
FILES: Final = {
    "model_card.zh.md": Words("模型卡（中文）", "card in Chinese"),
    "model_card.en.md": Words("模型卡（英文）", "card in English"),
    "plots/scores.png": Words("图：分数的分布", "picture of the scores"),
    "plots/families.png": Words("图：分数从哪里来", "picture of what adds to them"),
    "plots/precision.png": Words("图：名单准确率", "picture of the precision"),
}
NO_VALUES: Final = frozenset({"figures", "off"})
"""Parts of a record that are no single value; what could not be looked for is told by name."""


def show_details(details: Details, language: Language, console: Console | None = None) -> None:
    """Show what is kept of one version, what it falls short of, and every change of champion.

    Parameters
    ----------
    details : Details
        As the registry gives them.
    language : Language
        To say it in.
    console : Console, optional
        Where; default: standard output.
    """
    console, registered = console or output(), details.registered
    say(console, named(registered, language), style="bold")
    identity = {
        one_of(WHEN, language): f"{registered.created:%Y-%m-%d %H:%M} UTC",
        one_of(RUN, language): registered.run_id,
        one_of(DIGEST, language): registered.digest,
    }
    _show_pairs(console, identity)
    _show_settings(console, details, language)
    _show_measured(console, details, language)
    _show_shares(console, details.metrics, language)
    _show_gate(console, details, language)
    heading(console, one_of(CHANGES, language))
    for change in details.history:
        paragraph(console, change_words(change, language), "  ")
    _show_files(console, details.files, language)


def off_words(details: Details, language: Language) -> str:
    """Return what could not be looked for in the data that a version was trained on, flag by flag."""
    off = details.record.get("off")
    if not isinstance(off, Mapping):
        return one_of(UNKNOWN, language)
    if not off:
        return one_of(EVERYTHING, language)
    comma, stop, lacking = ("、", "；", "{}（{}）") if language is Language.ZH else (", ", "; ", "{} ({})")
    told = [
        lacking.format(
            one_of(flag_words(name), language), comma.join(one_of(need_words(need), language) for need in needs)
        )
        for name, needs in sorted(off.items(), key=lambda item: flag_words(item[0]).en)
    ]
    return clean(headed(one_of(OFF, language), stop.join(told), language))


def _show_settings(console: Console, details: Details, language: Language) -> None:
    """Show the settings, then what else was recorded and is told nowhere."""
    settings = {name: value for name, value in settings_of(details).items() if name not in NO_VALUES}
    heading(console, one_of(TRAINED, language))
    _show_values(console, settings, language)
    paragraph(console, off_words(details, language), "  ")
    known = {name: str(value) for name, value in settings.items()}
    told = {*settings, *flattened(details.figures)}
    others: dict[str, Any] = {name: one for name, one in details.parameters.items() if known.get(name) != one}
    others |= {name: one for name, one in details.metrics.items() if name not in told and not tells_share(name)}
    if others:
        heading(console, one_of(OTHERS, language))
        _show_values(console, others, language)


def _show_measured(console: Console, details: Details, language: Language) -> None:
    """Show each measure with its verdict, as the model card does."""
    heading(console, one_of(MEASURED, language))
    stop = "；" if language is Language.ZH else "; "
    for name, result, asked, verdict in figure_lines(details.figures, language.value):
        told = result if result == verdict else f"{verdict}{stop}{result}"
        text = told if asked == "—" else one_of(ASKED, language).format(result=told, asked=asked)
        paragraph(console, clean(headed(name, text, language)), "  ")


def _show_shares(console: Console, metrics: Mapping[str, float], language: Language) -> None:
    """Show how many households have something of each flag, the most frequent first."""
    shares = flag_shares(metrics)
    if not shares:
        return
    heading(console, one_of(SHARES, language))
    for words, share in shares:
        if share:
            paragraph(console, one_of(words, language), f"  {share:>6.1%}  ")
    nobody = [one_of(words, language) for words, share in shares if not share]
    if nobody:
        names = ("；" if language is Language.ZH else "; ").join(nobody)
        paragraph(console, one_of(NOBODY, language).format(n=Counted(len(nobody)), names=names), "  ")


def _show_gate(console: Console, details: Details, language: Language) -> None:
    heading(console, one_of(CHAMPION, language))
    shortfalls = gate(details.figures)
    show_shortfalls(console, shortfalls, language)
    if not shortfalls:
        paragraph(console, one_of(COMPLETE, language), "  ✓ ", "green")


def _show_files(console: Console, files: Mapping[str, str], language: Language) -> None:
    heading(console, one_of(CARDS, language))
    _show_pairs(console, {one_of(FILES[name], language) if name in FILES else name: files[name] for name in files})
    if not files:
        paragraph(console, one_of(NONE, language), "  ")


def _show_values(console: Console, values: Mapping[str, Any], language: Language) -> None:
    _show_pairs(console, {label(name, language): figure_words(name, value, language) for name, value in values.items()})


def _show_pairs(console: Console, values: Mapping[str, str]) -> None:
    """Print names and values in two columns; a value is never broken, so that it can be copied."""
    named_values = [(clean(name), clean(value)) for name, value in values.items()]
    width = max((cell_len(name) for name, _ in named_values), default=0)
    for name, value in named_values:
        say(console, f"  {name}{' ' * (width - cell_len(name))}  {value}")
