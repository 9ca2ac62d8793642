"""Households as a ranking sees them on a day: the one thing that training, list and figures all look at."""

from dataclasses import dataclass
from typing import Self

import pandas as pd

from features.dossier import Dossier
from features.table import FeatureTable
from models.ranker import Ranker
from models.scoring import Scores

__all__ = ["Scored"]


@dataclass(frozen=True)
class Scored:
    """The households with aid in force on a day, and what a ranking says of them.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    table : FeatureTable
        What was found.
    ranker : Ranker
        The ranking.
    surprises : pandas.DataFrame
        Shape (households, features), at least 0; see :mod:`models.peers`.
    scores : Scores
        Of the same households, in the same order.
    """

    dossier: Dossier
    table: FeatureTable
    ranker: Ranker
    surprises: pd.DataFrame
    scores: Scores

    @classmethod
    def by(cls, ranker: Ranker, dossier: Dossier, table: FeatureTable) -> Self:
        """Return the households of `dossier` as `ranker` scores them.

        Parameters
        ----------
        ranker : Ranker
            Knows the peer groups, see :meth:`models.ranker.Ranker.knowing`.
        dossier, table : Dossier, FeatureTable
            What was known on the day, and what was found.
        """
        surprises = ranker.surprise(table.values, dossier.households["peer_group"])
        return cls(dossier, table, ranker, surprises, ranker.score(surprises))

    @property
    def peer_groups(self) -> "pd.Series[str]":
        """Peer group of each household."""
        return self.dossier.households["peer_group"]
