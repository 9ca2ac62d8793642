"""Tables of how a run compares with the truth."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.evaluation import Evaluation
from detection.screen.console import clean, output
from detection.screen.counted import Counted
from detection.screen.measures_words import CELLS, HEADINGS, NOTES, PREFIXES, TITLES
from detection.screen.paragraphs import heading, paragraph
from detection.session import Language
from features.declare import Words
from models.rounding import outward

__all__ = ["show_evaluation"]

WORDS: Final = frozenset({"target", "by", "kind", "ranking"})
"""Columns of words; the others are figures."""
Row = Mapping[Any, Any]
Cell = Callable[[Row], str]


def show_evaluation(evaluation: Evaluation, language: Language = Language.EN, console: Console | None = None) -> None:
    """Show average precision, what lists of several lengths find, which kinds they hold, and other rankings.

    Parameters
    ----------
    evaluation : Evaluation
        See :func:`detection.evaluation.evaluate`.
    language : Language
        Of titles and headings.
    console : Console, optional
        Where; default: standard output.
    """
    console = console or output()
    page = _Page(console, language)
    page.note("scored", households=evaluation.households, strangers=evaluation.not_in_truth)
    page.note("unscored", households=evaluation.not_scored, favoured=evaluation.not_scored_favoured)
    page.table("averages", evaluation.averages, AVERAGES)
    for target, captures in evaluation.captures.groupby("target", sort=False):
        page.table("captures", captures, CAPTURES, about=str(target))
    page.table("innocents", evaluation.innocents, INNOCENTS)
    if not evaluation.kinds.empty:
        cells: dict[object, Cell] = {"kind": page.kind, "households": _count("households")}
        cells |= {length: _part(length) for length in evaluation.kinds.columns[1:]}
        page.table("kinds", evaluation.kinds.reset_index(), cells)
    if evaluation.rivals is not None:
        page.table("rivals", evaluation.rivals, RIVALS)
    if evaluation.lacking:
        page.note("lacking", names=", ".join(evaluation.lacking))


class _Page:
    """A console with its language."""

    def __init__(self, console: Console, language: Language) -> None:
        self.console = console
        self.language = language

    def told(self, words: Words) -> str:
        return words.zh if self.language is Language.ZH else words.en

    def note(self, name: str, **values: object) -> None:
        numbers = {key: Counted(value) if isinstance(value, int) else value for key, value in values.items()}
        paragraph(self.console, self.told(NOTES[name]).format(**numbers))

    def table(self, name: str, frame: pd.DataFrame, cells: Mapping[object, Cell], about: str = "") -> None:
        heading(self.console, self.told(TITLES[name]).format(about=self.cell(about)))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        rows = [[clean(self.cell(cell(row))) for cell in cells.values()] for row in frame.to_dict("records")]
        widest = [max((cell_len(row[place]) for row in rows), default=0) for place in range(len(cells))]
        for place, name_of_column in enumerate(cells):
            head = self.head(name, name_of_column)
            if name_of_column in WORDS:
                table.add_column(head, overflow="fold")
            else:
                # words may be broken, and headings, but no figure
                table.add_column(head, justify="right", overflow="fold", min_width=widest[place])
        for row in rows:
            table.add_row(*map(Text, row))
        self.console.print(table)

    def head(self, table: str, column: object) -> str:
        if isinstance(column, int):
            return self.told(HEADINGS["first"]).format(length=f"{column:,}")
        return self.told(HEADINGS.get(f"{table}.{column}") or HEADINGS[str(column)])

    def cell(self, text: str) -> str:
        return self.told(CELLS[text]) if text in CELLS else text

    def kind(self, row: Row) -> str:
        prefix, _, rest = str(row["kind"]).partition(": ")
        mark = "：" if self.language is Language.ZH else ": "
        return f"{self.told(PREFIXES[prefix])}{mark}{self.cell(rest)}"


def _text(name: str) -> Cell:
    return lambda row: str(row[name])


def _count(name: str) -> Cell:
    return lambda row: f"{row[name]:,}"


def _part(name: object) -> Cell:
    """Return a count with the share that it is of the kind's households."""
    return lambda row: f"{row[name]:,} ({row[name] / row['households']:.0%})"


def _share(name: str) -> Cell:
    return lambda row: "–" if math.isnan(row[name]) else f"{row[name]:.3f}"


def _times(name: str) -> Cell:
    return lambda row: "–" if math.isnan(row[name]) else f"{row[name]:.1f} ×"


def _bounds(low: str, high: str, digits: int = 3) -> Cell:
    """Return an interval rounded outward, so that it holds the estimate beside it as printed."""
    return lambda row: "–" if math.isnan(row[low]) else "–".join(outward(row[low], row[high], digits))


AVERAGES: Final[Mapping[object, Cell]] = {
    "target": _text("target"),
    "wrong": _count("wrong"),
    "by": _text("by"),
    "average_precision": _share("average_precision"),
    "random": _share("random"),
    "interval": _bounds("low", "high"),
    "lift": _times("lift"),
}
CAPTURES: Final[Mapping[object, Cell]] = {
    "capacity": _count("capacity"),
    "found": _count("found"),
    "precision": _share("precision"),
    "precision_interval": _bounds("precision_low", "precision_high"),
    "recall": _share("recall"),
    "recall_interval": _bounds("recall_low", "recall_high"),
    "lift": _times("lift"),
    "lift_interval": _bounds("lift_low", "lift_high", 1),
}
INNOCENTS: Final[Mapping[object, Cell]] = {
    "capacity": _count("capacity"),
    "found": _count("found"),
    "share": _share("share"),
    "interval": _bounds("low", "high"),
    "of_all": _share("of_all"),
    "of_all_interval": _bounds("of_all_low", "of_all_high"),
}
RIVALS: Final[Mapping[object, Cell]] = {
    "ranking": _text("ranking"),
    "average_precision": _share("average_precision"),
    "interval": _bounds("low", "high"),
    "lift": _times("lift"),
    "top_precision": _share("precision"),
    "innocents": _share("innocents"),
    "innocents_of_all": _share("innocents_of_all"),
}
