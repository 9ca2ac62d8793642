"""A case explained in words: what adds up to its score, and what would take it off the list."""

import re

import pandas as pd

from detection.explanation import explain_cases
from features.registry import FEATURES
from models.forest import fit_forest
from models.peers import PeerStatistics
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.scoring import sides

FAMILIES = {feature.name: feature.family for feature in FEATURES}
FLAGS = {
    "H1": {"acted_for_kin": 1.5, "vehicle": 1.2, "survey_gap": 0.8},
    "H2": {"kin_tie": 1.0, "income_over_limit": 0.9},
    "H3": {"kin_tie": 1.0},
    "H4": {"vehicle": 2.0},
}


def explained(listed: int) -> tuple[dict[str, dict[str, str]], dict[str, float]]:
    seen = pd.DataFrame(FLAGS).T.reindex(columns=list(FAMILIES)).fillna(0.0)
    forest = fit_forest(seen, [sides(FAMILIES)[1]], seed=0, n_estimators=20, max_samples=4)
    ranker = Ranker(PeerStatistics({}, {}, {}, {}), forest, FAMILIES, prior_weights(FAMILIES), one_facts())
    scores = ranker.score(seen)
    order = scores.table["score"].sort_values(ascending=False).index
    origin = ["ranked"] * listed + ["control"] * (len(order) - listed)
    chosen = pd.DataFrame({"household_id": order, "origin": origin})
    words = explain_cases(chosen, ranker, seen, scores, FEATURES).set_index(chosen["household_id"])
    told = {str(household): dict(zip(words.columns, row, strict=True)) for household, *row in words.itertuples()}
    return told, {str(household): float(score) for household, score in scores.table["score"].items()}


def test_what_is_added_sums_to_the_score_in_both_languages() -> None:
    words, scores = explained(2)
    for household in ("H1", "H2", "H4"):
        for language in ("zh", "en"):
            parts = re.findall(r"F\d\d (\d\.\d{3})", words[household][f"adds_{language}"])
            assert abs(sum(map(float, parts)) - scores[household]) < 0.0005 * (len(parts) + 1)
    assert words["H2"]["adds_en"].startswith("eligibility 0.")
    assert words["H2"]["adds_zh"].startswith("资格0.")


def test_a_tie_with_nothing_wrong_adds_nothing() -> None:
    words, scores = explained(2)
    assert scores["H3"] == 0
    assert words["H3"]["adds_en"] == ""


def test_the_way_off_the_list_is_told_for_those_that_the_ranking_put_there() -> None:
    words, _ = explained(2)
    assert words["H2"]["off_list_en"] == (
        "It would leave the list if this were cleared: F22 income seen elsewhere above the limit."
    )
    assert words["H2"]["off_list_zh"] == "以下各项经核实可以排除的，本户即退出名单：F22 核对收入超过标准。"
    assert words["H4"]["off_list_zh"] == ""
