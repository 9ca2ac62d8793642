"""Settings of a run, read at entry points only and recorded with every run and model."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from features.dossier import DEGREE, HUB
from features.errors import SettingError
from features.graphs.senses import SENSES, Sense

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen, with defaults that serve.

    Parameters
    ----------
    seed : int
        Seed of the forest, of the permutation test and of the audit, 0 to 2**32 - 1.
    degree : int
        Longest kinship path that counts as a tie, 1 to 4 steps.
    kin : {"close", "wider", "distant"}
        Widest sense in which a relative counts; see :mod:`features.graphs.senses`.
    hub : int
        Most people that may share an address, phone or account before it says nothing.
    n_estimators, max_samples : int
        Trees of each side of the forest, and households that each tree sees.

    Raises
    ------
    SettingError
        If a value is out of range.
    """

    seed: int = 0
    degree: int = DEGREE
    hub: int = HUB
    n_estimators: int = 200
    max_samples: int = 128
    kin: Sense = "distant"

    def __post_init__(self) -> None:
        ranges = {
            "seed": (0, 2**32 - 1),
            "degree": (1, 4),
            "hub": (2, 1000),
            "n_estimators": (2, 10_000),
            "max_samples": (16, 1_000_000),
        }
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingError(f"the setting {name} is {value}: choose a value from {low} to {high}.")

        if self.kin not in SENSES:
            raise SettingError(f"the setting kin is {self.kin}: choose {', '.join(SENSES)}.")

    def as_trained(self, trained: Mapping[str, Any]) -> Self:
        """Return these settings with what a model's features were found by: degree, kin and hub of its record."""
        return replace(self, **{name: trained[name] for name in ("degree", "kin", "hub") if name in trained})

    def record(self) -> dict[str, Any]:
        """Return the settings as plain values."""
        return asdict(self)
