"""What goes with a forest so that it can be used and audited: features, peer statistics, settings, fingerprint."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from features.declare import Feature, Words
from features.errors import ModelError
from models.calibration import Calibration
from models.peers import PeerStatistics
from models.priors import OneFact
from models.ranker import Ranker
from models.soundness import refuse_unsound

__all__ = ["feature_manifest", "input_example", "ranker_of", "refuse_stale"]

FORMAT: Final = 4
TRAIN_AGAIN: Final = "train a model again with 'mingcha train DATA --as-of DAY'."


def feature_manifest(
    features: tuple[Feature, ...],
    peers: PeerStatistics,
    record: Mapping[str, Any],
    *,
    weights: Mapping[str, float],
    one_facts: Sequence[OneFact] = (),
    counted: float | None = None,
    **parts: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the manifest of a model.

    Parameters
    ----------
    features : tuple of Feature
        Columns of the forest, in order.
    peers : PeerStatistics
        What surprises are measured against.
    record : mapping
        Settings, seed, day, data fingerprint, code version.
    weights : mapping of str to float
        Weight of each feature.
    one_facts : sequence of OneFact
        Facts that two features tell.
    counted : float or None
        Who is counted among peers; see :class:`models.ranker.Ranker`.
    **parts : mapping
        Further parts under their own names: ``reference`` of drift, ``findings`` of the re-ranker.

    Returns
    -------
    dict
        Plain JSON; nothing in it is about a single person or household.
    """
    return {
        "format": FORMAT,
        "features": [_described(feature) for feature in features],
        "peers": peers.to_json(),
        "counted": counted,
        "weights": dict(weights),
        "one_facts": [{"ties": list(fact.ties), "trouble": fact.trouble, **asdict(fact.reason)} for fact in one_facts],
        "record": dict(record),
        **{name: dict(part) for name, part in parts.items()},
    }


def ranker_of(
    manifest: Mapping[str, Any], forest: IsolationForest, features: tuple[Feature, ...], where: str
) -> Ranker:
    """Return the ranking that a manifest and its forest make.

    Raises
    ------
    ModelError
        If the manifest's format or features are not the code's, or a part of it is not sound; see
        :func:`models.soundness.refuse_unsound`.
    """
    refuse_stale(manifest, features, where)
    refuse_unsound(manifest, features, where)
    names = [feature.name for feature in features]
    if forest.n_features_in_ != len(names):
        raise ModelError(f"the forest of {where} does not see the features of its manifest: {TRAIN_AGAIN}")
    families = {feature.name: feature.family for feature in features}
    told = tuple(
        OneFact(tuple(fact["ties"]), fact["trouble"], Words(fact["zh"], fact["en"])) for fact in manifest["one_facts"]
    )
    scale = Calibration.from_json(manifest["findings"]) if manifest["findings"] else None
    weights = {name: float(manifest["weights"][name]) for name in names}
    peers = PeerStatistics.from_json(manifest["peers"])
    return Ranker(peers, forest, families, weights, told, scale, manifest["counted"])


def refuse_stale(manifest: Mapping[str, Any], features: tuple[Feature, ...], where: str) -> None:
    """Refuse a manifest that was written for other features.

    Raises
    ------
    ModelError
        If the manifest's format or features are not the code's.
    """
    if manifest.get("format") != FORMAT or manifest.get("features") != [_described(feature) for feature in features]:
        raise ModelError(f"the features of {where} are not those of this version of mingcha: {TRAIN_AGAIN}")


def input_example(features: tuple[Feature, ...], *, rows: int = 5) -> pd.DataFrame:
    """Return made-up surprises that show what a model takes: nobody's, the same every time."""
    steps: npt.NDArray[np.float64] = np.arange(rows * len(features), dtype="float64").reshape(rows, -1)
    return pd.DataFrame(np.where(steps % 7 == 0, steps % 3, 0.0), columns=[feature.name for feature in features])


def _described(feature: Feature) -> dict[str, str]:
    return {
        "name": feature.name,
        "flag": feature.flag,
        "family": feature.family,
        "unit": feature.unit,
        "direction": feature.direction,
        "fold": feature.fold,
    }
