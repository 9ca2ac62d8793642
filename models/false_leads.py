r"""How likely a lead is false: what chance alone would bring, against what was found.

Among households with a tie, let f be the favouritism score, the conjunction of tie and trouble.  If nobody were
favoured, the trouble of a tied household would be that of any other in its stratum.  The number of false leads with a
score of at least s, the mean over all permutations, is then::

    E(s) = pi0 * sum over strata, tied households i, members j of  v_j * [conjunction(tie_i, trouble_j) >= s]

with v_j the weight of j over the sum of weights in the stratum; all weights start at 1.  The local share of false
leads is the slope of the greatest convex minorant of E against the number of households found: it rises, or stays, as
the score falls.  Who is likely favoured must not pass for chance: the shares become the weights, and E is reckoned
again, `TURNS` times.

The share of tied households that are not favoured is estimated where favouritism does not show, at a trouble of no
more than the median of the stratum (Storey's estimate)::

    pi0 = min(1, (1 + #{tied, trouble <= median}) / expected #{tied, trouble <= median})

The standard of living tells much of who is favoured, but relatives of officials may live better anyhow: where it is
given, by how much they do is measured and made part of chance (:mod:`models.tilting`).

References
----------
Storey, J. D. (2002). A direct approach to false discovery rates. JRSS B 64, 479-498.
Efron, B. (2010). Large-Scale Inference, ch. 5-6. Cambridge University Press.
Strimmer, K. (2008). A unified approach to false discovery rate estimation. BMC Bioinformatics 9, 303.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import isotonic_regression

from models.tilting import Standing, Tilt

__all__ = ["Conjunction", "false_shares", "q_values"]

TURNS: Final = 5
"""How often the weights are reckoned; after three they hardly change."""
NODES: Final = 1000
"""Most values that stand for the trouble of a stratum."""
DIGITS: Final = 12
"""Decimals to which two scores are the same."""

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Conjunction = Callable[[Array, Array], Array]
"""Joins tie and trouble: never falls in either, 0 without either, works element by element with broadcasting."""


def false_shares(
    tie: Array,
    trouble: Array,
    strata: Sequence[Places],
    conjunction: Conjunction,
    standing: Standing | None = None,
) -> Array:
    """Return how likely each household is a false lead for favouritism.

    Parameters
    ----------
    tie, trouble : array of float, shape (households,)
        At least 0.
    strata : sequence of array of int
        Members of each stratum; see :func:`models.strata.members_of`.
    conjunction : callable
        Joins the two.
    standing : Standing, optional
        What the standard of living adds to `trouble`; not used where relatives cannot be compared with others.

    Returns
    -------
    array of float, shape (households,)
        From 0 to 1, lower is more surely favoured; 1 for every household without a tie.
    """
    shares = np.ones(len(tie))
    tied = np.flatnonzero(tie > 0)
    if not len(tied):
        return shares
    strata = [members for members in strata if (tie[members] > 0).any()]
    tilt = Tilt.of(standing.level, tie, trouble, strata) if standing else None
    if standing and tilt:
        trouble = standing.trouble
    found = np.round(conjunction(tie[tied], trouble[tied]), DIGITS)
    ascending = np.sort(found)
    falling = np.argsort(-found, kind="stable")
    compared = [_Stratum.of(tie, trouble, members, ascending, conjunction) for members in strata]
    for _ in range(TURNS):
        pool = shares * tilt.factors(shares) if tilt else shares
        counted = sum((one.expected(pool, len(tied)) for one in compared), np.zeros(len(tied) + 1))
        reached = np.cumsum(counted[::-1])[:-1]
        down_to = _share_of_false_ties(compared, pool) * reached
        shares[tied[falling]] = isotonic_regression(np.diff(down_to, prepend=0.0), y_min=0.0, y_max=1.0)
    return shares


def q_values(shares: Array, ranks: npt.NDArray[np.int64]) -> Array:
    """Return for each household the share of false leads expected down to its rank.

    Parameters
    ----------
    shares : array of float, shape (households,)
        See :func:`false_shares`.
    ranks : array of int, shape (households,)
        A permutation of 1 … households; 1 is looked at first.

    Returns
    -------
    array of float, shape (households,)
        From 0 to 1; never falls from a rank to the next.

    Examples
    --------
    >>> q_values(np.array([1.0, 0.1, 0.5]), np.array([3, 1, 2])).round(2).tolist()
    [0.53, 0.1, 0.3]
    """
    order = np.argsort(ranks, kind="stable")
    expected = np.cumsum(shares[order]) / np.arange(1, len(order) + 1)
    values = np.empty(len(order))
    values[order] = np.maximum.accumulate(expected)
    return values


@dataclass(frozen=True)
class _Stratum:
    """Tied members of a stratum against the trouble of all its members.

    The members, in the order of their trouble, are cut into at most `NODES` blocks of equal size; the middle one
    stands for its block.
    """

    members: Places
    tied: Places
    block: Places
    """Block of each member."""
    above: npt.NDArray[np.int64]
    """Shape (tied, blocks): how many of all found scores a tied member would reach with the trouble of a block."""
    low: npt.NDArray[np.bool_]
    """Which members' trouble is at most the median."""

    @classmethod
    def of(cls, tie: Array, trouble: Array, members: Places, ascending: Array, conjunction: Conjunction) -> Self:
        order = np.argsort(trouble[members], kind="stable")
        blocks = min(NODES, len(members))
        block = np.empty(len(members), dtype=np.intp)
        block[order] = np.arange(len(members)) * blocks // len(members)
        middle = (np.arange(blocks) * 2 + 1) * len(members) // (2 * blocks)
        nodes = trouble[members[order]][middle]
        tied = members[tie[members] > 0]
        joined = np.round(conjunction(tie[tied][:, None], nodes[None, :]), DIGITS)
        above = np.searchsorted(ascending, joined.ravel(), side="right").reshape(joined.shape)
        return cls(members, tied, block, above, trouble[members] <= np.median(trouble[members]))

    def expected(self, pool: Array, found: int) -> Array:
        """Return by how many of all found scores the tied members reach, 0 to `found`: their number by chance."""
        weight = np.bincount(self.block, weights=pool[self.members])
        each = np.broadcast_to(weight / max(float(weight.sum()), 1e-9), self.above.shape)
        return np.bincount(self.above.ravel(), weights=each.ravel(), minlength=found + 1).astype("float64")

    def low_ties(self, pool: Array) -> tuple[float, float]:
        """Return how many tied members have low trouble, and how many would by chance."""
        tied = np.isin(self.members, self.tied)
        weight = pool[self.members]
        by_chance = float(weight[self.low].sum() / max(float(weight.sum()), 1e-9))
        return float((tied & self.low).sum()), by_chance * len(self.tied)


def _share_of_false_ties(compared: Sequence[_Stratum], pool: Array) -> float:
    seen, by_chance = np.sum([one.low_ties(pool) for one in compared], axis=0)
    return float(min(1.0, (seen + 1) / max(by_chance, 1e-9)))
