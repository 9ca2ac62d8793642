"""A source: one sheet as one table of the contract, and the SQL of its cells under the contract's names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from features.records.cleaning.nothing import WORDS
from features.records.formats.scan import scan
from features.records.headings.columns import Place
from features.records.schema import Table
from features.records.sheet import Sheet

__all__ = ["Source", "quoted"]


@dataclass(frozen=True)
class Source:
    """One sheet, read as one table.

    Parameters
    ----------
    table : Table
        The contract's table.
    sheet : Sheet
        Where the records are.
    places : mapping of str to Place
        For each column of the contract that the sheet has, where its cells are.
    fixed : mapping of str to str
        Columns that have one value in all records, because the sheet has a single purpose.
    unread : tuple of str
        Columns of the sheet that are not read.
    foremost : bool
        Whether the sheet is about this table in the first place; others it feeds on the side, and may repeat there.
    """

    table: Table
    sheet: Sheet
    places: Mapping[str, Place]
    fixed: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    foremost: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the contract's columns that the source gives, in the contract's order."""
        return tuple(c.name for c in self.table.columns if c.name in self.places or c.name in self.fixed)

    def stored_type(self, column: str) -> str:
        """Return the engine's type of the cells of `column`."""
        return "VARCHAR" if column in self.fixed else self.sheet.types[self.places[column].index]

    def factor(self, column: str) -> float:
        """Return what the numbers of `column` are multiplied by to be yuan."""
        return self.places[column].factor if column in self.places else 1.0

    def cells(self) -> str:
        """Return the SQL of all records: ``_row``, ``_fault`` and the cells as written, under the contract's names."""
        cells = "".join(f', {self._cell(name)} AS "{name}"' for name in self.columns)
        return f"SELECT _row, _fault{cells} FROM ({scan(self.sheet)})"

    def _cell(self, column: str) -> str:
        if column in self.fixed:
            return quoted(self.fixed[column])
        place = self.places[column]
        cell = f"c{place.index}"
        return cell if place.part is None else _half(f"CAST({cell} AS VARCHAR)", place.part)


def quoted(text: str) -> str:
    """Return `text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


DAYS = r"[\d.年月日/ ]+"
"""A day written without a hyphen."""
RANGES = (
    r"^\s*(.*?\S)\s*(?:至|到|~|～|—+|–|－|--)\s*(.*?)\s*$",
    rf"^\s*({DAYS})-({DAYS})\s*$",
    r"^\s*(\d{4}-\d{1,2}-\d{1,2})\s*-\s*(\d{4}-\d{1,2}-\d{1,2})\s*$",
)
"""How two days stand in one cell; nothing after the mark, or 今, says that there is no end."""


def _half(cell: str, part: int) -> str:
    """Return the SQL of the first or second day of a range; a cell that is no range is made unreadable as a day."""
    branches = " ".join(
        f"WHEN regexp_matches({cell}, {quoted(form)}) "
        f"THEN NULLIF(regexp_extract({cell}, {quoted(form)}, {part + 1}), '今')"
        for form in RANGES
    )
    nothing = ", ".join(quoted(word) for word in sorted({"", *WORDS}))
    return f"CASE WHEN lower(trim({cell})) IN ({nothing}) THEN NULL {branches} ELSE '?' || {cell} END"
