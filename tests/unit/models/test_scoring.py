"""A tie AND something wrong: neither alone is favouritism, and one more flag never helps."""

import numpy as np
import pandas as pd

from models.forest import fit_forest
from models.scoring import score_households, sides

FAMILIES = {"tie": "T", "undeclared": "T", "notice": "P", "income": "E", "card": "M"}


def surprises(rows: int = 1200, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    seen = np.round(rng.exponential(0.6, (rows, 5)) * (rng.random((rows, 5)) < 0.08), 3)
    return pd.DataFrame(seen, columns=list(FAMILIES), index=[f"H{place:04d}" for place in range(rows)])


FOREST = fit_forest(surprises(), sides(FAMILIES), seed=0, n_estimators=80, max_samples=256)


def table(**cells: list[float]) -> pd.DataFrame:
    length = len(next(iter(cells.values())))
    frame = pd.DataFrame({name: cells.get(name, [0.0] * length) for name in FAMILIES})
    return score_households(FOREST, frame, FAMILIES).table


def test_a_tie_alone_scores_nothing() -> None:
    scores = table(tie=[2.0], undeclared=[2.0])
    assert scores[["score", "score_favouritism", "score_ineligibility"]].eq(0).all(axis=None)
    assert scores["family_T"].item() > 0


def test_trouble_alone_is_no_favouritism_but_means_may_be_ineligibility() -> None:
    scores = table(notice=[2.0, 0.0], income=[0.0, 2.0])
    assert scores["score_favouritism"].eq(0).all()
    assert scores["score_ineligibility"].tolist()[0] == 0 < scores["score_ineligibility"].tolist()[1]


def test_tie_and_trouble_come_before_either_alone() -> None:
    scores = table(tie=[1.5, 1.5, 0.0], income=[1.5, 0.0, 1.5])["score"]
    assert scores[0] > scores[1:].max()


def test_one_more_flag_never_moves_a_household_away_from_the_top() -> None:
    base = surprises(400, seed=9)
    before = score_households(FOREST, base, FAMILIES).table["score"]
    for name in FAMILIES:
        after = score_households(FOREST, base.assign(**{name: base[name] + 0.8}), FAMILIES).table["score"]
        assert (after >= before).all(), name


def test_a_weight_is_what_clearing_the_reason_takes_off() -> None:
    base = surprises(300, seed=9)
    result = score_households(FOREST, base, FAMILIES)
    assert ((result.weights > 0) <= (base > 0)).all(axis=None)
    cleared = score_households(FOREST, base.assign(income=0.0), FAMILIES).table["score"]
    np.testing.assert_allclose(result.weights["income"], result.table["score"] - cleared, atol=2e-6)


def test_halves_are_two_other_opinions() -> None:
    result = score_households(FOREST, surprises(300, seed=9), FAMILIES)
    assert result.halves.shape == (2, 300)
    assert (result.halves[0] != result.halves[1]).any()
    assert pd.Series(result.halves[0]).corr(result.table["score"].reset_index(drop=True)) > 0.9
