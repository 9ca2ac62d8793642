"""What 200 inspections teach the ranking, and whether the intervals of what they say cover the truth.

Run as ``python -m benchmarks.findings [PEOPLE [SEED ...]]`` from the root of the project.  Each seed is a city of its
own and has its own draw of visits; average precision is that of the households that nobody visited, before and after.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student
from sklearn.metrics import log_loss

from features.dossier import open_dossier
from features.records.city import simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.estimates import either_arm, share_confirmed
from models.evaluate import average_precision
from models.findings import Findings
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.rerank import Off, fit_reranker

VISITS = 100
LIST = 300
REPETITIONS = 500
SEEDS = tuple(range(701, 721))
FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}


@dataclass(frozen=True)
class City:
    """Values and peer groups of the scored households, and the truth."""

    values: pd.DataFrame
    peer_groups: pd.Series
    favoured: np.ndarray
    wrong: np.ndarray

    def ranker(self, weights: dict[str, float], names: list[str] | None = None) -> tuple[Ranker, pd.DataFrame]:
        """Fit a ranking, on some of the features only if asked for, and return it with the surprises."""
        kept = names or list(FAMILIES)
        facts = tuple(fact for fact in one_facts() if {fact.trouble, *fact.ties} <= set(kept))
        ranker = Ranker.fit(
            self.values[kept],
            self.peer_groups,
            families={name: FAMILIES[name] for name in kept},
            signs={name: SIGNS[name] for name in kept},
            weights={name: weights[name] for name in kept},
            one_facts=facts,
        )
        return ranker, ranker.surprise(self.values[kept], self.peer_groups)


def make_city(people: int, seed: int, *, favouritism: bool = True) -> City:
    """Simulate a city and find its feature table."""
    with tempfile.TemporaryDirectory() as place:
        city = simulate_city(people, seed, favouritism=favouritism)
        write_city(city, Path(place) / "city", "parquet")
        truth, as_of = city.truth.to_pandas().set_index("household_id"), city.as_of
        del city
        with read_records(Path(place) / "city") as records:
            dossier = open_dossier(records.known(as_of))
            values = feature_table(dossier).values
    told = truth.reindex(values.index)
    favoured = told["favouritism"].fillna(False).to_numpy(dtype=bool)
    ineligible = told["ineligible"].fillna(False).to_numpy(dtype=bool)
    return City(values, dossier.households["peer_group"], favoured, favoured | ineligible)


def visited(order: np.ndarray, rng: np.random.Generator, *, listed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw visits from the first `listed` ranks, and as many from all; return places and which are random."""
    drawn = rng.choice(len(order), VISITS, replace=False)
    ranked = rng.choice(order[:listed], VISITS, replace=False)
    places = np.union1d(ranked, drawn)
    return places, np.isin(places, drawn)


def with_errors(truth: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Miss a tenth of what is wrong, and confirm 2 % of what is right."""
    draw = rng.random(len(truth))
    return np.where(truth, draw >= 0.1, draw < 0.02)


@dataclass(frozen=True)
class Taught:
    """What findings do to the ranking of the unvisited, and to what its scores say of them."""

    before: float
    gain: float = 0.0
    told: tuple[float, float] = (float("nan"), float("nan"))
    """Sum of the scores over the favoured, before and after: 1 is a score that is a chance."""
    loss: tuple[float, float] = (float("nan"), float("nan"))
    """Logarithmic loss of the scores, before and after."""


Say = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def gain(
    ranker: Ranker, surprises: pd.DataFrame, truth: np.ndarray, seed: int, *, listed: int = LIST, say: Say | None = None
) -> Taught:
    """Return average precision among the unvisited before, and what learning adds (0 if it stays off)."""
    rng = np.random.default_rng(seed)
    before = ranker.score(surprises).table["score"].to_numpy()
    places, random = visited(np.argsort(-before, kind="stable"), rng, listed=listed)
    confirmed = (say(truth, rng) if say else truth)[places]
    index = surprises.index[places]
    table = pd.DataFrame({"confirmed": confirmed, "random": random, "decision_id": "", "chance": np.nan}, index=index)
    learned = fit_reranker(ranker, surprises, Findings(table, date(2026, 1, 1)))
    rest = np.setdiff1d(np.arange(len(truth)), places)
    base = average_precision(truth[rest], before[rest])
    if isinstance(learned, Off):
        return Taught(base)
    after = learned.applied(ranker).score(surprises).table["score"].to_numpy()
    both = [np.clip(scores[rest], 1e-6, 1 - 1e-6) for scores in (before, after)]
    return Taught(
        base,
        average_precision(truth[rest], after[rest]) - base,
        (float(both[0].sum() / truth[rest].sum()), float(both[1].sum() / truth[rest].sum())),
        (float(log_loss(truth[rest], both[0])), float(log_loss(truth[rest], both[1]))),
    )


def ways(city: City, seed: int) -> dict[str, Taught]:
    """Return before and gain of every way to visit and to rank."""
    prior = prior_weights(FAMILIES)
    flat = dict.fromkeys(FAMILIES, 1.0)
    half = sorted(np.random.default_rng(seed).permutation(list(FAMILIES))[: len(FAMILIES) // 2].tolist())
    whole, poor = city.ranker(prior), city.ranker(flat)
    return {
        f"{VISITS} of the list of {LIST}": gain(*whole, city.favoured, seed),
        f"the first {VISITS} ranks": gain(*whole, city.favoured, seed, listed=VISITS),
        "with mistakes of inspectors": gain(*whole, city.favoured, seed, say=with_errors),
        "confirmed = favoured or ineligible": gain(*whole, city.wrong, seed),
        "a weaker ranking: all weights 1": gain(*poor, city.favoured, seed),
        "a weaker ranking: half of the flags": gain(*city.ranker(prior, half), city.favoured, seed),
    }


def coverage(city: City, listed: int, visits: int) -> tuple[float, float, float, float]:
    """Return prevalence, how often its interval covers it, precision of the list, how often its interval covers it."""
    ranker, surprises = city.ranker(prior_weights(FAMILIES))
    order = np.argsort(-ranker.score(surprises).table["score"].to_numpy(), kind="stable")
    rng, households = np.random.default_rng(1), len(order)
    on_list = np.isin(np.arange(households), order[:listed])
    prevalence, precision = city.favoured.mean(), city.favoured[on_list].mean()
    covered = np.zeros(2)
    for _ in range(REPETITIONS):
        drawn = rng.choice(households, visits, replace=False)
        ranked = rng.choice(order[:listed], visits, replace=False)
        both = np.union1d(ranked, drawn)
        both = both[on_list[both]]
        equal = np.full(households, visits / households)
        chances = either_arm(np.full(households, visits / listed), equal)
        found = share_confirmed(city.favoured[drawn], equal[drawn]), share_confirmed(city.favoured[both], chances[both])
        covered += [
            est is not None and est.low <= p <= est.high for est, p in zip(found, (prevalence, precision), strict=True)
        ]
    return prevalence, covered[0] / REPETITIONS, precision, covered[1] / REPETITIONS


def main(people: int = 1_000_000, *seeds: int) -> None:
    """Print the tables."""
    found: dict[str, list[Taught]] = {}
    for place, seed in enumerate(seeds or SEEDS):
        city = make_city(people, seed)
        if place == 0:
            print_coverage(city)
        for name, result in ways(city, seed).items():
            found.setdefault(name, []).append(result)
        print(seed, *(f"{results[-1].gain:+.4f}" for results in found.values()), file=sys.stderr, flush=True)
    print("\n| visits | AP of the unvisited before | gain | 95 % interval | cities that gain |\n|---|---|---|---|---|")
    for name, results in found.items():
        print_gain(name, results)
    print_scale(next(iter(found.values())))
    print_nothing_to_find(people, (seeds or SEEDS)[0])


def print_coverage(city: City) -> None:
    """Print how often the intervals cover the truth."""
    print("| list | visits of each arm | prevalence | covered | precision of the list | covered |")
    print("|---|---|---|---|---|---|")
    for listed, visits in ((LIST, VISITS), (LIST, 200), (500, VISITS), (1000, VISITS), (LIST, 50)):
        prevalence, covers, precision, holds = coverage(city, listed, visits)
        print(f"| {listed} | {visits} | {prevalence:.2%} | {covers:.1%} | {precision:.1%} | {holds:.1%} |", flush=True)


def print_gain(name: str, results: list[Taught]) -> None:
    """Print one line of the table of gains."""
    gains, count = np.array([result.gain for result in results]), len(results)
    before = np.mean([result.before for result in results])
    reach = student.ppf(0.975, count - 1) * gains.std(ddof=1) / np.sqrt(count) if count > 1 else float("nan")
    interval = f"{gains.mean() - reach:+.4f} to {gains.mean() + reach:+.4f}"
    print(f"| {name} | {before:.3f} | {gains.mean():+.4f} | {interval} | {(gains > 0).sum()} of {count} |")


def print_scale(results: list[Taught]) -> None:
    """Print how far the scores of the unvisited are from chances, before and after."""
    print("\n| | before | after |\n|---|---|---|")
    told = np.array([result.told for result in results if np.isfinite(result.told).all()])
    cells = (f"{values.mean():.2f} ({values.min():.2f} to {values.max():.2f})" for values in told.T)
    print("| sum of the scores over the favoured |", " | ".join(cells), "|")
    loss = np.array([result.loss for result in results if np.isfinite(result.loss).all()])
    print("| logarithmic loss |", " | ".join(f"{value:.4f}" for value in loss.mean(axis=0)), "|")


def print_nothing_to_find(people: int, seed: int) -> None:
    """Print what happens where nobody is favoured and inspectors confirm 2 % and 20 % of visits all the same."""
    city = make_city(people, seed, favouritism=False)
    ranker, surprises = city.ranker(prior_weights(FAMILIES))
    order = np.argsort(-ranker.score(surprises).table["score"].to_numpy(), kind="stable")
    for share in (0.0, 0.02, 0.2):
        on = 0
        for round_ in range(50):
            rng = np.random.default_rng(round_)
            places, random = visited(order, rng, listed=LIST)
            table = pd.DataFrame(
                {"confirmed": rng.random(len(places)) < share, "random": random}, index=surprises.index[places]
            )
            on += not isinstance(fit_reranker(ranker, surprises, Findings(table, date(2026, 1, 1))), Off)
        print(f"\nWithout favouritism, {share:.0%} of visits confirmed whatever is there: learns in {on} of 50 rounds.")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
