"""Ordinary means of the residents who receive no aid."""

import numpy as np

from features.records.city.draws import Bools, Floats, Ints, stream
from features.records.city.families import People
from features.records.city.ledger import Ledger
from features.records.city.registers import Registers

__all__ = ["furnish"]

OWNED = {
    "vehicle": (0.33, 65_000.0), "motorcycle": (0.20, 3_000.0), "property": (0.80, 180_000.0),
    "business": (0.07, 90_000.0), "deposit": (0.40, 40_000.0), "insurance": (0.15, 15_000.0),
    "security": (0.04, 30_000.0), "machinery": (0.05, 12_000.0),
}  # fmt: skip
"""Share of family units that own a thing, and its median value in yuan."""
EARNED = {
    "wage": (0.50, 20, 62, 3_200.0), "public_payroll": (0.03, 22, 60, 5_200.0), "pension": (0.85, 61, 110, 260.0),
    "business": (0.06, 22, 65, 3_500.0), "rent": (0.02, 25, 90, 900.0), "tax": (0.03, 25, 60, 6_000.0),
}  # fmt: skip
"""Share of people between two ages who have an income, and its median in yuan a month."""


def furnish(
    ledger: Ledger, crowd: People, registers: Registers, aided: Bools, urban: Bools, seed: int, as_of: int
) -> None:
    """Add what the people outside aid own and earn.

    Parameters
    ----------
    aided : (people,) bool
        Units that receive or received aid: their means are made elsewhere.
    urban : (people,) bool
        Who lives in an urban community.
    """
    rng = stream(seed, "wealth")
    age = (as_of - crowd.birth) // 365
    alive = crowd.living(as_of)
    free = alive & ~aided[registers.unit]
    root = np.flatnonzero(free & (registers.unit == np.arange(len(crowd))) & (age >= 22))
    richness = rng.normal(0.0, 0.5, len(crowd)) + 0.3 * urban
    for kind, (share, median) in OWNED.items():
        owner = root[rng.random(len(root)) < share * np.exp(0.3 * richness[root])]
        if kind == "property":
            owner = np.concatenate([owner, owner[rng.random(len(owner)) < 0.12]])
        value = median * np.exp(rng.normal(0, 0.7, len(owner)) + richness[owner])
        area: Floats | float = rng.uniform(50, 160, len(owner)).round() if kind == "property" else np.nan
        ledger.holdings.add(kind, owner, value, _since(rng, owner, as_of), area=area)
    for kind, (share, least, most, median) in EARNED.items():
        who = np.flatnonzero(free & (age >= least) & (age <= most))
        who = who[rng.random(len(who)) < share]
        level = np.where(urban[who], 9.0, 1.0) if kind == "pension" else 1.0
        amount = level * median * np.exp(rng.normal(0, 0.35, len(who)) + 0.5 * richness[who])
        ledger.incomes.add(kind, who, amount, _since(rng, who, as_of))


def _since(rng: np.random.Generator, who: Ints, as_of: int) -> Ints:
    """Day since when something is owned or earned."""
    return as_of - rng.integers(60, 4_500, len(who))
