"""The feature table the plain way: the same columns, the same values."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from benchmarks.plain.cover import COVER
from benchmarks.plain.eligibility import ELIGIBILITY
from benchmarks.plain.incomes import INCOMES
from benchmarks.plain.living import LIVING
from benchmarks.plain.means import MEANS
from benchmarks.plain.officials import OFFICIALS
from benchmarks.plain.oversight import OVERSIGHT
from benchmarks.plain.payments import PAYMENTS
from benchmarks.plain.procedure import PROCEDURE
from benchmarks.plain.ties import TIES
from benchmarks.plain.view import View, open_view
from features.registry import FEATURES

__all__ = ["COLUMNS", "plain_table"]

COLUMNS: dict[str, Callable[[View], pd.Series]] = {
    compute.__name__: compute
    for compute in (
        *TIES,
        *OFFICIALS,
        *PROCEDURE,
        *OVERSIGHT,
        *ELIGIBILITY,
        *COVER,
        *LIVING,
        *MEANS,
        *INCOMES,
        *PAYMENTS,
    )
} | {
    "household_split": lambda view: view.household["household_split"],
    "merged_members": lambda view: view.household["merged_members"],
    "hidden_supporter": lambda view: view.household["hidden_supporter"],
    "moved_in": lambda view: view.household["moved_in"],
    "refused_alike": lambda view: view.matched["refused_alike"],
}
"""Every feature by its name: a column indexed with ``household_id``, missing where not known; no row is a zero."""


def plain_table(folder: Path, as_of: date, *, progress: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """Return the values of all features for every scored household of a delivery of clean Parquet files.

    Parameters
    ----------
    folder : Path
        Has one Parquet file a table.
    as_of : datetime.date
        The last day that counts.
    progress : callable
        Called with a word before each stage.

    Returns
    -------
    pandas.DataFrame
        Shape (households, features), as :func:`features.table.feature_table` gives them.
    """
    view = open_view(folder, as_of, progress=progress)
    values = {}
    for feature in FEATURES:
        progress(feature.name)
        values[feature.name] = _column(view, feature.name, feature.tables)
    return pd.DataFrame(values, index=view.scored.index.rename("household_id"))


def _column(view: View, name: str, needs: tuple[str, ...]) -> pd.Series:
    """Return one column: 0 where nothing was found, missing everywhere where the delivery lacks what it needs."""
    homes = view.scored.index
    if not all(any(view.tables.has(*either.split(".")) for either in need.split("|")) for need in needs):
        return pd.Series(float("nan"), index=homes)
    found = COLUMNS[name](view).astype("float64")
    return found.reindex(homes).mask(~homes.isin(found.index), 0.0).round(6)
