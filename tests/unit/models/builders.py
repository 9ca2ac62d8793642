"""Small forests and homes for the tests of models."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest

from models.registry import Registered, Registry

COLUMNS = ["tie", "procedure", "eligibility"]
MANIFEST = {"features": COLUMNS, "村": {"median": 0.5}}


def rows(seed: int = 0, size: int = 64) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).random((size, len(COLUMNS))), columns=COLUMNS)


def a_forest(seed: int = 0, **settings: Any) -> IsolationForest:
    return IsolationForest(**{"n_estimators": 4, "random_state": seed} | settings).fit(rows(seed))


def register(home: Path, forest: IsolationForest | None = None, **changes: Any) -> Registered:
    arguments: dict[str, Any] = {
        "manifest": MANIFEST,
        "parameters": {"n_estimators": 4, "contamination": "auto", "note": None},
        "metrics": {"average_precision": 0.5},
        "input_example": rows()[:2],
        "output_example": np.array([1.0, -1.0]),
    }
    return Registry(home).register(forest or a_forest(), **arguments | changes)
