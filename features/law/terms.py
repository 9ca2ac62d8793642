"""What the law can be asked: the names of its standards, limits and intervals, and the units they are told in."""

from dataclasses import dataclass
from typing import Final

__all__ = ["LIMITS", "TERMS", "Term", "term"]

LIMITS: Final = {
    "day": 3_660,
    "workday": 3_660,
    "month": 1_200,
    "count": 1_000_000,
    "times": 1_000,
    "yuan": 1_000_000_000_000,
    "m2": 1_000,
}
"""Units, with the greatest value that makes sense in each; all but ``times`` and ``yuan`` are whole numbers."""
DAYS: Final = ("day", "workday")


@dataclass(frozen=True, slots=True)
class Term:
    """A standard, limit or interval that a rule can set.

    Parameters
    ----------
    name : str
        What rules and features call it.
    units : tuple of str
        Keys of `LIMITS` that a rule may tell it in; where both ``day`` and ``workday`` are there, the rule's unit
        says how days are counted.
    meaning : str
        What is set.
    on : str
        The day of the act that it is measured on: the rule in force on that day applies.
    most : int or None
        The greatest value, where it is less than that of the unit.
    """

    name: str
    units: tuple[str, ...]
    meaning: str
    on: str
    most: int | None = None


def _line(scheme: str) -> Term:
    return Term(f"line_{scheme}", ("yuan",), "aid line per head and month where `standards` is not delivered", "month")


TERMS: Final = (
    Term("notice_days", DAYS, "days of public notice, both ends counted", "first day of the notice, else approval"),
    Term("diligent_days", DAYS, "days from application to approval that are not too fast", "application"),
    Term("procedure_days", DAYS, "days that the whole procedure may take", "acceptance"),
    Term("procedure_days_hard", DAYS, "the same in hard cases", "acceptance"),
    Term("reply_days", DAYS, "days within which a complaint is looked into", "receipt of the complaint"),
    Term("review_months", ("month",), "months between two reviews, category not known", "last review"),
    Term("review_months_a", ("month",), "the same for category A", "last review"),
    Term("review_months_b", ("month",), "the same for category B", "last review"),
    Term("review_months_c", ("month",), "the same for category C", "last review"),
    Term("surveyors", ("count",), "different surveyors at a home visit", "survey, else approval", most=2),
    Term("visits_a_day", ("count",), "home visits that one person can make in a day", "survey"),
    Term("approvals_a_day", ("count",), "applications that a meeting can weigh in a day", "approval"),
    Term("exit_months", ("month",), "months of gradual exit, in which income may lie above the limit", "its first day"),
    Term("transfer_months", ("month",), "months before the application in which gifts to kin count", "application"),
    Term("transfer_allowed", ("yuan",), "value up to which such a gift does not count", "application"),
    Term("overpaid_tolerance", ("yuan",), "yuan a month that may be paid above the entitlement by rounding", "month"),
    Term("marginal_factor", ("times",), "income limit of the marginal group, in lines of its region", "month"),
    Term("savings_months", ("month",), "financial assets allowed, in months of the line a head", "day of the run"),
    Term("homes_allowed", ("count",), "homes that a household may own", "day of the run"),
    Term(
        "area_a_head",
        ("m2",),
        "floor area a head below which one home more is allowed; 0: none is",
        "day of the run",
    ),
    Term(
        "vehicle_allowed", ("yuan",), "value up to which a motor vehicle is allowed; 0: none is", "first day with aid"
    ),
    Term(
        "scooter_allowed",
        ("yuan",),
        "value up to which a disabled member's vehicle is taken for a disability scooter",
        "first day with aid",
    ),
    Term("business_allowed", ("yuan",), "capital up to which a business is allowed; 0: none is", "first day with aid"),
    *map(_line, ("urban_dibao", "rural_dibao", "destitute", "temporary")),
)
"""Every term, in the order of the document."""


def term(name: str) -> Term:
    """Return the term of that name.

    Parameters
    ----------
    name : str
        One of `TERMS`.

    Returns
    -------
    Term
        Its declaration.

    Raises
    ------
    KeyError
        If there is none.

    Examples
    --------
    >>> term("notice_days").units
    ('day', 'workday')
    """
    for candidate in TERMS:
        if candidate.name == name:
            return candidate
    raise KeyError(name)
