"""Pictures of a model version: the scores, the precision of the top where findings tell it, what families add.

Drawn without a display and without time or version in the file, so that the same figures give the same bytes.  The
words are English only: a machine may have no Chinese font, and squares tell nothing.
"""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from features.declare import FAMILIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plots"]

SIZE: Final = (7.0, 4.2)
DOTS: Final = 110
BINS: Final = 40
INK: Final = "#1f4e79"
ACCENT: Final = "#c0504d"
STYLE: Final[dict[str, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}
KINDS: Final = {"score": "overall", "score_favouritism": "favouritism", "score_ineligibility": "ineligibility"}

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
    return {f"plots/{name}.png": _png(draw) for name, draw in drawn.items()}


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


def _scores(axes: "Axes", scores: Mapping[str, npt.ArrayLike], capacity: int | None) -> None:
    edges = np.linspace(0, 1, BINS + 1)
    for name, (line, colour) in zip(KINDS, (("-", INK), ("--", ACCENT), (":", "#595959")), strict=True):
        if name in scores:
            counts, _ = np.histogram(np.asarray(scores[name], dtype="float64"), edges)
            axes.stairs(counts, edges, label=KINDS[name], linestyle=line, color=colour, linewidth=1.6)
    overall = np.sort(np.asarray(scores["score"], dtype="float64"))[::-1]
    if capacity and capacity <= len(overall):
        axes.axvline(overall[capacity - 1], color="black", linewidth=0.8)
        axes.annotate(
            f"list of {capacity:,}", (overall[capacity - 1], 0.97), xycoords=("data", "axes fraction"),
            xytext=(4, 0), textcoords="offset points", va="top", fontsize=9,
        )  # fmt: skip
    axes.set(yscale="symlog", ylim=(0, None), xlim=(0, 1), xlabel="score", ylabel="households (log scale from 1)")
    axes.set_title(f"Scores of {len(overall):,} households")
    axes.legend(frameon=False)


def _families(axes: "Axes", contributions: Mapping[str, float]) -> None:
    codes = [code for code in FAMILIES if code in contributions]
    heights = [float(contributions[code]) for code in codes]
    bars = axes.bar([f"{code} {FAMILIES[code].en}" for code in codes], heights, color=INK, width=0.6)
    axes.bar_label(bars, fmt="%.3f", padding=2)
    axes.set(ylabel="mean contribution to the score")
    axes.margins(y=0.12)
    axes.grid(visible=False, axis="x")
    axes.set_title("What each family of flags adds, listed households")


def _precision(axes: "Axes", known: list[Array], capacity: int | None) -> None:
    depth, precision, low, high = known
    axes.fill_between(depth, low, high, color=INK, alpha=0.18, linewidth=0, label="interval")
    axes.plot(depth, precision, color=INK, linewidth=1.6, label="precision")
    if capacity:
        axes.axvline(capacity, color="black", linewidth=0.8, label=f"list of {capacity:,}")
    axes.set(xlabel="cases from the top", ylabel="precision", ylim=(0, 1), xlim=(0, float(depth.max())))
    axes.set_title("Precision down the list")
    axes.legend(frameon=False)
