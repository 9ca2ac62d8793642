"""How hard the synthetic city is: what a plain forest, a clerk's count of broken rules and trained labels reach.

Everything is computed from the city's tables with means of its own, apart from the project's features, so that the
measure does not move when the features do.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from features.records.city import City
from tests.functional.household_view import View, view_households

__all__ = ["Hardness", "measure"]


@dataclass(frozen=True, slots=True)
class Hardness:
    """Average precision for favouritism among the aided households, 0 to 1."""

    households: int
    prevalence: float
    plain_forest: float
    broken_rules: float
    tie: float
    tie_and_trouble: float
    ceiling: float


def measure(city: City, n_estimators: int = 200) -> Hardness:
    """Measure a city against its truth."""
    view = view_households(city)
    truth = city.truth.to_pandas().set_index("household_id").loc[view.plain.index, "favouritism"].to_numpy(dtype=bool)
    return Hardness(
        households=len(truth),
        prevalence=float(truth.mean()),
        plain_forest=_score(truth, plain_forest(view.plain, n_estimators)),
        broken_rules=_score(truth, view.rules.sum(axis=1).to_numpy(dtype=float)),
        tie=_score(truth, view.tie.to_numpy(dtype=float)),
        tie_and_trouble=_score(truth, conjunction(view)),
        ceiling=_score(truth, trained(view.rich, truth)),
    )


def plain_forest(columns: pd.DataFrame, n_estimators: int) -> NDArray[np.float64]:
    """Isolation forest on raw columns; higher is stranger."""
    filled = columns.fillna(columns.median()).fillna(0.0)
    forest = IsolationForest(n_estimators=n_estimators, random_state=0).fit(filled.to_numpy())
    return np.asarray(-forest.score_samples(filled.to_numpy()))


def conjunction(view: View) -> NDArray[np.float64]:
    """Product of the tie and the number of troubles."""
    return (view.tie * view.rules[list(view.troubles)].sum(axis=1)).to_numpy(dtype=float)


def trained(columns: pd.DataFrame, truth: NDArray[np.bool_], rounds: int = 3) -> NDArray[np.float64]:
    """Out-of-fold probability of gradient boosting that knows the labels of the other folds, mean of some rounds."""
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    guess = np.zeros(len(truth))
    # One thread: on busy machines the threads of boosting wait for each other much longer than they work.
    with threadpool_limits(1):
        for seed in range(rounds):
            model = HistGradientBoostingClassifier(
                max_iter=150,
                learning_rate=0.05,
                max_leaf_nodes=5,
                min_samples_leaf=10,
                l2_regularization=5.0,
                max_features=0.3,
                random_state=seed,
            )
            guess += cross_val_predict(model, columns.to_numpy(dtype=float), truth, cv=folds, method="predict_proba")[
                :, 1
            ]
    return guess / rounds


def _score(truth: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    return float(average_precision_score(truth, score))
