"""The test of chance on small seeded cities, from records to q-values."""

from pathlib import Path

import numpy as np
import pytest

from features.dossier import open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.chance import Chance, chance_of_ranking
from models.priors import one_facts, prior_weights
from models.ranker import Ranker

FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}


def chance_in_a_city(folder: Path, people: int, seed: int, *, favouritism: bool) -> tuple[Chance, np.ndarray]:
    """Return the test, and who is favoured in truth, in the same order."""
    city = simulate_city(people, seed, favouritism=favouritism)
    write_city(city, folder / "city", "parquet")
    with read_records(folder / "city") as records:
        dossier = open_dossier(records.known(city.as_of))
        values, households = feature_table(dossier).values, dossier.households
    peers, weights = households["peer_group"], prior_weights(FAMILIES)
    ranker = Ranker.fit(values, peers, families=FAMILIES, signs=SIGNS, weights=weights, one_facts=one_facts())
    surprises = ranker.surprise(values, peers)
    result = chance_of_ranking(
        ranker, surprises, ranker.score(surprises), peers, households["township"], seed=0, rounds=199
    )
    truth = city.truth.to_pandas().set_index("household_id")["favouritism"]
    return result, truth.reindex(values.index).to_numpy(dtype=bool)


@pytest.mark.parametrize("seed", [5000, 5001, 5002])
def test_nothing_is_found_in_a_city_without_favouritism(tmp_path, seed):
    result, favoured = chance_in_a_city(tmp_path, 15_000, seed, favouritism=False)
    assert not favoured.any()
    assert result.p_value > 0.05
    assert (result.q_values < 0.2).mean() <= 0.002


def test_favouritism_is_found_and_the_surest_leads_are_mostly_true(tmp_path):
    result, favoured = chance_in_a_city(tmp_path, 60_000, 7000, favouritism=True)
    surest = result.q_values < 0.4
    assert result.p_value <= 0.05
    assert favoured[surest].mean() >= 0.6
