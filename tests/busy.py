"""A town in which every feature has something to say about some household."""

from tests.suspicion import suspicious
from tests.town import TOWNSHIP, Town, village

__all__ = ["busy_town"]


def busy_town() -> Town:
    """A town in which every feature has something to say about some household."""
    town = village()
    for person in ("B", "C", "K", "W"):
        town.person(person, sex="F", birth_date="1975-05-05")
    town.rows["persons"][-3].update(birth_date="1950-05-05")
    town.kin("O1", "P1", "sibling").kin("H1", "K", "child").kin("K", "B", "spouse", start_on="2001-01-01")
    town.aided(
        "H2",
        "B",
        "C",
        surveyor_2_id=None,
        publicised_to="2023-03-17",
        approved_on="2023-03-16",
        last_reviewed_on=None,
    )
    town.aided("H3", "C", applied_on="2020-02-01", approved_on="2020-02-20", household={"scheme": "urban_dibao"})
    town.official("W", "township_leader", region_code=TOWNSHIP, start_on="2022-12-01")
    town.kin("W", "C", "parent")
    town.add("kin_declarations", household_id="H", official_id="O1", declared_on="2023-03-02")
    town.add("complaints", household_id="H2", received_on="2024-04-04", reinvestigated_on=None)
    for scheme, line in (("rural_dibao", 450), ("urban_dibao", 700)):
        town.add("standards", region_code=TOWNSHIP, scheme=scheme, start_on="2019-01-01", monthly_amount=line)
    town.rows["persons"][0]["death_date"] = None
    for kind, person in (
        ("vehicle", "P1"),
        ("property", "P1"),
        ("property", "P2"),
        ("business", "B"),
        ("deposit", "C"),
    ):
        town.add(
            "holdings",
            person_id=person,
            kind=kind,
            value=90_000,
            start_on="2021-01-01",
            end_on=None,
            asset_id=f"{kind}{person}",
            status="active",
        )
    town.add(
        "holdings",
        person_id="C",
        kind="vehicle",
        value=1,
        start_on="2019-01-01",
        end_on="2020-01-01",
        asset_id="V",
        status="active",
    )
    town.add(
        "holdings",
        person_id="W",
        kind="vehicle",
        value=1,
        start_on="2020-01-02",
        end_on=None,
        asset_id="V",
        status="active",
    )
    town.add(
        "incomes",
        person_id="P1",
        kind="public_payroll",
        monthly_amount=4000,
        start_on="2023-05-01",
        end_on=None,
    )
    town.add("absences", person_id="B", kind="custody", start_on="2024-01-01", end_on=None)
    for household, account, holder in (("H", "A", "O1"), ("H2", "A", "O1"), ("H3", "B", "C")):
        town.add(
            "payments",
            household_id=household,
            month="2025-11",
            amount=900,
            account_id=account,
            account_holder_id=holder,
            holder_role="other",
            kind="regular",
        )
    for household, value in (("H", 5), ("H2", 1), ("H3", 1)):
        town.add(
            "observations",
            household_id=household,
            item="rooms",
            value=value,
            direction="up",
            observed_on="2024-01-01",
        )
    return suspicious(town)
