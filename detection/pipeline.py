"""The way through the house, top to bottom: records, graphs, features, models, cases, list."""

import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from detection.cases import case_rows, choose_cases
from detection.evidence import EVIDENCE, evidence_rows, wording_for
from detection.publish import refuse_inside, staged
from detection.ranking import rank_households
from detection.reports.canonical_json import write_json
from detection.reports.case_list import write_case_list
from detection.reports.notes import ListNotes
from detection.reports.parquet import write_parquet
from detection.run_record import SCORES, missing_flags, run_record
from detection.settings import Settings
from features.dossier import Dossier, open_dossier
from features.records.store import Records, read_records
from features.registry import FEATURES
from features.table import FeatureTable, feature_table, what_it_lacks
from models.forest import fit_forest
from models.manifest import feature_manifest, input_example, refuse_stale
from models.peers import PeerStatistics
from models.registry import Registered, Registry
from models.scoring import ordinary_shares, score_households, sides

__all__ = ["Check", "Run", "Training", "check", "score", "train"]

Progress = Callable[[str], None]
FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}


def _silent(_: str) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Check:
    """What a check found.

    Parameters
    ----------
    records : Records
        Counts of every file; closed.
    unmatched : pandas.DataFrame
        Soft references that were not found; see :meth:`features.records.store.Records.unmatched`.
    off : dict of str to tuple of str
        Features that cannot be looked for with these tables, and what they lack.
    quarantine : list of Path
        Files written.
    """

    records: Records
    unmatched: pd.DataFrame
    off: dict[str, tuple[str, ...]]
    quarantine: list[Path]


@dataclass(frozen=True)
class Training:
    """A trained and registered model.

    Parameters
    ----------
    registered : Registered
        Name, version and aliases.
    records : Records
        Counts of every file; closed.
    households : int
        Households that it was trained on.
    table : FeatureTable
        What it was trained on.
    quarantine : list of Path
        Files written.
    """

    registered: Registered
    records: Records
    households: int
    table: FeatureTable
    quarantine: list[Path]


@dataclass(frozen=True)
class Run:
    """A finished scoring run.

    Parameters
    ----------
    out : Path
        The folder written.
    registered : Registered
        The model used.
    records : Records
        Counts of every file; closed.
    ranking : pandas.DataFrame
        Every scored household; see :func:`detection.ranking.rank_households`.
    cases : pandas.DataFrame
        The list as :func:`detection.cases.case_rows` gives it: names of applicant, handler and approver in full.
    table : FeatureTable
        Values and what they were found in.
    """

    out: Path
    registered: Registered
    records: Records
    ranking: pd.DataFrame
    cases: pd.DataFrame
    table: FeatureTable


def check(data: Path, *, quarantine: Path, threads: int | None = None, progress: Progress = _silent) -> Check:
    """Read `data`, count what is accepted, and write what is not into `quarantine`.

    Raises
    ------
    DataError
        If the folder or one of its files cannot be understood as a whole.
    """
    with read_records(data, threads=threads, progress=progress) as records:
        progress("references")
        unmatched = records.unmatched()
        everything = records.known(date.max)
        off = {feature.name: lacking for feature in FEATURES if (lacking := what_it_lacks(feature, everything))}
        return Check(records, unmatched, off, records.write_quarantine(quarantine))


def train(
    data: Path,
    *,
    as_of: date,
    home: Path,
    settings: Settings,
    quarantine: Path,
    threads: int | None = None,
    progress: Progress = _silent,
) -> Training:
    """Train an isolation forest on what was known on `as_of` and register it under `home`.

    Raises
    ------
    MingchaError
        If the data cannot be used, or the model cannot be registered.
    """
    with read_records(data, threads=threads, progress=progress) as records:
        dossier, table = _look(records, as_of, settings, progress)
        progress("forest")
        peer_groups = dossier.households["peer_group"]
        peers = PeerStatistics.fit(table.values, peer_groups, SIGNS, ordinary_shares(FAMILIES))
        forest = fit_forest(
            peers.surprise(table.values, peer_groups),
            sides(FAMILIES),
            seed=settings.seed,
            n_estimators=settings.n_estimators,
            max_samples=settings.max_samples,
        )
        progress("registry")
        origin = {"as_of": as_of.isoformat(), "fingerprint": records.fingerprint(), "version": _code_version()}
        off = {name: list(lacking) for name, lacking in table.off.items()}
        record = origin | {"households": len(table.values), "off": off, "settings": settings.record()}
        example = input_example(FEATURES)
        registered = Registry(home).register(
            forest,
            feature_manifest(FEATURES, peers, record),
            parameters=settings.record() | origin,
            metrics=_training_metrics(table),
            input_example=example,
            output_example=forest.score_samples(example.to_numpy(dtype="float32")),
        )
        return Training(registered, records, len(table.values), table, records.write_quarantine(quarantine))


def score(
    data: Path,
    *,
    as_of: date,
    out: Path,
    home: Path,
    capacity: int,
    model: str = "champion",
    reveal: bool = False,
    settings: Settings,
    threads: int | None = None,
    progress: Progress = _silent,
) -> Run:
    """Score every household with aid in force on `as_of` and write the folder `out`, whole or not at all.

    Raises
    ------
    MingchaError
        If there is no such model, the data cannot be used, or `out` cannot be written.
    """
    refuse_inside(out, data)
    with staged(out) as folder, read_records(data, threads=threads, progress=progress) as records:
        progress("model")
        forest, manifest, registered = Registry(home).load(model)
        peers = refuse_stale(manifest, FEATURES, f"model {registered.name} version {registered.version}")
        dossier, table = _look(records, as_of, settings, progress)
        progress("scores")
        peer_groups = dossier.households["peer_group"]
        peers = peers.extended(table.values, peer_groups)
        surprises = peers.surprise(table.values, peer_groups)
        scores = score_households(forest, surprises, FAMILIES)
        ranking = rank_households(scores, peer_groups, capacity)
        progress("evidence")
        wording = wording_for(dossier, reveal=reveal)
        evidence = evidence_rows(FEATURES, table, surprises, scores.weights, peers.ordinary, wording, as_of)
        chosen = choose_cases(ranking, capacity, settings.seed)
        cases = case_rows(chosen, evidence, dossier, FEATURES)
        progress("files")
        write_parquet(ranking, SCORES, folder / "scores.parquet")
        write_parquet(evidence, EVIDENCE, folder / "evidence.parquet")
        flags = missing_flags(FEATURES, table.off)
        notes = ListNotes(as_of, f"{registered.name} v{registered.version}", len(ranking), flags)
        write_case_list(folder, cases, notes, reveal=reveal)
        records.write_quarantine(folder / "quarantine")
        write_json(
            run_record(records, registered, settings, as_of, capacity, ranking, chosen, table, _code_version()),
            folder / "run.json",
        )
    return Run(out, registered, records, ranking, cases, table)


def _look(records: Records, as_of: date, settings: Settings, progress: Progress) -> tuple[Dossier, FeatureTable]:
    dossier = open_dossier(records.known(as_of), degree=settings.degree, hub=settings.hub, progress=progress)
    return dossier, feature_table(dossier, progress=progress)


def _training_metrics(table: FeatureTable) -> dict[str, float]:
    shares = (table.values > 0).mean()
    return {
        "households": float(len(table.values)),
        **{f"share.{name}": float(share) for name, share in shares.items()},
    }


def _code_version() -> str:
    """Return the version of mingcha that runs."""
    return importlib.metadata.version("mingcha")
