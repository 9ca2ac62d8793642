"""What a run says of itself: ``run.json`` and the shape of ``scores.parquet``."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from detection.reports.notes import MissingFlag
from features.declare import Feature
from features.dossier import Dossier
from features.need.hardship import signs_off
from features.records.account import Intake
from features.records.store import Records
from features.table import FeatureTable
from models.registry import Registered
from models.scoring import FAMILY_SCORES

__all__ = ["SCORES", "counts_by_table", "missing_flags", "run_record"]

SCORES: Final = pa.schema(
    [
        pa.field("household_id", pa.string(), nullable=False),
        pa.field("rank", pa.int64(), nullable=False),
        *(
            pa.field(name, pa.float64(), nullable=False)
            for name in ("score", "score_favouritism", "score_ineligibility")
        ),
        *(pa.field(f"family_{code}", pa.float64(), nullable=False) for code in FAMILY_SCORES),
        pa.field("peer_group", pa.string(), nullable=False),
        pa.field("boundary", pa.bool_(), nullable=False),
        pa.field("q_value", pa.float64()),
    ]
)


def missing_flags(features: tuple[Feature, ...], off: Mapping[str, tuple[str, ...]]) -> tuple[MissingFlag, ...]:
    """Say which flags could not be looked for, and what they lack."""
    return tuple(
        MissingFlag(
            feature.flag,
            f"{feature.name}：缺少 {'、'.join(off[feature.name])}",
            f"{feature.name}: lacks {', '.join(off[feature.name])}",
        )
        for feature in features
        if feature.name in off
    )


def counts_by_table(records: Records) -> dict[str, dict[str, Any]]:
    """Return what became of the rows of each table, and of each sheet that fed it.

    Parameters
    ----------
    records : Records
        What was read.

    Returns
    -------
    dict
        By table, in the contract's order: ``rows``, ``accepted``, ``quarantined`` (``rows = accepted + quarantined``),
        ``rules`` (quarantined rows), ``fixed`` (cells) and ``flagged`` (rows) by rule, and ``sheets``: the same for
        each sheet, with its ``name``.
    """
    by_table: dict[str, list[Intake]] = {name: [] for name in records.columns}
    for intake in records.intakes:
        by_table[intake.table].append(intake)
    return {
        name: _counts(intakes) | {"sheets": [{"name": intake.name} | _counts([intake]) for intake in intakes]}
        for name, intakes in by_table.items()
    }


def _counts(intakes: Sequence[Intake]) -> dict[str, Any]:
    return {
        **{name: sum(getattr(intake, name) for intake in intakes) for name in ("rows", "accepted", "quarantined")},
        "rules": _added(intake.broken for intake in intakes),
        "fixed": _added(intake.fixed for intake in intakes),
        "flagged": _added(intake.flagged for intake in intakes),
    }


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))


def run_record(
    records: Records,
    registered: Registered,
    settings: Mapping[str, Any],
    as_of: date,
    ranking: pd.DataFrame,
    chosen: pd.DataFrame,
    table: FeatureTable,
    dossier: Dossier,
    officials: int,
    need: int,
    figures: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what ``run.json`` holds; it names no person and no household, and no case of the control sample."""
    return {
        "as_of": as_of.isoformat(),
        "fingerprint": records.fingerprint(),
        "settings": dict(settings),
        "model": {"name": registered.name, "version": registered.version, "digest": registered.digest},
        "law": dossier.law.record(),
        "assumed_years": list(dossier.assumed_years),
        "tables": counts_by_table(records),
        "missing_tables": list(records.missing),
        "scored": len(ranking),
        "listed": int((chosen["origin"] == "ranked").sum()),
        "boundary": int(ranking["boundary"].sum()),
        "controls": int((chosen["origin"] == "control").sum()),
        "off": {name: list(lacking) for name, lacking in table.off.items()},
        "officials": officials,
        "need": {"listed": need, "off": {name: list(lacking) for name, lacking in signs_off(dossier.known).items()}},
        "figures": dict(figures),
    }
