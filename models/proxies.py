"""Proxy audit: how well what the model sees tells who belongs to a protected group.

No trait enters a model, but features can stand in for one.  For each group a small model (30 boosted trees of four
leaves) learns from one half of the households to tell its members from everybody else by the surprises of the features,
and is asked about the other half.  The answer is the area under the ROC curve: 0.5 by chance, 1 for a perfect stand-in,
with DeLong's interval.  Halves rather than folds: folds learn from each other's chance patterns, and an interval
from their mean promises too much.  Trees rather than a linear model: what is peculiar to a township shows in steps, not
in slopes.

A group that can be told is no proof of unfairness, since law itself treats households differently by scheme or
exemption; it is where to look first when a ratio is outside.

References
----------
E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
characteristic curves", Biometrics 44, 1988.
Y. Bengio, Y. Grandvalet, "No unbiased estimator of the variance of k-fold cross-validation", Journal of Machine
Learning Research 5, 2004.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split
from threadpoolctl import threadpool_limits

__all__ = ["STAND_IN", "area_under_curve", "proxy_rows"]

STAND_IN: Final = 0.70
"""Area from which features tell a group so well that they could stand in for it (Hosmer and Lemeshow: acceptable)."""
SAMPLE: Final = 20_000
LEAST: Final = 100
"""Fewest households of a group, and outside it, to learn from."""
STRONGEST: Final = 3
NORMAL_QUANTILE: Final = 1.959964

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def proxy_rows(traits: pd.DataFrame, surprises: pd.DataFrame, *, seed: int) -> list[dict[str, Any]]:
    """Tell for each protected group how well the features predict it.

    Parameters
    ----------
    traits : pandas.DataFrame
        Shape (households, traits), categorical, the first category of each the one that is not protected; missing
        where not known.
    surprises : pandas.DataFrame
        Shape (households, features), of the same households.
    seed : int
        Draws the sample and its halves, the same for any order of rows.

    Returns
    -------
    list of dict
        One row a group: ``trait``, ``group``, ``households`` (members looked at), ``auc``, ``low``, ``high`` (0 to 1;
        missing where there are too few), ``strongest`` (features that alone tell most, the best first) and ``verdict``:
        ``stand-in`` (the interval lies above `STAND_IN`), ``none`` (below it), else ``insufficient evidence``.
    """
    order = np.argsort(traits.index.to_numpy(dtype="str"), kind="stable")
    traits, seen = traits.iloc[order], surprises.loc[traits.index[order]]
    chosen = np.sort(np.random.default_rng(seed).permutation(len(traits))[:SAMPLE])
    traits, seen = traits.iloc[chosen], seen.iloc[chosen]
    rows = []
    for name in traits.columns:
        codes = traits[name].cat.codes.to_numpy()
        known = codes >= 0
        for place, group in enumerate(traits[name].cat.categories[1:], start=1):
            found = _predicted(seen[known], codes[known] == place, seed)
            rows.append({"trait": str(name), "group": str(group), "households": int((codes == place).sum())} | found)
    return rows


def area_under_curve(members: Bools, told: npt.ArrayLike) -> tuple[float, float]:
    """Return the area under the ROC curve and its variance by DeLong.

    Parameters
    ----------
    members : array of bool, shape (households,)
        Who belongs to the group; both kinds must be there.
    told : array of float, shape (households,)
        Higher: more likely a member.

    Returns
    -------
    area : float
        0 to 1; the chance that a member is told above somebody else, ties half.
    variance : float
        At least 0.

    Examples
    --------
    >>> area_under_curve(np.array([True, True, False, False]), [0.9, 0.4, 0.5, 0.1])[0]
    0.75
    """
    values = np.asarray(told, dtype="float64")
    inside, outside = values[members], values[~members]
    ranks = rankdata(values)
    placed_in = (ranks[members] - rankdata(inside)) / len(outside)
    placed_out = 1 - (ranks[~members] - rankdata(outside)) / len(inside)
    spread = [float(part.var(ddof=1)) / len(part) if len(part) > 1 else 0.25 for part in (placed_in, placed_out)]
    return float(placed_in.mean()), sum(spread)


def _predicted(seen: pd.DataFrame, members: Bools, seed: int) -> dict[str, Any]:
    """Return area, interval, strongest features and verdict for one group; nothing where there are too few."""
    if min(int(members.sum()), int((~members).sum())) < LEAST:
        return {"auc": None, "low": None, "high": None, "strongest": [], "verdict": "insufficient evidence"}
    features = seen.to_numpy(dtype="float64")
    area, variance = _held_out(features, members, seed)
    margin = NORMAL_QUANTILE * variance**0.5
    low, high = max(0.0, area - margin), min(1.0, area + margin)
    return {
        "auc": round(area, 6),
        "low": round(low, 6),
        "high": round(high, 6),
        "strongest": _strongest(features, members, [str(name) for name in seen.columns]),
        "verdict": "stand-in" if low > STAND_IN else "none" if high < STAND_IN else "insufficient evidence",
    }


def _held_out(features: Floats, members: Bools, seed: int) -> tuple[float, float]:
    """Learn from one half and return area and variance on the other; rounded, so that like ones tie."""
    learnt, asked = train_test_split(np.arange(len(members)), test_size=0.5, random_state=seed, stratify=members)
    model = HistGradientBoostingClassifier(
        max_iter=30, max_leaf_nodes=4, learning_rate=0.2, early_stopping=False, random_state=0
    )
    with threadpool_limits(1):  # sums in one order, and no threads that wait for each other over so little work
        told = model.fit(features[learnt], members[learnt]).decision_function(features[asked])
    return area_under_curve(members[asked], np.round(told, 6))


def _strongest(features: Floats, members: Bools, names: list[str]) -> list[str]:
    """Return the features that alone tell most, the best first; those no better than chance are left out."""
    inside, outside = int(members.sum()), int((~members).sum())
    area = (rankdata(features, axis=0)[members].mean(axis=0) - (inside + 1) / 2) / outside
    told = np.round(np.abs(area - 0.5), 6)
    chance = NORMAL_QUANTILE * np.sqrt((len(members) + 1) / (12 * inside * outside))  # Wilcoxon's; ties make it less
    return [names[place] for place in np.argsort(-told, kind="stable")[:STRONGEST] if told[place] > chance]
