"""What a run says of itself: ``run.json`` and the shape of ``scores.parquet``."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from detection.reports.notes import MissingFlag
from detection.settings import Settings
from features.declare import Feature
from features.records.store import Records
from features.table import FeatureTable
from models.registry import Registered

__all__ = ["SCORES", "counts_by_table", "missing_flags", "run_record"]

SCORES: Final = pa.schema(
    [
        pa.field("household_id", pa.string(), nullable=False),
        pa.field("rank", pa.int64(), nullable=False),
        *(
            pa.field(name, pa.float64(), nullable=False)
            for name in ("score", "score_favouritism", "score_ineligibility")
        ),
        *(pa.field(f"family_{code}", pa.float64(), nullable=False) for code in "TPEM"),
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
    """Return rows in, accepted and quarantined by table; ``rows = accepted + quarantined``."""
    return {
        name: {
            "file": intake.source.path.name,
            "rows": intake.rows,
            "accepted": intake.accepted,
            "quarantined": intake.quarantined,
            "rules": intake.rules,
        }
        for name, intake in records.intakes.items()
    }


def run_record(
    records: Records,
    registered: Registered,
    settings: Settings,
    as_of: date,
    capacity: int,
    ranking: pd.DataFrame,
    chosen: pd.DataFrame,
    table: FeatureTable,
    version: str,
) -> dict[str, Any]:
    """Return what ``run.json`` holds; it names no person and no household but the control sample."""
    return {
        "as_of": as_of.isoformat(),
        "fingerprint": records.fingerprint(),
        "settings": settings.record() | {"capacity": capacity},
        "model": {"name": registered.name, "version": registered.version, "digest": registered.digest},
        "version": version,
        "tables": counts_by_table(records),
        "missing_tables": list(records.missing),
        "scored": len(ranking),
        "listed": int((chosen["origin"] == "ranked").sum()),
        "boundary": int(ranking["boundary"].sum()),
        "control": sorted(chosen.loc[chosen["origin"] == "control", "household_id"]),
        "off": {name: list(lacking) for name, lacking in table.off.items()},
    }
