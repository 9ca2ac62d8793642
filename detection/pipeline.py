"""The way through the house, top to bottom: records, graphs, features, models, cases, list."""

import importlib.metadata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from detection.cases import case_rows, choose_cases
from detection.check import check_report
from detection.evidence import EVIDENCE, evidence_rows, wording_for
from detection.options import Language
from detection.outcomes import Check, Run, Training
from detection.publish import refuse_folder, refuse_inside, staged, write_private
from detection.ranking import rank_households
from detection.reports.canonical_json import write_json
from detection.reports.case_list import write_case_list
from detection.reports.check_page import check_page
from detection.reports.need_list import write_need_list
from detection.reports.notes import ListNotes
from detection.reports.officials import write_officials
from detection.reports.parquet import write_parquet
from detection.run_record import SCORES, missing_flags, run_record
from detection.settings import Settings
from features.dossier import Dossier, open_dossier
from features.law.law import Law
from features.law.reading import read_law
from features.need.need_list import need_rows
from features.officials.view import officials_of
from features.records.arrivals import delivery_name
from features.records.headings.mapping_file import read_mapping
from features.records.store import Records, read_records
from features.registry import FEATURES
from features.table import FeatureTable, feature_table
from models.manifest import feature_manifest, input_example, ranker_of
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.registry import Registry

__all__ = ["Check", "Run", "Training", "check", "score", "train"]

Progress = Callable[[str], None]
FAMILIES = {feature.name: feature.family for feature in FEATURES}
SIGNS = {feature.name: 1 if feature.direction == "up" else -1 for feature in FEATURES}


def _silent(_: str) -> None:
    """Report nothing."""


def check(
    data: str | Path,
    *,
    quarantine: Path,
    page: Path,
    language: Language,
    made_at: datetime,
    mapping: Path | None = None,
    suggest: Path | None = None,
    threads: int | None = None,
    progress: Progress = _silent,
) -> Check:
    """Read `data` as far as it goes, write what is not accepted into `quarantine` and a report to `page`.

    Raises
    ------
    DataError
        If there is nothing to read at `data`, or the mapping cannot be read.
    SettingError
        If `page` is a folder.
    """
    refuse_folder(page)
    names = read_mapping(mapping)
    with read_records(data, mapping=names, whole=False, threads=threads, progress=progress) as records:
        progress("references")
        report = check_report(
            records,
            delivery=delivery_name(str(data)),
            made_at=made_at,
            version=_code_version(),
            quarantine=records.write_quarantine(quarantine),
        )
        write_private(page, check_page(report, language))
        proposal = records.propose_mapping(names, language.value) if suggest else ""
        proposed = write_private(suggest, proposal) if suggest and proposal else None
        return Check(report, page, proposed, records.lacking)


def train(
    data: str | Path,
    *,
    as_of: date,
    home: Path,
    settings: Settings,
    quarantine: Path,
    mapping: Path | None = None,
    law: Path | None = None,
    threads: int | None = None,
    progress: Progress = _silent,
) -> Training:
    """Train an isolation forest on what was known on `as_of` and register it under `home`.

    Raises
    ------
    MingchaError
        If the data cannot be used, or the model cannot be registered.
    """
    rules = read_law(law)
    with read_records(data, mapping=read_mapping(mapping), threads=threads, progress=progress) as records:
        dossier, table = _look(records, as_of, settings, rules, progress)
        progress("forest")
        peer_groups = dossier.households["peer_group"]
        ranker = Ranker.fit(
            table.values,
            peer_groups,
            families=FAMILIES,
            signs=SIGNS,
            weights=prior_weights(FAMILIES),
            one_facts=one_facts(),
            seed=settings.seed,
            n_estimators=settings.n_estimators,
            max_samples=settings.max_samples,
        )
        progress("registry")
        origin = {"as_of": as_of.isoformat(), "fingerprint": records.fingerprint(), "version": _code_version()}
        off = {name: list(lacking) for name, lacking in table.off.items()}
        record = origin | {
            "households": len(table.values),
            "off": off,
            "settings": settings.record(),
            "law": rules.record(),
        }
        example = input_example(FEATURES)
        registered = Registry(home).register(
            ranker.forest,
            feature_manifest(FEATURES, ranker.peers, record, weights=ranker.weights, one_facts=ranker.one_facts),
            parameters=settings.record() | origin,
            metrics=_training_metrics(table),
            input_example=example,
            output_example=ranker.forest.score_samples(example.to_numpy(dtype="float32")),
        )
        written = records.write_quarantine(quarantine)
        return Training(registered, records, len(table.values), table, written, dossier.assumed_years)


def score(
    data: str | Path,
    *,
    as_of: date,
    out: Path,
    home: Path,
    capacity: int,
    model: str = "champion",
    reveal: bool = False,
    settings: Settings,
    mapping: Path | None = None,
    law: Path | None = None,
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
    names, rules = read_mapping(mapping), read_law(law)
    with staged(out) as folder, read_records(data, mapping=names, threads=threads, progress=progress) as records:
        progress("model")
        forest, manifest, registered = Registry(home).load(model)
        trained = ranker_of(manifest, forest, FEATURES, f"model {registered.name} version {registered.version}")
        settings = settings.as_trained(manifest["record"]["settings"])
        dossier, table = _look(records, as_of, settings, rules, progress)
        progress("scores")
        peer_groups = dossier.households["peer_group"]
        ranker = trained.knowing(table.values, peer_groups)
        surprises = ranker.surprise(table.values, peer_groups)
        scores = ranker.score(surprises)
        ranking = rank_households(scores, peer_groups, capacity)
        progress("evidence")
        wording = wording_for(dossier, reveal=reveal)
        evidence = evidence_rows(FEATURES, table, surprises, scores.weights, ranker.peers.ordinary, wording, as_of)
        chosen = choose_cases(ranking, capacity, settings.seed)
        cases = case_rows(chosen, evidence, dossier, FEATURES, table.found)
        progress("officials")
        officials = officials_of(dossier)
        progress("need")
        need = need_rows(dossier)
        progress("files")
        write_parquet(ranking, SCORES, folder / "scores.parquet")
        write_parquet(evidence, EVIDENCE, folder / "evidence.parquet")
        flags = missing_flags(FEATURES, table.off)
        notes = ListNotes(as_of, f"{registered.name} v{registered.version}", len(ranking), flags)
        write_officials(officials, folder / "officials.parquet")
        write_need_list(folder, need, reveal=reveal)
        write_case_list(folder, cases, notes, reveal=reveal)
        records.write_quarantine(folder / "quarantine")
        write_json(
            run_record(
                records,
                registered,
                settings,
                as_of,
                capacity,
                ranking,
                chosen,
                table,
                dossier,
                len(officials.view),
                len(need),
                _code_version(),
            ),
            folder / "run.json",
        )
    return Run(out, registered, records, ranking, cases, table, dossier.assumed_years)


def _look(
    records: Records, as_of: date, settings: Settings, law: Law, progress: Progress
) -> tuple[Dossier, FeatureTable]:
    known = records.known(as_of)
    dossier = open_dossier(
        known, degree=settings.degree, hub=settings.hub, kin_sense=settings.kin, law=law, progress=progress
    )
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
