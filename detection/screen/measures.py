"""Tables of how a run compares with the truth."""

import math
from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.evaluation import Evaluation
from detection.screen.console import clean, output, say

__all__ = ["show_evaluation"]

Form = Callable[[float], str]


def show_evaluation(evaluation: Evaluation, console: Console | None = None) -> None:
    """Show average precision, what lists of several lengths find, and which kinds they hold.

    Parameters
    ----------
    evaluation : Evaluation
        See :func:`detection.evaluation.evaluate`.
    console : Console, optional
        Where; default: standard output.
    """
    console = console or output()
    console.print(
        Text(
            f"{evaluation.households:,} scored households; {evaluation.not_in_truth:,} of them are not in the truth "
            "and count as in order."
        )
    )
    console.print(
        Text(
            f"{evaluation.not_scored:,} households of the truth were not scored, among them "
            f"{evaluation.not_scored_favoured:,} favoured."
        )
    )
    _show(console, "Average precision, and what a random order reaches", evaluation.averages, AVERAGES)
    _show(console, "Lists of the first ranks", evaluation.captures, CAPTURES)
    if not evaluation.kinds.empty:
        lengths = [name for name in evaluation.kinds.columns if name != "households"]
        forms: dict[object, Callable[..., str]] = {"kind": str}
        forms.update(dict.fromkeys(("households", *lengths), _count))
        kinds = evaluation.kinds.reset_index()
        _show(console, "Households of each kind, and how many are in the first ranks", kinds, forms)


def _show(console: Console, title: str, frame: pd.DataFrame, forms: Mapping[object, Callable[..., str]]) -> None:
    say(console)
    say(console, title, style="bold")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name, form in forms.items():
        heading = f"first {name:,}" if isinstance(name, int) else str(name).replace("_", " ")
        table.add_column(heading, justify="left" if form is str else "right", overflow="fold")
    for row in frame.to_dict("records"):
        table.add_row(*(Text(clean(form(row[name]))) for name, form in forms.items()))
    console.print(table)


def _count(value: float) -> str:
    return f"{value:,}"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _times(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1f} ×"


AVERAGES: Final[Mapping[object, Callable[..., str]]] = {
    "target": str,
    "wrong": _count,
    "by": str,
    "average_precision": _share,
    "random": _share,
    "lift": _times,
}
CAPTURES: Final[Mapping[object, Callable[..., str]]] = {
    "target": str,
    "capacity": _count,
    "found": _count,
    "precision": _share,
    "recall": _share,
    "lift": _times,
}
