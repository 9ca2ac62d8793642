"""Rates and figures of the synthetic city, each with the published figure or the rule it comes from."""

import datetime
from dataclasses import dataclass, field

__all__ = ["FAVOUR_SHARES", "VISIBILITY", "CitySettings"]

FAVOUR_SHARES = {
    "kin_handler": 0.28,
    "kin_village_official": 0.26,
    "took_office": 0.13,
    "kin_distant": 0.12,
    "contact": 0.13,
    "card_skim": 0.08,
}
"""Mechanisms of favouritism and their shares among the favoured."""

VISIBILITY = {
    "vehicle": 0.70,
    "motorcycle": 0.50,
    "property": 0.60,
    "business": 0.75,
    "deposit": 0.40,
    "insurance": 0.40,
    "security": 0.35,
    "machinery": 0.45,
    "wage": 0.50,
    "public_payroll": 0.75,
    "pension": 0.75,
    "rent": 0.35,
    "tax": 0.60,
}
"""Share of what exists that cross-matching with other departments sees, by kind: 35 to 75 %."""


@dataclass(frozen=True, slots=True)
class CitySettings:
    """How the city is made; every rate is a share between 0 and 1 unless it says otherwise.

    Rates of wrongs are shares of the granted households in force on the day of extraction.
    """

    as_of: datetime.date = datetime.date(2025, 12, 31)
    first_year: int = 2018
    village_size: int = 1500
    villages_per_township: int = 18
    townships_per_county: int = 14
    urban_share: float = 0.22
    careless_townships: float = 0.36
    aided_share: float = 0.04
    """Residents covered by granted aid in force."""
    ended_ratio: float = 0.45
    refused_ratio: float = 0.25
    pending_ratio: float = 0.03
    """Households ended, refused or pending per household in force."""
    favouritism: float = 0.0135
    favour_shares: dict[str, float] = field(default_factory=lambda: dict(FAVOUR_SHARES))
    """What each mechanism has of favouritism; a share of 0 switches it off and leaves the others as they are."""
    tied_innocent_handler: float = 0.006
    """Poor relatives of township staff whose own relative handled the case."""
    tied_innocent_village: float = 0.006
    """Poor close relatives of village officials, beyond those that occur by chance."""
    contact_innocent: float = 0.006
    """Households that lawfully use the phone, courtyard or card of an official."""
    hidden_income: float = 0.06
    hidden_asset: float = 0.035
    dead_paid: float = 0.007
    custody: float = 0.0025
    duplicate: float = 0.002
    shared_card: float = 0.003
    kinship_missing: float = 0.06
    declared_innocent: float = 0.58
    declared_favoured: float = 0.48
    """Share of close ties that were declared: more than 40 % of the tied are undeclared."""
    visibility: dict[str, float] = field(default_factory=lambda: dict(VISIBILITY))
    payment_months: int = 36
