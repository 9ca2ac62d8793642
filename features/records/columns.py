"""Short ways to write the columns of the contract, and what its columns refer to and choose from."""

from typing import Final

from features.records.schema import HOUSEHOLD, Column, Reference, Type

__all__ = [
    "ADDRESS",
    "HOUSEHOLD_ID",
    "PERSON",
    "REGION",
    "RELATIONS",
    "SCHEMES",
    "boolean",
    "choice",
    "day",
    "number",
    "person",
    "text",
]

PERSON: Final = Reference("persons", "person_id")
REGION: Final = Reference("regions", "region_code")
ADDRESS: Final = Reference("addresses", "address_id")
SCHEMES: Final = ("urban_dibao", "rural_dibao", "destitute", "temporary", "marginal")
RELATIONS: Final = ("parent", "child", "spouse", "sibling", "grandparent", "grandchild", "other")
HOUSEHOLD_ID: Final = Column("household_id", required=True, reference=HOUSEHOLD)
"""The household that a row is about; a row about one that is not there is quarantined."""


def text(name: str, reference: Reference | None = None, *, required: bool = False) -> Column:
    """Return a column of text, which may name a row of another table."""
    return Column(name, Type.TEXT, required, reference=reference)


def choice(name: str, *choices: str, required: bool = False) -> Column:
    """Return a column of text that allows only `choices`."""
    return Column(name, Type.TEXT, required, choices)


def day(name: str, *, required: bool = False) -> Column:
    """Return a column of days."""
    return Column(name, Type.DAY, required)


def number(name: str, *, required: bool = False) -> Column:
    """Return a column of numbers."""
    return Column(name, Type.NUMBER, required)


def boolean(name: str) -> Column:
    """Return a column of yes or no, which may be empty."""
    return Column(name, Type.BOOLEAN)


def person(name: str = "person_id", *, required: bool = True) -> Column:
    """Return a column that names a person."""
    return Column(name, Type.TEXT, required, reference=PERSON)
