"""A tie AND something wrong: neither alone is favouritism, one more flag never helps, and the parts sum to the score."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.declare import Words
from models.conjunction import conjunction
from models.forest import fit_forest
from models.priors import OneFact
from models.scoring import score_households, sides

FAMILIES = {"tie": "T", "undeclared": "T", "notice": "P", "income": "E", "card": "M"}
WEIGHTS = {"tie": 1.0, "undeclared": 0.5, "notice": 0.75, "income": 1.5, "card": 2.0}


def surprises(rows: int = 1200, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    seen = np.round(rng.exponential(0.6, (rows, 5)) * (rng.random((rows, 5)) < 0.08), 3)
    return pd.DataFrame(seen, columns=list(FAMILIES), index=[f"H{place:04d}" for place in range(rows)])


FOREST = fit_forest(surprises(), [sides(FAMILIES)[1]], seed=0, n_estimators=80, max_samples=256)


def table(**cells: list[float]) -> pd.DataFrame:
    length = len(next(iter(cells.values())))
    frame = pd.DataFrame({name: cells.get(name, [0.0] * length) for name in FAMILIES})
    return score_households(FOREST, frame, FAMILIES, WEIGHTS).table


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
    before = score_households(FOREST, base, FAMILIES, WEIGHTS).table["score"]
    for name in FAMILIES:
        after = score_households(FOREST, base.assign(**{name: base[name] + 0.8}), FAMILIES, WEIGHTS).table["score"]
        assert (after >= before).all(), name


@given(st.lists(st.floats(0, 4), min_size=5, max_size=5), st.integers(0, 4), st.floats(0, 3))
def test_no_score_of_any_household_falls_with_a_surprise(seen: list[float], place: int, more: float) -> None:
    rows = np.array([seen, seen])
    rows[1, place] += more
    scores = score_households(FOREST, pd.DataFrame(rows, columns=list(FAMILIES)), FAMILIES, WEIGHTS).table
    assert (scores.iloc[1] >= scores.iloc[0]).all()


def test_what_each_feature_adds_sums_to_the_score() -> None:
    base = surprises(600, seed=9)
    result = score_households(FOREST, base, FAMILIES, WEIGHTS)
    np.testing.assert_allclose(result.weights.sum(axis=1), result.table["score"], atol=1e-8)
    assert ((result.weights > 0) <= (base > 0)).all(axis=None)
    assert (result.weights >= 0).all(axis=None)


def test_a_tie_adds_nothing_where_nothing_is_wrong_and_its_share_of_favouritism_else() -> None:
    frame = pd.DataFrame({"tie": [2.0, 2.0], "undeclared": 0.0, "notice": [0.0, 2.0], "income": 0.0, "card": 0.0})
    result = score_households(FOREST, frame, FAMILIES, WEIGHTS)
    assert result.weights["tie"][0] == 0
    assert result.weights["tie"][1] == pytest.approx(0.3 * result.table["score"][1], abs=1e-6)


def test_the_conjunction_is_zero_without_either_and_rises_in_both() -> None:
    grid = np.linspace(0, 5, 6)
    joined = conjunction(*np.meshgrid(grid, grid))
    assert (joined[0] == 0).all()
    assert (joined[:, 0] == 0).all()
    assert (np.diff(joined[1:, 1:], axis=0) > 0).all()
    assert (np.diff(joined[1:, 1:], axis=1) > 0).all()


def test_the_spread_is_what_other_seeds_differ_by() -> None:
    base = surprises(600, seed=9)
    result = score_households(FOREST, base, FAMILIES, WEIGHTS)
    others = [
        score_households(
            fit_forest(surprises(), [sides(FAMILIES)[1]], seed=seed, n_estimators=80, max_samples=256),
            base,
            FAMILIES,
            WEIGHTS,
        ).table["score"]
        for seed in range(1, 9)
    ]
    between = np.std(np.stack(others), axis=0, ddof=1)
    known = result.spread > 0
    assert 0.6 < np.sqrt((between[known] ** 2).mean() / (result.spread[known] ** 2).mean()) < 1.6


def test_without_weights_all_features_weigh_the_same() -> None:
    base = surprises(50, seed=4)
    plain = score_households(FOREST, base, FAMILIES).table
    same = score_households(FOREST, base, FAMILIES, dict.fromkeys(FAMILIES, 1.0)).table
    pd.testing.assert_frame_equal(plain, same)


CARD = (OneFact(("undeclared",), "card", Words("同一账户", "one account")),)


def test_one_fact_told_twice_counts_on_one_side_only() -> None:
    frame = pd.DataFrame(0.0, index=range(4), columns=list(FAMILIES))
    frame.loc[:, ["undeclared", "card"]] = 2.0
    frame.loc[1, "tie"] = 2.0
    frame.loc[2, "income"] = 2.0
    frame.loc[3, ["tie", "income"]] = 2.0
    plain = score_households(FOREST, frame, FAMILIES, WEIGHTS).table["score_favouritism"]
    once = score_households(FOREST, frame, FAMILIES, WEIGHTS, CARD).table["score_favouritism"]
    assert once[0] == 0 < plain[0]
    without = frame.assign(undeclared=[2.0, 0.0, 2.0, 0.0], card=[0.0, 2.0, 0.0, 2.0])
    expected = score_households(FOREST, without, FAMILIES, WEIGHTS).table["score_favouritism"]
    pd.testing.assert_series_equal(once, expected)


def test_one_more_flag_never_helps_where_facts_are_told_twice() -> None:
    base = surprises(500, seed=12)
    base.loc[base.index[:200], ["undeclared", "card"]] = 1.0
    before = score_households(FOREST, base, FAMILIES, WEIGHTS, CARD)
    np.testing.assert_allclose(before.weights.sum(axis=1), before.table["score"], atol=1e-8)
    for name in FAMILIES:
        raised = base.assign(**{name: base[name] + 0.8})
        after = score_households(FOREST, raised, FAMILIES, WEIGHTS, CARD).table["score"]
        assert (after >= before.table["score"]).all(), name
