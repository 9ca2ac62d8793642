"""Codes: keys, citizen numbers, regions, phones, accounts."""

import re
from typing import Final

from features.records.cleaning.characters import compact, narrowed, tidied, unguarded
from features.records.cleaning.fix import Draft
from features.records.cleaning.numbers import POINT_ZERO
from features.records.cleaning.treatment import Treatment, treatment
from features.records.rule import Rule
from features.records.schema import Column

__all__ = ["LOST", "RULES", "code", "lost_digits"]

LOWER_X: Final = Rule("lower-case x at the end of a citizen number", "身份证号末位小写 x")
LOST: Final = Rule("written in short form by a spreadsheet: digits are lost", "表格软件写成科学计数法，数字已丢失")
RULES: Final = (LOWER_X, LOST)

SHORT_FORM: Final = r"[0-9](\.[0-9]+)?[eE]\+[0-9]+|[0-9]{16,}\.0+"
"""What a spreadsheet makes of a long code; beyond 15 digits a number with .0 behind is rounded too."""

_LOWER_X = re.compile("([0-9]{17})x")
_POINT_ZERO = re.compile(r"([0-9]{1,15})\.0+")


def code(text: str) -> Draft:
    """Write a code as the contract does.

    Parameters
    ----------
    text : str
        The cell as it is written.

    Returns
    -------
    Draft
        In ASCII where there is a way, without spaces and without what a spreadsheet put before or behind.

    Examples
    --------
    >>> code("'11010519491231002x").text, code("１１０１０５ 001001.0").text
    ('11010519491231002X', '110105001001')
    """
    draft = unguarded(compact(narrowed(tidied(Draft(text)))))
    draft = draft.then(_LOWER_X.sub(r"\1X", draft.text) if _LOWER_X.fullmatch(draft.text) else draft.text, LOWER_X)
    whole = _POINT_ZERO.fullmatch(draft.text)
    return draft.then(whole[1], POINT_ZERO) if whole else draft


def lost_digits(column: Column, cell: str) -> str:
    """Return the SQL condition that a cell of a code has lost digits in a spreadsheet, which cannot be undone.

    Parameters
    ----------
    column : Column
        Of the contract.
    cell : str
        An SQL expression of type VARCHAR.

    Returns
    -------
    str
        An SQL expression of type BOOLEAN; ``false`` for a column that is no code.

    Examples
    --------
    >>> lost_digits(Column("name"), "cell")
    'false'
    """
    if treatment(column) is not Treatment.CODE:
        return "false"
    return f"regexp_full_match({cell}, '{SHORT_FORM}')"
