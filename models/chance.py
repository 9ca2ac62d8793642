r"""Is there anything to find?  A permutation test of ties against trouble, and the false leads expected at each rank.

If nobody is favoured, what is wrong with a household has nothing to do with its ties: within a stratum (same scheme,
same township) the trouble of one household could as well be another's.  The statistic is the sum of the favouritism
scores; it is reckoned again with the trouble permuted within the strata::

    p = (1 + #{rounds with a sum >= the sum found}) / (1 + rounds)

which is never 0 (Phipson and Smyth).  The q-value of a rank is the share of false leads expected down to it, see
:mod:`models.false_leads`; it is never below p, since no lead is surer than that there is anything to find.

A small p says that ties and trouble go together, not why.  What else joins them must be kept out, a fact that shows on
both sides for one (:mod:`models.confounded`); see ``docs/chance.md``.  The standard of living is kept out of p; of q it
is a part as far as relatives live better than those with as little wrong do (:mod:`models.tilting`).

References
----------
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Stat. Appl. Genet. Mol. Biol. 9, 39.
Westfall, P. H. and Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.confounded import MEASURED, without_confounded
from models.conjunction import conjunction as favouritism
from models.conjunction import evidence_of
from models.false_leads import Conjunction, false_shares, q_values
from models.ranker import Ranker
from models.scoring import Scores
from models.strata import members_of, strata_of
from models.tilting import Standing

__all__ = ["ROUNDS", "Chance", "chance", "chance_of_ranking"]

ROUNDS: Final = 999
"""Permutations; the smallest p-value is 0.001."""
AT_ONCE: Final = 4_000_000
"""Most permuted values that are held in memory."""
SAME: Final = 1e-9
"""Relative difference below which two sums are the same."""

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Chance:
    """What chance explains of a ranking.

    Parameters
    ----------
    p_value : float
        Over 0 up to 1: probability of as much favouritism if there is none.
    statistic : float
        Sum of the favouritism scores over its mean under chance; 1 is what chance brings.
    rounds : int
        Permutations.
    q_values : array of float, shape (households,)
        Share of false leads expected down to each household's rank; 0 to 1, rises or stays along the ranks.
    false_shares : array of float, shape (households,)
        How likely each household by itself is a false lead; 0 to 1.
    """

    p_value: float
    statistic: float
    rounds: int
    q_values: Array
    false_shares: Array

    def figures(self, listed: npt.NDArray[np.bool_]) -> dict[str, Any]:
        """Return what a run records.

        Parameters
        ----------
        listed : array of bool, shape (households,)
            Households on the list by their rank.

        Returns
        -------
        dict
            ``p_value``, ``statistic``, ``rounds``, and ``listed_q``: share of false leads expected on the list, None
            for an empty list.
        """
        expected = max(float(self.false_shares[listed].mean()), self.p_value) if listed.any() else None
        return {
            "p_value": round(self.p_value, 6),
            "rounds": self.rounds,
            "statistic": round(self.statistic, 6),
            "listed_q": None if expected is None else round(expected, 6),
        }


def chance(
    tie: Array,
    trouble: Array,
    strata: npt.ArrayLike,
    *,
    households: npt.ArrayLike,
    ranks: npt.NDArray[np.int64],
    seed: int,
    rounds: int = ROUNDS,
    conjunction: Conjunction = favouritism,
    standing: Standing | None = None,
) -> Chance:
    """Test ties against trouble.

    Parameters
    ----------
    tie, trouble : array of float, shape (households,)
        What ties say and what is wrong, at least 0, told by different facts.
    strata : array_like of str, shape (households,)
        Trouble is exchanged within them only; see :func:`models.strata.strata_of`.
    households : array_like of str, shape (households,)
        Unique names; the result does not depend on the order of rows.
    ranks : array of int, shape (households,)
        A permutation of 1 … households.
    seed : int
        Of the permutations.
    rounds : int
        Permutations.
    conjunction : callable
        Favouritism score of tie and trouble; never falls in either, 0 without either.
    standing : Standing, optional
        What the standard of living adds to `trouble`; false leads may be told by it, p never is.

    Returns
    -------
    Chance
        In the order of the rows.  Where no tie goes with any trouble, p and all q are 1.
    """
    order = np.argsort(np.asarray(households, dtype="str"), kind="stable")
    ties, wrong = np.asarray(tie, dtype="float64")[order], np.asarray(trouble, dtype="float64")[order]
    groups = members_of(np.asarray(strata, dtype="str")[order])
    sums = _sums(ties, wrong, groups, conjunction, rounds, np.random.default_rng(seed))
    found, by_chance = sums[0], sums[1:]
    p_value = float((1 + (by_chance >= found * (1 - SAME)).sum()) / (1 + rounds))
    mean = float(by_chance.mean())
    shares = np.ones(len(order))
    shown = Standing(standing.trouble[order], standing.level[order]) if standing else None
    shares[order] = false_shares(ties, wrong, groups, conjunction, shown).round(9)
    values: Array = np.maximum(q_values(shares, ranks), p_value).round(6)
    return Chance(p_value, float(found) / mean if mean > 0 else 1.0, rounds, values, shares)


def chance_of_ranking(
    ranker: Ranker,
    surprises: pd.DataFrame,
    scores: Scores,
    peer_groups: pd.Series,
    townships: pd.Series,
    *,
    seed: int,
    rounds: int = ROUNDS,
) -> Chance:
    """Test the ranking of a run.

    Parameters
    ----------
    ranker : Ranker
        Scores the households again, without what goes with a tie by itself.
    surprises : pandas.DataFrame
        Shape (households, features), by household.
    scores : Scores
        Of the same households, in the same order; they rank.
    peer_groups, townships : pandas.Series
        Of the same households.
    seed, rounds : int
        See :func:`chance`.

    Returns
    -------
    Chance
        In the order of the rows.
    """
    apart = ranker.score(without_confounded(surprises))
    standing = None
    if MEASURED in surprises.columns:
        told = ranker.score(without_confounded(surprises, but=MEASURED))
        standing = Standing(told.trouble, evidence_of(surprises[[MEASURED]], {MEASURED: 1.0})[:, 0])
    names = surprises.index.to_numpy(dtype="str")
    ranked = scores.table[["score", "score_favouritism"]].to_numpy(dtype="float64")
    ranks = np.empty(len(names), dtype=np.int64)
    ranks[np.lexsort((names, -ranked[:, 1], -ranked[:, 0]))] = np.arange(1, len(names) + 1)
    strata = strata_of(peer_groups.to_numpy(dtype="str"), townships.to_numpy(dtype="str"))
    return chance(
        apart.tie, apart.trouble, strata, households=names, ranks=ranks, seed=seed, rounds=rounds, standing=standing
    )


def _sums(
    tie: Array,
    trouble: Array,
    strata: Sequence[Places],
    conjunction: Conjunction,
    rounds: int,
    rng: np.random.Generator,
) -> Array:
    """Return the sum of the scores as found, then of every round."""
    sums = np.zeros(1 + rounds)
    for members in strata:
        tied = tie[members] > 0
        ties, wrong = tie[members][tied], trouble[members]
        if not tied.any() or not wrong.any():
            continue
        sums[0] += conjunction(ties, wrong[tied]).sum()
        step = max(1, AT_ONCE // len(members))
        for first in range(1, 1 + rounds, step):
            size = min(step, 1 + rounds - first)
            drawn = rng.permuted(np.tile(wrong, (size, 1)), axis=1)[:, tied]
            sums[first : first + size] += conjunction(ties[None, :], drawn).sum(axis=1)
    return sums
