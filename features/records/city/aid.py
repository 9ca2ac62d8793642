"""The aid records of a city: who asked, who was aided or favoured, and how it was decided."""

from dataclasses import dataclass

import numpy as np

from features.records.city.amounts import Amounts, set_amounts
from features.records.city.cases import CONTACTS, Cases, open_cases
from features.records.city.columns import Keys
from features.records.city.decisions import Decisions, decide
from features.records.city.draws import Ints, day_of, stream
from features.records.city.favour import Candidates, tied_candidates
from features.records.city.members import SCHEMES, Members, enrol
from features.records.city.settings import CitySettings
from features.records.city.ties import Kin, find_ties
from features.records.city.town import Town
from features.records.city.units import weigh_need

__all__ = ["Aid", "administer"]


@dataclass(frozen=True, slots=True)
class Aid:
    """The aid records with their household keys."""

    cases: Cases
    members: Members
    decisions: Decisions
    amounts: Amounts
    household_key: Keys
    address: Ints
    phone: Ints
    """Address and phone on the household's file."""
    village: Ints
    kin: Kin
    candidates: Candidates
    """Who is tied to which official, as far as anybody could know."""


def administer(town: Town, settings: CitySettings, people: int) -> Aid:
    """Grant and refuse aid, favour some, and house the destitute."""
    crowd, registers, officials, geography = town.crowd, town.registers, town.officials, town.geography
    seed, as_of = town.seed, town.as_of
    urban = geography.urban[crowd.village]
    kin = Kin(crowd, as_of)
    units = weigh_need(crowd, registers, town.health, officials, seed, as_of)
    candidates = tied_candidates(
        find_ties(kin, officials.person, crowd.living(as_of)),
        officials,
        registers.unit,
        crowd.village,
        geography.village_township,
        day_of(settings.first_year),
        as_of - 90,
    )
    cases = open_cases(units, candidates, officials, crowd.village, seed, settings, as_of, people)
    members = enrol(crowd, registers, town.health, units, cases, urban, seed, as_of)
    applicant = members.applicant
    village = crowd.village[applicant]
    last_alive = np.minimum(crowd.death[applicant], as_of)
    decisions = decide(cases, village, geography, officials, last_alive, seed, as_of)
    _house(town, cases, members)
    return Aid(
        cases=cases,
        members=members,
        decisions=decisions,
        amounts=set_amounts(cases, members, urban[applicant].astype(np.int64), seed, as_of),
        household_key=Keys(stream(seed, "household keys"), "H", len(cases)),
        address=town.address[applicant],
        phone=_phone_on_file(town, cases, members),
        village=village,
        kin=kin,
        candidates=candidates,
    )


def _house(town: Town, cases: Cases, members: Members) -> None:
    """Move some of the destitute into their township's welfare home, and lodgers into an official's courtyard."""
    rng = stream(town.seed, "housing")
    destitute = (members.scheme == SCHEMES.index("destitute")) & (rng.random(len(cases)) < 0.4)
    shared = cases.contact == CONTACTS.index("address")
    home = len(town.crowd) + town.geography.village_township[town.crowd.village[members.person]]
    inside = destitute[members.case] & ~shared[members.case]
    town.address[members.person[inside]] = home[inside]
    yard = shared[members.case]
    town.address[members.person[yard]] = town.address[cases.official[members.case[yard]]]


def _phone_on_file(town: Town, cases: Cases, members: Members) -> Ints:
    """Phone on the file: the applicant's, or an official's who lent it."""
    phone = town.registers.phone[members.applicant]
    shared = cases.contact == CONTACTS.index("phone")
    return np.where(shared, town.registers.phone[np.maximum(cases.official, 0)], phone)
