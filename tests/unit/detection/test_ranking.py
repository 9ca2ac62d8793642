"""The order of households is total and the same every time; unstable places are marked."""

import numpy as np
import pandas as pd

from detection.ranking import SCORE_COLUMNS, rank_households
from models.scoring import Scores

COLUMNS = [name for name in SCORE_COLUMNS if name.startswith(("score", "family"))]


def scores(score: list[float], spread: float = 0.0) -> Scores:
    index = [f"H{place}" for place in range(len(score))]
    table = pd.DataFrame(dict.fromkeys(COLUMNS, score), index=index)
    values = np.array(score)
    return Scores(table, np.full(len(score), spread), pd.DataFrame(index=index), values, values)


def ranked(given: Scores, capacity: int = 2) -> pd.DataFrame:
    return rank_households(given, pd.Series("peers", index=given.table.index), capacity)


def test_ranks_are_total_and_ties_are_broken_by_household() -> None:
    table = ranked(scores([0.1, 0.5, 0.5, 0.0]))
    assert table["household_id"].tolist() == ["H1", "H2", "H0", "H3"]
    assert table["rank"].tolist() == [1, 2, 3, 4]
    assert tuple(table.columns) == SCORE_COLUMNS


def test_a_case_nearer_to_the_end_of_the_list_than_chance_is_at_the_boundary() -> None:
    table = ranked(scores([0.9, 0.5, 0.4], spread=0.02))
    assert table.set_index("household_id")["boundary"].to_dict() == {"H0": False, "H1": True, "H2": True}
    assert not ranked(scores([0.9, 0.5, 0.4]))["boundary"].any()
    assert not ranked(scores([0.9, 0.5, 0.4], spread=0.02), capacity=3)["boundary"].any()
