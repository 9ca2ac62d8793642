"""Who is counted among peers: where most have something on record, households without flags change nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.on_record import LEAST, counted_share
from models.ranker import Ranker

FAMILIES = {"kin": "T", "car": "E", "late": "P", "days": "P"}
SIGNS = {"kin": 1, "car": 1, "late": 1, "days": -1}


def households(share: float, size: int = 300) -> tuple[pd.DataFrame, pd.Series]:
    """Return households of two peer groups, of whom so many have something on record."""
    rng = np.random.default_rng(4)
    index = [f"H{place:03d}" for place in range(size)]
    found = (rng.random(size) < share)[:, None]
    values = np.where(found, rng.poisson(0.6, (size, 3)), 0).astype("float64")
    values[:, 2] = np.where(found[:, 0] & (values.sum(axis=1) == 0), 1, values[:, 2])
    table = pd.DataFrame(values, index=index, columns=["kin", "car", "late"]).assign(days=rng.integers(2, 40, size))
    return table.astype("float64"), pd.Series(["a", "b", "b"] * (size // 3), index=index)


def fitted(values: pd.DataFrame, groups: pd.Series) -> Ranker:
    weights = dict.fromkeys(FAMILIES, 1.0)
    return Ranker.fit(values, groups, families=FAMILIES, signs=SIGNS, weights=weights, one_facts=(), n_estimators=20)


def with_blank(values: pd.DataFrame, groups: pd.Series, count: int) -> tuple[pd.DataFrame, pd.Series]:
    index = [f"~{place}" for place in range(count)]
    blank = pd.DataFrame({"kin": 0.0, "car": np.nan, "late": 0.0, "days": 90.0}, index=index)
    return pd.concat([values, blank]), pd.concat([groups, pd.Series("a", index=index)])


def scores(ranker: Ranker, values: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    return ranker.score(ranker.surprise(values, groups)).table


def test_households_without_flags_change_no_score_though_all_are_in_one_peer_group() -> None:
    values, groups = households(0.8)
    ranker, other = fitted(values, groups), fitted(*with_blank(values, groups, 15))
    assert ranker.counted == other.counted == 0.8
    before = scores(ranker, values, groups)
    assert before["score"].gt(0).any()
    pd.testing.assert_frame_equal(scores(other, values, groups), before, check_exact=True)


def test_a_new_peer_group_is_counted_by_the_same_rule() -> None:
    values, groups = households(0.8)
    ranker = fitted(values, groups)
    there = groups.replace({"a": "c", "b": "c"})
    knowing = ranker.knowing(values, there)
    more, anew = with_blank(values, there, 15)
    pd.testing.assert_frame_equal(
        ranker.knowing(more, anew.replace({"a": "c"})).surprise(values, there), knowing.surprise(values, there)
    )


def test_where_few_have_anything_on_record_everybody_is_counted() -> None:
    values, groups = households(0.5)
    ranker = fitted(values, groups)
    assert ranker.counted is None
    assert ranker.peers.tails["car"][""][0] == len(values)
    assert ranker.peers.ordinary == {"kin": 0.1, "car": 0.2, "late": 0.2, "days": 0.2}


@pytest.mark.parametrize(("share", "ordinary"), [(0.95, 0.2), (0.8, 0.25)])
def test_what_is_ordinary_among_all_is_told_among_those_who_are_counted(share: float, ordinary: float) -> None:
    ranker = fitted(*households(share))
    assert ranker.ordinary["car"] == 0.2
    assert ranker.peers.ordinary["car"] == pytest.approx(ordinary)
    assert ranker.peers.ordinary["days"] == 0.2


@given(st.lists(st.booleans(), max_size=40))
def test_the_share_is_a_fifth_that_is_near_and_never_too_little(found: list[bool]) -> None:
    share = counted_share(np.array(found, dtype=bool))
    held = sum(found) / max(len(found), 1)
    assert (share is None) == (held < LEAST)
    assert share is None or (share in {0.8, 1.0} and abs(share - held) <= 0.1 + 1e-9)
