"""The synthetic city from top to bottom: people, offices, aid, favour and fraud, and what the registers show of it."""

import datetime
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from features.errors import SettingError
from features.records.city.aid import Aid, administer
from features.records.city.aid_tables import (
    decision_table,
    declared_tables,
    household_tables,
    payment_table,
    standard_table,
    truth_table,
    visit_tables,
)
from features.records.city.columns import Keys
from features.records.city.declarations import declare_officials, declare_supporters
from features.records.city.draws import Progress, stream
from features.records.city.family_tables import kinship_table, move_table
from features.records.city.health_tables import health_tables
from features.records.city.ledger import Ledger
from features.records.city.means import equip
from features.records.city.payments import pay
from features.records.city.resident_tables import address_table, official_table, person_table, region_table
from features.records.city.settings import CitySettings
from features.records.city.sightings import see
from features.records.city.town import Town, settle
from features.records.city.visits import complain, inspect, visit
from features.records.city.wealth import furnish

__all__ = ["LEAST_PEOPLE", "City", "simulate_city"]

LEAST_PEOPLE = 2_000
"""Fewest residents that make a city: a handful of villages that can marry among themselves."""


@dataclass(frozen=True, slots=True)
class City:
    """A simulated city.

    Attributes
    ----------
    tables : dict of str to pyarrow.Table
        The contract's tables by name.
    truth : pyarrow.Table
        ``household_id, favouritism, ineligible, mechanism, official``: one row per household of ``households``.
    as_of : datetime.date
        Day of extraction.
    """

    tables: dict[str, pa.Table]
    truth: pa.Table
    as_of: datetime.date


def _silent(_: str) -> None:
    """Report nothing."""


def simulate_city(
    people: int,
    seed: int,
    *,
    favouritism: bool = True,
    settings: CitySettings | None = None,
    progress: Progress | None = None,
) -> City:
    """Simulate a city of ``people`` living residents.

    Parameters
    ----------
    people : int
        Living residents on the day of extraction, at least :data:`LEAST_PEOPLE`.
    seed : int
        Same people, seed and settings: same tables, byte for byte.
    favouritism : bool
        Whether anybody is favoured; without, ties to officials are all lawful.
    settings : CitySettings, optional
        Rates of everything.
    progress : callable, optional
        Called with the name of each stage as it begins.

    Returns
    -------
    City
        Tables, truth and day of extraction.

    Raises
    ------
    SettingError
        If there are too few people or the seed is negative.
    """
    if people < LEAST_PEOPLE:
        raise SettingError(f"A city needs at least {LEAST_PEOPLE} people, not {people}: raise the number of people.")
    if seed < 0:
        raise SettingError(f"The seed of a city is {seed}, but it must be 0 or more: choose another seed.")
    settings = settings or CitySettings()
    if not favouritism:
        settings = replace(settings, favouritism=0.0)
    tell = progress or _silent
    tell("families and registers")
    town = settle(people, seed, settings)
    tell("aid and favour")
    aid = administer(town, settings, people)
    tables = _aid_tables(town, aid, settings)
    tell("tables of the residents")
    tables |= _resident_tables(town, aid) | _sighted_tables(town, aid, settings)
    tables["kinship"] = kinship_table(town, settings.kinship_missing)
    return City(dict(sorted(tables.items())), truth_table(town, aid), settings.as_of)


def _aid_tables(town: Town, aid: Aid, settings: CitySettings) -> dict[str, pa.Table]:
    """Lay out the records of the aid."""
    cases, members, decisions, crowd = aid.cases, aid.members, aid.decisions, town.crowd
    seed, as_of, geography = town.seed, town.as_of, town.geography
    township = geography.village_township[aid.village]
    keys = stream(seed, "aid keys")
    payments = pay(aid, crowd, settings.payment_months, seed, as_of)
    return {
        **household_tables(town, aid),
        "decisions": decision_table(town, aid, Keys(keys, "D", len(decisions.case))),
        "payments": payment_table(town, aid, payments, Keys(keys, "62", len(crowd) + geography.villages, width=10)),
        "standards": standard_table(town),
        **declared_tables(
            town,
            aid,
            declare_supporters(cases, members, decisions, crowd, seed, as_of),
            declare_officials(cases, decisions, aid.candidates, town.registers.unit, settings, seed),
        ),
        **visit_tables(
            aid,
            visit(cases, decisions, township, seed),
            complain(cases, decisions, geography.careless[township].astype(np.int64), seed, as_of),
            inspect(cases, decisions, seed, as_of),
        ),
    }


def _resident_tables(town: Town, aid: Aid) -> dict[str, pa.Table]:
    """Lay out the registers of the residents; paid members in custody are among the absent."""
    jailed = np.flatnonzero(aid.cases.of("custody"))
    since = town.as_of - stream(town.seed, "custody").integers(150, 700, len(jailed))
    since = np.maximum(since, aid.decisions.applied[jailed] + 60)
    return {
        "persons": person_table(town),
        "register_moves": move_table(town),
        "addresses": address_table(town),
        "regions": region_table(town.geography),
        "officials": official_table(town),
        **health_tables(town, aid.members.applicant[jailed], since),
    }


def _sighted_tables(town: Town, aid: Aid, settings: CitySettings) -> dict[str, pa.Table]:
    """Furnish everybody with means and lay out what cross-matching sees of them."""
    ledger = Ledger()
    aided = np.zeros(len(town.crowd), dtype=np.bool_)
    aided[aid.cases.unit[aid.cases.status <= 1]] = True
    urban = town.geography.urban[town.crowd.village]
    furnish(ledger, town.crowd, town.registers, aided, urban, town.seed, town.as_of)
    equip(ledger, town.crowd, aid.cases, aid.members, aid.decisions, aid.amounts, town.seed, town.as_of)
    return see(town, ledger, settings)
