import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from models.bootstrap import Redraws, interval


def ranking(seed: int = 0, size: int = 2_000, share: float = 0.1, digits: int = 6) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    wrong = random.random(size) < share
    return wrong, np.round(random.normal(size=size) + 1.5 * wrong, digits)


def drawn_one_by_one(wrong: np.ndarray, scores: np.ndarray, rounds: int) -> list[np.ndarray]:
    """Rows of a stratified bootstrap, drawn the slow way."""
    random = np.random.default_rng(1)
    groups = [np.flatnonzero(wrong), np.flatnonzero(~wrong)]
    return [np.concatenate([random.choice(group, len(group)) for group in groups]) for _ in range(rounds)]


@pytest.mark.parametrize("digits", [6, 1])
def test_average_precision_is_spread_as_by_drawing_households_one_by_one(digits: int) -> None:
    wrong, scores = ranking(digits=digits)
    quick = Redraws.draw(wrong, scores).average_precision()
    slow = [average_precision_score(wrong[rows], scores[rows]) for rows in drawn_one_by_one(wrong, scores, 400)]
    assert quick.mean() == pytest.approx(np.mean(slow), abs=0.01)
    assert quick.std() == pytest.approx(np.std(slow), rel=0.15)


def test_recall_is_spread_as_by_drawing_households_one_by_one() -> None:
    wrong, scores = ranking()
    quick = Redraws.draw(wrong, scores).recall(100)
    slow = []
    for rows in drawn_one_by_one(wrong, scores, 400):
        first = rows[np.argsort(-scores[rows], kind="stable")[:100]]
        slow.append(wrong[first].sum() / wrong.sum())
    assert quick.mean() == pytest.approx(np.mean(slow), abs=0.01)
    assert quick.std() == pytest.approx(np.std(slow), rel=0.15)


@given(st.integers(0, 1_000), st.integers(1, 60))
def test_every_round_has_as_many_wrong_households_as_there_are(seed: int, capacity: int) -> None:
    wrong, scores = ranking(seed, size=50)
    redraws = Redraws.draw(wrong, scores, rounds=5, seed=seed)
    assert (redraws.wrong.sum(axis=1) == wrong.sum()).all()
    assert (redraws.ahead <= (~wrong).sum()).all()
    if wrong.any():
        shorter, longer = redraws.recall(capacity), redraws.recall(capacity + 1)
        assert (shorter <= longer).all()
        assert (redraws.recall(len(wrong)) == 1).all()


def test_the_order_of_households_changes_nothing() -> None:
    wrong, scores = ranking()
    order = np.random.default_rng(2).permutation(len(wrong))
    one, other = Redraws.draw(wrong, scores), Redraws.draw(wrong[order], scores[order])
    assert np.array_equal(one.average_precision(), other.average_precision())


def test_intervals_cover_what_they_are_about() -> None:
    truth = np.mean([average_precision_score(*ranking(seed, size=1_000)) for seed in range(300)])
    held = [interval(Redraws.draw(*ranking(seed, size=1_000), rounds=200).average_precision()) for seed in range(100)]
    covered = np.mean([low <= truth <= high for low, high in held])
    assert 0.88 <= covered <= 1


@pytest.mark.parametrize("wrong", [[False, False], []])
def test_where_nothing_is_wrong_nothing_is_known(wrong: list[bool]) -> None:
    redraws = Redraws.draw(np.array(wrong, dtype=bool), np.linspace(0, 1, len(wrong)), rounds=3)
    assert np.isnan(redraws.average_precision()).all()
    assert all(math.isnan(bound) for bound in interval(redraws.recall(1)))


def test_a_perfect_ranking_has_no_width() -> None:
    wrong = np.array([True, True, False, False])
    assert interval(Redraws.draw(wrong, wrong.astype("float64")).average_precision()) == (1, 1)
