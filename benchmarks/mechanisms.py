"""How good the ranking is where officials favour in fewer ways: each mechanism of the city switched off in turn.

Run as ``python -m benchmarks.mechanisms [PEOPLE [SEED ...]]`` from the root of the project.  The households of the
mechanism are not made at all; the other ways of favour stay as frequent as they were, so fewer households are favoured.
"""

import sys

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.ranking import SEEDS, ceiling, fitted, innocents, precision_at, ranked_by, see
from features.records.city import CitySettings


def measured(people: int, seed: int, off: str | None) -> tuple[int, float, float, float, float]:
    """Return the favoured households, our average precision and the ceiling's, precision in the top 1 %, innocents."""
    shares = {name: 0.0 if name == off else share for name, share in CitySettings().favour_shares.items()}
    seen = see(people, seed, CitySettings(favour_shares=shares))
    ranker = fitted(seen)
    ours, best = ranked_by(seen, ranker), ceiling(seen, ranker)
    found = [float(average_precision_score(seen.favoured, scores)) for scores in (ours, best)]
    among, relatives = innocents(seen, ours)
    top = precision_at(seen.favoured, ours, len(ours) // 100)
    return int(seen.favoured.sum()), *found, top, among / relatives


def main(people: int = 1_000_000, *seeds: int) -> None:
    """Print a markdown table with one row a mechanism, means over the seeds."""
    columns = ("switched off", "favoured", "AP", "ceiling", "ratio, lowest to highest", "top 1 %", "innocents in top n")
    print("| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|")
    for off in (None, *CitySettings().favour_shares):
        runs = np.array([measured(people, seed, off) for seed in seeds or SEEDS])
        favoured, ours, best, top, innocent = runs.mean(axis=0)
        ratios = runs[:, 1] / runs[:, 2]
        cells = (f"`{off}`" if off else "nothing", f"{favoured:.0f}", f"{ours:.3f}", f"{best:.3f}")
        spread = f"{ratios.mean():.2f} ({ratios.min():.2f} to {ratios.max():.2f})"
        print("|", " | ".join((*cells, spread, f"{top:.3f}", f"{innocent:.1%}")), "|", flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
