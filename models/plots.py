"""Pictures of a model version: the scores, the precision of the top where findings tell it, what families add.

Drawn without a display and without time or version in the file, so that the same figures give the same bytes.  The
words stand in Chinese and English in each picture.  A machine may have no Chinese font, so the characters that are
used come with the package (``models/font``); a word with another character needs it added there.
"""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from features.declare import FAMILIES, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plots"]

SIZE: Final = (7.0, 4.4)
DOTS: Final = 110
BINS: Final = 40
INK: Final = "#1f4e79"
ACCENT: Final = "#c0504d"
FONT: Final = "Mingcha Pictures"
"""Family name of the Chinese characters in ``models/font``; Latin letters are matplotlib's own."""
STYLE: Final[dict[str, Any]] = {
    "font.family": ["DejaVu Sans", FONT],
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}
KINDS: Final = {
    "score": Words("总分", "overall"),
    "score_favouritism": Words("人情保", "favouritism"),
    "score_ineligibility": Words("不符合条件", "ineligibility"),
}
WORDS: Final = {
    "scores": Words("{number}户的疑点分", "How the scores are spread, households: {number}"),
    "score": Words("疑点分", "score"),
    "households": Words("户数（对数刻度）", "households (log scale from 1)"),
    "list": Words("名单{number}户", "list of {number}"),
    "families": Words("名单各户的分数来自哪几类疑点", "What each family of flags adds, listed households"),
    "contribution": Words("对分数的平均贡献", "mean contribution to the score"),
    "precision": Words("从名单前列往下的准确率", "Precision down the list"),
    "depth": Words("从第一名起的户数", "cases from the top"),
    "rate": Words("准确率", "precision"),
    "interval": Words("区间", "interval"),
}

Array = npt.NDArray[np.float64]


def plots(
    scores: Mapping[str, npt.ArrayLike],
    contributions: Mapping[str, float],
    precision: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike, npt.ArrayLike] | None = None,
    capacity: int | None = None,
) -> dict[str, bytes]:
    """Draw what a version's page shows.

    Parameters
    ----------
    scores : mapping of str to array of float, shape (households,)
        ``score``, and if there are any ``score_favouritism`` and ``score_ineligibility``; in [0, 1].
    contributions : mapping of str to float
        What each family of flags adds to the scores of the listed households, on average, at least 0.
    precision : tuple of four arrays, optional
        Cases down to which a list is read, the precision there, and the lower and upper end of its interval.  Only
        findings, or the truth of a made-up city, can tell it; without it there is no such picture.
    capacity : int, optional
        Length of the list, marked where it falls.

    Returns
    -------
    dict of str to bytes
        PNG files by name: ``plots/scores.png``, ``plots/families.png``, and ``plots/precision.png`` if it is known.
    """
    drawn = {
        "scores": lambda axes: _scores(axes, scores, capacity),
        "families": lambda axes: _families(axes, contributions),
    }
    if precision is not None:
        known = [np.asarray(column, dtype="float64") for column in precision]
        drawn["precision"] = lambda axes: _precision(axes, known, capacity)
    with _with_chinese():
        return {f"plots/{name}.png": _png(draw) for name, draw in drawn.items()}


@contextmanager
def _with_chinese() -> Iterator[None]:
    """Lend matplotlib the Chinese characters of the package."""
    from matplotlib.font_manager import fontManager

    with as_file(files("models").joinpath("font", "chinese.otf")) as path:
        known = fontManager.ttflist
        fontManager.ttflist = [*known]
        fontManager.addfont(str(path))
        try:
            yield
        finally:
            fontManager.ttflist = known


def _png(draw: Any) -> bytes:
    """Return the picture that `draw` makes of its axes."""
    from matplotlib import style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    page = io.BytesIO()
    # The default style first: a person's own settings of matplotlib must not show.
    with style.context(["default", STYLE]):
        figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure.add_subplot())
        figure.savefig(page, format="png", metadata={"Software": None})
    return page.getvalue()


def _both(words: Words, between: str = " ", **numbers: int) -> str:
    told = {name: f"{number:,}" for name, number in numbers.items()}
    return f"{words.zh.format(**told)}{between}{words.en.format(**told)}"


def _scores(axes: "Axes", scores: Mapping[str, npt.ArrayLike], capacity: int | None) -> None:
    edges = np.linspace(0, 1, BINS + 1)
    for name, (line, colour) in zip(KINDS, (("-", INK), ("--", ACCENT), (":", "#595959")), strict=True):
        if name in scores:
            counts, _ = np.histogram(np.asarray(scores[name], dtype="float64"), edges)
            axes.stairs(counts, edges, label=_both(KINDS[name]), linestyle=line, color=colour, linewidth=1.6)
    overall = np.sort(np.asarray(scores["score"], dtype="float64"))[::-1]
    if capacity and capacity <= len(overall):
        axes.axvline(overall[capacity - 1], color="black", linewidth=0.8)
        axes.annotate(
            _both(WORDS["list"], "\n", number=capacity), (overall[capacity - 1], 0.97),
            xycoords=("data", "axes fraction"), xytext=(4, 0), textcoords="offset points", va="top", fontsize=9,
        )  # fmt: skip
    axes.set(yscale="symlog", ylim=(0, None), xlim=(0, 1))
    axes.set(xlabel=_both(WORDS["score"]), ylabel=_both(WORDS["households"], "\n"))
    axes.set_title(_both(WORDS["scores"], "\n", number=len(overall)))
    axes.legend(frameon=False)


def _families(axes: "Axes", contributions: Mapping[str, float]) -> None:
    codes = [code for code in FAMILIES if code in contributions]
    heights = [float(contributions[code]) for code in codes]
    bars = axes.bar([_both(FAMILIES[code], "\n") for code in codes], heights, color=INK, width=0.6)
    axes.bar_label(bars, fmt="%.3f", padding=2)
    axes.set(ylabel=_both(WORDS["contribution"], "\n"))
    axes.margins(y=0.12)
    axes.grid(visible=False, axis="x")
    axes.set_title(_both(WORDS["families"], "\n"))


def _precision(axes: "Axes", known: list[Array], capacity: int | None) -> None:
    depth, precision, low, high = known
    axes.fill_between(depth, low, high, color=INK, alpha=0.18, linewidth=0, label=_both(WORDS["interval"]))
    axes.plot(depth, precision, color=INK, linewidth=1.6, label=_both(WORDS["rate"]))
    if capacity:
        axes.axvline(capacity, color="black", linewidth=0.8, label=_both(WORDS["list"], number=capacity))
    axes.set(xlabel=_both(WORDS["depth"]), ylabel=_both(WORDS["rate"]))
    axes.set(ylim=(0, 1), xlim=(0, float(depth.max())))
    axes.set_title(_both(WORDS["precision"], "\n"))
    axes.legend(frameon=False)
