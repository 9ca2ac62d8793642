r"""Whether the households of a run still look like those that its model was trained on: population stability index.

A column is cut into bins at training: a bin for what is not known, one for zero (nothing found), and quantile bins of
all else.  With shares :math:`p_b` at training and :math:`q_b` in the run,

.. math:: PSI = \sum_b (q_b - p_b) \ln(q_b / p_b), \qquad
          p_b = \frac{n_b + 1/2}{n + B/2}, \quad q_b = \frac{m_b + 1/2}{m + B/2}

over the B bins in which anybody is, then or now.  The half keeps an empty bin finite.  Even without any change the
index is about :math:`(B - 1)(1/n + 1/m)`; what is told is the index less that, never below 0.  A small run strays
further, so a column that reaches a limit warns or blocks only if chance seldom gives as much: its households of then
and now are dealt anew 20,000 times, and in no more than one run in a hundred without any change may some column be
taken for changed (Bonferroni).

References
----------
S. Kullback, R. A. Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics 22, 1951 (J divergence).
N. Siddiqi, "Credit Risk Scorecards", Wiley 2006 (limits 0.10 and 0.25).
B. Yurdakul, J. Naranjo, "Statistical properties of the population stability index", Journal of Risk Model Validation
14(4), 2020 (its distribution).
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.errors import ModelError, SettingError

__all__ = ["BLOCK", "WARN", "chance_of", "drift", "reference", "refuse_drift", "stability_index"]

WARN: Final = 0.10
BLOCK: Final = 0.25
CHANCE: Final = 0.01
"""Share of runs without any change in which some column may be taken for changed."""
BINS: Final = 10
"""Most quantile bins of a column."""
LEAST: Final = 20
"""Fewest training households in a quantile bin, or `LEAST_SHARE` of them if that is more."""
LEAST_SHARE: Final = 0.005
DEALS: Final = 19_999
"""How often households are dealt anew to see what chance gives."""
TOLD: Final = 5
"""Most features that a refusal names."""
MOVABLE: Final = 2
"""Bins below which nothing can move."""
LONGEST: Final = 500
"""Most characters of a name or reason."""

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def reference(values: pd.DataFrame, score: npt.ArrayLike) -> dict[str, Any]:
    """Return what a manifest keeps of the training households: bins and how many were in each.

    Parameters
    ----------
    values : pandas.DataFrame
        Shape (households, features), NaN where not known.
    score : array of float, shape (households,)
        Their scores by the model.

    Returns
    -------
    dict
        Plain JSON: ``households``, ``features`` and ``score``; of each column ``edges`` (upper bounds of all quantile
        bins but the last) and ``counts`` (not known, zero, then the quantile bins).

    Examples
    --------
    >>> reference(pd.DataFrame({"visits": [0.0, 0.0, np.nan]}), [0.1, 0.2, 0.3])["features"]
    {'visits': {'edges': [], 'counts': [1, 2, 0]}}
    """
    return {
        "households": len(values),
        "features": {str(name): _binned(values[name].to_numpy(dtype="float64")) for name in values.columns},
        "score": _binned(np.asarray(score, dtype="float64")),
    }


def drift(
    base: Mapping[str, Any] | None, values: pd.DataFrame, score: npt.ArrayLike | None, against: str | None = None
) -> dict[str, Any]:
    """Compare the households of a run with those that its model was trained on.

    Parameters
    ----------
    base : mapping or None
        What :func:`reference` returned at training; None where a model has none.
    values : pandas.DataFrame
        Shape (households, features), NaN where not known; features that the model does not have are left out.
    score : array of float, shape (households,), or None
        Their scores by the same model; None where only the features are to be compared.
    against : str, optional
        What the model is called.

    Returns
    -------
    dict
        ``against``, ``households`` (of the run), ``features`` (index by name), ``score`` (its index, or None), ``warn``
        and ``block`` (names of the columns that reach `WARN` and `BLOCK`, the furthest first, the score as ``score``),
        and ``verdict``: none (nothing to compare with), steady, warn or block.
    """
    if base is None:
        nothing: dict[str, Any] = {"features": {}, "score": None, "warn": [], "block": [], "verdict": "none"}
        return {"against": None, "households": len(values)} | nothing
    shared = {name: kept for name, kept in base["features"].items() if name in values.columns}
    columns = {name: (kept, values[name].to_numpy(dtype="float64")) for name, kept in shared.items()}
    if score is not None:
        columns["score"] = (base["score"], np.asarray(score, dtype="float64"))
    counts = {name: (kept["counts"], _counted(column, kept["edges"])) for name, (kept, column) in columns.items()}
    moved = {name: stability_index(*pair) for name, pair in counts.items()}
    beyond = [name for name in moved if moved[name] >= WARN and chance_of(*counts[name]) <= CHANCE / len(moved)]
    beyond.sort(key=lambda name: (-moved[name], name))
    warn, block = ([name for name in beyond if (moved[name] >= BLOCK) is far] for far in (False, True))
    return {
        "against": against,
        "households": len(values),
        "features": {name: index for name, index in moved.items() if name != "score"},
        "score": moved.get("score"),
        "warn": warn,
        "block": block,
        "verdict": "block" if block else "warn" if warn else "steady",
    }


def stability_index(then: npt.ArrayLike, now: npt.ArrayLike) -> float:
    """Return the population stability index of counts in bins, less what chance alone is expected to give.

    Parameters
    ----------
    then, now : array of int, shape (bins,)
        Households in each bin at training and in the run.

    Returns
    -------
    float
        At least 0; higher has moved further.

    Examples
    --------
    >>> stability_index([500, 500], [800, 200])
    0.412912
    >>> stability_index([500, 500], [6, 4])
    0.0
    """
    before, after = _used(then, now)
    if len(before) < MOVABLE or not before.sum() or not after.sum():
        return 0.0
    noise = float(1 / before.sum() + 1 / after.sum())
    return max(0.0, round(float(_index(before, after)) - (len(before) - 1) * noise, 6))


def chance_of(then: npt.ArrayLike, now: npt.ArrayLike, deals: int = DEALS) -> float:
    """Return how likely an index as high is if nothing has changed.

    Parameters
    ----------
    then, now : array of int, shape (bins,)
        Households in each bin at training and in the run.
    deals : int
        How often all of them are dealt anew; the same every time.

    Returns
    -------
    float
        Above 0, at most 1: the exact p-value of a permutation test by simulation.

    Examples
    --------
    >>> chance_of([500, 500], [8, 2]) > 0.05
    True
    """
    before, after = _used(then, now)
    if len(before) < MOVABLE:
        return 1.0
    whole = before + after
    dealt = np.random.default_rng(0).multivariate_hypergeometric(whole, int(after.sum()), deals)
    beyond = _index(whole - dealt, dealt) >= _index(before, after) - 1e-12
    return float((1 + beyond.sum()) / (1 + deals))


def refuse_drift(figures: Mapping[str, Any], *, by: str = "", reason: str = "") -> dict[str, str] | None:
    """Refuse a run that blocks, unless a named person takes it as it is.

    Parameters
    ----------
    figures : mapping
        See :func:`drift`.
    by, reason : str
        Who answers for the list all the same, and why; empty where nobody does.

    Returns
    -------
    dict or None
        ``by`` and ``reason``, to be kept with the figures, where a block was overridden.

    Raises
    ------
    SettingError
        If only one of `by` and `reason` is given, or one cannot be kept.
    ModelError
        If the run blocks and nobody answers for it.

    Examples
    --------
    >>> refuse_drift({"verdict": "steady"})
    >>> refuse_drift({"verdict": "block"}, by="李  ", reason="new columns, looked through")
    {'by': '李', 'reason': 'new columns, looked through'}
    """
    given = {"by": " ".join(by.split()), "reason": " ".join(reason.split())}
    if any(given.values()) and not all(_may_be_kept(text) for text in given.values()):
        raise SettingError(
            f"drift is overridden by a name and a reason: give both, --drift-override-by and --drift-reason, "
            f"each in at most {LONGEST:,} plain characters."
        )
    if figures["verdict"] != "block":
        return None
    if given["by"]:
        return given
    names = figures["block"]
    more = f" and {len(names) - TOLD} more" if len(names) > TOLD else ""
    raise ModelError(
        f"the households have changed too much since {figures['against'] or 'the model'} was trained (stability index "
        f"of {', '.join(names[:TOLD])}{more} at {BLOCK} or above): see whether the delivery is whole, train a model "
        "again with 'mingcha train DATA --as-of DAY', or answer for it with --drift-override-by and --drift-reason."
    )


def _may_be_kept(text: str) -> bool:
    return 0 < len(text) <= LONGEST and text.isprintable()


def _used(then: npt.ArrayLike, now: npt.ArrayLike) -> tuple[Counts, Counts]:
    """Return the counts of the bins in which anybody is."""
    before, after = np.asarray(then, dtype="int64"), np.asarray(now, dtype="int64")
    used = (before + after) > 0
    return before[used], after[used]


def _index(before: Counts, after: Counts) -> Array:
    p, q = _shares(before), _shares(after)
    return np.asarray(np.sum((q - p) * np.log(q / p), axis=-1))


def _shares(counts: Counts) -> Array:
    bins = counts.shape[-1]
    return np.asarray((counts + 0.5) / (counts.sum(axis=-1, keepdims=True) + bins / 2))


def _binned(column: Array) -> dict[str, Any]:
    found = np.sort(column[~np.isnan(column) & (column != 0)])
    edges = _edges(found, max(LEAST, int(np.ceil(LEAST_SHARE * len(column)))))
    return {"edges": edges.tolist(), "counts": _counted(column, edges).tolist()}


def _edges(found: Array, least: int) -> Array:
    """Return upper bounds of bins of at least `least` of the sorted values; equal values stay together."""
    bins = min(BINS, len(found) // least)
    places = np.arange(1, bins) * len(found) // bins - 1 if bins > 1 else np.arange(0)
    edges: list[float] = []
    begun = 0
    for edge in np.unique(found[places]):
        end = int(np.searchsorted(found, edge, side="right"))
        if end - begun >= least and len(found) - end >= least:
            edges.append(float(edge))
            begun = end
    return np.asarray(edges, dtype="float64")


def _counted(column: Array, edges: npt.ArrayLike) -> Counts:
    known = ~np.isnan(column)
    found = column[known & (column != 0)]
    bins = np.bincount(np.searchsorted(edges, found, side="left"), minlength=np.size(edges) + 1)
    return np.concatenate([[(~known).sum(), (column == 0).sum()], bins]).astype("int64")
