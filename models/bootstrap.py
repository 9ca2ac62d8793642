r"""Intervals of what a ranking reaches, from drawing the households anew.

Households that are wrong and households that are not are drawn with replacement, each group by itself (a stratified
bootstrap), so that every round has as many wrong ones as there are.  Where they stand is settled by a handful of
numbers: how often each place that holds wrong households was drawn, and how many households in order were drawn ahead
of it.  Both are multinomial, so a round costs as much as there are wrong households, however many others there are.

The interval is the percentile interval

.. math:: [\hat F^{-1}(\alpha / 2), \hat F^{-1}(1 - \alpha / 2)]

of the measure over the rounds.

References
----------
B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
K. Boyd, K. H. Eng, C. D. Page, "Area under the precision-recall curve: point estimates and confidence intervals", ECML
2013.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

__all__ = ["ROUNDS", "Interval", "Redraws", "interval"]

ROUNDS: Final = 500
CONFIDENCE: Final = 0.95

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Interval(NamedTuple):
    """Bounds that hold the true figure 95 times in 100; not numbers where nothing can be said."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Redraws:
    """A ranking with its households drawn anew, round by round.

    Parameters
    ----------
    wrong : array of int, shape (rounds, places)
        How many wrong households were drawn at each place that holds some, from the top; equal scores are one place.
    ahead : array of int, shape (rounds, places)
        How many households in order were drawn above that place or at it.
    """

    wrong: Ints
    ahead: Ints

    @classmethod
    def draw(cls, wrong: Bools, scores: Floats, *, rounds: int = ROUNDS, seed: int = 0) -> Self:
        """Draw the households of a ranking anew.

        Parameters
        ----------
        wrong : array of bool, shape (households,)
            Whether each household is what is looked for.
        scores : array of float, shape (households,)
            Higher is looked at first.
        rounds : int
            How often.
        seed : int
            The same seed gives the same rounds, whatever the order of the households.
        """
        random = np.random.default_rng(seed)
        levels, counts = np.unique(-scores[wrong], return_counts=True)
        # the segment of a household in order: the first place that stands no higher than it
        segments = np.searchsorted(levels, -scores[~wrong], side="left")
        between = np.bincount(segments, minlength=len(levels) + 1)
        return cls(
            _drawn(random, counts, rounds),
            np.cumsum(_drawn(random, between, rounds)[:, : len(levels)], axis=1),
        )

    def average_precision(self) -> Floats:
        """Return the average precision of each round; not a number where nothing is wrong."""
        found = np.cumsum(self.wrong, axis=1)
        precision = np.divide(found, found + self.ahead, out=np.zeros(found.shape), where=found > 0)
        return _ratio((self.wrong * precision).sum(axis=1), self.wrong.sum(axis=1))

    def recall(self, capacity: int) -> Floats:
        """Return the share of wrong households among the first `capacity` of each round.

        Parameters
        ----------
        capacity : int
            Length of the list; of households with equal scores those in order are put first.
        """
        room = capacity - self.ahead - (np.cumsum(self.wrong, axis=1) - self.wrong)
        return _ratio(np.clip(room, 0, self.wrong).sum(axis=1), self.wrong.sum(axis=1))


def interval(rounds: Floats) -> Interval:
    """Return the percentile interval of a measure over the rounds of a bootstrap.

    Parameters
    ----------
    rounds : array of float, shape (rounds,)
        The measure in each round.

    Returns
    -------
    Interval
        At 95 %.

    Examples
    --------
    >>> [round(bound, 6) for bound in interval(np.arange(101.0))]
    [2.5, 97.5]
    """
    if not len(rounds) or np.isnan(rounds).any():
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(rounds, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))


def _drawn(random: np.random.Generator, counts: npt.NDArray[np.intp], rounds: int) -> Ints:
    """Draw as many as there are, in each round, from groups of these sizes."""
    total = int(counts.sum())
    if not total:
        return np.zeros((rounds, len(counts)), dtype=np.int64)
    return np.asarray(random.multinomial(total, counts / total, size=rounds), dtype=np.int64)


def _ratio(part: Floats | Ints, whole: Ints) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))
