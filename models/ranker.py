"""What is fitted and kept as one model: peer statistics, the forest, and the weights of the flags."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest

from models.calibration import Calibration
from models.forest import fit_forest
from models.on_record import counted_share, on_record, ordinary_among
from models.peers import PeerStatistics
from models.priors import OneFact
from models.scoring import Scores, ordinary_shares, score_households, sides

__all__ = ["Ranker", "fit_to_trouble"]


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
    counted : float or None
        Share of all households for which those on record stand, who alone are counted among peers; None where
        everybody is; see :mod:`models.on_record`.
    """

    peers: PeerStatistics
    forest: IsolationForest
    families: Mapping[str, str]
    weights: Mapping[str, float]
    one_facts: tuple[OneFact, ...] = ()
    calibration: Calibration | None = None
    counted: float | None = None

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
        max_samples: int = 128,
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
            Keeps nothing about a single household, and owes nothing to households without flags, where only those
            on record are counted.
        """
        found = on_record(values, signs)
        counted = counted_share(found)
        rows = found if counted else np.ones_like(found)
        ordinary = ordinary_among(ordinary_shares(families), signs, counted)
        peers = PeerStatistics.fit(values[rows], peer_groups[rows], signs, ordinary)
        surprises = peers.surprise(values[list(families)], peer_groups)
        forest = fit_to_trouble(surprises, families, seed=seed, n_estimators=n_estimators, max_samples=max_samples)
        return cls(peers, forest, families, weights, one_facts, counted=counted)

    @property
    def ordinary(self) -> dict[str, float]:
        """Share of all peers from which a value of each feature is ordinary, whoever is counted among them."""
        return ordinary_shares(self.families)

    def knowing(self, values: pd.DataFrame, peer_groups: pd.Series) -> "Ranker":
        """Return the ranking with the statistics of peer groups that it did not know; those it knew stay."""
        rows = on_record(values, self.peers.signs) if self.counted else np.ones(len(values), dtype=np.bool_)
        return replace(self, peers=self.peers.extended(values[rows], peer_groups[rows]))

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


def fit_to_trouble(
    surprises: pd.DataFrame, families: Mapping[str, str], *, seed: int, n_estimators: int, max_samples: int
) -> IsolationForest:
    """Fit the forest to what is wrong with the households with whom anything is.

    The others lie all in one point, which no tree needs to see: it is the zero of the scale anyhow.

    Parameters
    ----------
    surprises : pandas.DataFrame
        Shape (households, features), sorted by household.
    families : mapping of str to str
        Family of each feature; the forest sees all but the ties.
    seed, n_estimators, max_samples : int
        See :func:`models.forest.fit_forest`.

    Returns
    -------
    sklearn.ensemble.IsolationForest
        Fitted to all households where nothing is wrong with any of them.
    """
    _, trouble = sides(families)
    wrong = (surprises[trouble] > 0).any(axis=1)
    seen = surprises[wrong] if wrong.any() else surprises
    return fit_forest(seen, [trouble], seed=seed, n_estimators=n_estimators, max_samples=max_samples)
