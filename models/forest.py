"""An isolation forest that never holds one more red flag against the accuser.

Isolation forests [1]_ score a point by how few random splits set it apart.  On one-sided features (0 is innocent,
more is worse) that is nearly what is wanted, but not quite: a household with a further flag can land in a denser
corner and look *less* suspicious.  Here a point is scored by the shallowest leaf whose lower corner it dominates::

    h(x) = min { depth(L) + c(size(L)) : L a leaf, x >= lower corner of L }
    score(x) = 2 ** (-mean over trees of h(x) / c(max_samples))

with c(n) the mean depth of an unsuccessful search among n points.  More leaves are dominated by a larger x, so the
score never falls when any feature rises.  For data whose mass lies at the origin the two scores differ little.

References
----------
.. [1] F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008.
"""

from collections.abc import Sequence
from typing import Any, Final

import joblib
import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.tree import DecisionTreeRegressor

__all__ = ["fit_forest", "suspicion"]

EULER: Final = 0.5772156649015329
BLOCK: Final = 25
"""Trees that one thread takes at a time."""
FEW: Final = 4096
"""Points below which threads cost more than they save."""
Array = npt.NDArray[np.float64]


def fit_forest(
    surprises: pd.DataFrame,
    sides: Sequence[Sequence[str]],
    *,
    seed: int,
    n_estimators: int = 200,
    max_samples: int = 256,
) -> IsolationForest:
    """Fit scikit-learn's isolation forest to one-sided surprises, so many trees for each side.

    A tree sees the columns of one side only; the others are hidden from it (set to 0, where no split can be).

    Parameters
    ----------
    surprises : pandas.DataFrame
        Shape (households, features), at least 0, sorted by household: the sample that a tree sees depends on the
        order of rows.
    sides : sequence of sequence of str
        Columns of each side.
    seed : int
        Seed of the forest.
    n_estimators, max_samples : int
        Trees of each side, and households that each tree sees.

    Returns
    -------
    sklearn.ensemble.IsolationForest
        Stock estimator, fitted without column names; its first `n_estimators` trees are the first side's.
    """
    forest = IsolationForest(max_samples=min(max_samples, len(surprises)), random_state=seed, warm_start=True)
    for place, side in enumerate(sides, start=1):
        seen = np.where(surprises.columns.isin(side), surprises.to_numpy(dtype="float32"), 0)
        forest.set_params(n_estimators=place * n_estimators).fit(seen)
    return forest.set_params(warm_start=False)


def suspicion(
    forest: IsolationForest,
    surprises: npt.NDArray[np.float32],
    *,
    side: int = 0,
    sides: int = 1,
    parts: int = 1,
    n_jobs: int = -1,
) -> Array:
    """Score households by the shallowest leaves that they dominate.

    Parameters
    ----------
    forest : sklearn.ensemble.IsolationForest
        See :func:`fit_forest`.
    surprises : array of float, shape (households, features)
        At least 0.
    side, sides : int
        Which of how many sides of the forest looks.
    parts : int
        Also score by so many parts of the trees, when more than 1.
    n_jobs : int
        Threads; they change no digit.

    Returns
    -------
    array of float, shape (1, households) or (1 + parts, households)
        Row 0 by all trees of the side, then by each part; from 0 (nothing is wrong: the score of a household without
        any surprise is the zero of the scale) towards 1, higher is more suspicious, never falling in any column.
    """
    rows, inverse = _distinct(surprises)
    clean = np.zeros((1, rows.shape[1]), dtype="float32")
    points = np.ascontiguousarray(np.vstack([clean, rows]).T)
    share = len(forest.estimators_) // sides
    trees = forest.estimators_[side * share : (side + 1) * share]
    totals = _total_depths(trees, points, parts, n_jobs)
    counts = np.array([len(trees[part::parts]) for part in range(parts)])
    means = totals / counts[:, None]
    if parts > 1:
        means = np.vstack([totals.sum(axis=0) / len(trees), means])
    mean_depth = max(_search_depth(np.array([forest.max_samples_]))[0], 1.0)
    scores = np.exp2(-means / mean_depth)
    zero = scores[:, :1]
    rescaled = np.divide(scores - zero, 1 - zero, out=np.zeros_like(scores), where=zero < 1)
    return np.asarray(np.round(np.clip(rescaled[:, 1:], 0, 1), 9)[:, inverse], dtype="float64")


def _distinct(rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
    """Return the distinct rows, compared byte by byte, and the place of each row among them."""
    whole = np.ascontiguousarray(rows, dtype="float32")
    keys = whole.view(np.dtype((np.void, whole.dtype.itemsize * whole.shape[1]))).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return whole[first], inverse


def _total_depths(
    trees: Sequence[DecisionTreeRegressor], points: npt.NDArray[np.float32], parts: int, n_jobs: int
) -> Array:
    """Sum the depths over the trees of each part, in one order of summation whichever thread is first."""
    blocks = [range(start, min(start + BLOCK, len(trees))) for start in range(0, len(trees), BLOCK)]
    if points.shape[1] < FEW:
        n_jobs = 1

    def total(block: range) -> Array:
        sums = np.zeros((parts, points.shape[1]))
        for place in block:
            sums[place % parts] += _shallowest(trees[place].tree_, points)
        return sums

    found = joblib.Parallel(n_jobs=n_jobs, prefer="threads")(joblib.delayed(total)(block) for block in blocks)
    return np.asarray(sum(found[1:], start=found[0]), dtype="float64")


def _search_depth(sizes: npt.NDArray[np.intp]) -> Array:
    """Return c(n) = 2 H(n - 1) - 2 (n - 1) / n, with c(2) = 1 and c(n) = 0 below."""
    n = np.maximum(sizes.astype("float64"), 3)
    depth = 2 * (np.log(n - 1) + EULER) - 2 * (n - 1) / n
    return np.where(sizes > 2, depth, np.where(sizes == 2, 1.0, 0.0))


def _shallowest(tree: Any, points: npt.NDArray[np.float32]) -> Array:
    """Return for each column of `points` the least depth of a leaf whose lower corner it dominates."""
    left, right = tree.children_left, tree.children_right
    feature, threshold = tree.feature, tree.threshold
    leaf_depth = _search_depth(tree.n_node_samples)
    best = np.full(points.shape[1], np.inf)
    everyone = np.arange(points.shape[1])
    stack = [(0, 0, everyone)]
    while stack:
        node, depth, reached = stack.pop()
        if left[node] < 0:
            best[reached] = np.minimum(best[reached], depth + leaf_depth[node])
            continue
        beyond = reached[points[feature[node], reached] > threshold[node]]
        stack.append((left[node], depth + 1, reached))
        if len(beyond):
            stack.append((right[node], depth + 1, beyond))
    return best
