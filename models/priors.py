"""What each red flag weighs before any inspection has spoken: the field's own experience, in one table.

The table is ``priors.toml``, one entry a feature with its weight and the reason for it in Chinese and English.  A
weight says how much a flag speaks for favouritism where it surprises; it never makes one flag speak against a
household's other flags, so weights change the order of households, and no household is accused by a weight alone.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from features.declare import Words
from features.errors import SettingError

__all__ = ["Prior", "prior_weights", "read_priors"]


@dataclass(frozen=True, slots=True)
class Prior:
    """Weight of a feature and why it has that weight.

    Parameters
    ----------
    weight : float
        At least 0, relative to 1 for a plain breach.
    reason : Words
        Why, in Chinese and English.
    """

    weight: float
    reason: Words


@cache
def read_priors() -> dict[str, Prior]:
    """Return the prior of every feature, in the order of the table.

    Raises
    ------
    SettingError
        If an entry is not whole.
    """
    document = tomllib.loads(files("models").joinpath("priors.toml").read_text(encoding="utf-8"))
    return {name: _prior(name, entry) for name, entry in document.items()}


def prior_weights(features: Iterable[str]) -> dict[str, float]:
    """Return the weights of `features`.

    Raises
    ------
    SettingError
        If a feature has no entry in the table.
    """
    known = read_priors()
    names = tuple(features)
    lacking = [name for name in names if name not in known]
    if lacking:
        raise SettingError(f"models/priors.toml has no entry for {lacking[0]}: add its weight and the reason for it.")
    return {name: known[name].weight for name in names}


def _prior(name: str, entry: Any) -> Prior:
    whole = isinstance(entry, dict) and {"weight", "zh", "en"} == set(entry)
    if not whole or not isinstance(entry["weight"], int | float) or not 0 <= entry["weight"] < float("inf"):
        raise SettingError(f"models/priors.toml, {name}: give weight (0 or more), zh and en, and nothing else.")
    return Prior(float(entry["weight"]), Words(entry["zh"], entry["en"]))
