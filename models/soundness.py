"""Is every part of a manifest what a model needs?  A manifest comes from a folder that others may have written to."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from features.declare import Feature
from features.errors import ModelError
from features.graphs.senses import SENSES
from models.on_record import LEAST

__all__ = ["refuse_unsound"]

HEAVIEST: Final = 100.0
"""No weight is above it: one flag would outweigh everything else."""
MOST_FACTS: Final = 8
"""Most facts that two features tell: each doubles the readings of a household."""
UNBINNED: Final = 3
"""Bins beside those with an upper edge: not known, zero, and the last."""
MEND: Final = "restore the home folder from a copy, or train a model again with 'mingcha train DATA --as-of DAY'."


def refuse_unsound(manifest: Mapping[str, Any], features: Sequence[Feature], where: str) -> None:
    """Refuse a manifest of which a part is missing, of another kind, or out of its range.

    Parameters
    ----------
    manifest : mapping
        See :func:`models.manifest.feature_manifest`; its format and features are those of the code.
    features : sequence of Feature
        Those of the code.
    where : str
        What to call the model in a message.

    Raises
    ------
    ModelError
        Names the first part that is not sound.
    """
    for part, sound in PARTS.items():
        try:
            whole = sound(manifest, features)
        except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError):
            whole = False
        if not whole:
            raise ModelError(f"the part {part!r} of the manifest of {where} is not sound: {MEND}")


def _number(value: Any, low: float, high: float) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and low <= value <= high


def _weights(manifest: Mapping[str, Any], features: Sequence[Feature]) -> bool:
    weights = manifest["weights"]
    names = {feature.name for feature in features}
    return set(weights) == names and all(_number(weight, 0, HEAVIEST) for weight in weights.values())


def _one_facts(manifest: Mapping[str, Any], features: Sequence[Feature]) -> bool:
    families = {feature.name: feature.family for feature in features}
    facts = manifest["one_facts"]
    return (
        type(facts) is list
        and len(facts) <= MOST_FACTS
        and all(
            type(fact["ties"]) is list
            and all(families[name] == "T" for name in fact["ties"])
            and families[fact["trouble"]] != "T"
            and type(fact["zh"]) is type(fact["en"]) is str
            for fact in facts
        )
    )


def _peers(manifest: Mapping[str, Any], features: Sequence[Feature]) -> bool:
    peers = manifest["peers"]
    signs = {feature.name: 1 if feature.direction == "up" else -1 for feature in features}
    return set(peers) == set(signs) and all(_statistics(peers[name], sign) for name, sign in signs.items())


def _statistics(entry: Mapping[str, Any], sign: int) -> bool:
    knots, tails = entry["knots"], entry["tails"]
    return (
        entry["sign"] == sign
        and _number(entry["ordinary"], 1e-6, 1)
        and all(_number(knot, -math.inf, math.inf) for knot in knots)
        and knots == sorted(set(knots))
        and "" in tails
        and all(_tail(counts, len(knots)) for counts in tails.values())
    )


def _tail(counts: Any, knots: int) -> bool:
    falling = all(later <= earlier for earlier, later in pairwise(counts))
    return len(counts) == knots + 1 and falling and all(type(one) is int and 0 <= one < 2**53 for one in counts)


def _counted(manifest: Mapping[str, Any], _: Sequence[Feature]) -> bool:
    counted = manifest["counted"]
    return counted is None or _number(counted, LEAST, 1)


def _record(manifest: Mapping[str, Any], _: Sequence[Feature]) -> bool:
    record = manifest["record"]
    figures = record["figures"]
    return (
        _settings(record["settings"])
        and date.fromisoformat(record["as_of"]) is not None
        and type(record["law"]) is dict
        and type(figures) is dict
        and _number(figures["stability"]["jaccard"], 0, 1)
    )


def _settings(settings: Mapping[str, Any]) -> bool:
    """Whether what a run takes over from its model is there; :class:`detection.settings.Settings` has the ranges."""
    return type(settings["degree"]) is int and type(settings["hub"]) is int and settings["kin"] in SENSES


def _reference(manifest: Mapping[str, Any], features: Sequence[Feature]) -> bool:
    reference = manifest["reference"]
    columns = [*(reference["features"][feature.name] for feature in features), reference["score"]]
    return set(reference["features"]) == {feature.name for feature in features} and all(
        all(_number(edge, -math.inf, math.inf) for edge in column["edges"])
        and column["edges"] == sorted(column["edges"])
        and len(column["counts"]) == len(column["edges"]) + UNBINNED
        and all(type(count) is int and 0 <= count < 2**53 for count in column["counts"])
        for column in columns
    )


def _findings(manifest: Mapping[str, Any], _: Sequence[Feature]) -> bool:
    learned = manifest["findings"]
    scale = [learned[name] for name in ("level", "slope")] if learned else []
    return type(learned) is dict and all(_number(value, 1e-9, 1e9) for value in scale)


PARTS: Final[Mapping[str, Callable[[Mapping[str, Any], Sequence[Feature]], bool]]] = {
    "weights": _weights,
    "one_facts": _one_facts,
    "peers": _peers,
    "counted": _counted,
    "record": _record,
    "reference": _reference,
    "findings": _findings,
}
