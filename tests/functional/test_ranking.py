"""The ranking on a city that it was not made on: a tie alone, one more flag, other orders, crafted rows."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest

from features.dossier import open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.scoring import sides
from models.stability import monotonicity, stability, top_share

FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}
TIES, TROUBLE = sides(FAMILIES)


@cache
def city() -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Return feature values, peer groups and who is favoured."""
    made = simulate_city(60_000, 77)
    with TemporaryDirectory() as folder:
        write_city(made, Path(folder) / "city", "parquet")
        with read_records(Path(folder) / "city") as records:
            dossier = open_dossier(records.known(made.as_of))
            values = feature_table(dossier).values
    truth = made.truth.to_pandas().set_index("household_id")["favouritism"]
    return values, dossier.households["peer_group"], truth.reindex(values.index).fillna(False).astype(bool)


def fitted(values: pd.DataFrame, groups: pd.Series, seed: int = 0) -> Ranker:
    return Ranker.fit(
        values,
        groups,
        families=FAMILIES,
        signs=SIGNS,
        weights=prior_weights(FAMILIES),
        one_facts=one_facts(),
        seed=seed,
    )


@cache
def ranking() -> tuple[Ranker, pd.DataFrame, pd.Series]:
    """Return the fitted ranking, surprises and scores."""
    values, groups, _ = city()
    ranker = fitted(values, groups)
    surprises = ranker.surprise(values, groups)
    return ranker, surprises, ranker.score(surprises).table["score"]


def test_a_tie_with_nothing_else_wrong_stays_out_of_the_list_declared_or_not() -> None:
    ranker, surprises, _ = ranking()
    scores = ranker.score(surprises.assign(**dict.fromkeys(TROUBLE, 0.0))).table["score"]
    assert surprises[TIES].gt(0).any(axis=1).sum() > 50
    assert (scores == 0).all()
    everything = surprises.iloc[[0]].assign(**dict.fromkeys(TIES, 4.0), **dict.fromkeys(TROUBLE, 0.0))
    assert ranker.score(everything).table["score"].item() == 0


def test_no_household_leaves_the_top_for_one_more_flag() -> None:
    ranker, surprises, _ = ranking()
    assert monotonicity(ranker, surprises, sample=len(surprises))["violations"] == 0


@pytest.mark.parametrize("name", [name for name, sign in SIGNS.items() if sign > 0])
def test_a_worse_value_among_the_same_peers_never_lowers_a_score(name: str) -> None:
    values, groups, _ = city()
    ranker, _, before = ranking()
    worse = values.assign(**{name: values[name].fillna(0) + np.maximum(values[name].max(), 1)})
    after = ranker.score(ranker.surprise(worse, groups)).table["score"]
    assert (after >= before).all()


def test_the_top_is_the_same_for_other_seeds() -> None:
    ranker, surprises, _ = ranking()
    assert stability(ranker, surprises, seeds=range(5), n_estimators=200, max_samples=128)["jaccard"] >= 0.85


def test_neither_the_order_of_rows_nor_of_columns_changes_a_score() -> None:
    values, groups, _ = city()
    ranker, _, before = ranking()
    columns = values[values.columns[::-1]]
    again = fitted(columns, groups)
    assert again.score(again.surprise(columns, groups)).table["score"].equals(before)
    rows = values.sample(frac=1, random_state=5)
    shuffled = ranker.score(ranker.surprise(rows, groups.reindex(rows.index))).table["score"]
    assert shuffled.reindex(before.index).equals(before)


@pytest.mark.parametrize("spread", [True, False], ids=["all over the city", "in one peer group"])
@pytest.mark.parametrize("nothing", [0.0, np.nan], ids=["nothing found", "nothing known"])
def test_crafted_households_without_flags_change_no_score(nothing: float, *, spread: bool) -> None:
    values, groups, favoured = city()
    _, _, before = ranking()
    count = len(values) // 100
    first = sorted(top_share(before.to_numpy(), share=200 / len(before)))
    aim = groups.iloc[first].mode().iloc[0]
    index = [f"~{place}" for place in range(count)]
    crafted = pd.DataFrame(nothing, index=index, columns=values.columns)
    crafted[[name for name, sign in SIGNS.items() if sign < 0]] = 400.0
    where = groups.iloc[np.linspace(0, len(groups) - 1, count).astype(int)].to_numpy() if spread else [aim] * count
    more = fitted(pd.concat([values, crafted]), pd.concat([groups, pd.Series(where, index=index)]))
    after = more.score(more.surprise(values, groups)).table["score"]
    assert favoured.iloc[first].sum() > 5
    assert after.equals(before)


def test_the_favoured_come_first() -> None:
    _, _, favoured = city()
    _, _, scores = ranking()
    first = favoured[scores.sort_values(ascending=False, kind="stable").index[: favoured.sum()]]
    assert first.mean() > 15 * favoured.mean()
