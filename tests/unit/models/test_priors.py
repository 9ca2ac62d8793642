"""The table of priors: one entry a feature, each with a reason in both languages."""

import pytest

from features.errors import SettingError
from features.registry import FEATURES
from models.priors import one_facts, prior_weights, read_priors

NAMES = [feature.name for feature in FEATURES]


def test_every_feature_has_a_prior_and_every_prior_a_feature() -> None:
    assert sorted(read_priors()) == sorted(NAMES)
    assert list(prior_weights(NAMES)) == NAMES


def test_every_prior_gives_its_reason_in_both_languages() -> None:
    for name, prior in read_priors().items():
        assert prior.reason.zh, name
        assert prior.reason.en, name
        assert 0.25 <= prior.weight <= 2, name


def test_a_feature_without_an_entry_is_named() -> None:
    with pytest.raises(SettingError, match=r"priors\.toml has no entry for new_flag: add its weight"):
        prior_weights(["vehicle", "new_flag"])


def test_one_fact_is_told_by_features_of_both_sides() -> None:
    families = {feature.name: feature.family for feature in FEATURES}
    assert one_facts()
    for fact in one_facts():
        assert {families[name] for name in fact.ties} == {"T"}
        assert families[fact.trouble] != "T"
        assert fact.reason.zh
        assert fact.reason.en
