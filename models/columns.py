"""Columns of any table on one scale: distances from the median, and what other columns do not lead one to expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

__all__ = ["Scales"]

RIDGE: Final = 0.01
"""Added to the correlations before they are inverted, so that columns that repeat each other do no harm."""
DIGITS: Final = 6
"""Residuals are rounded to so many: libraries of linear algebra differ in the last digits by the number of threads."""
FARTHEST: Final = 1e30
"""Distances end here, so that they fit the single precision of the forests."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scales:
    """Middle and scale of every column, and how some of them hang together.

    Parameters
    ----------
    middle, scale : array of float, shape (columns,)
        Median and interquartile range of the known values; where the latter is 0 the standard deviation, where that
        is 0 too, 1.
    linked : array of bool, shape (columns,)
        Columns whose correlations count.
    mean, deviation : array of float, shape (linked columns,)
        Of the spread-out values.
    precision : array of float, shape (linked columns, linked columns)
        Inverse of their correlations.
    """

    middle: Array
    scale: Array
    linked: npt.NDArray[np.bool_]
    mean: Array
    deviation: Array
    precision: Array

    @classmethod
    def fit(cls, rows: Array, linked: npt.NDArray[np.bool_]) -> Self:
        """Measure the columns of a table.

        Parameters
        ----------
        rows : array of float, shape (rows, columns)
            NaN where not known.
        linked : array of bool, shape (columns,)
            Columns whose correlations count.
        """
        measured = np.array([_middle_and_scale(column) for column in rows.T])
        nothing = np.zeros(0)
        plain = cls(measured[:, 0], measured[:, 1], linked, nothing, nothing, nothing)
        spread = plain.spread_out(rows)[:, linked]
        mean, deviation = spread.mean(axis=0), spread.std(axis=0)
        deviation = np.where(deviation > 0, deviation, 1.0)
        standard = (spread - mean) / deviation
        correlations = standard.T @ standard / len(rows)
        precision = np.linalg.inv(correlations + RIDGE * np.eye(len(correlations)))
        return cls(plain.middle, plain.scale, linked, mean, deviation, precision)

    def standard(self, rows: Array) -> Array:
        """Return values from the median in interquartile ranges; 0 where not known."""
        with np.errstate(over="ignore"):
            return np.clip(np.nan_to_num((rows - self.middle) / self.scale, nan=0.0), -FARTHEST, FARTHEST)

    def spread_out(self, rows: Array) -> Array:
        """Return the same on a scale that leaves small distances as they are and takes the logarithm of large ones."""
        return np.asarray(np.arcsinh(self.standard(rows)))

    def distances(self, rows: Array, directions: Sequence[str]) -> Array:
        """Return one-sided distances from the median.

        Parameters
        ----------
        rows : array of float, shape (rows, columns)
            NaN where not known.
        directions : sequence of str
            ``"up"``, ``"down"``, or anything else for both ends.

        Returns
        -------
        array of float, shape (rows, columns)
            At least 0; higher is more suspicious.
        """
        standard = self.standard(rows)
        signs = np.array([{"up": 1.0, "down": -1.0}.get(direction, 0.0) for direction in directions])
        return np.where(signs == 0, np.abs(standard), np.clip(standard * signs, 0, None))

    def residuals(self, rows: Array) -> Array:
        """Return what the linked columns hold beyond what the others of them lead one to expect.

        Returns
        -------
        array of float, shape (rows, linked columns)
            About 1 in size for an average row.
        """
        standard = (self.spread_out(rows)[:, self.linked] - self.mean) / self.deviation
        return np.round(standard @ self.precision / np.sqrt(np.diag(self.precision)), DIGITS)


def _middle_and_scale(column: Array) -> tuple[float, float]:
    known = column[~np.isnan(column)]
    if not len(known):
        return 0.0, 1.0
    lower, middle, upper = np.quantile(known, [0.25, 0.5, 0.75])
    scale = float(upper - lower) or float(known.std()) or 1.0
    return float(middle), scale
