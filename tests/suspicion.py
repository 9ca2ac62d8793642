"""Ways to make a household more suspicious, step by step, one household a feature.

Every step adds to what the steps before it arranged: the value of the feature never falls from one to the next.
"""

from typing import Final

from tests.arrangements import (
    address,
    aid,
    amount,
    clerk,
    decided,
    declared,
    earns,
    joins,
    kin,
    more,
    moves,
    official,
    passed,
    person,
    phone,
    refused,
    registered,
    reported,
    resident,
    row,
    see,
    seen_more,
    shared,
    siblings,
)
from tests.street import Arrange, all_of, own, paid
from tests.town import Town

__all__ = ["STEPS", "home_of", "suspicious"]


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
    return by_the_book(town)


def by_the_book(town: Town) -> Town:
    """Add a household of whom everything is on record, so that every column has a value somewhere."""
    resident(town, "G-1", register_id="G-HERE", address_id="G-AT", relation_to_head="head", disability_grade=4)
    resident(town, "G-0", birth_date="1930-01-01", death_date="1999-01-01")
    move = {"from_register_id": "G-THERE", "to_register_id": "G-HERE", "kind": "move"}
    town.add("register_moves", person_id="G-1", moved_on="1999-09-09", **move)
    return aid(town, "G", "G", "G-1", county_visited_on="2023-03-26", county_visitor_id="G-V")


def home_of(feature: str) -> str:
    """Return the household that stands for a feature."""
    return f"F{list(STEPS).index(feature):02}"


FATHER: Final = all_of(person("-F", birth_date="1945-01-01"), kin("-1", "-F", "parent"))

STEPS: Final[dict[str, tuple[Arrange, ...]]] = {
    "kin_tie": (
        all_of(person("-O"), person("-X", birth_date="1945-01-01"), official("-O"), kin("-O", "-X", "parent"), kin("-X", "-1", "other")),
        kin("-O", "-1", "sibling"),
    ),
    "undeclared_tie": (
        all_of(person("-O"), person("-X", birth_date="1945-01-01"), official("-O"), kin("-O", "-X", "parent"), kin("-X", "-1", "other")),
        kin("-O", "-1", "sibling"),
    ),
    "acted_for_kin": (
        all_of(person("-H"), person("-X", birth_date="1992-01-01"), kin("-H", "-X", "child"), kin("-X", "-1", "other")),
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
        all_of(
            *(person(suffix) for suffix in ("-H", "-G")), *(clerk(suffix) for suffix in ("-H", "-G")),
            more(11, 30, handler_id="~-G"), more(1, 9, handler_id="~-H"), kin("-H", "-1", "sibling"), siblings(1, 5),
        ),
        siblings(6, 7),
    ),
    "reciprocal_favour": (
        all_of(
            more(1, 1, handler_id="~-Y"), *(person(suffix) for suffix in ("-H", "-Y")),
            kin("-Y", "-1", "sibling"), kin("-H", "-N1", "sibling"),
        ),
        all_of(more(2, 2, handler_id="~-Z"), person("-Z"), kin("-Z", "-2", "sibling"), kin("-H", "-N2", "sibling")),
    ),
    "survey_gap": (decided(surveyor_2_id=None), decided(surveyed_on=None)),
    "survey_crowd": (more(1, 5, surveyor_1_id="~-S"), more(6, 7, surveyor_2_id="~-S")),
    "notice_gap": (decided(publicised_to="2023-03-18"), decided(publicised_to="2023-03-16"), decided(publicised_from=None, publicised_to=None)),
    "approved_early": (decided(approved_on="2023-03-21"), decided(approved_on="2023-03-17")),
    "fast_track": (decided(approved_on="2023-03-10"), decided(approved_on="2023-03-06")),
    "county_visit_missing": (
        all_of(person("-O"), official("-O"), declared("-O"), decided(county_visited_on="2023-03-25")),
        decided(county_visited_on=None),
    ),
    "bulk_approval": (more(1, 10, approver_id="~-A"), more(11, 12, approver_id="~-A")),
    "recheck_overdue": (decided(last_reviewed_on="2023-06-01"), decided(last_reviewed_on="2023-04-01")),
    "complaint_open": (reported("2024-01-01"), reported("2024-02-01")),
    "overpaid": (
        paid("2024-05", "2025-11", amount=350), amount(900), amount(1_200),
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
        all_of(joins("-X"), person("-M", birth_date="1945-01-01"), kin("-X", "-M", "parent")),
        all_of(joins("-Y"), person("-L", birth_date="1945-01-01"), kin("-Y", "-L", "parent")),
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
