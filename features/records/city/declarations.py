"""What households declared: supporters who owe them help, and relatives among officials."""

from dataclasses import dataclass

import numpy as np

from features.records.city.cases import Cases
from features.records.city.decisions import Decisions
from features.records.city.draws import Bools, Ints, grouped, spread, stream
from features.records.city.families import People
from features.records.city.favour import Candidates
from features.records.city.members import Members
from features.records.city.settings import CitySettings

__all__ = ["Declared", "declare_officials", "declare_supporters"]


@dataclass(frozen=True, slots=True)
class Declared:
    """One row a declared person of a household."""

    case: Ints
    person: Ints
    day: Ints


def declare_supporters(
    cases: Cases, members: Members, decisions: Decisions, crowd: People, seed: int, as_of: int
) -> Declared:
    """Grown children outside the household whom four of five applicants named."""
    rng = stream(seed, "supporters")
    children = [grouped(parent, len(crowd)) for parent in (crowd.father, crowd.mother)]
    parts = [spread(members.applicant, *lists) for lists in children]
    case, child = (np.concatenate(column) for column in zip(*parts, strict=True))
    inside = np.isin(case * len(crowd) + child, members.case * len(crowd) + members.person)
    grown = (as_of - crowd.birth[child] > 22 * 365) & (crowd.death[child] > as_of)
    told = rng.random(len(case)) < np.where(cases.mechanism[case] > 0, 0.68, 0.82)
    keep = ~inside & grown & told
    return Declared(case[keep], child[keep], decisions.applied[case[keep]])


def declare_officials(
    cases: Cases,
    decisions: Decisions,
    candidates: Candidates,
    unit_village: Ints,
    settings: CitySettings,
    seed: int,
) -> Declared:
    """Close relatives among the officials in post at the application whom the household declared, and some in error."""
    rng = stream(seed, "kin declarations")
    case_of = np.full(len(unit_village), -1, dtype=np.int64)
    case_of[cases.unit] = np.arange(len(cases))
    case = case_of[candidates.unit]
    applied = np.where(case >= 0, decisions.applied[case], 0)
    in_post: Bools = (
        (case >= 0) & (candidates.steps <= 2) & (candidates.low <= applied) & (applied <= candidates.high + 60)
    )
    pair = np.unique(case[in_post] * len(unit_village) + candidates.person[in_post])
    case, official = pair // len(unit_village), pair % len(unit_village)
    open_mind = rng.random(len(cases))
    limit = np.where(cases.favoured, settings.declared_favoured, settings.declared_innocent)
    told = open_mind[case] < limit[case]
    case, official = case[told], official[told]
    mistaken = rng.permutation(len(cases))[: round(0.004 * len(cases))]
    stranger = rng.choice(candidates.person, len(mistaken)) if len(candidates.person) else mistaken[:0]
    case = np.append(case, mistaken[: len(stranger)])
    return Declared(case, np.append(official, stranger), decisions.applied[case])
