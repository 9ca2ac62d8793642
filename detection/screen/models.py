"""What the commands on trained models show: all versions, two side by side, a change of champion."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.reports.check_text import one_of
from detection.screen.console import clean, output, say
from detection.screen.counted import Counted
from detection.screen.paragraphs import heading, paragraph
from detection.screen.version import off_words
from detection.screen.versions import aliases_of, change_words, figure_words, label, named, plain_table
from detection.session import Language
from features.declare import Words
from models.comparison import Comparison, Row
from models.history import Promotion
from models.labels import flag_words
from models.versions import TRAIN, Details, Registered

__all__ = ["show_change", "show_comparison", "show_models"]

LONGEST: Final = 30
"""Characters of a value in a table of two versions."""
NONE: Final = Words(
    "{where} 中没有已登记的模型，请先训练：\n  mingcha train DATA --as-of DAY",
    f"No model is registered in {{where}}: {TRAIN}.",
)
HEADS: Final = (
    Words("模型", "model"),
    Words("版本", "version"),
    Words("别名", "alias"),
    Words("登记时间 (UTC)", "registered (UTC)"),
    Words("摘要", "digest"),
)
TRAINED: Final = Words("训练所用", "Trained with")
FIGURES: Final = Words("检验结果", "Figures")
FEATURES: Final = Words("定义不同的疑点", "Features that differ")
PSI: Final = Words("群体稳定性指数 (PSI)，由大到小", "Population stability index (PSI), the largest first")
STILL: Final = Words(
    "其余{n}项没有变化（PSI不到0.0005）", "{n} more {n:flag has/flags have} not moved (PSI below 0.0005)"
)
NOT_MEASURED: Final = Words("这两版之间未测算", "not measured between these two")
FLAG: Final = Words("疑点", "feature")
NOTHING: Final = Words("无", "none")
LEAST: Final = 0.0005
"""PSI that would be rounded to nothing."""
ELSEWHERE: Final = frozenset({"figures", "off"})
"""Parts of a record that are no single value; what could not be looked for is told by name."""


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
    console = console or output()
    if not versions:
        for line in one_of(NONE, language).format(where=clean(where)).split("\n"):
            say(console, line)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for place, head in enumerate(HEADS):
        table.add_column(one_of(head, language), no_wrap=place != 2, justify="right" if place == 1 else "left")
    for one in versions:
        moment = one.created.strftime("%Y-%m-%d %H:%M")
        table.add_row(one.name, one.version, aliases_of(one, language), moment, one.digest[:12])
    console.print(table)


def show_comparison(
    comparison: Comparison, first: Details, second: Details, language: Language, console: Console | None = None
) -> None:
    """Show two versions side by side; rows that differ are bold.

    Parameters
    ----------
    comparison : Comparison
        See :func:`models.comparison.compare`.
    first, second : Details
        Which versions.
    language : Language
        To say it in.
    console : Console, optional
        Where; default: standard output.
    """
    console, both = console or output(), (first, second)
    for one in both:
        say(console, named(one.registered, language), style="bold")
    numbers = (one.registered.version for one in both)
    heads = tuple(f"第{number}版" if language is Language.ZH else f"version {number}" for number in numbers)
    settings = tuple(row for row in comparison.settings if row.name not in ELSEWHERE)
    _show_rows(console, TRAINED, settings, heads, language)
    for one, head in zip(both, heads, strict=True):
        paragraph(console, off_words(one, language), f"  {head}  ")
    _show_rows(console, FIGURES, comparison.figures, heads, language)
    features = (Row(one_of(flag_words(row.name), language), row.first, row.second) for row in comparison.features)
    _show_rows(console, FEATURES, features, heads, language)
    _show_psi(console, comparison.psi, language)


def show_change(change: Promotion, language: Language, console: Console | None = None) -> None:
    """Show a change of champion that was just made."""
    paragraph(console or output(), change_words(change, language))


def _show_rows(console: Console, title: Words, rows: Iterable[Row], heads: tuple[str, ...], language: Language) -> None:
    heading(console, one_of(title, language))
    rows = tuple(rows)
    if not rows:
        paragraph(console, one_of(NOTHING, language), "  ")
        return
    table = plain_table("", *heads)
    for row in rows:
        values = (_shortened(figure_words(row.name, value, language)) for value in (row.first, row.second))
        cells = (label(row.name, language), *values)
        table.add_row(*(Text(clean(cell), style="bold" if row.differs else "") for cell in cells))
    console.print(table)


def _show_psi(console: Console, psi: Mapping[str, float], language: Language) -> None:
    heading(console, one_of(PSI, language))
    if not psi:
        paragraph(console, one_of(NOT_MEASURED, language), "  ")
        return
    moved = {name: value for name, value in psi.items() if value >= LEAST}
    table = plain_table(one_of(FLAG, language), "PSI")
    for name, value in moved.items():
        table.add_row(Text(clean(one_of(flag_words(name), language))), f"{value:.3f}")
    if moved:
        console.print(table)
    if len(psi) > len(moved):
        paragraph(console, one_of(STILL, language).format(n=Counted(len(psi) - len(moved))), "  ")


def _shortened(text: str) -> str:
    """Return a value that fits beside another one; of a fingerprint its beginning says enough."""
    return text if len(text) <= LONGEST else f"{text[:12]}…"
