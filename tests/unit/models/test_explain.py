"""What would take a household off the list: proved by scoring it again with the named reasons cleared."""

from itertools import combinations

import numpy as np
import pandas as pd

from models.explain import list_cutoff, ways_off_the_list
from models.forest import fit_forest
from models.peers import PeerStatistics
from models.ranker import Ranker
from models.scoring import sides
from tests.unit.models.test_scoring import FAMILIES, WEIGHTS, surprises

SEEN = surprises(900, seed=21)
RANKER = Ranker(
    PeerStatistics({}, {}, {}, {}),
    fit_forest(SEEN, [sides(FAMILIES)[1]], seed=0, n_estimators=60, max_samples=256),
    FAMILIES,
    WEIGHTS,
)
SCORES = RANKER.score(SEEN)


def listed(capacity: int) -> tuple[pd.DataFrame, float, list[tuple[str, ...]]]:
    top = SCORES.table["score"].sort_values(ascending=False, kind="stable").index[:capacity]
    cutoff = list_cutoff(SCORES.table["score"], capacity)
    return SEEN.loc[top], cutoff, ways_off_the_list(RANKER, SEEN.loc[top], SCORES.weights.loc[top], cutoff)


def score_without(row: pd.DataFrame, names: tuple[str, ...]) -> float:
    return float(RANKER.score(row.assign(**dict.fromkeys(names, 0.0))).table["score"].iloc[0])


def test_clearing_the_named_reasons_takes_the_household_off_and_no_smaller_set_does() -> None:
    rows, cutoff, ways = listed(25)
    for place, names in enumerate(ways):
        row = rows.iloc[[place]]
        assert score_without(row, names) < cutoff
        fired = [name for name in FAMILIES if row[name].item() > 0]
        smaller = combinations(fired, len(names) - 1)
        assert all(score_without(row, tuple(some)) >= cutoff for some in smaller)


def test_where_the_list_has_room_for_all_the_score_must_vanish() -> None:
    rows, cutoff, ways = listed(len(SEEN))
    assert cutoff == 0
    scored = SCORES.table.loc[rows.index, "score"] > 0
    for place in np.flatnonzero(scored)[:20]:
        assert score_without(rows.iloc[[place]], ways[place]) == 0


def test_many_reasons_are_cleared_the_weightiest_first() -> None:
    families = {f"t{place}": "T" for place in range(5)} | {f"e{place}": "E" for place in range(5)}
    rng = np.random.default_rng(5)
    seen = pd.DataFrame(rng.exponential(1, (300, 10)) * (rng.random((300, 10)) < 0.1), columns=list(families))
    forest = fit_forest(seen, [sides(families)[1]], seed=0, n_estimators=40, max_samples=128)
    ranker = Ranker(PeerStatistics({}, {}, {}, {}), forest, families, dict.fromkeys(families, 1.0))
    everything = pd.DataFrame(np.full((1, 10), 2.0), columns=list(families))
    result = ranker.score(everything)
    (names,) = ways_off_the_list(ranker, everything, result.weights, 0.01)
    assert len(names) >= 4
    cleared = ranker.score(everything.assign(**dict.fromkeys(names, 0.0))).table["score"].item()
    assert cleared < 0.01 < result.table["score"].item()
