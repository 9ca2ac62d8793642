"""Monthly payments and the cards they go to."""

from dataclasses import dataclass

import numpy as np

from features.records.city.aid import Aid
from features.records.city.amounts import monthly
from features.records.city.cases import CONTACTS, Cases
from features.records.city.draws import Bools, Floats, Ints, stream
from features.records.city.families import People
from features.records.city.members import SCHEMES, Members
from features.records.city.ties import Kin

__all__ = ["KINDS", "ROLES", "Payments", "month_start", "pay"]

ROLES = ("self", "member", "guardian", "institution", "other")
KINDS = ("regular", "supplement", "back_pay")


@dataclass(frozen=True, slots=True)
class Payments:
    """One row a payment; months count from 1970-01."""

    case: Ints
    month: Ints
    amount: Floats
    account: Ints
    holder: Ints
    role: Ints
    kind: Ints


def month_start(month: Ints) -> Ints:
    """First day of each month."""
    return month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def pay(aid: Aid, crowd: People, months: int, seed: int, as_of: int) -> Payments:
    """Pay every granted decision from the month after its approval, for the last ``months`` months."""
    rng = stream(seed, "payments")
    members, decisions = aid.members, aid.decisions
    account, holder, role = _cards(rng, aid.cases, members, crowd, aid.kin, aid.village, as_of)
    paid = np.flatnonzero((decisions.outcome == 0) & (members.scheme[decisions.case] != SCHEMES.index("temporary")))
    last = int(np.datetime64(as_of, "D").astype("datetime64[M]").astype(np.int64))
    approved = decisions.approved[paid].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    end = np.where(decisions.ended[paid] < 0, as_of, decisions.ended[paid])
    end = end.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = np.maximum(approved + 1, last - months + 1)
    count = np.maximum(np.minimum(end, last) - first + 1, 0)
    row = np.repeat(paid, count)
    month = np.repeat(first, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    case = decisions.case[row]
    amount = monthly(aid.amounts, members, case, month_start(month) + 27)
    kind = np.zeros(len(row), dtype=np.int64)
    extra = np.flatnonzero((month % 12 == 0) | (rng.random(len(row)) < 0.002))
    kind_extra = np.where(month[extra] % 12 == 0, 1, 2)
    given = np.where(kind_extra == 1, np.round(0.3 * amount[extra]), amount[extra])
    case = np.append(case, case[extra])
    return Payments(
        case=case,
        month=np.append(month, month[extra]),
        amount=np.append(amount, given),
        account=account[case],
        holder=holder[case],
        role=role[case],
        kind=np.append(kind, kind_extra),
    )


def _cards(
    rng: np.random.Generator, cases: Cases, members: Members, crowd: People, kin: Kin, village: Ints, as_of: int
) -> tuple[Ints, Ints, Ints]:
    """Account, its holder and the holder's role for each household.

    An account is numbered by its holder; an institution's account by minus two minus its village, without holder.
    """
    size = len(cases)
    holder, role = members.applicant.copy(), np.zeros(size, dtype=np.int64)
    draw = rng.random(size)
    grown = (as_of - crowd.birth[members.person] > 18 * 365) & (crowd.death[members.person] > as_of)
    rows = rng.permutation(np.flatnonzero(grown))
    member = members.applicant.copy()
    member[members.case[rows]] = members.person[rows]
    by_member = (draw < 0.04) & (member != members.applicant)
    holder[by_member], role[by_member] = member[by_member], 1
    kept = np.flatnonzero((draw > 0.93) & (draw < 0.985))
    guardian, found = _relative(rng, kin, crowd, members.applicant[kept], as_of)
    holder[kept[found]], role[kept[found]] = guardian[found], np.where(draw[kept[found]] < 0.965, 2, 4)
    neighbour = np.flatnonzero(draw > 0.993)
    helper = _helpers(rng, crowd, village[neighbour], neighbour, members, as_of)
    holder[neighbour], role[neighbour] = helper, 4
    broker = np.flatnonzero(cases.of("shared_card"))
    patron = rng.permutation(members.applicant)[: max(1, len(broker) // 3)]
    holder[broker], role[broker] = patron[np.arange(len(broker)) % len(patron)], 4
    _official_cards(rng, cases, kin, crowd, holder, role, as_of)
    institution = (members.scheme == SCHEMES.index("destitute")) & (draw > 0.6)
    account = np.where(institution, -2 - village, holder)
    return account, np.where(institution, -1, holder), np.where(institution, 3, role)


def _relative(rng: np.random.Generator, kin: Kin, crowd: People, who: Ints, as_of: int) -> tuple[Ints, Bools]:
    """Find a grown living relative of each person, where there is one."""
    position, relative = kin.of(who)
    fit = (crowd.death[relative] > as_of) & (as_of - crowd.birth[relative] > 20 * 365)
    order = rng.permutation(np.flatnonzero(fit))
    chosen = np.full(len(who), -1, dtype=np.int64)
    chosen[position[order]] = relative[order]
    return chosen, chosen >= 0


def _helpers(rng: np.random.Generator, crowd: People, village: Ints, rows: Ints, members: Members, as_of: int) -> Ints:
    """Find a grown neighbour of the same village who keeps the card of one or two households."""
    grown = rng.permutation(np.flatnonzero((crowd.death > as_of) & (as_of - crowd.birth > 30 * 365)))
    first = np.full(int(crowd.village.max()) + 1, -1, dtype=np.int64)
    first[crowd.village[grown]] = grown
    helper = first[village]
    return np.where(helper >= 0, helper, members.applicant[rows])


def _official_cards(
    rng: np.random.Generator, cases: Cases, kin: Kin, crowd: People, holder: Ints, role: Ints, as_of: int
) -> None:
    """Cards in the hands of an official, or of the official's relative: as helper, as guardian, or as thief."""
    rows = np.flatnonzero(cases.contact == CONTACTS.index("card"))
    official = cases.official[rows]
    people, where = np.unique(official, return_inverse=True)
    stooge, found = _relative(rng, kin, crowd, people, as_of)
    stooge = np.where(found, stooge, people)[where]
    by_stooge = rng.random(len(people))[where] < 0.5
    holder[rows] = np.where(by_stooge, stooge, official)
    guardian = ~cases.favoured[rows] & (rng.random(len(rows)) < 0.4)
    role[rows] = np.where(guardian, 2, 4)
