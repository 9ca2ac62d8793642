"""How the cells of a column are cleaned, decided in one table."""

from enum import Enum, auto
from typing import Final

from features.records.schema import Column, Type

__all__ = ["TEXTS", "Treatment", "treatment"]


class Treatment(Enum):
    """What a column's cells are taken for.

    ``CODE``: keys, citizen numbers, region codes, phones, accounts: no spaces and no full-width characters.
    ``WORD``: coded values, and words that may be coded.  ``FREE``: text of which only the edges are trimmed.
    """

    CODE = auto()
    WORD = auto()
    FREE = auto()
    DAY = auto()
    MONTH = auto()
    NUMBER = auto()
    INTEGER = auto()
    BOOLEAN = auto()


_TYPES: Final = {
    Type.DAY: Treatment.DAY,
    Type.MONTH: Treatment.MONTH,
    Type.NUMBER: Treatment.NUMBER,
    Type.INTEGER: Treatment.INTEGER,
    Type.BOOLEAN: Treatment.BOOLEAN,
}

TEXTS: Final = {
    "person_id": Treatment.CODE,
    "household_id": Treatment.CODE,
    "decision_id": Treatment.CODE,
    "address_id": Treatment.CODE,
    "region_code": Treatment.CODE,
    "register_id": Treatment.CODE,
    "from_register_id": Treatment.CODE,
    "to_register_id": Treatment.CODE,
    "phone": Treatment.CODE,
    "account_id": Treatment.CODE,
    "asset_id": Treatment.CODE,
    "relation_to_head": Treatment.WORD,
    "relation_to_applicant": Treatment.WORD,
    "relation": Treatment.WORD,
    "kind": Treatment.WORD,
    "post": Treatment.WORD,
    "item": Treatment.WORD,
    "ethnicity": Treatment.WORD,
    "name": Treatment.FREE,
    "text": Treatment.FREE,
    "organisation": Treatment.FREE,
    "source": Treatment.FREE,
    "violation": Treatment.FREE,
}
"""Columns of text without a reference, which makes a code, and without choices, which make a word."""


def treatment(column: Column) -> Treatment:
    """Return how the cells of `column` are cleaned.

    Parameters
    ----------
    column : Column
        Of the contract.

    Returns
    -------
    Treatment
        ``FREE``, which changes least, for a text that the table does not name.

    Examples
    --------
    >>> treatment(Column("birth_date", Type.DAY)).name, treatment(Column("sex", choices=("M", "F"))).name
    ('DAY', 'WORD')
    """
    if column.type is not Type.TEXT:
        return _TYPES[column.type]
    if column.reference is not None:
        return Treatment.CODE
    if column.choices:
        return Treatment.WORD
    return TEXTS.get(column.name, Treatment.FREE)
