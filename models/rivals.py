"""Rankings to measure ours against: no method, a clerk's count, and what the field uses without labels.

None of them is told that favouritism needs a tie *and* something wrong, nor in which direction a value is suspicious.

References
----------
F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008.
Z. Li et al., "COPOD: Copula-Based Outlier Detection", ICDM 2020.
Z. Li et al., "ECOD: Unsupervised Outlier Detection Using Empirical Cumulative Distribution Functions", TKDE 2022.
Y. Zhao, Z. Nasrullah, Z. Li, "PyOD: A Python Toolbox for Scalable Outlier Detection", JMLR 20, 2019.
"""

import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

__all__ = ["OF_PYOD", "RIVALS", "pyod_is_there", "rival_scores"]

OF_PYOD: Final = ("ECOD", "COPOD")
RIVALS: Final = ("random", "rule count", "plain forest", *OF_PYOD)
Floats = npt.NDArray[np.float64]


def pyod_is_there() -> bool:
    """Tell whether PyOD, which has `OF_PYOD`, is installed: it is a development dependency only."""
    return find_spec("pyod") is not None


def rival_scores(
    table: pd.DataFrame, fired: npt.ArrayLike, *, seed: int = 0, n_estimators: int = 200
) -> dict[str, Floats]:
    """Score the rows of a table by every rival.

    Parameters
    ----------
    table : pandas.DataFrame
        Shape (households, features), as numbers; where one is not known the column's median stands.
    fired : array-like of float, shape (households,)
        Number of flags that fire.
    seed : int
        Of the random order and of the forest.
    n_estimators : int
        Trees of the forest.

    Returns
    -------
    dict of str to array of float, shape (households,)
        By the names of `RIVALS`, higher is more suspicious; those of PyOD only where it is installed.
    """
    known = table.astype("float64").replace([np.inf, -np.inf], np.nan)
    filled = known.fillna(known.median()).fillna(0.0).to_numpy()
    forest = IsolationForest(n_estimators=n_estimators, random_state=seed).fit(filled)
    scores = {
        "random": np.random.default_rng(seed).random(len(filled)),
        "rule count": np.asarray(fired, dtype="float64"),
        "plain forest": np.asarray(-forest.score_samples(filled)),
    }
    return scores | {name: _by_pyod(name, filled) for name in OF_PYOD if pyod_is_there()}


def _by_pyod(name: str, filled: Floats) -> Floats:
    detector = getattr(import_module(f"pyod.models.{name.lower()}"), name)()
    with warnings.catch_warnings():
        # the skewness of a column with one value only is not exact; PyOD takes it as 0
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(detector.fit(filled).decision_scores_, dtype="float64")
