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
from typing import Any, Final

from features.declare import Words
from features.errors import SettingError

__all__ = ["OneFact", "Prior", "one_facts", "prior_weights", "read_priors"]

ONE_FACT: Final = "one_fact"


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


@dataclass(frozen=True, slots=True)
class OneFact:
    """Features that may tell one fact twice: as a tie, and as something wrong.

    Parameters
    ----------
    ties : tuple of str
        Features of the tie side.
    trouble : str
        The feature of the other side.
    reason : Words
        Which fact it is, in Chinese and English.
    """

    ties: tuple[str, ...]
    trouble: str
    reason: Words


@cache
def read_priors() -> dict[str, Prior]:
    """Return the prior of every feature, in the order of the table.

    Raises
    ------
    SettingError
        If an entry is not whole.
    """
    return {name: _prior(name, entry) for name, entry in _document().items() if name != ONE_FACT}


@cache
def one_facts() -> tuple[OneFact, ...]:
    """Return the facts that two features may tell, in the order of the table."""
    return tuple(
        OneFact(tuple(entry["ties"]), entry["trouble"], Words(entry["zh"], entry["en"]))
        for entry in _document()[ONE_FACT]
    )


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


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files("models").joinpath("priors.toml").read_text(encoding="utf-8"))


def _prior(name: str, entry: Any) -> Prior:
    whole = isinstance(entry, dict) and {"weight", "zh", "en"} == set(entry)
    if not whole or not isinstance(entry["weight"], int | float) or not 0 <= entry["weight"] < float("inf"):
        raise SettingError(f"models/priors.toml, {name}: give weight (0 or more), zh and en, and nothing else.")
    return Prior(float(entry["weight"]), Words(entry["zh"], entry["en"]))
