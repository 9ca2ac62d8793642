"""How surprising a value is among its peers, on the suspicious side only.

The surprise of a value x of a feature in peer group g is::

    s(x, g) = max(0, log10(ordinary) - log10 t(x, g))
    t(x, g) = (#{members of g with a value >= x} + SHRINKAGE * t(x)) / (#{members of g} + SHRINKAGE)

with t(x) the share of all households with a value at least x, among the households that are counted
(:mod:`models.on_record`).  Values are turned so that more is suspicious.  What a
fifth of the peers have (or another share, feature by feature) is ordinary and surprises nobody: a township that is
careless with everyone raises no one.  A value of zero (nothing found) and a value that is not known have surprise 0.
For given statistics s never falls when x rises.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["ORDINARY", "PeerStatistics"]

ORDINARY: Final = 0.2
"""Share of peers from which a value is ordinary, where nothing else is said."""
SHRINKAGE: Final = 30
"""Weight of all households against the peer group, in households."""
KNOTS: Final = 64
"""Most values at which tails are kept; between two of them the lower one counts."""

Counts = dict[str, npt.NDArray[np.int64]]


@dataclass(frozen=True)
class PeerStatistics:
    """Tails of every feature, of all households and of every peer group.

    Parameters
    ----------
    signs : dict of str to int
        1 where more is suspicious, -1 where less is.
    ordinary : dict of str to float
        Share of peers from which a value of the feature is ordinary.
    knots : dict of str to array of float
        For each feature the turned values at which tails are kept, ascending.
    tails : dict of str to dict of str to array of int
        For each feature and peer group: the number of households with a known value, then for each knot the number
        with a turned value at least as high.  The group ``""`` is all households.
    """

    signs: dict[str, int]
    ordinary: dict[str, float]
    knots: dict[str, npt.NDArray[np.float64]]
    tails: dict[str, Counts]

    @classmethod
    def fit(
        cls,
        values: pd.DataFrame,
        peers: pd.Series,
        signs: Mapping[str, int],
        ordinary: Mapping[str, float] | None = None,
    ) -> Self:
        """Count the tails of `values`.

        Parameters
        ----------
        values : pandas.DataFrame
            Shape (households, features), NaN where not known.
        peers : pandas.Series
            Peer group of each household.
        signs : mapping of str to int
            1 where more is suspicious, -1 where less is, by feature.
        ordinary : mapping of str to float, optional
            Share of peers from which a value is ordinary, for features with another one than `ORDINARY`.

        Returns
        -------
        PeerStatistics
            The same for any order of rows.
        """
        turned = {name: sign * values[name].to_numpy(dtype="float64") for name, sign in signs.items()}
        knots = {name: _knots(column, positive=signs[name] > 0) for name, column in turned.items()}
        shares = dict.fromkeys(signs, ORDINARY) | dict(ordinary or {})
        statistics = cls(dict(signs), shares, knots, {name: {} for name in signs})
        return statistics.extended(values, peers)

    def extended(self, values: pd.DataFrame, peers: pd.Series) -> Self:
        """Return the statistics with the tails of those peer groups that they do not know yet."""
        groups, codes = np.unique(peers.to_numpy(dtype="str"), return_inverse=True)
        tails: dict[str, Counts] = {}
        for name, sign in self.signs.items():
            column = sign * values[name].to_numpy(dtype="float64")
            counted = _count_tails(column, codes, len(groups), self.knots[name])
            fresh = dict(zip(groups.tolist(), counted, strict=True))
            everybody = {"": counted.sum(axis=0)}
            tails[name] = everybody | fresh | self.tails[name]
        return type(self)(self.signs, self.ordinary, self.knots, tails)

    def surprise(self, values: pd.DataFrame, peers: pd.Series) -> pd.DataFrame:
        """Return the surprise of every value.

        Parameters
        ----------
        values : pandas.DataFrame
            Shape (households, features).
        peers : pandas.Series
            Peer group of each household; one that the statistics do not know is read against all households.

        Returns
        -------
        pandas.DataFrame
            Same shape and columns, decades of rarity beyond the ordinary, at least 0; higher is more suspicious.
        """
        groups, codes = np.unique(peers.to_numpy(dtype="str"), return_inverse=True)
        columns = {name: self._surprise(name, values[name], groups.tolist(), codes) for name in values.columns}
        return pd.DataFrame(columns, index=values.index)

    def _surprise(
        self, name: str, column: pd.Series, groups: Sequence[str], codes: npt.NDArray[np.intp]
    ) -> npt.NDArray[np.float64]:
        turned = self.signs[name] * column.to_numpy(dtype="float64")
        everybody = self.tails[name][""]
        overall = everybody[1:] / max(int(everybody[0]), 1)
        counts = np.stack([self.tails[name].get(group, np.zeros_like(everybody)) for group in groups])
        shrunk = (counts[:, 1:] + SHRINKAGE * overall) / (counts[:, :1] + SHRINKAGE)
        decades = np.clip(np.log10(self.ordinary[name]) - np.log10(np.maximum(shrunk, 1e-12)), 0, None)
        decades = np.hstack([np.zeros((len(groups), 1)), np.maximum.accumulate(decades, axis=1)])
        place = np.searchsorted(self.knots[name], np.where(np.isnan(turned), -np.inf, turned), side="right")
        return np.round(decades[codes, place], 6)

    def to_json(self) -> dict[str, Any]:
        """Return the statistics as plain lists."""
        return {
            name: {
                "sign": sign,
                "ordinary": self.ordinary[name],
                "knots": self.knots[name].tolist(),
                "tails": {group: counts.tolist() for group, counts in sorted(self.tails[name].items())},
            }
            for name, sign in self.signs.items()
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Return the statistics that `to_json` wrote."""
        return cls(
            {name: int(entry["sign"]) for name, entry in document.items()},
            {name: float(entry["ordinary"]) for name, entry in document.items()},
            {name: np.asarray(entry["knots"], dtype="float64") for name, entry in document.items()},
            {
                name: {group: np.asarray(counts, dtype="int64") for group, counts in entry["tails"].items()}
                for name, entry in document.items()
            },
        )


def _knots(turned: npt.NDArray[np.float64], *, positive: bool) -> npt.NDArray[np.float64]:
    """Return at most `KNOTS` values of the column; where more is suspicious only those above zero."""
    known = turned[~np.isnan(turned)]
    levels = np.unique(known[known > 0] if positive else known)
    if len(levels) <= KNOTS:
        return levels
    # Evenly in rank among the distinct values' upper tail: rare high values matter most.
    source = np.sort(known[known > 0] if positive else known)
    ranks = len(source) - np.unique(np.geomspace(1, len(source), KNOTS).astype(int))
    return np.unique(source[ranks])


def _count_tails(
    turned: npt.NDArray[np.float64], codes: npt.NDArray[np.intp], groups: int, knots: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Return, for each group, the number of known values and the numbers at or above each knot."""
    known = ~np.isnan(turned)
    place = np.searchsorted(knots, turned[known], side="right")
    counts = np.zeros((groups, len(knots) + 1), dtype=np.int64)
    np.add.at(counts, (codes[known], place), 1)
    return np.cumsum(counts[:, ::-1], axis=1)[:, ::-1].copy()
