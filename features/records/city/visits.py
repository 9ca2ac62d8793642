"""What home visits saw, what the public reported and what earlier inspections found."""

from dataclasses import dataclass

import numpy as np

from features.records.city.cases import Cases
from features.records.city.decisions import Decisions
from features.records.city.draws import Floats, Ints, stream

__all__ = [
    "FINDINGS",
    "ITEMS",
    "SELECTED_BY",
    "Complaints",
    "Inspections",
    "Observations",
    "complain",
    "inspect",
    "visit",
]

ITEMS = (
    ("rooms", 1, 3.2, 1.0, 0.7), ("decoration", 1, 2.5, 0.8, 0.8), ("air_conditioner", 1, 0.22, 0.0, 0.9),
    ("refrigerator", 1, 0.62, 0.0, 0.7), ("washing_machine", 1, 0.55, 0.0, 0.7), ("water_heater", 1, 0.40, 0.0, 0.8),
    ("concrete_roof", 1, 0.50, 0.0, 0.6), ("smartphones", 1, 1.4, 0.7, 0.5), ("damp_walls", -1, 0.35, 0.0, 0.8),
    ("broken_windows", -1, 0.2, 0.0, 0.7),
)  # fmt: skip
"""Item, direction, mean (or share), spread (0 for yes/no) and weight of the living standard."""
FINDINGS = ("confirmed", "cleared", "unclear")
SELECTED_BY = ("ranked", "random", "complaint")


@dataclass(frozen=True, slots=True)
class Observations:
    """One row an item seen at a visit."""

    case: Ints
    item: Ints
    value: Floats
    day: Ints


@dataclass(frozen=True, slots=True)
class Complaints:
    """One row a complaint; -1 where it was not looked into."""

    case: Ints
    received: Ints
    reinvestigated: Ints


@dataclass(frozen=True, slots=True)
class Inspections:
    """One row an inspected household."""

    case: Ints
    day: Ints
    finding: Ints
    recovered: Floats
    selected_by: Ints


def visit(cases: Cases, decisions: Decisions, town: Ints, seed: int) -> Observations:
    """Note what was seen in four of five surveyed homes: an unsteady image of the living standard.

    Parameters
    ----------
    town : (cases,) int
        Township of each household; each has its own eye.
    """
    rng = stream(seed, "visits")
    size = len(cases)
    better = 1.9 * (cases.favoured & ~cases.of("card_skim")) + 1.3 * cases.of("hidden_income", "hidden_asset")
    better = better * (rng.random(size) < 0.85)
    standard = rng.normal(0, 1, size) + better
    standard += rng.normal(0, 0.25, int(town.max()) + 1)[town] + 0.6 * (rng.random(size) < 0.08)
    surveyed = decisions.surveyed[:size]
    seen = np.flatnonzero((surveyed >= 0) & (rng.random(size) < 0.85))
    parts = []
    for item, (_, direction, mean, deviation, weight) in enumerate(ITEMS):
        home = seen[rng.random(len(seen)) < 0.8]
        image = direction * (weight * standard[home]) + np.sqrt(1 - weight**2 * 0.6) * rng.normal(0, 1, len(home))
        cut = np.sqrt(2) * np.log(mean / (1 - mean)) / 1.9 if deviation == 0 else 0.0
        value = (image + cut > 0) * 1.0 if deviation == 0 else np.maximum(np.round(mean + deviation * image), 1.0)
        parts.append((home, np.full(len(home), item), value, surveyed[home]))
    return Observations(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def complain(cases: Cases, decisions: Decisions, careless: Ints, seed: int, as_of: int) -> Complaints:
    """Reports from the public: envy hits the honest too, and careless townships do not look into them.

    Parameters
    ----------
    careless : (cases,) int
        1 where the household's township is careless.
    """
    rng = stream(seed, "complaints")
    wrong = cases.favoured | cases.of("hidden_income", "hidden_asset")
    granted = cases.status <= 1
    rows = np.flatnonzero(granted & (rng.random(len(cases)) < np.where(wrong, 0.09, 0.03)))
    approved = decisions.approved[rows]
    received = np.minimum(approved + rng.integers(-20, 500, len(rows)), as_of - 1)
    ignored = rng.random(len(rows)) < 0.12 + 0.3 * careless[rows] + 0.35 * cases.favoured[rows]
    looked = received + rng.integers(5, 60, len(rows))
    return Complaints(rows, received, np.where(ignored | (looked > as_of), -1, looked))


def inspect(cases: Cases, decisions: Decisions, seed: int, as_of: int) -> Inspections:
    """Findings of earlier inspections, drawn without regard to the truth; what was confirmed has been ended since."""
    rng = stream(seed, "inspections")
    rows = np.flatnonzero((cases.status <= 1) & (rng.random(len(cases)) < 0.02))
    over = decisions.ended[rows] >= 0
    until = np.where(over, decisions.ended[rows], as_of)
    day = decisions.approved[rows] + ((until - decisions.approved[rows]) * rng.random(len(rows))).astype(np.int64)
    draw = rng.random(len(rows))
    finding = np.where(over & (draw < 0.4), 0, np.where(draw < 0.9, 1, 2))
    recovered = np.where(finding == 0, rng.integers(2, 60, len(rows)) * 100.0, np.nan)
    return Inspections(rows, day, finding, recovered, rng.choice(3, len(rows), p=[0.5, 0.3, 0.2]))
