import numpy as np
import pytest

from models.columns import FARTHEST, Scales

ALL = np.array([True, True])


def test_values_are_measured_from_the_median_in_interquartile_ranges() -> None:
    rows = np.array([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [4.0, np.nan]])
    scales = Scales.fit(rows, ALL)
    assert scales.standard(rows)[:, 0].tolist() == [-1, -0.5, 0, 0.5, 1]
    assert scales.standard(rows)[:, 1].tolist() == [0] * 5


def test_a_column_that_is_mostly_one_value_is_measured_by_its_deviation() -> None:
    rows = np.array([[0.0]] * 9 + [[10.0]])
    assert Scales.fit(rows, ALL[:1]).standard(rows)[-1, 0] == pytest.approx(10 / 3)


def test_distances_have_one_side_unless_both_count() -> None:
    rows = np.array([[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    scales = Scales.fit(rows, np.zeros(3, dtype=bool))
    assert scales.distances(rows, ("up", "down", "both")).tolist() == [[0, 1, 1], [0, 0, 0], [1, 0, 1]]


def test_residuals_see_what_breaks_a_correlation() -> None:
    random = np.random.default_rng(0)
    shared = random.normal(size=(500, 1))
    rows = np.hstack([shared, shared + 0.1 * random.normal(size=(500, 1))])
    scales = Scales.fit(rows, ALL)
    usual, odd = np.abs(scales.residuals(np.array([[1.5, 1.5], [1.0, -1.0]])))
    assert odd.min() > 4 * usual.max()


def test_no_linked_column_leaves_no_residual() -> None:
    rows = np.random.default_rng(0).normal(size=(10, 2))
    assert Scales.fit(rows, ~ALL).residuals(rows).shape == (10, 0)


def test_distances_end_somewhere() -> None:
    scales = Scales.fit(np.array([[0.0], [1e-300], [2e-300]]), ALL[:1])
    assert scales.standard(np.array([[1e300]])) == FARTHEST
