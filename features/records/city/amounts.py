"""Aid lines by year and what each household declares and is paid."""

from dataclasses import dataclass

import numpy as np

from features.records.city.cases import Cases
from features.records.city.draws import Floats, Ints, day_of, stream
from features.records.city.members import SCHEMES, Members

__all__ = ["LINES", "Amounts", "line_on", "monthly", "set_amounts"]

LINES = (
    (day_of(2017), 450.0, 270.0),
    (day_of(2020), 520.0, 335.0),
    (day_of(2024), 700.0, 450.0),
    (day_of(2025), 740.0, 485.0),
)
"""Urban and rural aid line per head and month from a day on: the city's published figures."""
FACTOR = np.array([1.0, 1.0, 1.3, 1.0, 1.5])
"""Line of each scheme as a multiple of the aid line."""
LEAST = 30.0


@dataclass(frozen=True, slots=True)
class Amounts:
    """Per household."""

    urban: Ints
    """1 where the urban line applies."""
    declared: Floats
    """Declared monthly income per head."""
    extra: Floats
    """Paid above (or below) what the line and the declared income give."""


def line_on(scheme: Ints, urban: Ints, day: Ints) -> Floats:
    """Aid line per head and month in yuan for a scheme on a day."""
    step = np.searchsorted([start for start, _, _ in LINES], day, side="right") - 1
    table = np.array([[rural, city] for _, city, rural in LINES])
    line: Floats = np.round(table[np.maximum(step, 0), urban] * FACTOR[scheme])
    return line


def set_amounts(cases: Cases, members: Members, urban: Ints, seed: int, as_of: int) -> Amounts:
    """Draw declared incomes below the line of the scheme; clerks err now and then, and err more for the favoured."""
    rng = stream(seed, "amounts")
    size = len(cases)
    base = line_on(np.zeros(size, dtype=np.int64), urban, np.full(size, as_of))
    share = rng.beta(2.0, 2.2, size) * 0.9
    share = np.where(members.scheme == SCHEMES.index("destitute"), 0.4 * share, share)
    share = np.where(members.scheme == SCHEMES.index("marginal"), rng.uniform(1.0, 1.4, size), share)
    share = np.where(cases.status == 2, rng.uniform(0.8, 2.2, size), share)
    error = rng.random(size) < np.where(cases.favoured, 0.18, 0.05)
    slip = rng.uniform(0.1, 0.6, size) * base * rng.choice([1.0, -0.5], size, p=[0.75, 0.25])
    declared = np.round(share * base).astype(np.float64)
    return Amounts(urban, declared, np.round(np.where(error, slip, 0.0)).astype(np.float64))


def monthly(amounts: Amounts, members: Members, case: Ints, day: Ints) -> Floats:
    """Monthly amount of households on a day: ``(line - declared income) * covered members``."""
    gap = line_on(members.scheme[case], amounts.urban[case], day) - amounts.declared[case]
    lawful = np.maximum(np.round(gap * members.paid_for[case]), LEAST)
    return np.maximum(lawful + amounts.extra[case], LEAST)
