"""How far a ranking depends on chance."""

import numpy as np
import pandas as pd

from models.forest import fit_forest
from models.peers import PeerStatistics
from models.ranker import Ranker
from models.scoring import Scores, sides
from models.stability import jaccard, monotonicity, stability, top_share
from tests.unit.models.test_scoring import FAMILIES, WEIGHTS, surprises

SEEN = surprises(1500, seed=8)
RANKER = Ranker(
    PeerStatistics({}, {}, {}, {}),
    fit_forest(SEEN, [sides(FAMILIES)[1]], seed=0, n_estimators=60, max_samples=256),
    FAMILIES,
    WEIGHTS,
)


class Backwards(Ranker):
    """A ranking that holds the card in a household's favour."""

    def score(self, surprises: pd.DataFrame) -> Scores:
        return super().score(surprises.assign(card=np.where(surprises["card"] > 0, 0.0, 2.0)))


def test_more_trees_make_the_top_more_stable() -> None:
    few = stability(RANKER, SEEN, seeds=range(4), n_estimators=2, max_samples=256)
    many = stability(RANKER, SEEN, seeds=range(4), n_estimators=100, max_samples=256)
    assert few["jaccard"] <= many["jaccard"] <= 1
    assert many["jaccard"] > 0.8
    assert many["seeds"] == [0, 1, 2, 3]


def test_the_same_seed_twice_is_perfectly_stable() -> None:
    assert stability(RANKER, SEEN, seeds=(3, 3), n_estimators=10, max_samples=64)["jaccard"] == 1


def test_no_flag_lowers_a_score_and_one_that_does_is_counted() -> None:
    assert monotonicity(RANKER, SEEN, sample=300) == {"households": 300, "flags": 5, "violations": 0}
    backwards = Backwards(RANKER.peers, RANKER.forest, FAMILIES, WEIGHTS)
    assert monotonicity(backwards, SEEN, sample=300)["violations"] > 0


def test_the_top_and_its_overlap() -> None:
    assert top_share(np.array([0.1, 0.9, 0.9, 0.2]), share=0.5) == {1, 2}
    assert jaccard(frozenset(), frozenset()) == 1
