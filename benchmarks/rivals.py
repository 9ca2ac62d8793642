"""Our ranking against a random order, a rule count, a plain forest, ECOD, COPOD, and trained labels; and our detector.

Run as ``python -m benchmarks.rivals [PEOPLE [SEED ...]]`` from the root of the project; with no seed only the second
table, of the generic detector on public tables.  ECOD and COPOD need PyOD, a development dependency.
"""

import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.neighbors import LocalOutlierFactor

from detection.evaluation import OURS, compare_rankings
from features.dossier import open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.detector import OneSidedForest
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.rivals import OF_PYOD, pyod_is_there, rival_scores
from tests.anomaly_tables import anomaly_tables
from tests.functional.hardness import trained

FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}
FLAGS = {feature.name: feature.flag for feature in FEATURES}

CLEAR = 0.1
"""A column has a direction where its ROC AUC is further than this from one half."""


@dataclass(frozen=True)
class Scored:
    """A city's households with their truth and every ranking's scores."""

    favoured: NDArray[np.bool_]
    innocent: NDArray[np.bool_]
    rankings: dict[str, NDArray[np.float64]]


def score_city(people: int, seed: int) -> Scored:
    """Make up a city and rank its households by every ranking."""
    city = simulate_city(people, seed)
    told = city.truth.to_pandas().set_index("household_id")
    with tempfile.TemporaryDirectory() as folder:
        write_city(city, Path(folder) / "city", "parquet")
        with read_records(Path(folder) / "city") as records:
            dossier = open_dossier(records.known(city.as_of))
            values, groups = feature_table(dossier).values, dossier.households["peer_group"]
    return score_households(values, groups, told.reindex(values.index))


def score_households(values: pd.DataFrame, groups: pd.Series, truth: pd.DataFrame) -> Scored:
    """Rank the households of a feature table by every ranking."""
    favoured = truth["favouritism"].eq(True).to_numpy(dtype=bool)
    weights = prior_weights(FAMILIES)
    ranker = Ranker.fit(values, groups, families=FAMILIES, signs=SIGNS, weights=weights, one_facts=one_facts(), seed=0)
    surprises = ranker.surprise(values, groups)
    scores = ranker.score(surprises).table
    linked = (truth["official"].fillna("") != "") | (scores["family_T"] > 0)
    in_order = ~favoured & ~truth["ineligible"].eq(True) & truth["mechanism"].fillna("none").isin(["", "none"])
    fired = (surprises > 0).T.groupby(surprises.columns.map(FLAGS)).any().sum()
    rankings = {OURS: scores["score"].to_numpy(), "ours, favouritism": scores["score_favouritism"].to_numpy()}
    rankings |= rival_scores(values, fired.to_numpy())
    rankings["trained labels"] = trained(pd.concat([values, surprises.add_suffix(" surprise")], axis=1), favoured)
    return Scored(favoured, (in_order & linked).to_numpy(dtype=bool), rankings)


def show_city(people: int, seed: int) -> None:
    """Print a markdown table of the rankings of one city."""
    scored = score_city(people, seed)
    print(
        f"\n{people:,} residents, seed {seed}: {len(scored.favoured):,} households, {scored.favoured.sum():,} favoured"
    )
    print(
        "\n| ranking | AP | 95 % interval | lift | precision, first 1 % | 95 % interval | innocents in top n | of all |"
    )
    print("|---" * 8 + "|")
    for row in compare_rankings(scored.favoured, scored.innocent, scored.rankings).to_dict("records"):
        cells = (row["ranking"], f"{row['average_precision']:.3f}", f"{row['low']:.3f}–{row['high']:.3f}")
        cells += (f"{row['lift']:.1f}", f"{row['precision']:.3f}")
        cells += (f"{row['precision_low']:.3f}–{row['precision_high']:.3f}", f"{row['innocents']:.1%}")
        cells += (f"{row['innocents_of_all']:.1%}",)
        print("|", " | ".join(cells), "|", flush=True)


def detectors(table: NDArray[np.float64], odd: NDArray[np.bool_]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Score a table by every detector, higher is odder; one of them is told the directions, from the labels."""
    told = [_direction(roc_auc_score(odd, column)) for column in table.T]
    yield "plain forest", -IsolationForest(n_estimators=200, random_state=0).fit(table).score_samples(table)
    yield "OneSidedForest", OneSidedForest(random_state=0).fit(table).suspicion(table)
    yield "OneSidedForest, directions", OneSidedForest(told, random_state=0).fit(table).suspicion(table)
    scores = rival_scores(pd.DataFrame(table), np.zeros(len(table)), n_estimators=1)
    yield from ((name, scores[name]) for name in OF_PYOD if name in scores)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of values that occur many times
        yield "LOF", -LocalOutlierFactor().fit(table).negative_outlier_factor_


def _direction(auc: float) -> str:
    """Return the direction of a column that tells odd rows by so much."""
    return "unknown" if abs(auc - 1 / 2) < CLEAR else "up" if auc > 1 / 2 else "down"


def show_detectors() -> None:
    """Print a markdown table of ROC AUC and average precision of every detector on every public table."""
    tables = anomaly_tables()
    found = {
        name: {
            detector: (roc_auc_score(odd, scores), average_precision_score(odd, scores))
            for detector, scores in detectors(rows, odd)
        }
        for name, (rows, odd) in tables.items()
    }
    names = list(next(iter(found.values())))
    print("\n| table | rows | odd |", " | ".join(names), "|")
    print("|---" * (3 + len(names)), "|", sep="")
    for name, (rows, odd) in tables.items():
        cells = (f"{auc:.3f} / {ap:.3f}" for auc, ap in found[name].values())
        print(f"| {name} | {len(rows):,} | {odd.sum()} |", " | ".join(cells), "|")
    means = (np.mean([found[name][detector] for name in tables], axis=0) for detector in names)
    print("| **mean** | | |", " | ".join(f"**{auc:.3f} / {ap:.3f}**" for auc, ap in means), "|")


def main(people: int = 200_000, *seeds: int) -> None:
    """Print the tables."""
    if not pyod_is_there():
        print(f"{' and '.join(OF_PYOD)} are left out: they need PyOD, pip install pyod.")
    for seed in seeds:
        show_city(people, seed)
    show_detectors()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
