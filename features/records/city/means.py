"""Means of the aided: what the poor honestly have, what innocently looks like wealth, and what is concealed."""

from dataclasses import dataclass

import numpy as np

from features.records.city.amounts import Amounts, line_on
from features.records.city.cases import Cases
from features.records.city.decisions import Decisions
from features.records.city.draws import Bools, Floats, Ints, stream
from features.records.city.families import People
from features.records.city.ledger import OPEN, Ledger
from features.records.city.members import Members

__all__ = ["Means", "equip"]


@dataclass(frozen=True, slots=True)
class Means:
    """Bearings for the means of the granted households, one row each."""

    case: Ints
    someone: Ints
    """A grown member."""
    relative: Ints
    """A relative outside the household where there is one, else the member."""
    applied: Ints
    until: Ints
    """Day the aid ended, or the day of extraction."""
    limit: Floats
    """Monthly income at which the household's aid would end."""
    covered: Ints


def equip(
    ledger: Ledger,
    crowd: People,
    cases: Cases,
    members: Members,
    decisions: Decisions,
    amounts: Amounts,
    seed: int,
    as_of: int,
) -> Means:
    """Add the means of all granted households to the ledger."""
    rng = stream(seed, "means")
    means = _bearings(rng, crowd, cases, members, decisions, amounts, as_of)
    _honest(rng, ledger, means, crowd, amounts, members, as_of)
    _lookalikes(rng, ledger, means, as_of)
    favoured = cases.favoured & ~cases.of("card_skim")
    favoured &= rng.random(len(cases)) < 0.95
    income, asset = cases.of("hidden_income"), cases.of("hidden_asset")
    both = (income | asset) & (rng.random(len(cases)) < 0.15)
    _conceal_income(rng, ledger, means, favoured, income | both)
    _conceal_assets(rng, ledger, means, favoured, asset | both)
    return means


def _bearings(
    rng: np.random.Generator,
    crowd: People,
    cases: Cases,
    members: Members,
    decisions: Decisions,
    amounts: Amounts,
    as_of: int,
) -> Means:
    grown = (as_of - crowd.birth[members.person] >= 18 * 365) & (crowd.death[members.person] > as_of)
    rows = rng.permutation(np.flatnonzero(grown))
    someone = members.applicant.copy()
    someone[members.case[rows]] = members.person[rows]
    child = np.full(len(crowd), -1, dtype=np.int64)
    known = np.flatnonzero((crowd.father >= 0) & (crowd.death > as_of) & (as_of - crowd.birth > 20 * 365))
    child[crowd.father[known]] = child[crowd.mother[known]] = known
    sibling = np.where(crowd.father[someone] >= 0, child[crowd.father[someone]], -1)
    relative = np.where(child[someone] >= 0, child[someone], sibling)
    relative = np.where(relative >= 0, relative, someone)
    case = np.flatnonzero(cases.status <= 1)
    ended = decisions.ended[case]
    day = np.full(len(case), as_of)
    line = line_on(np.maximum(members.scheme[case], 0), amounts.urban[case], day)
    return Means(
        case=case,
        someone=someone[case],
        relative=relative[case],
        applied=decisions.applied[case],
        until=np.where(ended < 0, as_of, ended),
        limit=line * members.size[case],
        covered=members.paid_for[case],
    )


def _honest(
    rng: np.random.Generator,
    ledger: Ledger,
    means: Means,
    crowd: People,
    amounts: Amounts,
    members: Members,
    as_of: int,
) -> None:
    """A home, small savings, a motorcycle, and an income within what was declared."""
    size = len(means.case)
    someone, since = means.someone, means.applied - rng.integers(200, 4_000, size)
    total = amounts.declared[means.case] * members.size[means.case] * rng.uniform(0.5, 1.0, size)
    old = as_of - crowd.birth[someone] >= 60 * 365
    for kind, mask in (("pension", old), ("wage", ~old)):
        has = mask & (rng.random(size) < 0.8) & (total > 20)
        ledger.incomes.add(kind, someone[has], total[has], since[has])
    own = rng.random(size) < 0.7
    ledger.holdings.add(
        "property",
        someone[own],
        rng.uniform(1e4, 9e4, own.sum()),
        since[own],
        area=rng.uniform(30, 110, own.sum()).round(),
    )
    modest = {
        "motorcycle": (0.12, 2_500),
        "deposit": (0.18, 3_500),
        "insurance": (0.06, 2_000),
        "machinery": (0.04, 4_000),
    }
    for kind, (share, median) in modest.items():
        has = rng.random(size) < share
        ledger.holdings.add(kind, someone[has], median * rng.uniform(0.3, 1.8, has.sum()), since[has])


def _lookalikes(rng: np.random.Generator, ledger: Ledger, means: Means, as_of: int) -> None:
    """Innocent means that look like wealth: every kind that fraud shows, the law forgives here."""
    size, who, applied = len(means.case), means.someone, means.applied
    before = applied - rng.integers(400, 4_000, size)

    def some(share: float) -> Bools:
        return rng.random(size) < share

    def value(low: float, high: float, mask: Bools) -> Floats:
        drawn: Floats = rng.uniform(low, high, mask.sum())
        return drawn

    books = ledger.holdings
    for kind, state, share, low, high in (
        ("vehicle", "scrapped", 0.030, 500, 6_000),
        ("vehicle", "active", 0.020, 1_500, 9_000),
        ("business", "dormant", 0.014, 3e3, 1e5),
        ("business", "revoked", 0.010, 3e3, 1e5),
        ("business", "active", 0.010, 1e3, 8e4),
        ("security", "active", 0.004, 500, 6_000),
    ):
        has = some(share)
        books.add(kind, who[has], value(low, high, has), before[has], state=state)
    sold = some(0.020)
    books.add(
        "vehicle", who[sold], value(8e3, 6e4, sold), before[sold], before[sold] + rng.integers(90, 390, sold.sum())
    )
    ruin = some(0.030)
    books.add("property", who[ruin], value(1e3, 1.2e4, ruin), before[ruin], area=value(15, 60, ruin).round())
    damages = some(0.007)
    received = applied[damages] + rng.integers(-200, 600, damages.sum())
    books.add("deposit", who[damages], means.limit[damages] * value(18, 40, damages), received)
    _hand_over(rng, ledger, means, some(0.006), 600, 20_000)
    season = some(0.100)
    first = applied[season] + rng.integers(-300, 1_200, season.sum())
    pay = np.maximum(means.limit[season] * value(1.0, 2.4, season), 1_500)
    ledger.incomes.add("wage", who[season], pay, first, first + rng.integers(35, 130, season.sum()))
    past = some(0.06)
    ledger.incomes.add("wage", who[past], value(1_800, 4_500, past), before[past], applied[past] - 20)
    late = some(0.012) & (means.until == as_of)
    ledger.incomes.add("wage", who[late], value(1_800, 3_800, late), as_of - rng.integers(15, 70, late.sum()))
    corrected = some(0.006)
    ledger.incomes.add(
        "tax", who[corrected], value(1_000, 5_000, corrected), before[corrected], applied[corrected] + 100
    )
    clerk = some(0.003)
    ledger.incomes.add("public_payroll", who[clerk], value(300, 900, clerk), applied[clerk] + 60)


def _conceal_income(rng: np.random.Generator, ledger: Ledger, means: Means, favoured: Bools, hidden: Bools) -> None:
    """Undeclared wages, salaries, rents and profits, well above the limit, over most of the time of the aid."""
    plain, other = favoured[means.case], hidden[means.case]
    for kind, share, only in (
        ("wage", 0.55, 0.78),
        ("public_payroll", 0.07, 0.08),
        ("business", 0.08, 0.1),
        ("rent", 0.06, 0.08),
    ):
        has = rng.random(len(means.case)) < share * plain + only * other
        amount = means.limit[has] * (1.2 + rng.exponential(0.7, has.sum())) + 500
        start = means.applied[has] + rng.integers(-900, 400, has.sum())
        start = np.minimum(start, means.until[has] - 120)
        end = start + rng.integers(150, 1_500, has.sum())
        ledger.incomes.add(kind, means.someone[has], amount, start, np.where(end < means.until[has], end, OPEN))


def _conceal_assets(rng: np.random.Generator, ledger: Ledger, means: Means, favoured: Bools, hidden: Bools) -> None:
    """Cars, second homes, firms and savings over the limit, or moved to a relative just before applying."""
    plain, other = favoured[means.case], hidden[means.case]
    size = len(means.case)
    for kind, share, only, median in (
        ("vehicle", 0.36, 0.42, 45_000.0),
        ("property", 0.20, 0.22, 130_000.0),
        ("business", 0.16, 0.18, 70_000.0),
        ("deposit", 0.30, 0.30, 0.0),
    ):
        has = rng.random(size) < share * plain + only * other
        value = median * np.exp(rng.normal(0, 0.6, has.sum()))
        if kind == "deposit":
            value = means.limit[has] * rng.uniform(26, 90, has.sum())
        start = np.minimum(means.applied[has] + rng.integers(-1_800, 300, has.sum()), means.until[has] - 60)
        area = rng.uniform(70, 140, has.sum()).round() if kind == "property" else np.nan
        ledger.holdings.add(kind, means.someone[has], value, start, area=area)
    _hand_over(rng, ledger, means, rng.random(size) < 0.13 * plain + 0.2 * other, 330, 60_000)


def _hand_over(rng: np.random.Generator, ledger: Ledger, means: Means, some: Bools, within: int, median: float) -> None:
    """A vehicle passes from a member to a relative at most ``within`` days before the application."""
    some = some & (means.relative != means.someone)
    moved = means.applied[some] - rng.integers(15, within, some.sum())
    value = median * np.exp(rng.normal(0, 0.5, some.sum()))
    since = moved - rng.integers(300, 2_500, some.sum())
    asset = ledger.holdings.add("vehicle", means.someone[some], value, since, moved)
    ledger.holdings.add("vehicle", means.relative[some], value, moved, asset=asset)
