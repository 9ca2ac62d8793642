"""Ways to make a household more suspicious, step by step, one household a feature.

Every step adds to what the steps before it arranged: the value of the feature never falls from one to the next.
"""

from typing import Any, Final

from tests.street import Arrange, all_of, own, paid
from tests.town import TOWNSHIP, Town

__all__ = ["STEPS", "suspicious"]

APPLIED, REFUSED = "2023-03-01", "2022-09-01"
STAFF: Final = {"handler_id": "H", "surveyor_1_id": "S", "surveyor_2_id": "T", "approver_id": "A"}


def suspicious(town: Town, steps: int = 9) -> Town:
    """Add one household a feature to a town, with the first `steps` steps of each; `0` is by the book.

    Each household is called by its feature's number and has staff of its own (`-H` handles, `-S` and `-T` survey,
    `-A` approves), so that what happens to one says nothing of another.  Rooms and appliances were seen in all.
    """
    for feature, arrangements in STEPS.items():
        home = home_of(feature)
        for number in (1, 2):
            resident(town, f"{home}-{number}")
        aid(town, home, home, f"{home}-1", f"{home}-2")
        town.kin(f"{home}-1", f"{home}-2", "spouse", start_on="1995-01-01")
        see(town, home, rooms=1, appliances=1)
        for arrange in arrangements[:steps]:
            arrange(town, home)
    return town


def home_of(feature: str) -> str:
    """Return the household that stands for a feature."""
    return f"F{list(STEPS).index(feature):02}"


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


FATHER: Final = all_of(person("-F", birth_date="1945-01-01"), kin("-1", "-F", "parent"))

STEPS: Final[dict[str, tuple[Arrange, ...]]] = {
    "kin_tie": (
        all_of(person("-O"), person("-X"), official("-O"), kin("-O", "-X", "parent"), kin("-X", "-1", "other")),
        kin("-O", "-1", "sibling"),
    ),
    "undeclared_tie": (
        all_of(person("-O"), person("-X"), official("-O"), kin("-O", "-X", "parent"), kin("-X", "-1", "other")),
        kin("-O", "-1", "sibling"),
    ),
    "acted_for_kin": (
        all_of(person("-H"), person("-X"), kin("-H", "-X", "child"), kin("-X", "-1", "other")),
        kin("-H", "-2", "sibling"),
    ),
    "acted_for_contact": (
        all_of(person("-A"), phone("-A"), phone(None)),
        all_of(address("-A"), address(None)),
    ),
    "after_taking_office": (
        all_of(person("-O"), official("-O", start_on="2022-06-01"), kin("-O", "-1", "sibling")),
        row("officials", "person_id", "-O", start_on="2023-01-01"),
    ),
    "shared_contact": (
        all_of(person("-O"), official("-O"), phone("-O"), phone(None)),
        all_of(address("-O"), address(None)),
    ),
    "contact_of_kin": (
        all_of(person("-O"), official("-O"), person("-W"), kin("-O", "-W", "sibling"), phone("-W"), phone(None)),
        all_of(address("-W"), address(None)),
    ),
    "refused_alike": (
        all_of(person("-O"), official("-O"), kin("-O", "-1", "sibling"), refused(1)),
        refused(2),
        refused(3),
    ),
    "kin_share_of_official": (
        all_of(person("-H"), official("-H", "township_civil_affairs", region_code=TOWNSHIP)),
        all_of(kin("-H", "-1", "sibling"), more(1, 9), siblings(1, 5)),
        siblings(6, 7),
    ),
    "reciprocal_favour": (
        all_of(
            more(1, 1, handler_id="~-Y"), *(person(suffix) for suffix in ("-H", "-Y")),
            kin("-Y", "-1", "sibling"), kin("-H", "-N1", "sibling"),
        ),
        all_of(more(2, 2, handler_id="~-Z"), person("-Z"), kin("-Z", "-2", "sibling"), kin("-H", "-N2", "child")),
    ),
    "survey_gap": (decided(surveyor_2_id=None), decided(surveyed_on=None)),
    "survey_crowd": (more(1, 5, surveyor_1_id="~-S"), more(6, 7, surveyor_2_id="~-S")),
    "notice_gap": (decided(publicised_to="2023-03-18"), decided(publicised_to="2023-03-16"), decided(publicised_from=None, publicised_to=None)),
    "approved_early": (decided(approved_on="2023-03-21"), decided(approved_on="2023-03-17")),
    "fast_track": (decided(approved_on="2023-03-10"), decided(approved_on="2023-03-06")),
    "county_visit_missing": (
        all_of(person("-O"), official("-O"), lambda town, home: town.add(
            "kin_declarations", household_id=home, official_id=f"{home}-O", declared_on="2023-03-02"
        )),
    ),
    "bulk_approval": (more(1, 10, approver_id="~-A"), more(11, 12, approver_id="~-A")),
    "recheck_overdue": (decided(last_reviewed_on="2023-06-01"), decided(last_reviewed_on="2023-04-01")),
    "complaint_open": (reported("2024-01-01"), reported("2024-02-01")),
    "overpaid": (
        paid("2024-01", amount=900),
        lambda town, home: [pay.update(amount=1_200) for pay in town.rows["payments"] if pay["household_id"] == home],
    ),
    "asset_to_kin": (all_of(person("-B"), kin("-1", "-B", "sibling"), passed("-V1")), passed("-V2")),
    "paid_after_death": (
        row("persons", "person_id", "-2", death_date="2024-01-20"),
        row("persons", "person_id", "-2", death_date="2023-06-20"),
    ),
    "in_custody": (
        lambda town, home: town.add("absences", person_id=f"{home}-1", kind="custody", start_on="2024-01-05", end_on=None),
        row("absences", "person_id", "-1", start_on="2023-06-05"),
    ),
    "duplicate_aid": (more(1, 1, "-1"), more(2, 2, "-2")),
    "living_standard": (
        seen_more("rooms", 4),
        seen_more("appliances", 6),
    ),
    "vehicle": (own("vehicle"), own("vehicle", asset_id="another")),
    "second_home": (all_of(own("property"), own("property", asset_id="second")), own("property", asset_id="third")),
    "business": (own("business", value=900_000), own("business", value=900_000, asset_id="another")),
    "savings_over_limit": (own("deposit", value=60_000), own("deposit", value=60_000, asset_id="another")),
    "public_payroll": (earns(3_000, "public_payroll", "2024-03-01"), row("incomes", "person_id", "-1", start_on="2023-06-01")),
    "income_over_limit": (earns(5_000, "wage", "2024-01-01"), row("incomes", "person_id", "-1", monthly_amount=9_000)),
    "household_split": (
        all_of(
            FATHER, registered("-1", "-NEW", "-AT"), registered("-F", "-OLD", "-AT"),
            moves("-1", "-OLD", "-NEW", "split"),
        ),
        all_of(person("-B"), registered("-B", "-OLD", "-AT"), kin("-1", "-B", "sibling")),
    ),
    "merged_members": (
        all_of(joins("-X"), person("-M"), kin("-X", "-M", "parent")),
        all_of(joins("-Y"), person("-L"), kin("-Y", "-L", "parent")),
    ),
    "hidden_supporter": (
        all_of(person("-C", birth_date="1996-01-01"), kin("-1", "-C", "child")),
        all_of(person("-D", birth_date="1998-01-01"), kin("-1", "-D", "child")),
    ),
    "moved_in": (
        all_of(registered("-1", "-HERE"), joins("-X", register_id="here"), registered("-X", "-HERE"), kin("-1", "-X", "sibling"), moves("-X", "-THERE", "-HERE", "move")),
        all_of(joins("-Y"), registered("-Y", "-HERE"), kin("-1", "-Y", "sibling"), moves("-Y", "-THERE", "-HERE", "move", "2023-08-01")),
    ),
    "shared_card": (
        all_of(more(1, 1), shared("-CARD", "-Z", "", "-1")),
        all_of(more(2, 2), shared("-CARD", "-Z", "-2")),
    ),
    "card_of_official": (
        all_of(person("-A"), person("-W"), kin("-A", "-W", "spouse"), shared("-CARD", "-W", "")),
        lambda town, home: row("payments", "household_id", account_holder_id=f"{home}-A")(town, home),
    ),
}  # fmt: skip
"""For every feature what makes a household more suspicious, from by the book on."""
