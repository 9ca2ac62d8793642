"""The form in which the contract writes a cell, told by patterns that the engine and Python share."""

import re
from typing import Final

from features.records.cleaning.characters import tidied
from features.records.cleaning.fix import Draft
from features.records.cleaning.nothing import is_nothing
from features.records.cleaning.treatment import Treatment, treatment
from features.records.schema import Column

__all__ = ["BOOLEANS", "PATTERNS", "is_canonical"]

PATTERNS: Final = {
    # Has a digit, so it is no word for nothing, and no lower-case x behind the last one, where X may be meant.
    Treatment.CODE: "([A-Za-z0-9][A-Za-z0-9_-]*)?[0-9][A-Za-wyz0-9]*",
    Treatment.WORD: "[a-z][a-z0-9_]*",
    Treatment.DAY: "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}",
    Treatment.MONTH: "[1-9][0-9]{3}-[0-9]{2}",
    Treatment.NUMBER: r"-?[0-9]+(\.[0-9]+)?",
    Treatment.INTEGER: "-?[0-9]+",
}
"""Patterns of the whole cell, in the syntax that RE2 and Python have in common."""
BOOLEANS: Final = ("true", "false", "True", "False", "TRUE", "FALSE", "1", "0")

_COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}


def is_canonical(column: Column, text: str) -> bool:
    """Whether a cell is written as the contract writes the values of `column`.

    Parameters
    ----------
    column : Column
        Of the contract.
    text : str
        A filled cell.

    Returns
    -------
    bool
        True for what has that form, also where no such value exists, such as 2024-02-30.

    Examples
    --------
    >>> from features.records.contract import table
    >>> is_canonical(table("persons").column("birth_date"), "1949-12-31")
    True
    """
    if column.choices:
        return text in column.choices
    kind = treatment(column)
    if kind is Treatment.BOOLEAN:
        return text in BOOLEANS
    if kind is Treatment.FREE:
        return not tidied(Draft(text)).rules and not is_nothing(text)
    return _COMPILED[kind].fullmatch(text) is not None and not (kind is Treatment.WORD and is_nothing(text))
