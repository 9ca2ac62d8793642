"""Drift: no change never blocks, however small the run; a change that matters does, and names what moved."""

import json

import numpy as np
import pandas as pd
import pytest

from features.errors import ModelError, SettingError
from models.drift import BINS, chance_of, drift, reference, refuse_drift, stability_index


def city(
    size: int, seed: int, rare: float = 0.03, unknown: float = 0.1, shift: float = 0.0
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return one-sided features (nearly all zero, half zero, two values, partly not known) and scores."""
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(
        {
            "vehicle": np.where(rng.random(size) < rare, 1 + rng.exponential(1, size), 0.0),
            "living": np.clip(rng.normal(shift, 1, size), 0, None).round(3),
            "visit": rng.choice([0.0, 1.0, 2.0], size, p=[0.8, 0.15, 0.05]),
            "review": np.where(rng.random(size) < unknown, np.nan, rng.integers(0, 40, size)),
            "off": np.nan,
        }
    )
    return values, np.clip(rng.normal(shift / 5, 0.2, size), 0, 1).round(6)


def test_the_same_households_have_not_moved() -> None:
    values, score = city(3000, 0)
    found = drift(reference(values, score), values, score, "version 3")
    assert found["verdict"] == "steady"
    assert set(found["features"].values()) == {0.0}
    assert (found["against"], found["score"], found["households"]) == ("version 3", 0.0, 3000)


@pytest.mark.parametrize("size", [200, 500, 2000])
def test_a_run_without_change_is_steady(size: int) -> None:
    base = reference(*city(5000, 0))
    assert {drift(base, *city(size, seed))["verdict"] for seed in range(1, 101)} == {"steady"}


@pytest.mark.parametrize("size", [12, 50])
def test_a_tiny_run_without_change_hardly_ever_blocks(size: int) -> None:
    """At most 1 % of 100 runs, and three standard errors (3 %), though most of their raw indices are above 0.10."""
    base = reference(*city(5000, 0))
    verdicts = [drift(base, *city(size, seed))["verdict"] for seed in range(1, 101)]
    assert verdicts.count("steady") >= 96


def test_chance_alone_is_beyond_chance_as_seldom_as_it_says() -> None:
    """p-values of 400 unchanged columns of 60 households, sparse bins among them: 10 % below 10 %, by three errors."""
    rng = np.random.default_rng(3)
    shares = np.array([0.05, 0.6, 0.15, 0.1, 0.05, 0.03, 0.02])
    then, now = rng.multinomial(4000, shares, 400), rng.multinomial(60, shares, 400)
    p_values = np.array([chance_of(*pair, deals=499) for pair in zip(then, now, strict=True)])
    assert np.mean(p_values < 0.1) == pytest.approx(0.1, abs=0.045)


def test_a_change_beyond_doubt_has_the_least_p_value() -> None:
    assert chance_of([900, 100], [300, 700]) == 1 / 20_000
    assert chance_of([900, 0], [30, 0]) == 1


def test_what_is_told_is_zero_on_average_without_change() -> None:
    """The expectation of chance is taken off: of 2,000 indices about half are 0, and the mean is small."""
    rng = np.random.default_rng(4)
    shares = np.array([0.2, 0.2, 0.2, 0.2, 0.2])
    found = [
        stability_index(then, now)
        for then, now in zip(rng.multinomial(4000, shares, 2000), rng.multinomial(400, shares, 2000), strict=True)
    ]
    assert np.mean(np.array(found) == 0) > 0.5
    assert np.mean(found) < 0.006


@pytest.mark.parametrize(
    ("changes", "name", "verdict"),
    [
        ({"unknown": 0.6}, "review", "block"),
        ({"shift": 0.5}, "living", "warn"),
        ({"rare": 0.3}, "vehicle", "block"),
    ],
)
def test_a_change_is_found_and_named(changes: dict[str, float], name: str, verdict: str) -> None:
    found = drift(reference(*city(5000, 0)), *city(2000, 1, **changes))
    assert found["verdict"] == verdict
    assert name in found[verdict]
    assert found["features"][name] == max(found["features"].values())
    assert found["features"]["visit"] < 0.02


def test_a_score_that_moved_is_named() -> None:
    (values, score), (again, _) = city(3000, 0), city(1000, 1)
    found = drift(reference(values, score), again, np.full(1000, 0.9))
    assert found["block"] == ["score"]


def test_scores_of_another_model_are_not_compared() -> None:
    values, score = city(3000, 0)
    found = drift(reference(values, score), values.drop(columns="visit").assign(new=1.0), None)
    assert (found["score"], found["verdict"]) == (None, "steady")
    assert sorted(found["features"]) == ["living", "off", "review", "vehicle"]


def test_a_column_that_comes_or_goes_blocks() -> None:
    values, score = city(3000, 0)
    there, gone = values.assign(off=1.0), values.assign(vehicle=np.nan)
    assert drift(reference(values, score), there, score)["block"] == ["off"]
    assert drift(reference(values, score), gone, score)["block"] == ["vehicle"]


def test_the_index_is_that_of_the_formula() -> None:
    then, now = np.array([600, 300, 100]), np.array([100, 60, 40])
    p, q = (then + 0.5) / 1001.5, (now + 0.5) / 201.5
    raw = ((q - p) * np.log(q / p)).sum()
    assert stability_index(then, now) == pytest.approx(raw - 2 * (1 / 1000 + 1 / 200), abs=1e-6)
    assert stability_index([*then, 0], [*now, 0]) == stability_index(then, now), (
        "where nobody ever is counts for nothing"
    )


def test_what_is_kept_is_small_plain_and_of_nobody_alone() -> None:
    values, score = city(5000, 0)
    kept = reference(values, score)
    again = json.loads(json.dumps(kept, allow_nan=False))
    assert drift(again, values, score) == drift(kept, values, score)
    for column in (*kept["features"].values(), kept["score"]):
        assert sum(column["counts"]) == 5000
        assert len(column["counts"]) <= BINS + 2
        assert len(column["edges"]) + 3 == len(column["counts"])
        assert not column["edges"] or min(column["counts"][2:]) >= 20


def test_order_of_rows_is_irrelevant() -> None:
    values, score = city(2000, 0)
    order = np.random.default_rng(5).permutation(2000)
    assert reference(values.iloc[order], score[order]) == reference(values, score)


def test_without_a_reference_nothing_is_compared() -> None:
    found = drift(None, *city(100, 0))
    assert (found["verdict"], found["against"], found["score"]) == ("none", None, None)
    assert refuse_drift(found) is None


def blocked(*names: str) -> dict[str, object]:
    return {"verdict": "block", "against": "version 3", "block": list(names)}


def test_a_block_is_refused_in_one_sentence_that_names_what_moved() -> None:
    with pytest.raises(ModelError, match=r"vehicle, living at 0\.25 or above") as refused:
        refuse_drift(blocked("vehicle", "living"))
    assert "version 3" in str(refused.value)
    assert str(refused.value).count(". ") == 0
    with pytest.raises(ModelError, match="a, b, c, d, e and 2 more at"):
        refuse_drift(blocked(*"abcdefg"))


def test_a_named_person_with_a_reason_may_take_it() -> None:
    answer = refuse_drift(blocked("vehicle"), by=" 李 四 ", reason="new register of vehicles\n since May")
    assert answer == {"by": "李 四", "reason": "new register of vehicles since May"}
    assert refuse_drift({"verdict": "warn"}, by="李四", reason="x") is None


@pytest.mark.parametrize(("by", "reason"), [("", "why"), ("李四", " "), ("李四", "x" * 501), ("a\x00b", "why")])
def test_half_an_answer_is_none(by: str, reason: str) -> None:
    with pytest.raises(SettingError, match="a name and a reason"):
        refuse_drift({"verdict": "steady"}, by=by, reason=reason)
