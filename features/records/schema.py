"""Words of the data contract: types, columns, tables.

The contract itself is in :mod:`features.records.contract`; this file only says what a column and a table are.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["HOUSEHOLD", "Column", "Reference", "Table", "Type"]


class Type(Enum):
    """How a value is written in a file, and as what it is stored.

    ``TEXT`` covers codes and keys too: a code is text, never a number.  ``MONTH`` is ``YYYY-MM`` and is stored as
    the first day of that month; ``DAY`` is ``YYYY-MM-DD``.
    """

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "whole number"
    BOOLEAN = "true or false"
    DAY = "day (YYYY-MM-DD)"
    MONTH = "month (YYYY-MM)"

    @property
    def storage(self) -> str:
        """SQL type of the stored column."""
        return _STORAGE[self]


_STORAGE: Final = {
    Type.TEXT: "VARCHAR",
    Type.NUMBER: "DOUBLE",
    Type.INTEGER: "BIGINT",
    Type.BOOLEAN: "BOOLEAN",
    Type.DAY: "DATE",
    Type.MONTH: "DATE",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of another table.

    Parameters
    ----------
    table, column : str
        Where the value should be found.
    hard : bool
        True: a row whose value is not found there is quarantined.  False: it is counted, reported and used.
    """

    table: str
    column: str
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Canonical name.
    type : Type
        How it is written and stored.
    required : bool
        True: the column must exist and no value may be missing.
    choices : tuple of str
        The only values allowed; empty means that any value is.
    reference : Reference or None
        Where the value should be found.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract.

    Parameters
    ----------
    name : str
        Canonical name, which is the file's name without its ending.
    row : str
        What one row is.
    columns : tuple of Column
        In the contract's order.
    optional : bool
        True: the table may be missing, and what depends on it is then not known.
    key : tuple of str
        Columns that name a row in evidence.
    unique : bool
        True: `key` may occur once only.
    known_from : str or None
        Day, month or year from which the row exists; a row with a later one than ``as_of`` is not known.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = False
    unique: bool = False
    known_from: str | None = None

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Parameters
        ----------
        name : str
            Canonical name.

        Returns
        -------
        Column
            Its declaration.

        Raises
        ------
        KeyError
            If the table has none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the required columns."""
        return tuple(column.name for column in self.columns if column.required)


HOUSEHOLD: Final = Reference("households", "household_id", hard=True)
"""The only hard reference: aid that belongs to no household cannot be scored."""
