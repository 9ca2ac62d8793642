"""What is fitted and kept as one model: peer statistics, the forest, and the weights of the flags."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import pandas as pd
from sklearn.ensemble import IsolationForest

from models.calibration import Calibration
from models.forest import fit_forest
from models.peers import PeerStatistics
from models.priors import OneFact
from models.scoring import Scores, ordinary_shares, score_households, sides

__all__ = ["Ranker"]


@dataclass(frozen=True)
class Ranker:
    """A fitted ranking.

    Parameters
    ----------
    peers : PeerStatistics
        What is ordinary among peers.
    forest : sklearn.ensemble.IsolationForest
        Sees the surprises of everything but the ties.
    families : mapping of str to str
        Family of each feature, in the order of the columns.
    weights : mapping of str to float
        Weight of each feature.
    one_facts : tuple of OneFact
        Facts that two features tell.
    calibration : Calibration or None
        The scale that findings gave to scores; None before any findings.
    """

    peers: PeerStatistics
    forest: IsolationForest
    families: Mapping[str, str]
    weights: Mapping[str, float]
    one_facts: tuple[OneFact, ...] = ()
    calibration: Calibration | None = None

    @classmethod
    def fit(
        cls,
        values: pd.DataFrame,
        peer_groups: pd.Series,
        *,
        families: Mapping[str, str],
        signs: Mapping[str, int],
        weights: Mapping[str, float],
        one_facts: tuple[OneFact, ...],
        seed: int = 0,
        n_estimators: int = 200,
        max_samples: int = 256,
    ) -> Self:
        """Fit to a feature table.

        Parameters
        ----------
        values : pandas.DataFrame
            Shape (households, features), NaN where not known, sorted by household.
        peer_groups : pandas.Series
            Peer group of each household.
        families, signs, weights : mapping
            Family, direction (1: more is suspicious, -1: less) and weight of each feature.
        one_facts : tuple of OneFact
            Facts that two features tell; see :func:`models.priors.one_facts`.
        seed, n_estimators, max_samples : int
            Of the forest; see :func:`models.forest.fit_forest`.

        Returns
        -------
        Ranker
            Keeps nothing about a single household.
        """
        peers = PeerStatistics.fit(values, peer_groups, signs, ordinary_shares(families))
        surprises = peers.surprise(values[list(families)], peer_groups)
        _, trouble = sides(families)
        forest = fit_forest(surprises, [trouble], seed=seed, n_estimators=n_estimators, max_samples=max_samples)
        return cls(peers, forest, families, weights, one_facts)

    def knowing(self, values: pd.DataFrame, peer_groups: pd.Series) -> "Ranker":
        """Return the ranking with the statistics of peer groups that it did not know; those it knew stay."""
        return replace(self, peers=self.peers.extended(values, peer_groups))

    def surprise(self, values: pd.DataFrame, peer_groups: pd.Series) -> pd.DataFrame:
        """Return the surprise of every value; see :meth:`models.peers.PeerStatistics.surprise`."""
        return self.peers.surprise(values, peer_groups)

    def score(self, surprises: pd.DataFrame) -> Scores:
        """Return the scores of households by their surprises, whatever the order of columns.

        See :func:`models.scoring.score_households`; on the scale that findings gave, if there were any.
        """
        seen = surprises[list(self.families)]
        scores = score_households(self.forest, seen, self.families, self.weights, self.one_facts)
        return self.calibration.applied(scores) if self.calibration else scores
