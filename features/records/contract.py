"""The 21 tables that mingcha reads, declared as the data contract states them.

Values that the contract leaves open (a holding's kind, an official's post, …) have no list of choices here.  The
declarations are in :mod:`features.records.tables`.
"""

from typing import Final

from features.records.schema import Table
from features.records.tables.aid import (
    COMPLAINTS,
    DECISIONS,
    HOUSEHOLDS,
    INSPECTIONS,
    KIN_DECLARATIONS,
    MEMBERS,
    OBSERVATIONS,
    PAYMENTS,
    STANDARDS,
    SUPPORTERS,
)
from features.records.tables.elsewhere import (
    ABSENCES,
    CONDITIONS,
    HOLDINGS,
    INCOMES,
    MEDICAL_COSTS,
)
from features.records.tables.residents import (
    ADDRESSES,
    KINSHIP,
    OFFICIALS,
    PERSONS,
    REGIONS,
    REGISTER_MOVES,
)

__all__ = ["CONTRACT", "table"]

CONTRACT: Final[tuple[Table, ...]] = (
    PERSONS,
    KINSHIP,
    REGISTER_MOVES,
    ADDRESSES,
    REGIONS,
    HOUSEHOLDS,
    MEMBERS,
    DECISIONS,
    PAYMENTS,
    OFFICIALS,
    SUPPORTERS,
    KIN_DECLARATIONS,
    HOLDINGS,
    INCOMES,
    ABSENCES,
    CONDITIONS,
    MEDICAL_COSTS,
    STANDARDS,
    OBSERVATIONS,
    COMPLAINTS,
    INSPECTIONS,
)
"""Every table, in the order of the data contract."""


def table(name: str) -> Table:
    """Return the table of that name.

    Parameters
    ----------
    name : str
        Canonical name.

    Returns
    -------
    Table
        Its declaration.

    Raises
    ------
    KeyError
        If the contract has none.
    """
    for candidate in CONTRACT:
        if candidate.name == name:
            return candidate
    raise KeyError(name)
