"""Small changes that make a household more suspicious: what :mod:`tests.suspicion` puts together.

Each is an `Arrange`, told of people and things by a suffix: `-1` is the home's first member, `-H` its handler.
"""

from typing import Any, Final

from tests.street import Arrange, all_of, own
from tests.town import TOWNSHIP, Town

__all__ = [
    "address",
    "aid",
    "amount",
    "clerk",
    "decided",
    "declared",
    "earns",
    "joins",
    "kin",
    "more",
    "moves",
    "official",
    "passed",
    "person",
    "phone",
    "refused",
    "registered",
    "reported",
    "resident",
    "row",
    "see",
    "seen_more",
    "shared",
    "siblings",
]

REFUSED: Final = "2022-09-01"
STAFF: Final = {"handler_id": "H", "surveyor_1_id": "S", "surveyor_2_id": "T", "approver_id": "A"}


def resident(town: Town, person: str, **cells: Any) -> Town:
    """Add somebody born in 1970 of whom every column is told."""
    given = {"sex": "M", "birth_date": "1970-01-01", "death_date": None, "register_id": None, "address_id": None}
    return town.person(person, **(given | {"relation_to_head": None, "phone": None, "disability_grade": None} | cells))


def aid(town: Town, household: str, staff: str, *members: str, **decision: Any) -> Town:
    """Grant a household aid by the hands of the staff of a home; the county visited it."""
    acted = {column: f"{staff}-{letter}" for column, letter in STAFF.items()}
    visit = {"county_visited_on": None, "county_visitor_id": None}
    return town.aided(household, *members, **(acted | visit | decision))


def see(town: Town, home: str, **items: float) -> None:
    for item, value in items.items():
        seen = {"item": item, "value": value, "direction": "up", "observed_on": "2024-01-01"}
        town.add("observations", household_id=home, **seen)


def seen_more(item: str, value: float) -> Arrange:
    """Let a visit have seen more of something."""

    def arrange(town: Town, home: str) -> None:
        seen = (row for row in town.rows["observations"] if (row["household_id"], row["item"]) == (home, item))
        next(seen).update(value=value)

    return arrange


def row(table: str, key: str, suffix: str = "", **cells: Any) -> Arrange:
    """Change the first row of a table whose key is the home with a suffix."""
    return lambda town, home: next(row for row in town.rows[table] if row.get(key) == home + suffix).update(cells)


def decided(**cells: Any) -> Arrange:
    return row("decisions", "household_id", **cells)


def person(suffix: str, **cells: Any) -> Arrange:
    """Add a resident, called by the home and the suffix."""
    return lambda town, home: resident(town, home + suffix, **_own(home, cells))


def kin(one: str, other: str, relation: str) -> Arrange:
    return lambda town, home: town.kin(home + one, home + other, relation)


def official(suffix: str, post: str = "village_director", **cells: Any) -> Arrange:
    return lambda town, home: town.official(home + suffix, post, **cells)


def declared(suffix: str) -> Arrange:
    """Have an official declare the household."""
    return lambda town, home: town.add(
        "kin_declarations", household_id=home, official_id=home + suffix, declared_on="2023-03-02"
    )


def clerk(suffix: str) -> Arrange:
    """Give somebody office over the whole township."""
    return official(suffix, "township_civil_affairs", region_code=TOWNSHIP)


def more(first: int, last: int, *members: str, **cells: Any) -> Arrange:
    """Add further aided homes, HOME-first to HOME-last, each of somebody of its own and the members given."""

    def arrange(town: Town, home: str) -> None:
        for number in range(first, last + 1):
            resident(town, f"{home}-N{number}")
            given = {column: f"{home}-N{number}{letter}" for column, letter in STAFF.items()}
            people = [home + suffix for suffix in members]
            aid(town, f"{home}-{number}", home, f"{home}-N{number}", *people, **(given | _own(home, cells)))

    return arrange


def siblings(first: int, last: int) -> Arrange:
    """Make members of the further homes siblings of the handler."""
    return lambda town, home: [town.kin(f"{home}-H", f"{home}-N{n}", "sibling") for n in range(first, last + 1)]


def refused(number: int) -> Arrange:
    """Refuse a poorer household."""

    def arrange(town: Town, home: str) -> None:
        days = {"applied_on": REFUSED, "accepted_on": None, "surveyed_on": None, "approved_on": "2022-09-20"}
        notice = {"publicised_from": None, "publicised_to": None, "last_reviewed_on": None, "outcome": "refused"}
        resident(town, f"{home}-R{number}").aided(
            f"{home}-R{number}", f"{home}-R{number}", household={"declared_monthly_income": 90}, **days, **notice
        )

    return arrange


def shared(account: str, holder: str, *homes: str) -> Arrange:
    """Pay these homes into an account of somebody else."""

    def arrange(town: Town, home: str) -> None:
        to = {"account_id": home + account, "account_holder_id": home + holder, "holder_role": "other"}
        for suffix in homes:
            row = {"household_id": home + suffix, "month": "2024-02", "amount": 350, "kind": "regular"}
            town.add("payments", **row, **to)

    return arrange


def passed(asset: str) -> Arrange:
    """Pass a car on to the brother -B."""

    def arrange(town: Town, home: str) -> None:
        own("vehicle", 1, asset_id=home + asset, end_on="2023-01-10")(town, home)
        taken = {"asset_id": home + asset, "start_on": "2023-01-10", "value": 90_000, "status": "active"}
        town.add("holdings", person_id=f"{home}-B", kind="vehicle", **taken)

    return arrange


def amount(yuan: float) -> Arrange:
    """Let every payment have been so many yuan."""
    return lambda town, home: [pay.update(amount=yuan) for pay in town.rows["payments"] if pay["household_id"] == home]


def earns(amount: float, kind: str, start: str) -> Arrange:
    return lambda town, home: town.add(
        "incomes", person_id=f"{home}-1", kind=kind, monthly_amount=amount, start_on=start, end_on=None
    )


def joins(suffix: str, **cells: Any) -> Arrange:
    """Have a covered member more."""
    member = {"covered": "true", "relation_to_applicant": None}
    return all_of(
        person(suffix, **cells),
        lambda town, home: town.add("members", household_id=home, person_id=home + suffix, **member),
    )


def moves(suffix: str, old: str, new: str, kind: str, day: str = "2022-10-01") -> Arrange:
    return lambda town, home: town.add(
        "register_moves",
        person_id=home + suffix,
        moved_on=day,
        from_register_id=home + old,
        to_register_id=home + new,
        kind=kind,
    )


def registered(suffix: str, register: str, address: str | None = None) -> Arrange:
    return lambda town, home: row(
        "persons", "person_id", suffix, register_id=home + register, address_id=address and home + address
    )(town, home)


def reported(day: str) -> Arrange:
    return lambda town, home: town.add("complaints", household_id=home, received_on=day, reinvestigated_on=None)


def phone(suffix: str | None) -> Arrange:
    """Give somebody the home's own phone, or the home itself."""

    def arrange(town: Town, home: str) -> None:
        number = f"139{int(home[1:3]):08}"
        table, key = ("households", "household_id") if suffix is None else ("persons", "person_id")
        row(table, key, suffix or "", phone=number)(town, home)

    return arrange


def address(suffix: str | None) -> Arrange:
    """Let somebody live at the home's own address, or the home itself."""

    def arrange(town: Town, home: str) -> None:
        table, key = ("households", "household_id") if suffix is None else ("persons", "person_id")
        row(table, key, suffix or "", address_id=f"{home}-AT")(town, home)

    return arrange


def _own(home: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Return cells in which a leading `~` stands for the home."""
    return {name: f"{home}{v[1:]}" if str(v).startswith("~") else v for name, v in cells.items()}
