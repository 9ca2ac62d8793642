"""Proxy audit: a stand-in is found, noise is not, few cases say nothing."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from models.proxies import area_under_curve, proxy_rows


def homes(size: int, members: float, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    index = pd.Index([f"H{place:06d}" for place in range(size)])
    inside = rng.random(size) < members
    trait = pd.Categorical(np.where(inside, "minority", "han"), categories=["han", "minority"])
    surprises = pd.DataFrame(rng.exponential(1, (size, 3)), index=index, columns=["gap", "crowd", "vehicle"])
    return pd.DataFrame({"ethnicity": trait}, index=index), surprises, inside


def test_a_feature_that_gives_the_group_away_is_named() -> None:
    traits, surprises, inside = homes(3000, 0.3)
    (row,) = proxy_rows(traits, surprises.assign(crowd=surprises["crowd"] + 1.5 * inside), seed=0)
    assert row["verdict"] == "stand-in"
    assert row["low"] < row["auc"] < row["high"]
    assert row["auc"] > 0.8
    assert row["strongest"][0] == "crowd"


def test_a_stand_in_made_of_two_features_is_found() -> None:
    """Each alone says nothing: the group is where exactly one of two is high."""
    traits, surprises, inside = homes(4000, 0.5)
    high = np.random.default_rng(5).random(4000) < 0.5
    both = surprises.assign(gap=high * 1.0, crowd=(high ^ inside) * 1.0)
    (row,) = proxy_rows(traits, both, seed=0)
    assert row["verdict"] == "stand-in"


def test_chance_is_within_the_interval_of_features_that_say_nothing() -> None:
    """In 60 audits at least 95 % less three standard errors (8.4 %)."""
    found = [proxy_rows(*homes(600, 0.4, seed)[:2], seed=seed)[0] for seed in range(60)]
    assert np.mean([row["low"] <= 0.5 <= row["high"] for row in found]) >= 0.95 - 0.084
    assert {row["verdict"] for row in found} == {"none"}


def test_too_few_members_give_no_verdict() -> None:
    traits, surprises, _ = homes(2000, 0.02)
    (row,) = proxy_rows(traits, surprises, seed=0)
    assert (row["auc"], row["strongest"], row["verdict"]) == (None, [], "insufficient evidence")


def test_the_order_of_rows_is_irrelevant_and_missing_traits_are_left_out() -> None:
    traits, surprises, inside = homes(2500, 0.3)
    seen = surprises.assign(gap=surprises["gap"] + inside)
    traits = traits.assign(ethnicity=traits["ethnicity"].where(np.arange(2500) % 5 > 0))
    order = np.random.default_rng(6).permutation(2500)
    assert proxy_rows(traits.iloc[order], seen.iloc[order], seed=3) == proxy_rows(traits, seen, seed=3)
    assert proxy_rows(traits, seen, seed=3)[0]["households"] == int((traits["ethnicity"] == "minority").sum())


def test_the_area_is_that_of_scikit_learn_with_ties() -> None:
    rng = np.random.default_rng(7)
    members, told = rng.random(400) < 0.3, rng.integers(0, 6, 400)
    assert area_under_curve(members, told)[0] == pytest.approx(roc_auc_score(members, told))


def test_the_variance_is_that_of_repeated_draws() -> None:
    """Mean of DeLong's variance against that of 600 areas, to a fifth (three standard errors are 0.17)."""
    rng = np.random.default_rng(8)
    found = []
    for _ in range(600):
        members = np.arange(200) < 60
        found.append(area_under_curve(members, rng.normal(0, 1, 200) + 0.8 * members))
    areas, variances = np.array(found).T
    assert variances.mean() == pytest.approx(areas.var(), rel=0.2)
