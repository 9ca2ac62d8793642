"""Compare a run with the truth of a simulated city, and with what other rankings reach on the same evidence."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from detection.publish import RUN_RECORD
from detection.truth import read_evidence, read_scores, read_truth
from features.errors import SettingError
from models.evaluate import (
    Bools,
    Floats,
    Ints,
    average_with_interval,
    captured_by_kind,
    captures_with_intervals,
    ranks_of,
    share_with_interval,
)
from models.rivals import RIVALS, rival_scores

__all__ = ["OURS", "Evaluation", "compare_rankings", "evaluate", "refuse_to_overwrite"]

CAPACITIES: Final = (100, 300)
SHARE: Final = 0.01
"""A list of this share of the scored households is looked at too."""
OURS: Final = "this run"
INNOCENT: Final = "innocent: with a tie"


@dataclass(frozen=True)
class Evaluation:
    """How a run compares with the truth.  Bounds of intervals end in ``low`` and ``high``, at 95 %.

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
    planted : int
        Scored households that are favoured: the length of a list that could hold just them.
    averages : pandas.DataFrame
        Columns ``target`` (favouritism, ineligible, either), ``wrong`` (households), ``by`` (a column of the
        scores), and those of :func:`models.evaluate.average_with_interval`.
    captures : pandas.DataFrame
        Column ``target`` and those of :func:`models.evaluate.captures_with_intervals`; lists by ``rank``.
    kinds : pandas.DataFrame
        See :func:`models.evaluate.captured_by_kind`; kinds are what is wrong with its mechanism, and the
        innocent with a tie to an official.
    innocents : pandas.DataFrame
        Columns ``capacity``, ``found``, ``share``, ``low``, ``high``, ``of_all``, ``of_all_low``, ``of_all_high``:
        households on each list that are innocent and have a tie to an official, as a share of the list and of all
        such households.
    rivals : pandas.DataFrame or None
        See :func:`compare_rankings`; None if not asked for.
    lacking : tuple of str
        Rivals that were asked for and could not be reckoned, since PyOD is not installed.
    """

    households: int
    not_in_truth: int
    not_scored: int
    not_scored_favoured: int
    planted: int
    averages: pd.DataFrame
    captures: pd.DataFrame
    kinds: pd.DataFrame
    innocents: pd.DataFrame
    rivals: pd.DataFrame | None = None
    lacking: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return all figures for :func:`detection.reports.canonical_json.write_json`."""
        counts = ("households", "not_in_truth", "not_scored", "not_scored_favoured", "planted")
        record: dict[str, Any] = {name: getattr(self, name) for name in counts}
        for name in ("averages", "captures", "innocents"):
            record[name] = getattr(self, name).to_dict("records")
        record["kinds"] = [
            {"kind": kind, "capacity": capacity, "households": households, "found": found}
            | dict(zip(("recall", "low", "high"), share_with_interval(found, households), strict=True))
            for kind, (households, *counted) in zip(self.kinds.index, self.kinds.to_numpy().tolist(), strict=True)
            for capacity, found in zip(self.kinds.columns[1:], counted, strict=True)
        ]
        if self.rivals is not None:
            record |= {"rivals": self.rivals.to_dict("records"), "rivals_lacking": self.lacking}
        return record


def evaluate(run: Path, truth: Path, *, rivals: bool = False) -> Evaluation:
    """Compare the ranking in the folder `run` with the file `truth`.

    Parameters
    ----------
    run : Path
        Output of ``mingcha score``.
    truth : Path
        CSV with ``household_id``, ``favouritism``, ``ineligible`` and, if known, ``mechanism``, ``official``.
    rivals : bool
        Compare with other rankings, too: they see the run's evidence, one column a feature.

    Raises
    ------
    DataError
        If the folder holds no run, or the truth cannot be read.
    """
    scores = read_scores(run)
    told = read_truth(truth)
    both = scores.merge(told, on="household_id", how="left", validate="one_to_one", indicator=True)
    unscored = ~told["household_id"].isin(scores["household_id"])
    targets = {name: both[name].eq(True).to_numpy(dtype=bool) for name in ("favouritism", "ineligible")}
    targets["either"] = targets["favouritism"] | targets["ineligible"]
    favoured, ranks = targets["favouritism"], both["rank"].to_numpy(dtype="int64")
    lengths = _capacities(run, len(scores), int(favoured.sum()))
    kinds = _kinds(both, targets)
    innocent = kinds.eq(INNOCENT).fillna(value=False).to_numpy(dtype=bool)
    others = _rankings(run, both) if rivals else {}
    return Evaluation(
        households=len(both),
        not_in_truth=int((both["_merge"] == "left_only").sum()),
        not_scored=int(unscored.sum()),
        not_scored_favoured=int((unscored & told["favouritism"]).sum()),
        planted=int(favoured.sum()),
        averages=_averages(both, targets),
        captures=_captures(targets, ranks, lengths),
        kinds=captured_by_kind(kinds, ranks, lengths),
        innocents=_innocents(innocent, ranks, lengths),
        rivals=compare_rankings(favoured, innocent, others) if rivals else None,
        lacking=tuple(name for name in RIVALS if rivals and name not in others),
    )


def refuse_to_overwrite(figures: Path, run: Path, truth: Path) -> None:
    """Refuse to write figures over what they are reckoned from.

    Raises
    ------
    SettingError
        The file is the truth, or lies in the folder of the run.
    """
    place = figures.resolve()
    if place == truth.resolve() or place.is_relative_to(run.resolve()):
        raise SettingError(
            f"the figures cannot be written to {figures}, which holds what they are reckoned from: "
            "name another file with --json."
        )


def compare_rankings(wrong: Bools, innocent: Bools, rankings: dict[str, Floats]) -> pd.DataFrame:
    """Return how well several rankings of the same households find what is wrong.

    Parameters
    ----------
    wrong : array of bool, shape (households,)
        Whether each household is what is looked for.
    innocent : array of bool, shape (households,)
        Whether it is innocent and has a tie to an official.
    rankings : dict of str to array of float, shape (households,)
        Scores by the name of the ranking, higher is more suspicious.

    Returns
    -------
    pandas.DataFrame
        Column ``ranking`` and those of :func:`models.evaluate.average_with_interval`; ``precision`` with its bounds
        in the first of a hundred households; ``innocents`` and ``innocents_of_all`` with their bounds, the innocent
        households with a tie in a list as long as there are wrong ones, as a share of it and of all such households.
    """
    first, planted = max(1, round(SHARE * len(wrong))), int(wrong.sum())
    rows = []
    for name, scores in rankings.items():
        ranks = ranks_of(scores)
        row: dict[str, Any] = {"ranking": name} | average_with_interval(wrong, scores)
        blamed = int((innocent & (ranks <= planted)).sum())
        for figure, (found, size) in {
            "precision": (int((wrong & (ranks <= first)).sum()), min(first, len(wrong))),
            "innocents": (blamed, planted),
            "innocents_of_all": (blamed, int(innocent.sum())),
        }.items():
            shares = share_with_interval(found, size)
            row |= dict(zip((figure, f"{figure}_low", f"{figure}_high"), shares, strict=True))
        rows.append(row)
    return pd.DataFrame(rows)


def _rankings(run: Path, both: pd.DataFrame) -> dict[str, Floats]:
    values, flags = read_evidence(run, pd.Index(both["household_id"]))
    ours = {OURS: -both["rank"].to_numpy(dtype="float64")}
    return ours | rival_scores(values, flags)


def _capacities(run: Path, households: int, planted: int) -> tuple[int, ...]:
    """Return 100, 300, the run's own capacity, one household in a hundred, and the number planted, if so many."""
    try:
        own = json.loads((run / RUN_RECORD).read_text(encoding="utf-8"))["settings"]["capacity"]
    except (OSError, ValueError, KeyError, TypeError):
        own = CAPACITIES[0]
    wanted = {*CAPACITIES, int(own), max(1, round(SHARE * households)), planted}
    return tuple(sorted({min(capacity, households) for capacity in wanted if capacity}))


def _averages(both: pd.DataFrame, targets: dict[str, Bools]) -> pd.DataFrame:
    asked = [
        ("favouritism", "score"),
        ("favouritism", "score_favouritism"),
        ("ineligible", "score"),
        ("ineligible", "score_ineligibility"),
        ("either", "score"),
    ]
    rows = [
        {"target": target, "wrong": int(targets[target].sum()), "by": by}
        | average_with_interval(targets[target], both[by].to_numpy(dtype="float64"))
        for target, by in asked
    ]
    return pd.DataFrame(rows)


def _captures(targets: dict[str, Bools], ranks: Ints, lengths: tuple[int, ...]) -> pd.DataFrame:
    rows = [
        {"target": target} | row
        for target, wrong in targets.items()
        for row in captures_with_intervals(wrong, ranks, lengths)
    ]
    return pd.DataFrame(rows)


def _innocents(innocent: Bools, ranks: Ints, lengths: tuple[int, ...]) -> pd.DataFrame:
    found = [int((innocent & (ranks <= length)).sum()) for length in lengths]
    rows = [
        (length, count, *share_with_interval(count, length), *share_with_interval(count, int(innocent.sum())))
        for length, count in zip(lengths, found, strict=True)
    ]
    of_all = ["of_all", "of_all_low", "of_all_high"]
    return pd.DataFrame(rows, columns=["capacity", "found", "share", "low", "high", *of_all])


def _kinds(both: pd.DataFrame, targets: dict[str, Bools]) -> "pd.Series[str]":
    """Name what each household is; those in order that nothing links to anybody stay without a name."""
    mechanism = both["mechanism"].fillna("").replace("none", "")
    named = mechanism != ""
    linked = (both["official"].fillna("") != "") | (both["family_T"] > 0)
    told = mechanism.where(named, "not named")
    kinds = pd.Series(pd.NA, index=both.index, dtype="str")
    kinds = kinds.mask(linked, INNOCENT).mask(named, "innocent: " + told)
    kinds = kinds.mask(targets["ineligible"], "ineligible: " + told)
    return kinds.mask(targets["favouritism"], "favouritism: " + told)
