"""Surprise among peers: one-sided, relative, monotone, and the same for any order of rows."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.peers import KNOTS, PeerStatistics

SIGNS = {"gap": 1, "days": -1}


def households(gap: list[float], days: list[float], peers: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    index = pd.Index([f"H{place:03d}" for place in range(len(gap))], name="household_id")
    return pd.DataFrame({"gap": gap, "days": days}, index=index), pd.Series(peers, index=index)


def surprise_of(values: pd.DataFrame, peers: pd.Series) -> pd.DataFrame:
    return PeerStatistics.fit(values, peers, SIGNS).surprise(values, peers)


def test_a_careless_township_raises_nobody() -> None:
    careless, careful = [7.0] * 60 + [0.0] * 40, [7.0] + [0.0] * 99
    values, peers = households(careless + careful, [20.0] * 200, ["a"] * 100 + ["b"] * 100)
    surprise = surprise_of(values, peers)["gap"]
    assert (surprise[:100] == 0).all()
    assert surprise.iloc[100] == pytest.approx(np.log10(0.2) - np.log10((1 + 30 * 61 / 200) / 130), abs=1e-6)
    assert surprise.iloc[100] > 0
    assert (surprise[101:] == 0).all()


def test_where_less_is_suspicious_the_fast_one_stands_out() -> None:
    values, peers = households([0.0] * 100, [1.0] + [30.0] * 99, ["a"] * 100)
    assert surprise_of(values, peers)["days"].gt(0).tolist() == [True] + [False] * 99


def test_nothing_found_and_not_known_surprise_nobody() -> None:
    values, peers = households([np.nan] * 50 + [0.0] * 50, [np.nan] * 100, ["a"] * 100)
    assert (surprise_of(values, peers) == 0).all(axis=None)


def test_a_group_that_is_not_known_yet_is_counted_and_known_ones_stay() -> None:
    values, peers = households([0.0] * 99 + [7.0], [20.0] * 100, ["a"] * 100)
    statistics = PeerStatistics.fit(values, peers, SIGNS)
    other = statistics.extended(*households([7.0] * 100, [20.0] * 100, ["b"] * 50 + ["a"] * 50))
    probe = households([7.0, 7.0], [20.0, 20.0], ["a", "b"])
    assert other.surprise(*probe)["gap"].iloc[0] == statistics.surprise(*probe)["gap"].iloc[0] > 0
    assert other.surprise(*probe)["gap"].iloc[1] == 0


def test_sorted_json_keeps_every_column_in_its_place() -> None:
    values, peers = households([0.0] * 99 + [7.0], [1.0] + [30.0] * 99, ["a"] * 100)
    statistics = PeerStatistics.fit(values, peers, SIGNS)
    again = PeerStatistics.from_json(json.loads(json.dumps(statistics.to_json(), sort_keys=True)))
    pd.testing.assert_frame_equal(again.surprise(values, peers), statistics.surprise(values, peers))


def test_many_values_are_kept_at_few_knots_with_the_rare_ones_apart() -> None:
    rng = np.random.default_rng(5)
    gap = np.round(rng.exponential(10, 5000), 3)
    values, peers = households(gap.tolist(), [20.0] * 5000, ["a"] * 5000)
    statistics = PeerStatistics.fit(values, peers, SIGNS)
    assert len(statistics.knots["gap"]) <= KNOTS
    assert statistics.surprise(values, peers)["gap"].idxmax() == values["gap"].idxmax()


@given(
    st.lists(st.tuples(st.floats(0, 9), st.floats(0, 90), st.sampled_from("abc")), min_size=2, max_size=60),
    st.randoms(),
)
def test_order_of_rows_is_irrelevant_and_more_is_never_less_surprising(
    rows: list[tuple[float, float, str]], rng
) -> None:
    values, peers = households([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])
    statistics = PeerStatistics.fit(values, peers, SIGNS)
    surprise = statistics.surprise(values, peers)
    order = list(range(len(rows)))
    rng.shuffle(order)
    shuffled = PeerStatistics.fit(values.iloc[order], peers.iloc[order], SIGNS).surprise(values, peers)
    pd.testing.assert_frame_equal(shuffled, surprise, check_exact=True)
    worse = statistics.surprise(values.assign(gap=values["gap"] + 1, days=values["days"] - 1), peers)
    assert (worse >= surprise).all(axis=None)


def test_a_feature_may_have_its_own_share_of_what_is_ordinary() -> None:
    values, peers = households([0.0] * 850 + [7.0] * 150, [20.0] * 1000, ["a"] * 1000)
    by_default = PeerStatistics.fit(values, peers, SIGNS).surprise(values, peers)["gap"]
    strict = PeerStatistics.fit(values, peers, SIGNS, {"gap": 0.1}).surprise(values, peers)["gap"]
    assert by_default.max() > 0 == strict.max()
