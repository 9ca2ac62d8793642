"""Findings in a delivery change the next version, and its scores become chances of being confirmed."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.functional.command import Mingcha

AS_OF = "2025-12-31"
CONFIRMED = 12
"""So many households would be confirmed: the first of the ranking."""


def scored(mingcha: Mingcha, data: str, out: str, model: str) -> pd.DataFrame:
    done = mingcha("score", data, "--as-of", AS_OF, "--out", out, "--model", model, "--capacity", 40)
    assert done.code == 0, done.err
    return pd.read_parquet(Path(out) / "scores.parquet").sort_values("rank").set_index("household_id")


def inspect(folder: Path, ranking: pd.DataFrame) -> None:
    """Visit the first 60 households and 80 at random."""
    drawn = np.random.default_rng(3).choice(ranking.index, 80, replace=False)
    arms = dict.fromkeys(ranking.index[:60], "ranked") | dict.fromkeys(drawn, "random")
    with (folder / "inspections.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["household_id", "inspected_on", "finding", "selected_by"])
        for household, arm in arms.items():
            finding = "confirmed" if ranking.loc[household, "rank"] <= CONFIRMED else "cleared"
            table.writerow([household, "2025-12-20", finding, arm])


def findings_of(out: str) -> dict[str, Any]:
    return dict(json.loads((Path(out) / "run.json").read_text())["figures"]["findings"])


def test_a_version_that_learned_from_findings_tells_chances_in_the_same_order(mingcha: Mingcha) -> None:
    assert mingcha("simulate", "city", "--people", 20_000, "--seed", 8).code == 0
    (Path("city") / "inspections.csv").unlink()
    assert mingcha("train", "city", "--as-of", AS_OF).code == 0
    before = scored(mingcha, "city", "before", "1")
    assert not findings_of("before")["on"]

    inspect(Path("city"), before)
    assert mingcha("train", "city", "--as-of", AS_OF).code == 0
    after = scored(mingcha, "city", "after", "2")
    told = findings_of("after")
    assert told["on"]
    assert told["used"] > 100

    assert abs(after["score"].sum() - CONFIRMED) < 0.3 * CONFIRMED < abs(before["score"].sum() - CONFIRMED)
    assert after["score"].iloc[:CONFIRMED].mean() > 0.7
    assert len(set(after.index[:40]) & set(before.index[:40])) > 30
    assert after["score"].is_monotonic_decreasing
    assert (after["score"] > 0).equals((before["score"] > 0).reindex(after.index))
