"""Is there anything to find?  The test of chance where nothing is, where something is, and on real villages.

Run as ``python -m benchmarks.chance [--cities 200] [--favoured 40] [--default 5] [--first 11] [--people 1000000]
[--better 0] [--villages DIR]`` from the root of the project.  One process; about 2 s a small city and 30 s a city of a
million residents.  ``--better`` lets every tied household of the cities, favoured or not, live better by so many
standard deviations.
"""

import argparse
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import kstest

from features.dossier import Dossier, open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.chance import Chance, chance_of_ranking
from models.confounded import MEASURED
from models.priors import one_facts, prior_weights
from models.ranker import Ranker

SMALL = 15_000
NULL_SEED, FAVOURED_SEED, DEFAULT_SEED = 15_000, 17_000, 11
LEVELS = (0.2, 0.4, 0.6)
NORMAL = 1.96
FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}


@dataclass(frozen=True)
class Tested:
    """The test of one data set, its households in the order of their ranks."""

    result: Chance
    q: npt.NDArray[np.float64]
    favoured: npt.NDArray[np.bool_]
    by_card: npt.NDArray[np.bool_]
    """Whose favour is that an official keeps the card: it leaves nothing but what the test leaves out."""
    seconds: float

    def false_down_to(self, level: float, *, card_is_false: bool = False) -> tuple[int, float]:
        """Return how many households have at most this q, and the share of them that is not favoured."""
        reached = int((self.q <= level).sum())
        false = ~self.favoured | (self.by_card & card_is_false)
        return reached, float(false[:reached].mean()) if reached else 0.0


def fitted(values: pd.DataFrame, peers: pd.Series) -> tuple[Ranker, pd.DataFrame]:
    """Return the ranking that is fitted to a data set, and the surprises."""
    weights = prior_weights(FAMILIES)
    ranker = Ranker.fit(values, peers, families=FAMILIES, signs=SIGNS, weights=weights, one_facts=one_facts())
    return ranker, ranker.surprise(values, peers)


def relatives_better_off(values: pd.DataFrame, peers: pd.Series, better: float) -> pd.DataFrame:
    """Return the values with the standard of living of the tied raised by so many standard deviations."""
    ranker, surprises = fitted(values, peers)
    lived = values[MEASURED]
    tied = ranker.score(surprises).tie > 0
    return values.assign(**{MEASURED: lived.where(~tied, lived + better * lived.std())})


def tested(dossier: Dossier, values: pd.DataFrame, peers: pd.Series, truth: pd.DataFrame, better: float) -> Tested:
    """Fit, rank and test one data set."""
    if better:
        values = relatives_better_off(values, peers, better)
    ranker, surprises = fitted(values, peers)
    scores = ranker.score(surprises)
    start = time.perf_counter()
    result = chance_of_ranking(ranker, surprises, scores, peers, dossier.households["township"], seed=0)
    seconds = time.perf_counter() - start
    table = scores.table
    names = table.index.to_numpy(dtype="str")
    order = np.lexsort((names, -table["score_favouritism"].to_numpy(), -table["score"].to_numpy()))
    mechanism = truth["mechanism"].where(truth["favouritism"]).reindex(values.index).iloc[order]
    favoured, by_card = mechanism.notna().to_numpy(), (mechanism == "card_skim").to_numpy(dtype=bool)
    return Tested(result, result.q_values[order], favoured, by_card, seconds)


def of_city(people: int, seed: int, *, favouritism: bool, better: float = 0.0) -> Tested:
    """Simulate a city and test it."""
    with tempfile.TemporaryDirectory() as folder:
        city = simulate_city(people, seed, favouritism=favouritism)
        write_city(city, Path(folder) / "city", "parquet")
        truth, day = city.truth.to_pandas().set_index("household_id"), city.as_of
        del city
        with read_records(Path(folder) / "city") as records:
            dossier = open_dossier(records.known(day))
            values, peers = feature_table(dossier).values, dossier.households["peer_group"]
            return tested(dossier, values, peers, truth, better)


def of_villages(folder: str, *, by_village: bool) -> Tested:
    """Test real villages, with the township or each village as the peer group."""
    with read_records(folder) as records:
        dossier = open_dossier(records.known(date(2006, 12, 31)))
        peers = dossier.households["region_code" if by_village else "peer_group"].astype("str")
        nobody = pd.DataFrame({"favouritism": pd.Series(dtype=bool), "mechanism": pd.Series(dtype=str)})
        return tested(dossier, feature_table(dossier).values, peers, nobody, 0.0)


def interval(share: float, size: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    spread = NORMAL**2 / size
    middle = (share + spread / 2) / (1 + spread)
    half = NORMAL * np.sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return float(middle - half), float(middle + half)


def small_cities(title: str, runs: list[Tested]) -> None:
    """Print what p and q are over many small cities."""
    p = np.array([run.result.p_value for run in runs])
    print(f"\n{title}: {len(runs)} cities of {SMALL:,} residents\n")
    print(f"p: mean {p.mean():.3f}, Kolmogorov-Smirnov {kstest(p, 'uniform').pvalue:.3f}", end="")
    print("".join(f", share <= {level} {(p <= level).mean():.3f}" for level in (0.05, 0.1, 0.2)))
    print("\n| q at most | runs with a case | share of cases | mean share of false leads |\n|---|---|---|---|")
    for level in LEVELS:
        reached, false = zip(*(run.false_down_to(level) for run in runs), strict=True)
        cases = sum(reached) / sum(len(run.q) for run in runs)
        print(f"| {level} | {np.mean(np.array(reached) > 0):.3f} | {cases:.5f} | {np.mean(false):.3f} |")


def default_city(people: int, seeds: range, better: float) -> None:
    """Print stated q and truth on the default city."""
    columns = ("seed", "p", "times chance", "q", "cases", "false in truth", "its interval", "card as false", "test")
    print("\n| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|")
    for seed in seeds:
        run = of_city(people, seed, favouritism=True, better=better)
        for level in LEVELS:
            reached, false = run.false_down_to(level)
            low, high = interval(false, reached) if reached else (0.0, 1.0)
            _, with_card = run.false_down_to(level, card_is_false=True)
            cells = (f"{run.result.p_value:.3f}", f"{run.result.statistic:.2f}", f"{level}", f"{reached}")
            shares = f"{false:.2f} | {low:.2f} to {high:.2f} | {with_card:.2f}"
            print("|", seed, "|", " | ".join(cells), "|", shares, f"| {run.seconds:.1f} s |", flush=True)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser()
    whole = (("cities", 200), ("favoured", 40), ("default", 5), ("first", DEFAULT_SEED), ("people", 1_000_000))
    for name, value in whole:
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--better", type=float, default=0.0)
    parser.add_argument("--villages")
    asked = parser.parse_args()
    if asked.cities:
        runs = [
            of_city(SMALL, NULL_SEED + step, favouritism=False, better=asked.better) for step in range(asked.cities)
        ]
        small_cities("without favouritism", runs)
    if asked.favoured:
        runs = [
            of_city(SMALL, FAVOURED_SEED + step, favouritism=True, better=asked.better)
            for step in range(asked.favoured)
        ]
        small_cities("with favouritism", runs)
    if asked.default:
        default_city(asked.people, range(asked.first, asked.first + asked.default), asked.better)
    if asked.villages:
        for by_village in (False, True):
            run = of_villages(asked.villages, by_village=by_village)
            groups = "villages" if by_village else "the township"
            print(f"\nreal villages, peers by {groups}: p {run.result.p_value}, least q {run.q.min()}")


if __name__ == "__main__":
    main()
