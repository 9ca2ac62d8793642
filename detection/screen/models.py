"""What the commands on trained models show: all versions, one of them, two side by side, a change of champion."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.options import Language
from detection.screen.console import clean, output, say
from detection.screen.paragraphs import heading, paragraph
from detection.screen.versions import change_words, label, named, plain_table, show_shortfalls, value_words
from models.comparison import Comparison, Row, figures_of, settings_of
from models.history import Promotion
from models.promotion import gate
from models.versions import TRAIN, Details, Registered

__all__ = ["show_change", "show_comparison", "show_details", "show_models"]

LONGEST: Final = 30
"""Characters of a value in a table of two versions."""


def show_models(
    versions: Sequence[Registered], where: object, language: Language = Language.EN, console: Console | None = None
) -> None:
    """Show the versions of the model, or how to train one.

    Parameters
    ----------
    versions : sequence of Registered
        The latest first.
    where : object
        The home or the server that keeps them.
    language : Language
        To say it in.
    console : Console, optional
        Where; default: standard output.
    """
    console, zh = console or output(), language is Language.ZH
    if not versions:
        none = f"{where} 中没有已登记的模型：请先运行 mingcha train DATA --as-of DAY。"
        say(console, none if zh else f"No model is registered in {where}: {TRAIN}.")
        return
    heads = (
        ("模型", "版本", "别名", "登记时间 (UTC)", "摘要")
        if zh
        else ("model", "version", "alias", "registered (UTC)", "digest")
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for place, head in enumerate(heads):
        table.add_column(head, no_wrap=place != 2, justify="right" if place == 1 else "left")
    for one in versions:
        moment = one.created.strftime("%Y-%m-%d %H:%M")
        table.add_row(one.name, one.version, ", ".join(one.aliases), moment, one.digest[:12])
    console.print(table)


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
    console, zh, registered = console or output(), language is Language.ZH, details.registered
    say(console, named(registered, language), style="bold")
    identity = {
        ("登记时间" if zh else "registered"): f"{registered.created:%Y-%m-%d %H:%M} UTC",
        ("训练记录" if zh else "training run"): registered.run_id,
        ("模型摘要" if zh else "digest of the model"): registered.digest,
    }
    _show_values(console, "", identity, language)
    _show_values(console, "训练所用" if zh else "Trained with", settings_of(details), language)
    _show_values(console, "参数" if zh else "Parameters", details.parameters, language)
    figures = figures_of(details)
    others = {name: value for name, value in details.metrics.items() if name not in figures}
    _show_values(console, "检验结果" if zh else "Figures", figures, language)
    _show_values(console, "其他指标" if zh else "Other metrics", others, language)
    heading(console, "启用要求" if zh else "What a champion has to show")
    shortfalls = gate(details.figures)
    show_shortfalls(console, shortfalls, language)
    if not shortfalls:
        paragraph(console, "全部达到" if zh else "nothing is missing", "  ✓ ", "green")
    heading(console, "在用模型变更记录" if zh else "Changes of champion")
    for change in details.history:
        paragraph(console, change_words(change, language), "  ")
    _show_files(console, details.files, language)


def show_comparison(
    comparison: Comparison, first: Registered, second: Registered, language: Language, console: Console | None = None
) -> None:
    """Show two versions side by side; rows that differ are bold.

    Parameters
    ----------
    comparison : Comparison
        See :func:`models.comparison.compare`.
    first, second : Registered
        Which versions.
    language : Language
        To say it in.
    console : Console, optional
        Where; default: standard output.
    """
    console, zh = console or output(), language is Language.ZH
    for registered in (first, second):
        say(console, named(registered, language), style="bold")
    heads = tuple(f"第{one.version}版" if zh else f"version {one.version}" for one in (first, second))
    _show_rows(console, "训练所用" if zh else "Trained with", comparison.settings, heads, language)
    _show_rows(console, "检验结果" if zh else "Figures", comparison.figures, heads, language)
    _show_rows(console, "不同的疑点指标" if zh else "Features that differ", comparison.features, heads, language)
    heading(console, "群体稳定性指数 (PSI)" if zh else "Population stability index (PSI)")
    if not comparison.psi:
        paragraph(console, "这两版之间未测算" if zh else "not measured between these two", "  ")
        return
    table = plain_table("指标" if zh else "feature", "PSI")
    for name, value in comparison.psi.items():
        table.add_row(Text(clean(name)), value_words(value, language))
    console.print(table)


def show_change(change: Promotion, language: Language, console: Console | None = None) -> None:
    """Show a change of champion that was just made."""
    paragraph(console or output(), change_words(change, language))


def _show_values(console: Console, title: str, values: Mapping[str, Any], language: Language) -> None:
    if not values:
        return
    if title:
        heading(console, title)
    labels = {name: clean(label(name, language)) for name in values}
    width = max(map(cell_len, labels.values()))
    for name, value in values.items():
        blanks = " " * (width - cell_len(labels[name]))
        say(console, f"  {labels[name]}{blanks}  {value_words(value, language)}")


def _show_rows(console: Console, title: str, rows: Iterable[Row], heads: tuple[str, ...], language: Language) -> None:
    heading(console, title)
    rows = tuple(rows)
    if not rows:
        paragraph(console, "无" if language is Language.ZH else "none", "  ")
        return
    table = plain_table("", *heads)
    for row in rows:
        values = (_shortened(value_words(value, language)) for value in (row.first, row.second))
        cells = (label(row.name, language), *values)
        table.add_row(*(Text(clean(cell), style="bold" if row.differs else "") for cell in cells))
    console.print(table)


def _shortened(text: str) -> str:
    """Return a value that fits beside another one; of a fingerprint its beginning says enough."""
    return text if len(text) <= LONGEST else f"{text[:12]}…"


def _show_files(console: Console, files: Mapping[str, str], language: Language) -> None:
    heading(console, "模型卡与图" if language is Language.ZH else "Card and plots")
    for name, place in files.items():
        say(console, f"  {name}  {place}")
    if not files:
        paragraph(console, "无" if language is Language.ZH else "none", "  ")
