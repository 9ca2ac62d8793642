"""Households that asked for aid: who they are, how they came on the list, and what is wrong with them, if anything."""

import math
from dataclasses import dataclass, field, replace

import numpy as np

from features.records.city.draws import Bools, Ints, day_of, pick_weighted, stream
from features.records.city.favour import Candidates, choose
from features.records.city.officials import Officials
from features.records.city.settings import FAVOUR_SHARES, CitySettings
from features.records.city.units import Units

__all__ = ["CONTACTS", "MECHANISMS", "STATUSES", "Cases", "open_cases"]

MECHANISMS = (
    "none",
    *FAVOUR_SHARES,
    "hidden_income",
    "hidden_asset",
    "custody",
    "duplicate",
    "shared_card",
    "dead_paid",
)
STATUSES = ("in_force", "ended", "refused", "pending")
CONTACTS = ("none", "phone", "address", "card")
CODE = {name: code for code, name in enumerate(MECHANISMS)}
FAVOURED = len(FAVOUR_SHARES)
BETTER_OFF = 0.5
"""How much less the log weight of need is among close relatives of officials."""


@dataclass(frozen=True, slots=True)
class Cases:
    """One row a household of the aid records."""

    unit: Ints
    status: Ints
    mechanism: Ints
    official: Ints
    """Official to whom the household has a planted tie, lawful or not; -1 for none."""
    township_tie: Bools
    """The tied official is township staff and handles or surveys the case."""
    contact: Ints
    low: Ints
    """The household applied between ``low`` and ``high``."""
    high: Ints

    def __len__(self) -> int:
        return len(self.unit)

    @property
    def favoured(self) -> Bools:
        """Aid is favouritism."""
        return (self.mechanism >= 1) & (self.mechanism <= FAVOURED)

    @property
    def ineligible(self) -> Bools:
        """The household does not qualify; who is robbed of the card by an official or a broker does."""
        robbed = (self.mechanism == CODE["card_skim"]) | (self.mechanism == CODE["shared_card"])
        wrong: Bools = (self.mechanism > 0) & ~robbed
        return wrong

    def of(self, *mechanisms: str) -> Bools:
        """Which households fall under one of the named mechanisms."""
        return np.isin(self.mechanism, [CODE[name] for name in mechanisms])


@dataclass
class _Docket:
    """Cases as they are added, group by group."""

    low: int
    high: int
    groups: list[dict[str, Ints]] = field(default_factory=list)

    def add(self, unit: Ints, mechanism: str = "none", status: int = 0, **columns: Ints) -> None:
        """Add a group; columns that are not named take the value of an untied household."""
        size = len(unit)
        plain = {"official": -1, "township_tie": 0, "contact": 0, "low": self.low, "high": self.high}
        group = {name: np.full(size, value, dtype=np.int64) for name, value in plain.items()}
        group |= {"unit": unit, "mechanism": np.full(size, CODE[mechanism]), "status": np.full(size, status)}
        self.groups.append(group | columns)

    def close(self, rng: np.random.Generator) -> Cases:
        """All cases in random order."""
        columns = {name: np.concatenate([group[name] for group in self.groups]) for name in self.groups[0]}
        order = rng.permutation(len(columns["unit"]))
        columns = {name: column[order] for name, column in columns.items()}
        tie = columns.pop("township_tie").astype(np.bool_)
        return Cases(township_tie=tie, **columns)


def open_cases(
    units: Units,
    candidates: Candidates,
    officials: Officials,
    village: Ints,
    seed: int,
    settings: CitySettings,
    as_of: int,
    people: int,
) -> Cases:
    """Decide which units are aided, favoured, tied but poor, wrong without a tie, ended, refused or pending."""
    rng = stream(seed, "cases")
    docket = _Docket(day_of(settings.first_year), as_of - 90)
    taken = np.zeros(len(units.size), dtype=np.bool_)
    in_force = max(round(settings.aided_share * people / 1.85), 20)
    _add_favoured(rng, docket, units, candidates, taken, settings, in_force)
    _add_contacts(rng, docket, units, officials, village, taken, settings, in_force)
    _add_tied_poor(rng, docket, units, candidates, taken, settings, in_force)
    recent = (units.last_death > as_of - 420) & (units.last_death < as_of - 50) & ~taken
    gone = np.flatnonzero(recent)
    dead = rng.permutation(gone)[: round(settings.dead_paid * in_force)]
    taken[dead] = True
    docket.add(dead, "dead_paid", high=units.last_death[dead] - 100)
    left = in_force - sum(len(group["unit"]) for group in docket.groups)
    tied = np.zeros(len(taken), dtype=np.bool_)
    tied[candidates.unit[candidates.steps <= 2]] = True
    free = np.where(taken, -np.inf, units.need - BETTER_OFF * tied)
    order = pick_weighted(rng, free, left + round(in_force * 1.0))
    poor, order = order[:left], order[left:]
    _add_untied(rng, docket, poor, settings, in_force)
    for status, ratio in ((1, settings.ended_ratio), (2, settings.refused_ratio), (3, settings.pending_ratio)):
        size = round(ratio * in_force)
        high = as_of - (500 if status == 1 else 45)
        low = as_of - 90 if status == 3 else docket.low
        docket.add(order[:size], "none", status, low=np.full(size, low), high=np.full(size, high))
        order = order[size:]
    return _with_coincidences(docket.close(rng), seed, settings)


def _with_coincidences(cases: Cases, seed: int, settings: CitySettings) -> Cases:
    """Let tied households that nobody favours conceal as often as strangers do: a tie and a fault by coincidence."""
    draw = stream(seed, "coincidences").random(len(cases))
    lawful = (cases.mechanism == CODE["none"]) & (cases.official >= 0) & (cases.status == 0)
    income = lawful & (draw < settings.hidden_income)
    asset = lawful & ~income & (draw < settings.hidden_income + settings.hidden_asset)
    mechanism = np.where(income, CODE["hidden_income"], cases.mechanism)
    return replace(cases, mechanism=np.where(asset, CODE["hidden_asset"], mechanism))


def _add_favoured(
    rng: np.random.Generator,
    docket: _Docket,
    units: Units,
    candidates: Candidates,
    taken: Bools,
    settings: CitySettings,
    in_force: int,
) -> None:
    """Favoured relatives: hardly poorer than others."""
    close, township = candidates.steps <= 2, candidates.township_post
    fresh = candidates.fresh_high > candidates.low + 20
    fits = {
        "kin_handler": close & township,
        "took_office": close & fresh,
        "kin_village_official": close & ~township,
        "kin_distant": (candidates.steps == 3) & (township | (rng.random(len(close)) < 0.2)),
    }
    for mechanism, fit in fits.items():
        size = math.ceil(settings.favour_shares[mechanism] * settings.favouritism * in_force)
        chosen = choose(rng, candidates, fit, 0.45 * units.need, taken, size)
        high = candidates.fresh_high if mechanism == "took_office" else candidates.high
        docket.add(
            candidates.unit[chosen],
            mechanism,
            official=candidates.person[chosen],
            township_tie=township[chosen].astype(np.int64),
            low=candidates.low[chosen],
            high=high[chosen],
        )


def _add_tied_poor(
    rng: np.random.Generator,
    docket: _Docket,
    units: Units,
    candidates: Candidates,
    taken: Bools,
    settings: CitySettings,
    in_force: int,
) -> None:
    """Relatives of officials who are really poor, some handled by the relative or aided soon after the appointment."""
    close, township = candidates.steps <= 2, candidates.township_post
    for fit, rate in ((township, settings.tied_innocent_handler), (~township, settings.tied_innocent_village)):
        chosen = choose(rng, candidates, close & fit, units.need, taken, round(rate * in_force))
        docket.add(
            candidates.unit[chosen],
            official=candidates.person[chosen],
            township_tie=township[chosen].astype(np.int64),
            low=candidates.low[chosen],
            high=candidates.high[chosen],
        )


def _add_contacts(
    rng: np.random.Generator,
    docket: _Docket,
    units: Units,
    officials: Officials,
    village: Ints,
    taken: Bools,
    settings: CitySettings,
    in_force: int,
) -> None:
    """Households with the phone, courtyard or card of a village official: favoured, robbed, or lawfully helped."""
    groups = (
        ("contact", settings.favour_shares["contact"] * settings.favouritism, 0.45, (0.5, 0.25, 0.25)),
        ("card_skim", settings.favour_shares["card_skim"] * settings.favouritism, 1.0, (0.0, 0.0, 1.0)),
        ("none", settings.contact_innocent, 1.0, (0.45, 0.25, 0.3)),
    )
    for mechanism, rate, need, kinds in groups:
        size = round(rate * in_force)
        weight = np.where(taken, -np.inf, need * units.need)
        contact = rng.choice(3, size, p=kinds) + 1
        few = rng.permutation(officials.village_seat.shape[0])[: max(1, size // 2)]
        clustered = np.isin(village, few)
        unit = pick_weighted(rng, np.where(clustered, weight, -np.inf), size)
        taken[unit] = True
        seat = np.where(contact == CONTACTS.index("card"), 2, rng.integers(0, 6, size))
        term = np.minimum((rng.random(size) * 3).astype(np.int64) + (rng.random(size) < 0.4), 2)
        start = officials.village_start[village[unit], seat, term]
        ends = officials.village_start[village[unit], seat, np.minimum(term + 1, 2)] - 60
        low = np.maximum(start, docket.low)
        high = np.where(term < 2, np.minimum(ends, docket.high), docket.high)
        docket.add(
            unit,
            mechanism,
            official=officials.village_seat[village[unit], seat, term],
            contact=contact,
            low=low,
            high=np.maximum(high, low + 1),
        )


def _add_untied(rng: np.random.Generator, docket: _Docket, poor: Ints, settings: CitySettings, in_force: int) -> None:
    """Add the poor without a planted tie, and among them fraud of other kinds."""
    poor = rng.permutation(poor)
    for mechanism in ("hidden_income", "hidden_asset", "custody", "duplicate", "shared_card"):
        size = round(getattr(settings, mechanism) * in_force)
        docket.add(poor[:size], mechanism)
        poor = poor[size:]
    docket.add(poor)
