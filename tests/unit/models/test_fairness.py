"""Fairness of a list: unfair ones are found, fair ones are never taken for unfair, few cases never look fair."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, count, false_positive_rate, selection_rate

from models.fairness import cleared_at_random, fairness, ratio_rows

GROUPS = {"ethnicity": ["han", "minority"], "sex": ["M", "F"], "age_band": ["18_59", "under_18", "60_plus"]}
SHARES = {"ethnicity": [0.8, 0.2], "sex": [0.6, 0.4], "age_band": [0.45, 0.1, 0.45]}


def traits_of(size: int, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    drawn = {name: rng.choice(names, size, p=SHARES[name]) for name, names in GROUPS.items()}
    columns = {name: pd.Categorical(values, categories=GROUPS[name]) for name, values in drawn.items()}
    return pd.DataFrame(columns, index=pd.Index([f"H{place:06d}" for place in range(size)], name="household_id"))


def drawn(traits: pd.DataFrame, rate: float, times: dict[str, float], seed: int = 1) -> np.ndarray:
    """Draw households at a rate, some groups so many times as often."""
    rates = np.full(len(traits), rate)
    for name in traits.columns:
        rates *= traits[name].astype("str").map(times).fillna(1.0).to_numpy()
    return np.random.default_rng(seed).random(len(traits)) < rates


def inspections_of(
    households: pd.Index, finding: str = "cleared", by: str = "random", day: str = "2025-01-02"
) -> pd.DataFrame:
    return pd.DataFrame(
        {"household_id": households, "inspected_on": pd.Timestamp(day), "finding": finding, "selected_by": by}
    )


def verdicts(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {f"{row['trait']}={row['group']}": row["verdict"] for row in rows}


def audit(traits: pd.DataFrame, listed: np.ndarray, inspections: pd.DataFrame) -> dict[str, Any]:
    surprises = pd.DataFrame({"gap": np.zeros(len(traits))}, index=traits.index)
    return fairness(traits, pd.Series(listed, index=traits.index), inspections, surprises, seed=0)


def test_an_unfair_list_is_found_and_the_group_that_it_falls_on() -> None:
    traits = traits_of(20_000)
    found = verdicts(ratio_rows(traits, drawn(traits, 0.02, {"minority": 3.0}), "listed"))
    assert found["ethnicity=minority"] == "outside"
    assert found["ethnicity/sex=minority/F"] == "outside"
    assert found["sex=F"] != "outside"
    assert "outside" not in {found["age_band=60_plus"], found["age_band=under_18"]}


def test_unfairness_to_a_pair_alone_is_found() -> None:
    traits = traits_of(40_000)
    both = ((traits["ethnicity"] == "minority") & (traits["age_band"] == "under_18")).to_numpy()
    listed = drawn(traits, 0.02, {}) | (both & drawn(traits, 0.15, {}, seed=2))
    assert verdicts(ratio_rows(traits, listed, "listed"))["ethnicity/age_band=minority/under_18"] == "outside"


def test_a_long_fair_list_is_within_and_a_short_one_says_too_little() -> None:
    traits = traits_of(80_000)
    assert set(list(verdicts(ratio_rows(traits, drawn(traits, 0.05, {}), "listed")).values())[:4]) == {"within"}
    short = verdicts(ratio_rows(traits, drawn(traits, 0.001, {}), "listed"))
    assert set(short.values()) == {"insufficient evidence"}


def test_a_fair_list_is_seldom_taken_for_unfair() -> None:
    """Of 200 fair audits at most 1.25 % for each of two families, and three standard errors (3.3 %)."""
    traits = traits_of(3000)
    calls = [ratio_rows(traits, drawn(traits, 0.05, {}, seed), "listed") for seed in range(200)]
    assert np.mean([any(row["verdict"] == "outside" for row in rows) for rows in calls]) <= 0.025 + 0.033


def test_a_ratio_on_the_edge_is_seldom_called_within() -> None:
    """At a true ratio of 1.25 at most 2.5 % of 200 audits, and three standard errors (3.3 %)."""
    traits = traits_of(20_000)[["sex"]]
    calls = [ratio_rows(traits, drawn(traits, 0.08, {"F": 1.25}, seed), "listed")[0] for seed in range(200)]
    assert np.mean([row["verdict"] == "within" for row in calls]) <= 0.025 + 0.033
    assert np.mean([row["low"] <= 1.25 <= row["high"] for row in calls]) >= 0.95 - 0.046


def test_rates_are_fairlearn_s() -> None:
    traits = traits_of(5000)
    listed = drawn(traits, 0.1, {"F": 1.6, "minority": 0.7})
    for name in ("ethnicity", "sex"):
        one = next(row for row in ratio_rows(traits, listed, "listed") if row["trait"] == name)
        theirs = MetricFrame(
            metrics={"rate": selection_rate, "count": count},
            y_true=listed,
            y_pred=listed,
            sensitive_features=traits[name].astype("str"),
        ).by_group
        assert one["households"] == theirs.loc[one["group"], "count"]
        assert one["ratio"] == pytest.approx(
            theirs.loc[one["group"], "rate"] / theirs.loc[one["against"], "rate"], abs=1e-6
        )


def test_false_alarms_are_fairlearn_s_false_positives_in_the_random_arm() -> None:
    traits = traits_of(6000)
    listed, wrong = drawn(traits, 0.2, {"F": 1.5}), drawn(traits, 0.3, {}, seed=3)
    seen = traits.index[:4000]
    findings = np.where(wrong[:4000], "confirmed", "cleared")
    rest = inspections_of(traits.index[4000:], by="ranked")
    found = audit(traits, listed, pd.concat([inspections_of(seen).assign(finding=findings), rest]))
    one = next(row for row in found["false_alarms"] if row["trait"] == "sex")
    theirs = MetricFrame(
        metrics=false_positive_rate,
        y_true=wrong[:4000],
        y_pred=listed[:4000],
        sensitive_features=traits["sex"].astype("str")[:4000],
    ).by_group
    assert one["ratio"] == pytest.approx(theirs["F"] / theirs["M"], abs=1e-6)
    assert found["cleared"] == one["households"] + int(((traits["sex"] == "M")[:4000] & ~wrong[:4000]).sum())


def test_the_run_fails_where_a_protected_group_is_listed_or_alarmed_too_often() -> None:
    traits = traits_of(20_000)
    fair, unfair = drawn(traits, 0.05, {}), drawn(traits, 0.05, {"F": 2.0})
    nobody = inspections_of(traits.index[:0])
    assert audit(traits, unfair, nobody)["verdict"] == "fail"
    assert audit(traits, fair, nobody)["verdict"] == "insufficient"
    spared = audit(traits, drawn(traits, 0.05, {"F": 0.4}), nobody)
    assert verdicts(spared["selection"])["sex=F"] == "outside"
    assert spared["verdict"] == "insufficient"


def test_a_run_passes_only_where_lists_and_random_arm_are_large() -> None:
    traits = traits_of(60_000)
    assert audit(traits, drawn(traits, 0.1, {}), inspections_of(traits.index))["verdict"] == "pass"
    assert audit(traits, drawn(traits, 0.1, {}), inspections_of(traits.index[:500]))["verdict"] == "insufficient"


def test_a_trait_that_is_not_known_is_told_and_is_never_within() -> None:
    traits = traits_of(80_000)
    listed = drawn(traits, 0.05, {})
    half = traits.assign(sex=traits["sex"].where(np.arange(len(traits)) % 2 == 0))
    none = traits.assign(sex=pd.Categorical([None] * len(traits), categories=GROUPS["sex"]))
    assert verdicts(ratio_rows(half, listed, "listed"))["sex=F"] == "insufficient evidence"
    row = next(row for row in ratio_rows(none, listed, "listed") if row["trait"] == "sex")
    assert row["verdict"] == "insufficient evidence"
    assert (row["households"], row["ratio"], row["high"]) == (0, None, None)
    found = audit(none, listed, inspections_of(traits.index))
    assert found["not_known"]["sex"] == 1
    assert found["verdict"] == "insufficient"


def test_only_the_last_finding_of_the_random_arm_counts() -> None:
    index = pd.Index(list("ABCDEF"))
    inspections = pd.concat(
        [
            inspections_of(pd.Index(["A", "B", "X"])),
            inspections_of(pd.Index(["B"]), "confirmed", day="2025-03-01"),
            inspections_of(pd.Index(["C"]), "unclear"),
            inspections_of(pd.Index(["D"]), by="ranked"),
            inspections_of(pd.Index(["E"]), "confirmed", day="2024-03-01"),
            inspections_of(pd.Index(["E"])),
        ]
    )
    assert index[cleared_at_random(inspections, index)].tolist() == ["A", "E"]


def test_figures_are_plain_json_and_the_same_for_any_order_of_rows() -> None:
    traits = traits_of(4000)
    listed = drawn(traits, 0.05, {"minority": 2})
    order = np.random.default_rng(4).permutation(len(traits))
    inspections = inspections_of(traits.index[:900])
    found = audit(traits, listed, inspections)
    again = audit(traits.iloc[order], listed[order], inspections[::-1])
    assert json.dumps(found, allow_nan=False) == json.dumps(again, allow_nan=False)
    assert {tuple(row) for row in found["selection"]} == {
        ("trait", "group", "against", "households", "listed", "ratio", "low", "high", "verdict")
    }
