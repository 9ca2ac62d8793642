"""The way through the house, top to bottom: records, graphs, features, models, cases, list."""

import importlib.metadata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from detection.check import check_report
from detection.control_key import ControlKey, home_control_key
from detection.evidence import EVIDENCE, evidence_rows, wording_for
from detection.figures import (
    attachments,
    champion_of,
    chance_in,
    drift_since,
    run_figures,
    training_figures,
    training_metrics,
)
from detection.inspected import inspections_of, learn, look_back
from detection.lists import make_lists, write_lists
from detection.outcomes import Check, Run, Training
from detection.publish import refuse_folder, refuse_inside, staged, write_private
from detection.ranking import rank_households
from detection.reports.canonical_json import write_json
from detection.reports.check_page import check_page
from detection.reports.need_list import write_need_list
from detection.reports.notes import ListNotes
from detection.reports.officials import write_officials
from detection.reports.parquet import write_parquet
from detection.run_record import SCORES, missing_flags, run_record
from detection.scored import Scored
from detection.session import Language
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
from models.drift import reference
from models.findings import usable_findings
from models.manifest import feature_manifest, input_example, ranker_of
from models.priors import one_facts, prior_weights
from models.ranker import Ranker
from models.registry import Registry
from models.rerank import Off, Reranker

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
    tracking: str | None = None,
    mapping: Path | None = None,
    law: Path | None = None,
    threads: int | None = None,
    progress: Progress = _silent,
) -> Training:
    """Train a ranking on what was known on `as_of`, measure it, and register it under `home` or at `tracking`.

    Raises
    ------
    MingchaError
        If the data cannot be used, or the model cannot be registered.
    """
    rules, registry = read_law(law), Registry(home, tracking=tracking)
    with read_records(data, mapping=read_mapping(mapping), threads=threads, progress=progress) as records:
        progress("findings")
        findings = usable_findings(inspections_of(records.known(as_of)), as_of)
        past = look_back(findings, lambda day: _look(records, day, settings, rules, _silent))
        dossier, table = _look(records, as_of, settings, rules, progress)
        progress("forest")
        plain = _fit(dossier, table, settings)
        learned, told = learn(plain, findings, past)
        scored = Scored.by(learned.applied(plain) if isinstance(learned, Reranker) else plain, dossier, table)
        progress("figures")
        figures = training_figures(scored, settings, champion_of(registry)) | {"findings": told}
        progress("registry")
        origin = {"as_of": as_of.isoformat(), "fingerprint": records.fingerprint(), "version": _code_version()}
        record = origin | {
            "households": len(table.values),
            "off": {name: list(lacking) for name, lacking in table.off.items()},
            "settings": settings.record(),
            "law": rules.record(),
            "figures": {name: figures[name] for name in ("stability", "monotonicity", "findings")},
        }
        manifest = _manifest(scored, learned, record)
        example, forest = input_example(FEATURES), scored.ranker.forest
        parameters, metrics = settings.record() | origin, training_metrics(table)
        registered = registry.register(
            forest,
            manifest,
            parameters=parameters,
            metrics=metrics,
            input_example=example,
            output_example=forest.score_samples(example.to_numpy(dtype="float32")),
            figures=figures,
            attachments=attachments(manifest, figures, parameters, metrics, scored.scores, FAMILIES),
        )
        written = records.write_quarantine(quarantine)
        return Training(registered, records, len(table.values), table, written, dossier.assumed_years, figures)


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
    control_key: ControlKey | None = None,
    drift_by: str = "",
    drift_reason: str = "",
    tracking: str | None = None,
    mapping: Path | None = None,
    law: Path | None = None,
    threads: int | None = None,
    progress: Progress = _silent,
) -> Run:
    """Score every household with aid in force on `as_of` and write the folder `out`, whole or not at all.

    Raises
    ------
    MingchaError
        If there is no such model, the data cannot be used, the households have changed too much since the model was
        trained and nobody answers for it, or `out` cannot be written.
    """
    refuse_inside(out, data)
    names, rules = read_mapping(mapping), read_law(law)
    with staged(out) as folder, read_records(data, mapping=names, threads=threads, progress=progress) as records:
        progress("model")
        forest, manifest, registered = Registry(home, tracking=tracking).load(model)
        trained = ranker_of(manifest, forest, FEATURES, f"model {registered.name} version {registered.version}")
        settings = settings.as_trained(manifest["record"]["settings"])
        dossier, table = _look(records, as_of, settings, rules, progress)
        progress("scores")
        scored = Scored.by(trained.knowing(table.values, dossier.households["peer_group"]), dossier, table)
        drifted = drift_since(registered, manifest, scored, by=drift_by, reason=drift_reason)
        found = chance_in(scored, settings)
        ranking = rank_households(scored.scores, scored.peer_groups, capacity, found.q_values)
        progress("evidence")
        wording = wording_for(dossier, reveal=reveal)
        ordinary = scored.ranker.ordinary
        evidence = evidence_rows(FEATURES, table, scored.surprises, scored.scores.weights, ordinary, wording, as_of)
        progress("list")
        key = control_key or home_control_key(home)
        mark = records.fingerprint()
        lists = make_lists(
            FEATURES, scored, ranking, evidence, wording, capacity=capacity, as_of=as_of, key=key, fingerprint=mark
        )
        progress("figures")
        figures = run_figures(scored, ranking, lists.listed, found, drifted, manifest, settings)
        progress("officials")
        officials = officials_of(dossier)
        progress("need")
        need = need_rows(dossier)
        progress("files")
        flags = missing_flags(FEATURES, table.off)
        notes = ListNotes(as_of, f"{registered.name} v{registered.version}", len(ranking), flags)
        write_parquet(ranking, SCORES, folder / "scores.parquet")
        write_parquet(evidence, EVIDENCE, folder / "evidence.parquet")
        write_officials(officials, folder / "officials.parquet")
        write_need_list(folder, need, reveal=reveal)
        write_lists(folder, lists, notes, reveal=reveal)
        records.write_quarantine(folder / "quarantine")
        settled, counts = settings.record() | {"capacity": capacity}, (len(officials.view), len(need))
        record = run_record(
            *(records, registered, settled, as_of, ranking, lists.cases, table, dossier, *counts, figures)
        )
        write_json(record | {"version": _code_version()}, folder / "run.json")
    return Run(out, registered, records, ranking, lists.cases, table, dossier.assumed_years, figures, key)


def _look(
    records: Records, as_of: date, settings: Settings, law: Law, progress: Progress
) -> tuple[Dossier, FeatureTable]:
    known = records.known(as_of)
    dossier = open_dossier(
        known, degree=settings.degree, hub=settings.hub, kin_sense=settings.kin, law=law, progress=progress
    )
    return dossier, feature_table(dossier, progress=progress)


def _manifest(scored: Scored, learned: Reranker | Off, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a version says of its features, and of how it was made."""
    ranker, values = scored.ranker, scored.table.values
    return feature_manifest(
        FEATURES,
        ranker.peers,
        record,
        weights=ranker.weights,
        one_facts=ranker.one_facts,
        counted=ranker.counted,
        reference=reference(values, scored.scores.table["score"]),
        findings=learned.to_json() if isinstance(learned, Reranker) else {},
    )


def _fit(dossier: Dossier, table: FeatureTable, settings: Settings) -> Ranker:
    """Fit the ranking with the weights of the field."""
    return Ranker.fit(
        table.values,
        dossier.households["peer_group"],
        families=FAMILIES,
        signs=SIGNS,
        weights=prior_weights(FAMILIES),
        one_facts=one_facts(),
        seed=settings.seed,
        n_estimators=settings.n_estimators,
        max_samples=settings.max_samples,
    )


def _code_version() -> str:
    """Return the version of mingcha that runs."""
    return importlib.metadata.version("mingcha")
