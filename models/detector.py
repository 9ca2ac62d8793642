r"""The generic scorer: how suspicious each row of any table of numbers is, with directions given or not.

Every column is measured from its median in interquartile ranges, :math:`z`, and turned so that more is more suspicious:

* direction ``"up"`` or ``"down"``: :math:`d = \max(0, z)` or :math:`\max(0, -z)`;
* ``"both"``, and columns whose direction is not known: :math:`d = |z|`.

A row is then looked at in several ways:

========== ============================ =========================================================================
view       columns                      score
========== ============================ =========================================================================
distance   all                          the monotone forest (:mod:`models.forest`) on d and, where a direction is
                                        given, the surprise among all rows (:mod:`models.peers`)
sum        direction given              :math:`\sum \operatorname{arsinh} d`
columns    direction not known          an ordinary isolation forest on :math:`\operatorname{arsinh} z`: it also sees
                                        rows between clusters
residuals  direction not known          the monotone forest on :math:`|r|`, with :math:`r` what the other columns do
                                        not lead one to expect: it sees rows that break a correlation
========== ============================ =========================================================================

The residual of column j is :math:`r_j = (P a)_j / \sqrt{P_{jj}}` with :math:`a` the standardised
:math:`\operatorname{arsinh} z` and :math:`P = (C + 0.01 I)^{-1}` from their correlations C.  With the views
standardised on the training rows, :math:`v_i`, and their weights, a soft maximum joins them:

.. math:: J = \log \frac{\sum_i w_i e^{v_i}}{\sum_i w_i}, \qquad suspicion = \frac{1}{2} (1 + \frac{J}{1 + |J|})

Where all directions are given no view falls as a value becomes more suspicious, and so neither does the score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import logsumexp
from sklearn.base import BaseEstimator, OutlierMixin
from sklearn.ensemble import IsolationForest
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from models.columns import Scales
from models.forest import fit_forest, suspicion
from models.peers import PeerStatistics

__all__ = ["DIRECTIONS", "OneSidedForest"]

DIRECTIONS: Final = ("up", "down", "both", "unknown")
RESIDUALS_WEIGHT: Final = 0.25
"""A broken correlation counts for less than a far value: residuals are noisy where columns hardly hang together."""
MIDDLE: Final = 0.5
"""Share of rows beyond which a value says nothing: one half, since nothing is known of what is ordinary."""
MEASURED: Final = 20_000
"""Training rows, evenly spaced in their order by value, on which views are standardised and the cut-off is found."""
TABLE: Final = "table"

Array = npt.NDArray[np.float64]
Given = str | Sequence[str | None] | Mapping[str, str | None] | None


@dataclass(frozen=True, slots=True)
class _View:
    """One way to look at rows: its forest, its weight, and mean and spread of its scores on the training rows."""

    name: str
    forest: Any
    weight: float
    mean: float = 0.0
    spread: float = 0.0


class OneSidedForest(OutlierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Isolation forests on one-sided distances, in scikit-learn's form for outlier detectors.

    Parameters
    ----------
    directions : None, str, sequence or mapping, default None
        Which end of a column is suspicious: ``"up"``, ``"down"``, ``"both"`` or ``"unknown"`` (also None).  One word
        for all columns, one a column in order, or a mapping from column names, where columns that it leaves out are
        unknown.
    n_estimators : int, default 100
        Trees of each forest.
    max_samples : int, default 256
        Rows that each tree sees at most.
    contamination : float, default 0.1
        Share of the training rows that :meth:`predict` marks, above 0 up to 0.5.  It sets the cut-off, never the order.
        Of more than `MEASURED` rows the share is met up to chance.
    random_state : int, RandomState or None, default None
        Seed; with an int, the same rows in any order give the same scores.
    n_jobs : int, default 1
        Threads of scoring; they change no digit.

    Attributes
    ----------
    directions_ : tuple of str
        Direction of each column, one of `DIRECTIONS`.
    offset_ : float
        Cut-off of :meth:`score_samples`; below it a row is an outlier.
    n_features_in_ : int
        Columns.

    Notes
    -----
    Values that are not known (NaN) are taken as the median: they say nothing.

    Examples
    --------
    >>> rows = [[0.1, 5], [0.2, 6], [0.3, 5], [0.2, 4], [0.1, 6], [9.0, 5]]
    >>> detector = OneSidedForest(directions=["up", "unknown"], n_estimators=20, random_state=0).fit(rows)
    >>> detector.suspicion(rows).argmax().item()
    5
    """

    def __init__(
        self,
        directions: Given = None,
        *,
        n_estimators: int = 100,
        max_samples: int = 256,
        contamination: float = 0.1,
        random_state: Any = None,
        n_jobs: int = 1,
    ) -> None:
        self.directions = directions
        self.n_estimators = n_estimators
        self.max_samples = max_samples
        self.contamination = contamination
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002, N803  scikit-learn's own names
        """Fit to rows that are mostly in order.

        Parameters
        ----------
        X : array-like or DataFrame, shape (rows, columns)
            Numbers; NaN where not known.
        y : ignored
            For scikit-learn's sake.

        Raises
        ------
        ValueError
            If a parameter or the table cannot be used.
        """
        table = self._checked(X, reset=True)
        self._refuse_settings()
        self.directions_ = _directions(self.directions, getattr(self, "feature_names_in_", None), table.shape[1])
        rows = table[np.lexsort(table.T[::-1])]  # trees see the same sample whatever the order of rows
        unknown = np.array(self.directions_) == "unknown"
        self._scales = Scales.fit(rows, unknown)
        self._peers = self._fit_peers(rows)
        random = check_random_state(self.random_state)
        views = [_View("distance", self._grow(self._distance(rows), random), 1.0)]
        if not unknown.all():
            views.append(_View("sum", None, 1.0))
        if unknown.any():
            views.append(_View("columns", self._grow(self._scales.spread_out(rows)[:, unknown], random), 1.0))
            views.append(_View("residuals", self._grow(np.abs(self._scales.residuals(rows)), random), RESIDUALS_WEIGHT))
        measured = rows[np.unique(np.linspace(0, len(rows) - 1, min(len(rows), MEASURED)).round().astype(int))]
        seen = [self._look(view, measured) for view in views]
        self._views = [
            _View(view.name, view.forest, view.weight, float(scores.mean()), float(scores.std()))
            for view, scores in zip(views, seen, strict=True)
        ]
        self.offset_ = float(np.percentile(-self._suspicion(measured), 100 * self.contamination))
        return self

    def suspicion(self, X: Any) -> Array:  # noqa: N803
        """Return how suspicious each row is.

        Parameters
        ----------
        X : array-like or DataFrame, shape (rows, columns)
            As for :meth:`fit`.

        Returns
        -------
        array of float, shape (rows,)
            Above 0 and below 1, about 0.5 for an average row; higher is more suspicious.
        """
        check_is_fitted(self)
        return self._suspicion(self._checked(X, reset=False))

    def score_samples(self, X: Any) -> Array:  # noqa: N803
        """Return minus the suspicion of each row: as always in scikit-learn, higher is more normal."""
        return -self.suspicion(X)

    def decision_function(self, X: Any) -> Array:  # noqa: N803
        """Return how far each row lies on the normal side of the cut-off; outliers are below 0."""
        return self.score_samples(X) - self.offset_

    def predict(self, X: Any) -> npt.NDArray[np.int64]:  # noqa: N803
        """Return -1 for each outlier and 1 for every other row."""
        return np.where(self.decision_function(X) < 0, -1, 1)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def _checked(self, table: Any, *, reset: bool) -> Array:
        checked = validate_data(
            self, table, reset=reset, dtype="float64", ensure_all_finite="allow-nan", ensure_min_samples=1 + reset
        )
        return np.asarray(checked, dtype="float64")

    def _refuse_settings(self) -> None:
        for name in ("n_estimators", "max_samples"):
            value = getattr(self, name)
            if not isinstance(value, Integral) or int(value) < 1:
                raise ValueError(f"{name} is {value!r}: give a whole number of at least 1.")
        share = self.contamination
        if not isinstance(share, Real) or not 0 < float(share) <= MIDDLE:
            raise ValueError(f"contamination is {share!r}: give a share above 0, up to 0.5.")

    def _fit_peers(self, rows: Array) -> PeerStatistics:
        beyond = self._beyond(rows)
        everybody = pd.Series(TABLE, index=beyond.index)
        names = list(beyond.columns)
        return PeerStatistics.fit(beyond, everybody, dict.fromkeys(names, 1), dict.fromkeys(names, MIDDLE))

    def _beyond(self, rows: Array) -> pd.DataFrame:
        """Return the one-sided distances of the columns with a direction."""
        distances = self._scales.distances(rows, self.directions_)
        given = [place for place, direction in enumerate(self.directions_) if direction != "unknown"]
        return pd.DataFrame(distances[:, given], columns=[str(place) for place in given])

    def _distance(self, rows: Array) -> Array:
        beyond = self._beyond(rows)
        surprises = self._peers.surprise(beyond, pd.Series(TABLE, index=beyond.index)).to_numpy(dtype="float64")
        return np.hstack([self._scales.distances(rows, self.directions_), surprises])

    def _grow(self, columns: Array, random: np.random.RandomState) -> IsolationForest:
        frame = pd.DataFrame(columns, columns=[str(place) for place in range(columns.shape[1])])
        seed = int(random.randint(2**31 - 1))
        size = {"n_estimators": int(self.n_estimators), "max_samples": int(self.max_samples)}
        return fit_forest(frame, [list(frame.columns)], seed=seed, **size)

    def _look(self, view: _View, rows: Array) -> Array:
        unknown = np.array(self.directions_) == "unknown"
        match view.name:
            case "sum":
                return np.asarray(np.arcsinh(self._beyond(rows).to_numpy()).sum(axis=1))
            case "columns":
                seen = self._scales.spread_out(rows)[:, unknown].astype("float32")
                return np.asarray(-view.forest.score_samples(seen)).round(9)
            case "residuals":
                columns = np.abs(self._scales.residuals(rows))
            case _:
                columns = self._distance(rows)
        return np.asarray(suspicion(view.forest, columns.astype("float32"), n_jobs=self.n_jobs)[0])

    def _suspicion(self, rows: Array) -> Array:
        # a view that tells no training rows apart has nothing to say of others
        telling = [view for view in self._views if view.spread > 0] or self._views[:1]
        weights = np.array([[view.weight] for view in telling])
        looked = [(self._look(view, rows) - view.mean) / (view.spread or 1.0) for view in telling]
        joined = logsumexp(np.stack(looked), b=weights / weights.sum(), axis=0)
        return np.asarray((1 + joined / (1 + np.abs(joined))) / 2)


def _directions(given: Given, names: Any, columns: int) -> tuple[str, ...]:
    """Return the direction of each column."""
    if given is None or isinstance(given, str):
        words: list[str | None] = [given] * columns
    elif isinstance(given, Mapping):
        known = [] if names is None else list(names)
        strangers = [name for name in given if name not in known]
        if strangers:
            raise ValueError(f"directions name the column {strangers[0]!r}, which the table has not: take it out.")
        words = [given.get(name) for name in known]
    else:
        words = list(given)
    if len(words) != columns:
        raise ValueError(f"there are {len(words)} directions for {columns} columns: give one for each.")
    told = tuple("unknown" if word is None else word for word in words)
    wrong = [word for word in told if word not in DIRECTIONS]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no direction: give one of {', '.join(DIRECTIONS)}.")
    return told
