"""How good the ranking is on the synthetic city: against the ceiling of trained labels, part by part, and how stable.

Run as ``python -m benchmarks.ranking [PEOPLE [SEED ...]]`` from the root of the project.
"""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.metrics import average_precision_score

import models.conjunction
import models.scoring
from features.dossier import open_dossier
from features.records.city import CitySettings, simulate_city, write_city
from features.records.store import read_records
from features.registry import FEATURES
from features.table import feature_table
from models.explain import list_cutoff, ways_off_the_list
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.stability import monotonicity, stability
from tests.functional.hardness import trained

SEEDS: Final = (11, 12, 13, 14, 15)
ROUNDS: Final = 200
TOP: Final = 200
FAMILIES: Final = {feature.name: feature.family for feature in FEATURES}
SIGNS: Final = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """A city as the ranking sees it, with its truth beside it."""

    values: pd.DataFrame
    groups: pd.Series
    favoured: Bools
    ineligible: Bools
    mechanism: npt.NDArray[np.str_]


def see(people: int, seed: int, settings: CitySettings | None = None) -> Seen:
    """Simulate a city and compute its features."""
    city = simulate_city(people, seed, settings=settings)
    with tempfile.TemporaryDirectory() as folder:
        write_city(city, Path(folder) / "city", "parquet")
        with read_records(Path(folder) / "city") as records:
            dossier = open_dossier(records.known(city.as_of))
            values = feature_table(dossier).values
    truth = city.truth.to_pandas().set_index("household_id").reindex(values.index)
    return Seen(
        values,
        dossier.households["peer_group"],
        truth["favouritism"].eq(True).to_numpy(dtype=bool),
        truth["ineligible"].eq(True).to_numpy(dtype=bool),
        truth["mechanism"].fillna("none").to_numpy(dtype=str),
    )


def fitted(seen: Seen, weights: dict[str, float] | None = None) -> Ranker:
    """Fit the ranking as ``mingcha train`` does."""
    given = prior_weights(FAMILIES) if weights is None else weights
    return Ranker.fit(seen.values, seen.groups, families=FAMILIES, signs=SIGNS, weights=given, one_facts=one_facts())


def ranked_by(seen: Seen, ranker: Ranker) -> Floats:
    """Return the score that ranks."""
    table = ranker.score(ranker.surprise(seen.values, seen.groups)).table
    return np.asarray(table["score"], dtype="float64")


def ceiling(seen: Seen, ranker: Ranker) -> Floats:
    """Gradient boosting, cross-validated on the truth, over the same features: values and surprises."""
    columns = pd.concat([seen.values, ranker.surprise(seen.values, seen.groups).add_prefix("surprise_")], axis=1)
    return np.asarray(trained(columns, seen.favoured), dtype="float64")


def precision_at(wrong: Bools, scores: Floats, length: int) -> float:
    """Return the share of `wrong` among the first."""
    return float(wrong[np.argsort(-scores, kind="stable")[:length]].mean())


def ratio_interval(wrong: Bools, ours: Floats, best: Floats, rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of our average precision over the ceiling's, both on the same draw."""
    rng = np.random.default_rng(0)
    ratios = []
    for _ in range(rounds):
        drawn = rng.integers(0, len(wrong), len(wrong))
        one, other = (average_precision_score(wrong[drawn], scores[drawn]) for scores in (ours, best))
        ratios.append(one / other)
    low, high = np.quantile(ratios, (0.025, 0.975))
    return float(low), float(high)


def innocents(seen: Seen, scores: Floats) -> tuple[int, int]:
    """Return how many innocent relatives stand among the first n (n favoured), and how many there are."""
    tied = (seen.values[[name for name, family in FAMILIES.items() if family == "T"]] > 0).any(axis=1).to_numpy()
    innocent = tied & ~seen.favoured & ~seen.ineligible
    first = np.argsort(-scores, kind="stable")[: seen.favoured.sum()]
    return int(innocent[first].sum()), int(innocent.sum())


def without_parts(seen: Seen) -> dict[str, float]:
    """Return the average precision with one part of the ranking left out at a time."""
    found = {"no priors": _ap(seen, ranked_by(seen, fitted(seen, dict.fromkeys(FAMILIES, 1.0))))}
    everyone = Seen(seen.values, seen.groups.mask(seen.groups.notna(), "all"), *_truths(seen))
    found["no peers"] = _ap(seen, ranked_by(everyone, fitted(everyone)))
    found["no forest"] = _ap(seen, _with_constant(seen, models.scoring, "FOREST_WEIGHT", 0.0))
    found["tie share 0.5"] = _ap(seen, _with_constant(seen, models.conjunction, "TIE_SHARE", 0.5))
    scores = fitted(seen).score(fitted(seen).surprise(seen.values, seen.groups))
    found["sum instead of conjunction"] = _ap(seen, scores.tie + scores.trouble)
    return found


def _with_constant(seen: Seen, module: ModuleType, name: str, value: float) -> Floats:
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        return ranked_by(seen, fitted(seen))
    finally:
        setattr(module, name, kept)


def without_mechanisms(seen: Seen, scores: Floats) -> dict[str, float]:
    """Return the average precision with the households of one way of favour left out at a time."""
    ways = sorted(set(seen.mechanism[seen.favoured]))
    kept = {way: ~(seen.favoured & (seen.mechanism == way)) for way in ways}
    return {way: float(average_precision_score(seen.favoured[rows], scores[rows])) for way, rows in kept.items()}


def pushed_out(seen: Seen, scores: Floats, where: str | None) -> int:
    """Add 1 % of households without any flag to the training rows, count favoured ones that leave the first 200.

    They are spread over all peer groups, or all put in that group which holds most of the first 200.
    """
    first = np.argsort(-scores, kind="stable")[:TOP]
    held = first[seen.favoured[first]]
    count = len(scores) // 100
    groups = seen.groups.iloc[np.linspace(0, len(scores) - 1, count).astype(int)].to_numpy()
    if where == "one group":
        groups = np.repeat(seen.groups.iloc[first].mode().iloc[0], count)
    index = [f"~crafted{place}" for place in range(count)]
    blank = pd.DataFrame(np.nan_to_num(np.zeros((count, len(FAMILIES)))), index=index, columns=seen.values.columns)
    blank = blank.assign(**{name: 365.0 for name, sign in SIGNS.items() if sign < 0})
    more = Seen(
        pd.concat([seen.values, blank]), pd.concat([seen.groups, pd.Series(groups, index=index)]), *_truths(seen)
    )
    again = ranked_by(seen, fitted(more))
    return len(set(held) - set(np.argsort(-again, kind="stable")[:TOP]))


def _truths(seen: Seen) -> tuple[Bools, Bools, npt.NDArray[np.str_]]:
    return seen.favoured, seen.ineligible, seen.mechanism


def _ap(seen: Seen, scores: Floats) -> float:
    return float(average_precision_score(seen.favoured, scores))


def measure(seen: Seen) -> dict[str, Any]:
    """Measure one city."""
    ranker = fitted(seen)
    surprises = ranker.surprise(seen.values, seen.groups)
    ours, best = ranked_by(seen, ranker), ceiling(seen, ranker)
    among, relatives = innocents(seen, ours)
    top = len(ours) // 100
    low, high = ratio_interval(seen.favoured, ours, best)
    return {
        "aided": len(ours),
        "favoured": int(seen.favoured.sum()),
        "AP": _ap(seen, ours),
        "ceiling": _ap(seen, best),
        "ratio": _ap(seen, ours) / _ap(seen, best),
        "low": low,
        "high": high,
        "top 1 %": precision_at(seen.favoured, ours, top),
        "ceiling's": precision_at(seen.favoured, best, top),
        "relatives in top n": among,
        "of relatives": among / max(relatives, 1),
        "of top n": among / int(seen.favoured.sum()),
        "jaccard": stability(ranker, surprises, seeds=range(5), n_estimators=200, max_samples=128)["jaccard"],
        "fell": monotonicity(ranker, surprises, sample=10_000)["violations"],
        "pushed out": pushed_out(seen, ours, None),
        "from one group": pushed_out(seen, ours, "one group"),
    } | {f"− {part}": found for part, found in (without_parts(seen) | without_mechanisms(seen, ours)).items()}


def explained(seen: Seen, capacity: int = 300) -> tuple[int, float, float]:
    """Return the rows, the seconds to score and explain them all, and the seconds of what would clear the list."""
    values = pd.concat([seen.values] * (80_000 // len(seen.values) + 1)).iloc[:80_000]
    groups = pd.concat([seen.groups] * (80_000 // len(seen.values) + 1)).iloc[:80_000]
    ranker = fitted(seen)
    surprises = ranker.surprise(values, groups)
    start = time.perf_counter()
    scores = ranker.score(surprises)
    middle = time.perf_counter()
    cutoff = list_cutoff(scores.table["score"], capacity)
    first = np.argsort(-scores.table["score"].to_numpy(), kind="stable")[:capacity]
    ways_off_the_list(ranker, surprises.iloc[first], scores.weights.iloc[first], cutoff)
    return len(values), middle - start, time.perf_counter() - middle


def main(people: int = 1_000_000, *seeds: int) -> None:
    """Print a markdown table with one column a seed."""
    columns = {}
    for seed in seeds or SEEDS:
        seen = see(people, seed)
        columns[str(seed)] = measure(seen)
    table = pd.DataFrame(columns)
    table["mean"] = table.mean(axis=1)
    print("|", " | ".join(["seed", *table.columns]), "|")
    print("|" + "---|" * (len(table.columns) + 1))
    for name, row in table.iterrows():
        print("|", " | ".join([str(name), *(f"{value:,.3f}".removesuffix(".000") for value in row)]), "|")
    rows, seconds, ways = explained(seen)
    print(f"\n{rows:,} households scored with their parts in {seconds:.2f} s; ways off a list of 300: {ways:.2f} s")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
