"""The feature table: one row a scored household, one column a feature, and what each value was found in."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.declare import Feature
from features.dossier import Dossier
from features.records.store import Known
from features.registry import FEATURES

__all__ = ["FeatureTable", "feature_table", "what_it_lacks"]


@dataclass(frozen=True)
class FeatureTable:
    """Values of all features and what they were found in.

    Parameters
    ----------
    values : pandas.DataFrame
        Shape (households, features), indexed by ``household_id`` in sorted order; NaN where a value is not known.
    found : dict of str to pandas.DataFrame
        For each feature the rows behind its values; see :class:`features.declare.Feature`.
    off : dict of str to tuple of str
        Features that could not be looked for and the tables or columns that they lack.
    """

    values: pd.DataFrame
    found: dict[str, pd.DataFrame]
    off: dict[str, tuple[str, ...]]


def feature_table(
    dossier: Dossier,
    features: tuple[Feature, ...] = FEATURES,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> FeatureTable:
    """Compute `features` for every scored household of `dossier`.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    features : tuple of Feature
        Columns, in order.
    progress : callable
        Called with the name of each feature before it is computed.

    Returns
    -------
    FeatureTable
        Values rounded to six decimals, so that the order of summation shows in no digit.
    """
    households = dossier.households.index
    values, found, off = {}, {}, {}
    for feature in features:
        if lacking := what_it_lacks(feature, dossier.known):
            off[feature.name] = lacking
            values[feature.name] = pd.Series(np.nan, index=households)
            continue
        progress(feature.name)
        found[feature.name] = feature.compute(dossier)
        values[feature.name] = _fold(found[feature.name], feature, households)
    return FeatureTable(pd.DataFrame(values, index=households), found, off)


def what_it_lacks(feature: Feature, known: Known) -> tuple[str, ...]:
    """Return those needs of `feature` that the delivery does not meet; of alternatives (``a|b``) one is enough.

    Parameters
    ----------
    feature : Feature
        Declares its needs.
    known : Known
        What was known on the day.
    """
    return tuple(
        need for need in feature.tables if not any(known.has(*either.split(".")) for either in need.split("|"))
    )


def _fold(found: pd.DataFrame, feature: Feature, households: pd.Index) -> pd.Series:
    """Fold the rows of each household into one value: 0 where there is no row, NaN where a row has none."""
    groups = found.groupby("household_id", sort=True)["value"]
    folded = groups.max() if feature.fold == "max" else groups.sum(min_count=1)
    values = folded.astype("float64").reindex(households)
    return values.where(values.notna() | households.isin(folded.index), 0.0).round(6)
