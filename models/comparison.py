"""Two versions side by side: what they were trained with, what was measured, and which features they look at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.artifacts import canonical_json, digest
from models.attachments import flattened
from models.versions import Details

__all__ = ["Comparison", "Row", "compare", "figures_of", "settings_of"]

#: What a reader looks at row by row elsewhere, or feature by feature in the table of PSI.
_LONG: Final = ("fairness.", "drift.features.")
_DIGITS: Final = 12


@dataclass(frozen=True)
class Row:
    """One line of a comparison.

    Parameters
    ----------
    name : str
        What is compared.
    first, second : str, int, float, bool or None
        What each version has; None if it has nothing of that name.
    """

    name: str
    first: Any
    second: Any

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return bool(self.first != self.second)


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side.

    Parameters
    ----------
    settings : tuple of Row
        Day, fingerprint, settings, law: all of them.
    figures : tuple of Row
        Numbers and verdicts of either.
    features : tuple of Row
        Only those that differ, by digest of how they are described.
    psi : mapping of str to float
        Population stability index of each feature between the two, the largest first; empty if it was not measured.
    """

    settings: tuple[Row, ...]
    figures: tuple[Row, ...]
    features: tuple[Row, ...]
    psi: Mapping[str, float]


def compare(first: Details, second: Details) -> Comparison:
    """Put two versions side by side.

    Parameters
    ----------
    first, second : Details
        As the registry gives them.

    Returns
    -------
    Comparison
        Deterministic: names in the order of the first version, then those that only the second has.
    """
    features = _rows(_features(first), _features(second))
    return Comparison(
        settings=_rows(settings_of(first), settings_of(second)),
        figures=_rows(figures_of(first), figures_of(second)),
        features=tuple(row for row in features if row.differs),
        psi=_psi(first, second) or _psi(second, first),
    )


def settings_of(details: Details) -> dict[str, Any]:
    """Return what a version was trained with: plain values as they are, of longer ones a digest."""
    return dict(_plain(details.record))


def figures_of(details: Details) -> dict[str, Any]:
    """Return numbers and verdicts of a version's figures, without the rows that fill a page."""
    numbers = flattened(details.figures).items()
    told: dict[str, Any] = {name: value for name, value in numbers if not name.startswith(_LONG)}
    parts = ((part, measured) for part, measured in details.figures.items() if isinstance(measured, Mapping))
    return told | {f"{part}.verdict": measured["verdict"] for part, measured in parts if "verdict" in measured}


def _plain(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, str | int | float | None):
            yield path + name, value
        elif isinstance(value, Mapping) and name == "settings":
            yield from _plain(value)
        else:
            yield path + name, digest(canonical_json({"": value}))[:_DIGITS]


def _features(details: Details) -> dict[str, str]:
    """Return a digest of how each feature is described, by name."""
    listed = details.manifest.get("features")
    described = ((feature, feature) for feature in listed) if isinstance(listed, list) else ()
    return {
        str(name["name"] if isinstance(name, Mapping) and "name" in name else name): digest(
            canonical_json({"": feature})
        )[:_DIGITS]
        for name, feature in described
    }


def _rows(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[Row, ...]:
    return tuple(Row(name, first.get(name), second.get(name)) for name in {**first, **second})


def _psi(against: Details, measured: Details) -> dict[str, float]:
    drift = measured.figures.get("drift")
    if not isinstance(drift, Mapping) or drift.get("against") != f"version {against.registered.version}":
        return {}
    numbers = flattened(drift.get("features") or {})
    return dict(sorted(numbers.items(), key=lambda item: (-item[1], item[0])))
