"""A bad input: a small town's delivery with one thing wrong, and what becomes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from features.records.citizens.number import check_character
from tests.town import VILLAGE, Town, village

__all__ = ["ROWS", "BadInput", "broken", "doubted", "mended", "numbered", "plain", "whole"]

Behaviour = Literal["read", "fixed", "quarantined", "refused", "flagged"]


def nothing(_: Path) -> None:
    """Leave the delivery as it is."""


@dataclass(frozen=True)
class BadInput:
    """One bad input.

    Parameters
    ----------
    arrives : str
        In words, for the page of the documents.
    behaviour : {"read", "fixed", "quarantined", "refused", "flagged"}
        read: as it is meant, with nothing to count; fixed: cells are changed and counted; quarantined: rows are set
        aside; refused: the file is not read; flagged: read, and the report says something about it.
    table : str
        That it is about; empty for the delivery as a whole.
    rule : str
        ``column: rule`` of the ledger, some words of the refusal, or what the report says.
    town : callable
        Gives the delivery, good or bad.
    spoil : callable
        Makes the folder bad.
    holds : str
        SQL condition on the table that is true for one row if the row is in the store, with the right cells.
    """

    arrives: str
    behaviour: Behaviour
    table: str
    rule: str = ""
    town: Callable[[], Town] = village
    spoil: Callable[[Path], None] = nothing
    holds: str = ""


ROWS: Final[dict[str, dict[str, Any]]] = {
    "persons": {"person_id": "P9", "name": "赵九", "sex": "M", "birth_date": "1970-01-01"},
    "households": {
        "household_id": "H9",
        "applicant_id": "O1",
        "scheme": "rural_dibao",
        "region_code": VILLAGE,
        "phone": "9",
        "declared_monthly_income": 100,
    },
    "members": {"household_id": "H", "person_id": "O1", "relation_to_applicant": "other", "covered": "true"},
    "decisions": {
        "decision_id": "D9",
        "household_id": "H",
        "outcome": "refused",
        "applied_on": "2022-03-01",
        "handler_id": "H1",
    },
    "payments": {"household_id": "H", "month": "2023-05", "amount": 350, "account_id": "A9"},
    "officials": {"person_id": "A1", "post": "township_leader", "organisation": "9", "start_on": "2016-01-01"},
    "kinship": {"person_id": "P1", "relative_id": "O1", "relation": "sibling", "source": "9"},
    "holdings": {"person_id": "P2", "kind": "vehicle", "value": 5000, "start_on": "2019-01-01", "asset_id": "9"},
    "medical_costs": {"person_id": "P2", "year": 2024, "own_expense": 99},
}
"""A good row of each table, for one of whose cells something else is put."""
MARKS: Final = {
    "persons": "name = '赵九'",
    "households": "phone = '9'",
    "members": "relation_to_applicant = 'other'",
    "decisions": "decision_id = 'D9'",
    "payments": "account_id = 'A9'",
    "officials": "organisation = '9'",
    "kinship": "source = '9'",
    "holdings": "asset_id = '9'",
    "medical_costs": "person_id = 'P2'",
}
"""By what the row is known whatever is put into a cell."""
NAMES: Final = ("钱多多", "孙小满", "李经办", "周调查", "吴核查", "郑审批", "王村长")


def plain() -> Town:
    """Return a village with the tables that are needed, and a month's payment."""
    town = village()
    for table in [name for name, rows in town.rows.items() if not rows]:
        del town.rows[table]
    for person, name in zip(town.rows["persons"], NAMES, strict=True):
        person["name"] = name
    return town.add("payments", household_id="H", month="2023-04", amount=350)


def numbered() -> Town:
    """Return the same with citizen numbers for keys."""
    town = plain()
    numbers = {person["person_id"]: citizen(place) for place, person in enumerate(town.rows["persons"])}
    for rows in town.rows.values():
        rows[:] = [{column: numbers.get(cell, cell) for column, cell in row.items()} for row in rows]
    return town


def citizen(place: int, born: str = "19700101") -> str:
    """Return a valid number of a man of Chaoyang, Beijing."""
    body = f"110105{born}{2 * place + 1:03}"
    return body + check_character(body)


def whole(
    arrives: str,
    behaviour: Behaviour,
    table: str,
    rule: str,
    spoil: Callable[[Path], None],
    *,
    holds: str = "",
    town: Callable[[], Town] = plain,
) -> BadInput:
    """Return a case of a bad file."""
    return BadInput(arrives, behaviour, table, rule, town, spoil, holds)


def mended(arrives: str, place: str, written: Any, value: str, rule: str, **more: Any) -> BadInput:
    """Return a case of a cell at ``table.column`` that is read as `value`, in SQL."""
    table, column = place.split(".")
    state: Behaviour = "fixed" if rule else "read"
    return BadInput(
        arrives, state, table, f"{column}: {rule}" if rule else "", with_cell(table, column, written, **more),
        holds=f"{MARKS[table]} AND {column} IS NOT DISTINCT FROM {value}",
    )  # fmt: skip


def broken(arrives: str, place: str, written: Any, rule: str, **more: Any) -> BadInput:
    """Return a case of a cell at ``table.column`` that nobody can read for sure."""
    table, column = place.split(".")
    return BadInput(
        arrives,
        "quarantined",
        table,
        f"{column}: {rule}",
        with_cell(table, column, written, **more),
        holds=MARKS[table],
    )


def doubted(arrives: str, place: str, written: Any, rule: str, **more: Any) -> BadInput:
    """Return a case of a cell at ``table.column`` that is kept as it is, with a doubt."""
    table, column = place.split(".")
    town = with_cell(table, column, written, **more)
    return BadInput(arrives, "flagged", table, f"{column}: {rule}", town, holds=MARKS[table])


def with_cell(
    table: str,
    column: str,
    written: Any,
    *,
    town: Callable[[], Town] = plain,
    cells: Mapping[str, Any] | None = None,
) -> Callable[[], Town]:
    """Return the maker of a town with one row more, which has this cell."""

    def make() -> Town:
        return town().add(table, **(ROWS[table] | (cells or {}) | {column: written}))

    return make
