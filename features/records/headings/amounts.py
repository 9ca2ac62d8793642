"""What the numbers of a column are multiplied by, from the unit beside its name."""

from typing import Final, Literal

from features.records.headings.units import Unit
from features.records.schema import Column, Table, Type

__all__ = ["factor_of"]

MONTHS: Final = 12
MONTHLY: Final = frozenset({"declared_monthly_income", "monthly_amount"})
"""Columns that want a month's amount."""
UNDIVIDED: Final = frozenset({"incomes"})
"""Tables in which a year's amount is not read: spread over twelve months it would accuse people of seasonal work."""
AREAS: Final = frozenset({"area_m2"})
PER_HEAD: Final = frozenset({("households", "declared_monthly_income"), ("standards", "monthly_amount")})
"""Columns that want an amount for each person."""
FREE: Final = frozenset({"observations"})
"""Tables whose numbers have units of their own."""


def factor_of(table: Table, column: Column, unit: Unit | None, per: Literal["year", "unit", ""] = "") -> float | None:
    """Return the factor that makes the numbers of a column yuan (a month, where the contract says so) or square metres.

    Parameters
    ----------
    table : Table
        The contract's table.
    column : Column
        One of its columns.
    unit : Unit or None
        What stands beside the name.
    per : {"year", "unit", ""}
        What the name itself says of the time: a year's amount, only the unit can say, or nothing.

    Returns
    -------
    float or None
        None where the numbers cannot be read without guessing, as a year's income.

    Examples
    --------
    >>> from features.records.contract import table
    >>> holdings = table("holdings")
    >>> factor_of(holdings, holdings.column("value"), Unit("money", 10_000.0))
    10000.0
    """
    if column.type is not Type.NUMBER or table.name in FREE:
        return 1.0
    if unit is not None and not _fits(table, column, unit):
        return None
    scale, time = (unit.factor, unit.per) if unit else (1.0, "")
    if column.name in MONTHLY:
        return _monthly(table, scale, time, per)
    wanted = {"own_expense": "year", "amount": "month"}.get(column.name, "")
    return scale if time in ("", wanted) else None


def _fits(table: Table, column: Column, unit: Unit) -> bool:
    """Return whether a column can have the unit: money or area, and for whom."""
    per_head = (table.name, column.name) in PER_HEAD
    return unit.kind == ("area" if column.name in AREAS else "money") and unit.each != (
        "household" if per_head else "person"
    )


def _monthly(table: Table, scale: float, time: str, per: str) -> float | None:
    """Return the factor of a column that wants a month's amount."""
    if (per == "unit" and not time) or (per == "year" and time == "month"):
        return None
    if time != "year" and per != "year":
        return scale
    return None if table.name in UNDIVIDED else scale / MONTHS
