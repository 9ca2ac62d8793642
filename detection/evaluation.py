"""Compare a run with the truth of a simulated city; the truth is read here and nowhere else."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from detection.publish import RUN_RECORD
from features.errors import DataError
from models.evaluate import Bools, Ints, average_precision, capture, captured_by_kind

__all__ = ["Evaluation", "evaluate"]

COLUMNS: Final = ("household_id", "favouritism", "ineligible")
SCORES: Final = ("household_id", "rank", "score", "score_favouritism", "score_ineligibility", "family_T")
BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
CAPACITIES: Final = (100, 300)
SHARE: Final = 0.01
"""A list of this share of the scored households is looked at too."""


@dataclass(frozen=True)
class Evaluation:
    """How a run compares with the truth.

    Parameters
    ----------
    households : int
        Scored households.
    not_in_truth : int
        Scored households that the truth does not name; they count as in order.
    not_scored : int
        Households that the truth names and the run did not score.
    not_scored_favoured : int
        Those of them that are favoured; no ranking can find them.
    averages : pandas.DataFrame
        Columns ``target`` (favouritism, ineligible, either), ``wrong`` (households), ``by`` (a column of the
        scores), ``average_precision``, ``random`` (what a random order reaches), ``lift``.
    captures : pandas.DataFrame
        Columns ``target``, ``capacity``, ``found``, ``precision``, ``recall``, ``lift``; lists by ``rank``.
    kinds : pandas.DataFrame
        See :func:`models.evaluate.captured_by_kind`; kinds are what is wrong with its mechanism, and the
        innocent with a tie to an official.
    """

    households: int
    not_in_truth: int
    not_scored: int
    not_scored_favoured: int
    averages: pd.DataFrame
    captures: pd.DataFrame
    kinds: pd.DataFrame


def evaluate(run: Path, truth: Path) -> Evaluation:
    """Compare the ranking in the folder `run` with the file `truth`.

    Parameters
    ----------
    run : Path
        Output of ``mingcha score``.
    truth : Path
        CSV with ``household_id``, ``favouritism``, ``ineligible`` and, if known, ``mechanism``, ``official``.

    Raises
    ------
    DataError
        If the folder holds no run, or the truth cannot be read.
    """
    scores = _read_scores(run)
    told = _read_truth(truth)
    both = scores.merge(told, on="household_id", how="left", validate="one_to_one", indicator=True)
    unscored = ~told["household_id"].isin(scores["household_id"])
    lengths = _capacities(run, len(scores))
    targets = {name: both[name].eq(True).to_numpy(dtype=bool) for name in ("favouritism", "ineligible")}
    targets["either"] = targets["favouritism"] | targets["ineligible"]
    ranks = both["rank"].to_numpy(dtype="int64")
    return Evaluation(
        households=len(both),
        not_in_truth=int((both["_merge"] == "left_only").sum()),
        not_scored=int(unscored.sum()),
        not_scored_favoured=int((unscored & told["favouritism"]).sum()),
        averages=_averages(both, targets),
        captures=_captures(targets, ranks, lengths),
        kinds=captured_by_kind(_kinds(both, targets), ranks, lengths),
    )


def _read_scores(run: Path) -> pd.DataFrame:
    path = run / "scores.parquet"
    if not path.is_file():
        raise DataError(f"{run} holds no scores.parquet: give the folder that 'mingcha score' wrote with --out.")
    try:
        # one file, one table: pandas would take the folders of a path such as city=1/ for more columns
        scores = pd.read_parquet(path, partitioning=None)
    except ValueError as error:
        raise DataError(f"{path} cannot be read as Parquet: score again with 'mingcha score'.") from error
    lacking = [name for name in SCORES if name not in scores.columns]
    if lacking:
        raise DataError(f"{path} lacks the column {lacking[0]}: score again with 'mingcha score'.")
    return scores


def _read_truth(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise DataError(f"there is no file {path}: give the truth that 'mingcha simulate OUT' wrote as OUT.truth.csv.")
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError(f"{path} cannot be read as CSV in UTF-8: give the truth of a simulated city.") from error
    lacking = [name for name in COLUMNS if name not in frame.columns]
    if lacking:
        raise DataError(f"{path} lacks the column {lacking[0]}: give the truth of a simulated city, OUT.truth.csv.")
    twice = np.flatnonzero(frame["household_id"].duplicated())
    if len(twice):
        raise DataError(f"{path}, row {twice[0] + 2}: this household_id occurs more than once; keep one of its rows.")
    truths = {name: _booleans(frame[name], path) for name in COLUMNS[1:]}
    known = {name: frame[name] for name in ("mechanism", "official") if name in frame.columns}
    return frame[["household_id"]].assign(**truths, **({"mechanism": "", "official": ""} | known))


def _booleans(texts: "pd.Series[str]", path: Path) -> "pd.Series[bool]":
    values = texts.str.strip().str.lower().map(BOOLEANS)
    wrong = np.flatnonzero(values.isna())
    if len(wrong):
        raise DataError(f"{path}, row {wrong[0] + 2}: {texts.name} is neither true nor false; write one of them.")
    return values.astype("bool")


def _capacities(run: Path, households: int) -> tuple[int, ...]:
    """Return 100, 300, the run's own capacity and one household in a hundred, if there are so many."""
    try:
        own = json.loads((run / RUN_RECORD).read_text(encoding="utf-8"))["settings"]["capacity"]
    except (OSError, ValueError, KeyError, TypeError):
        own = CAPACITIES[0]
    wanted = {*CAPACITIES, int(own), max(1, round(SHARE * households))}
    return tuple(sorted({min(capacity, households) for capacity in wanted}))


def _averages(both: pd.DataFrame, targets: dict[str, Bools]) -> pd.DataFrame:
    asked = [
        ("favouritism", "score"),
        ("favouritism", "score_favouritism"),
        ("ineligible", "score"),
        ("ineligible", "score_ineligibility"),
        ("either", "score"),
    ]
    rows = []
    for target, by in asked:
        wrong = targets[target]
        reached, chance = average_precision(wrong, both[by].to_numpy(dtype="float64")), float(wrong.mean())
        lift = reached / chance if chance else float("nan")
        rows.append((target, int(wrong.sum()), by, reached, chance, lift))
    return pd.DataFrame(rows, columns=["target", "wrong", "by", "average_precision", "random", "lift"])


def _captures(targets: dict[str, Bools], ranks: Ints, lengths: tuple[int, ...]) -> pd.DataFrame:
    rows = []
    for target, wrong in targets.items():
        for length in lengths:
            held = capture(wrong, ranks, length)
            rows.append((target, held.capacity, held.found, held.precision, held.recall, held.lift))
    return pd.DataFrame(rows, columns=["target", "capacity", "found", "precision", "recall", "lift"])


def _kinds(both: pd.DataFrame, targets: dict[str, Bools]) -> "pd.Series[str]":
    """Name what each household is; those in order that nothing links to anybody stay without a name."""
    mechanism = both["mechanism"].fillna("").replace("none", "")
    named = mechanism != ""
    linked = (both["official"].fillna("") != "") | (both["family_T"] > 0)
    told = mechanism.where(named, "not named")
    kinds = pd.Series(pd.NA, index=both.index, dtype="str")
    kinds = kinds.mask(linked, "innocent: with a tie").mask(named, "innocent: " + told)
    kinds = kinds.mask(targets["ineligible"], "ineligible: " + told)
    return kinds.mask(targets["favouritism"], "favouritism: " + told)
