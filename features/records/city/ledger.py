"""Things registered to people and incomes seen elsewhere, collected group by group."""

from dataclasses import dataclass, field

import numpy as np

from features.records.city.draws import Floats, Ints

__all__ = ["HOLDING_KINDS", "INCOME_KINDS", "OPEN", "STATES", "Holdings", "Incomes", "Ledger"]

HOLDING_KINDS = (
    "vehicle", "motorcycle", "property", "business", "deposit", "insurance", "security", "machinery",
)  # fmt: skip
INCOME_KINDS = ("wage", "public_payroll", "pension", "business", "rent", "tax")
STATES = ("active", "dormant", "revoked", "scrapped")
OPEN = -1
"""No end: still held, still paid."""


@dataclass
class Holdings:
    """Holdings; ``asset`` names the same thing under successive owners."""

    groups: list[dict[str, Floats]] = field(default_factory=list)
    assets: int = 0

    def add(
        self,
        kind: str,
        person: Ints,
        value: Floats,
        start: Ints,
        end: Ints | int = OPEN,
        state: str = "active",
        area: Floats | float = np.nan,
        asset: Ints | None = None,
    ) -> Ints:
        """Add holdings of one kind and return the numbers of the assets."""
        if asset is None:
            asset = np.arange(self.assets, self.assets + len(person))
            self.assets += len(person)
        columns = {"person": person, "kind": HOLDING_KINDS.index(kind), "value": np.round(value), "start": start}
        columns |= {"end": end, "state": STATES.index(state), "area": area, "asset": asset}
        self.groups.append({name: np.broadcast_to(np.asarray(c, float), len(person)) for name, c in columns.items()})
        return asset

    def columns(self) -> dict[str, Floats]:
        """All rows as columns."""
        return {name: np.concatenate([group[name] for group in self.groups]) for name in self.groups[0]}


@dataclass
class Incomes:
    """Incomes with the days from and to which they flow."""

    groups: list[dict[str, Floats]] = field(default_factory=list)

    def add(self, kind: str, person: Ints, amount: Floats, start: Ints, end: Ints | int = OPEN) -> None:
        """Add incomes of one kind."""
        columns = {"person": person, "kind": INCOME_KINDS.index(kind), "amount": np.round(amount), "start": start}
        columns |= {"end": end}
        self.groups.append({name: np.broadcast_to(np.asarray(c, float), len(person)) for name, c in columns.items()})

    def columns(self) -> dict[str, Floats]:
        """All rows as columns."""
        return {name: np.concatenate([group[name] for group in self.groups]) for name in self.groups[0]}


@dataclass
class Ledger:
    """Both registers of means."""

    holdings: Holdings = field(default_factory=Holdings)
    incomes: Incomes = field(default_factory=Incomes)
