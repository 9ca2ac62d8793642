import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import IsolationForest
from sklearn.exceptions import NotFittedError
from sklearn.metrics import roc_auc_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from models.detector import DIRECTIONS, MEASURED, OneSidedForest
from tests.anomaly_tables import anomaly_tables

TABLES = anomaly_tables()


def detector(directions: object = None, **settings: object) -> OneSidedForest:
    return OneSidedForest(directions, **{"n_estimators": 40, "random_state": 0} | settings)


def rows(size: int = 300, columns: int = 4, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(size, columns))


# Nothing is expected to fail.  Checks of array API input are skipped unless SCIPY_ARRAY_API is set.
@parametrize_with_checks([detector(word, n_estimators=10) for word in (None, "up", "down", "both")])
def test_it_is_an_estimator_of_scikit_learn(estimator: OneSidedForest, check: object) -> None:
    check(estimator)


@pytest.mark.parametrize("directions", [None, "up", "both", ["up", "down", "both", "unknown"]])
def test_scores_agree_with_each_other(directions: object) -> None:
    table = rows()
    fitted = detector(directions).fit(table)
    suspicion = fitted.suspicion(table)
    assert ((suspicion > 0) & (suspicion < 1)).all()
    assert np.array_equal(fitted.score_samples(table), -suspicion)
    assert np.array_equal(fitted.decision_function(table), fitted.score_samples(table) - fitted.offset_)
    assert np.array_equal(fitted.predict(table) == -1, fitted.decision_function(table) < 0)
    assert np.array_equal(detector(directions).fit_predict(table), fitted.predict(table))
    assert (fitted.predict(table) == -1).sum() == 30


def test_contamination_sets_the_cut_off_and_never_the_order() -> None:
    table = rows()
    few, many = (detector(contamination=share).fit(table) for share in (0.01, 0.4))
    assert np.array_equal(few.suspicion(table), many.suspicion(table))
    assert ((few.predict(table) == -1).sum(), (many.predict(table) == -1).sum()) == (3, 120)


def test_a_more_suspicious_value_never_lowers_the_score() -> None:
    directions = ["up", "down", "both", "up"]
    table = np.round(rows(), 1)
    fitted = detector(directions).fit(table)
    before = fitted.suspicion(table)
    for place, direction in enumerate(directions):
        for step in (0.3, 2.0, 50.0):
            worse = table.copy()
            away = np.sign(table[:, place] - np.median(table[:, place]))
            worse[:, place] += step * {"up": 1, "down": -1, "both": np.where(away == 0, 1, away)}[direction]
            assert (fitted.suspicion(worse) >= before).all()


def test_only_the_given_end_is_suspicious() -> None:
    table = rows(columns=1)
    low, high = [[-6.0]], [[6.0]]
    up, down, both = (detector(word).fit(table) for word in ("up", "down", "both"))
    assert up.suspicion(high) > 0.9 > 0.5 > up.suspicion(low)
    assert down.suspicion(low) > 0.9 > 0.5 > down.suspicion(high)
    assert min(both.suspicion(low), both.suspicion(high)) > 0.9


def test_the_order_of_rows_changes_nothing() -> None:
    table = rows()
    order = np.random.default_rng(1).permutation(len(table))
    for directions in (None, "up"):
        one, other = detector(directions).fit(table), detector(directions).fit(table[order])
        assert np.array_equal(one.suspicion(table), other.suspicion(table))


def test_threads_change_no_digit() -> None:
    table = rows(size=5_000)
    one, two = (detector(n_jobs=jobs).fit(table).suspicion(table) for jobs in (1, 2))
    assert np.array_equal(one, two)


def test_a_value_that_is_not_known_says_nothing() -> None:
    table = rows()
    table[::7, 1] = np.nan
    fitted = detector("up").fit(table)
    odd = np.array([[0.0, 9.0, 0.0, 0.0], [0.0, np.nan, 0.0, 0.0]])
    assert fitted.suspicion(odd)[0] > 0.8 > 0.5 > fitted.suspicion(odd)[1]
    assert np.isfinite(detector().fit(np.full((20, 2), np.nan)).suspicion(table[:, :2])).all()


def test_directions_go_by_name_or_place() -> None:
    table = pd.DataFrame(rows(columns=2), columns=["income", "age"])
    by_name, by_place = detector({"income": "down"}).fit(table), detector(["down", None]).fit(table)
    assert by_name.directions_ == by_place.directions_ == ("down", "unknown")
    assert np.array_equal(by_name.suspicion(table), by_place.suspicion(table))
    assert set(detector(list(DIRECTIONS)).fit(rows()).directions_) == set(DIRECTIONS)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"directions": "sideways"}, "'sideways' is no direction"),
        ({"directions": ["up"]}, "there are 1 directions for 4 columns"),
        ({"directions": {"income": "up"}}, "'income', which the table has not"),
        ({"contamination": 0.6}, "contamination is 0.6"),
        ({"contamination": "auto"}, "contamination is 'auto'"),
        ({"n_estimators": 0}, "n_estimators is 0"),
        ({"max_samples": 0.5}, "max_samples is 0.5"),
    ],
)
def test_settings_that_cannot_be_used_say_why(settings: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        OneSidedForest(**settings).fit(rows())


def test_before_it_is_fitted_it_has_no_scores() -> None:
    with pytest.raises(NotFittedError):
        OneSidedForest().suspicion(rows())


def test_large_tables_are_measured_on_a_part_of_their_rows() -> None:
    table = rows(size=MEASURED + 5_000, columns=1)
    marked = (detector(n_estimators=5).fit_predict(table) == -1).mean()
    assert 0.09 < marked < 0.11


def test_huge_values_do_no_harm() -> None:
    table = rows()
    table[0] = 1e300
    fitted = detector(["up", "down", "both", "unknown"]).fit(table)
    assert fitted.suspicion(table).argmax() == 0


@pytest.mark.parametrize("name", ["broken correlation", "odd cluster", "far rows", "between clusters"])
def test_without_directions_it_is_as_good_as_a_plain_forest(name: str) -> None:
    table, odd = TABLES[name]
    plain = -IsolationForest(n_estimators=100, random_state=0).fit(table).score_samples(table)
    ours = OneSidedForest(random_state=0).fit(table).suspicion(table)
    assert roc_auc_score(odd, ours) > roc_auc_score(odd, plain) - 0.01


@pytest.mark.parametrize("name", ["few columns tell", "odd cluster", "long tails"])
def test_directions_help_where_there_are_some(name: str) -> None:
    table, odd = TABLES[name]
    told = ["up" if roc_auc_score(odd, column) > 0.6 else None for column in table.T]
    unknown, given = (OneSidedForest(word, random_state=0).fit(table).suspicion(table) for word in (None, told))
    assert roc_auc_score(odd, given) > roc_auc_score(odd, unknown)
