"""A hand-made town: builders for small data folders with known answers."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from features.dossier import Dossier, open_dossier
from features.records.contract import CONTRACT, table
from features.records.schema import Type
from features.records.store import Records, read_records

VILLAGE = "990101001001"
TOWNSHIP = "990101001000"
AS_OF = date(2025, 12, 31)


class Town:
    """Rows of the contract's tables, added one by one.

    A table that no row was added to is not written, unless `knows` names it: then it is there and empty.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, name: str, /, **cells: Any) -> Self:
        """Add a row; a cell that is None is empty."""
        self.rows[name].append(cells)
        return self

    def knows(self, *names: str) -> Self:
        """Have these tables, empty if nothing is added."""
        for name in names:
            self.rows[name]
        return self

    def person(self, person_id: str, **cells: Any) -> Self:
        """Add a resident of the village."""
        return self.add("persons", person_id=person_id, region_code=VILLAGE, **cells)

    def kin(self, person_id: str, relative_id: str, relation: str, **cells: Any) -> Self:
        """State that `relative_id` is the `relation` of `person_id`."""
        return self.add("kinship", person_id=person_id, relative_id=relative_id, relation=relation, **cells)

    def official(self, person_id: str, post: str = "village_director", **cells: Any) -> Self:
        """Add a term of office over the village."""
        given = {"region_code": VILLAGE, "start_on": "2015-01-01", "end_on": None}
        return self.add("officials", person_id=person_id, post=post, **(given | cells))

    def aided(self, household_id: str, *members: str, household: dict[str, Any] | None = None, **decision: Any) -> Self:
        """Add a household with aid in force; the first member applies.  Everything went by the book."""
        self.add(
            "households",
            **{
                "household_id": household_id,
                "applicant_id": members[0],
                "scheme": "rural_dibao",
                "region_code": VILLAGE,
                "address_id": None,
                "phone": None,
                "declared_monthly_income": 100,
            }
            | (household or {}),
        )
        for member in members:
            self.add("members", household_id=household_id, person_id=member, covered="true")
        given = {
            "decision_id": f"D-{household_id}",
            "household_id": household_id,
            "outcome": "granted",
            "applied_on": "2023-03-01",
            "accepted_on": "2023-03-03",
            "surveyed_on": "2023-03-10",
            "publicised_from": "2023-03-15",
            "publicised_to": "2023-03-22",
            "approved_on": "2023-03-28",
            "ended_on": None,
            "category": "B",
            "monthly_amount": 350,
            "handler_id": "H1",
            "surveyor_1_id": "S1",
            "surveyor_2_id": "S2",
            "approver_id": "A1",
            "last_reviewed_on": "2025-06-01",
            "county_visited_on": None,
            "exit_from": None,
        }
        return self.add("decisions", **(given | decision))

    def write(self, folder: Path, form: str = "csv") -> Path:
        """Write every table as CSV or Parquet and return the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in [t.name for t in CONTRACT if t.name in self.rows]:
            names = list(dict.fromkeys(key for row in self.rows[name] for key in row)) or [
                c.name for c in table(name).columns
            ]
            if form == "csv":
                with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, names)
                    writer.writeheader()
                    writer.writerows(self.rows[name])
            else:
                pq.write_table(_arrow(name, names, self.rows[name]), folder / f"{name}.parquet")
        return folder

    def records(self, folder: Path) -> Records:
        """Write the town and read it."""
        return read_records(self.write(folder))

    def dossier(self, folder: Path, as_of: date = AS_OF, **settings: int) -> Dossier:
        """Write the town, read it and open its dossier."""
        return open_dossier(self.records(folder).known(as_of), **settings)


def _arrow(name: str, names: list[str], rows: list[dict[str, Any]]) -> pa.Table:
    columns = {}
    for column in names:
        kind = table(name).column(column).type
        values = [row.get(column) for row in rows]
        if kind is Type.DAY:
            values = [None if value is None else date.fromisoformat(value) for value in values]
        arrow = {Type.DAY: pa.date32(), Type.NUMBER: pa.float64(), Type.INTEGER: pa.int64()}.get(kind, pa.string())
        columns[column] = pa.array(values, arrow)
    return pa.table(columns)


def village() -> Town:
    """Return a town with one aided household, H, of P1 and P2, whose officials are nobody's kin."""
    town = Town()
    for person in ("P1", "P2", "H1", "S1", "S2", "A1", "O1"):
        town.person(person, name=None, sex="M", birth_date="1970-01-01")
    town.official("O1").official("H1", "township_civil_affairs", region_code=TOWNSHIP)
    town.knows(
        "kinship",
        "kin_declarations",
        "supporters",
        "holdings",
        "incomes",
        "absences",
        "payments",
        "complaints",
    )
    return town.aided("H", "P1", "P2")
