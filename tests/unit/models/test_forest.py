"""The forest: planted outliers first, never less suspicious for one more flag, the same for any number of threads."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import IsolationForest

from models.forest import fit_forest, suspicion

WIDTH = 6


def surprises(rows: int = 800, seed: int = 3) -> pd.DataFrame:
    """Mostly zeros, some single surprises: the shape of real ones."""
    rng = np.random.default_rng(seed)
    seen = rng.exponential(0.6, (rows, WIDTH)) * (rng.random((rows, WIDTH)) < 0.08)
    return pd.DataFrame(seen.astype("float32"), columns=[f"f{place}" for place in range(WIDTH)])


def fitted(**settings: int) -> IsolationForest:
    return fit_forest(
        surprises(), [list(surprises().columns)], **{"seed": 0, "n_estimators": 60, "max_samples": 256} | settings
    )


FOREST = fitted()


def scored(rows: np.ndarray, **options: int) -> np.ndarray:
    return suspicion(FOREST, np.asarray(rows, dtype="float32"), **options)[0]


def test_nothing_wrong_scores_nothing_and_everything_wrong_scores_most() -> None:
    rows = np.vstack([np.zeros(WIDTH), np.full(WIDTH, 9.0), surprises().to_numpy()])
    scores = scored(rows)
    assert scores[0] == 0
    assert scores[1] == scores.max() <= 1
    assert (scores >= 0).all()


def test_a_planted_household_comes_first() -> None:
    planted = np.zeros((1, WIDTH))
    planted[0, :3] = 2.5
    scores = scored(np.vstack([planted, surprises().to_numpy()]))
    assert (scores[1:] > scores[0]).sum() <= 4


rows = st.lists(st.floats(0, 4, width=32), min_size=WIDTH, max_size=WIDTH)


@settings(deadline=None, max_examples=200)
@given(rows, rows)
def test_one_more_flag_never_lowers_the_score(base: list[float], more: list[float]) -> None:
    low, high = scored(np.array([base, np.array(base) + np.array(more)]))
    assert high >= low


def test_a_plain_isolation_forest_does_lower_it() -> None:
    """The reason for this scorer: without it some household gains by a further flag."""
    base = surprises().to_numpy()
    gained = 0
    for feature in range(WIDTH):
        worse = base.copy()
        worse[:, feature] += 0.2
        gained += int((FOREST.score_samples(worse) > FOREST.score_samples(base)).sum())
        assert (scored(worse) >= scored(base)).all()
    assert gained > 0, "scikit-learn's sign: a rise means less suspicious"


def test_it_agrees_with_scikit_learn_on_what_stands_out() -> None:
    rows = surprises(seed=11).to_numpy()
    plain = pd.Series(-FOREST.score_samples(rows))
    assert plain.corr(pd.Series(scored(rows)), method="spearman") > 0.9


def test_threads_and_order_change_no_digit() -> None:
    rows = surprises(seed=11).to_numpy()
    order = np.random.default_rng(1).permutation(len(rows))
    assert (scored(rows, n_jobs=1) == scored(rows, n_jobs=2)).all()
    assert (scored(rows[order]) == scored(rows)[order]).all()


def test_parts_split_the_trees_and_the_whole_comes_first() -> None:
    rows = surprises(seed=11).to_numpy()
    parts = suspicion(FOREST, rows, parts=2)
    assert parts.shape == (3, len(rows))
    assert (parts[0] == scored(rows)).all()
    assert (parts[1] != parts[2]).any()


def test_the_same_seed_gives_the_same_forest_and_another_seed_another() -> None:
    rows = surprises(seed=11).to_numpy()
    assert (suspicion(fitted(), rows) == suspicion(FOREST, rows)).all()
    assert (suspicion(fitted(seed=1), rows) != suspicion(FOREST, rows)).any()


def test_a_forest_on_nothing_but_zeros_scores_nobody() -> None:
    empty = pd.DataFrame(np.zeros((50, 2)), columns=["a", "b"])
    forest = fit_forest(empty, [["a", "b"]], seed=0, n_estimators=5)
    assert suspicion(forest, empty.to_numpy(dtype="float32"))[0] == pytest.approx(0)


def test_each_side_sees_its_own_columns_only() -> None:
    seen = surprises()
    forest = fit_forest(seen, [["f0", "f1"], ["f2", "f3", "f4", "f5"]], seed=0, n_estimators=20)
    used = [set(tree.tree_.feature[tree.tree_.feature >= 0]) for tree in forest.estimators_]
    assert set().union(*used[:20]) == {0, 1}
    assert set().union(*used[20:]) == {2, 3, 4, 5}
    rows = np.zeros((1, WIDTH), dtype="float32")
    rows[0, 0] = 3
    assert suspicion(forest, rows, side=0, sides=2)[0, 0] > 0
    assert suspicion(forest, rows, side=1, sides=2)[0, 0] == 0
