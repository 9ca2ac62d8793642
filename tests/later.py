"""What the records of a later day hold: rows dated after a day in every table, and days that came to be known."""

from typing import Any, Final

from features.records.contract import CONTRACT
from features.records.schema import Table, Type
from tests.town import Town

__all__ = ["DAY", "later"]

DAY: Final = "2024-06-30"
"""Nothing dated after this day was known on it."""
AFTER: Final = "2024-07-01"
KNOWN_LATER: Final = "2024-07-15"
CHANGED: Final[dict[str, dict[str, Any]]] = {
    "decisions": {
        "handler_id": "LH", "surveyor_1_id": "LS", "surveyor_2_id": None, "approver_id": "LA", "monthly_amount": 990,
        "publicised_to": None, "ended_on": None, "last_reviewed_on": None,
    },
    "holdings": {"asset_id": "LATER", "value": 990_000},
    "incomes": {"monthly_amount": 9_900},
    "observations": {"value": 99},
    "payments": {"amount": 990, "account_id": "LATER", "account_holder_id": "LA", "holder_role": "other"},
    "standards": {"monthly_amount": 1},
    "officials": {"end_on": None},
}  # fmt: skip
"""What is different in the later row made after an earlier one."""

UNLIKE: Final = {"persons", "register_moves"}
"""Tables whose later rows are all like no earlier one."""


def later(town: Town) -> Town:
    """Add to every dated table what became known after `DAY`, and fill every missing day with a later one.

    On `DAY` nothing of it is known; afterwards it changes the value of every feature.
    """
    for table in CONTRACT:
        rows = town.rows[table.name]
        again = [_again(table, row) for row in rows] if table.known_from and table.name not in UNLIKE else []
        for row in rows:
            row.update({column: KNOWN_LATER for column in _later_days(table) if row.get(column) is None})
        rows.extend(row for place, row in enumerate(again) if row not in again[:place])
    return _of_its_own(town)


def _later_days(table: Table) -> list[str]:
    """Return the days that may come to be known of a row: not those from which it exists, nor a decision's approval."""
    days = {column.name for column in table.columns if column.type is Type.DAY}
    return sorted(days - {table.known_from, "approved_on", "moved_on", "start_on", "publicised_from", "surveyed_on"})


def _again(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row like this one, dated later."""
    days = {name: AFTER for name, value in row.items() if value and table.column(name).type is Type.DAY}
    kind = table.column(str(table.known_from)).type
    new = {"decision_id": f"{row['decision_id']}-later"} if table.name == "decisions" else {}
    first = {Type.MONTH: "2024-07", Type.INTEGER: 2025}.get(kind, AFTER)
    return row | days | new | {str(table.known_from): first} | CHANGED.get(table.name, {})


def _of_its_own(town: Town) -> Town:
    """Add later rows that are like no earlier one: `L…` are officials who acted later, and have kin by then."""
    second = next(row for row in town.rows["decisions"] if row["decision_id"] == "D-G-later")
    town.add("decisions", **second | {"decision_id": "D-G-second"})
    for one, other in (("LA", "F03-A"), ("LS", "F00-1"), ("LH", "F01-1")):
        town.kin(one, other, "sibling", start_on=AFTER)
    for household in [row["household_id"] for row in town.rows["households"]]:
        town.add("complaints", household_id=household, received_on=KNOWN_LATER, reinvestigated_on=None)
        town.add("kin_declarations", household_id=household, official_id="H1", declared_on=AFTER)
        town.add("inspections", household_id=household, inspected_on=AFTER, finding="confirmed")
    for applicant in dict.fromkeys(row["applicant_id"] for row in town.rows["households"]):
        town.kin("LA", applicant, "sibling", start_on=AFTER)
    for member in dict.fromkeys(row["person_id"] for row in town.rows["members"]):
        town.add("absences", person_id=member, kind="custody", start_on=AFTER, end_on=None)
        town.add("conditions", person_id=member, kind="serious_illness", start_on=AFTER)
        town.add("medical_costs", person_id=member, year=2025, own_expense=99_000)
        town.add("holdings", person_id=member, kind="property", value=1e6, start_on=AFTER, asset_id=f"L{member}")
    for kin in [row["relative_id"] for row in town.rows["kinship"] if row["relation"] == "child"]:
        for household in ("F33", "H"):
            town.add("supporters", household_id=household, person_id=kin, relation="child", declared_on=AFTER)
    move = {"from_register_id": "G-HERE", "to_register_id": "G-THERE", "kind": "move"}
    town.add("register_moves", person_id="G-1", moved_on=AFTER, **move)
    return town.person("BABY", birth_date=AFTER).official("LA", start_on=AFTER)
