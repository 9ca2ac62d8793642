"""Every rule by which a cell was changed, a row set aside or a value flagged, in Chinese."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from features.records import contradicted, repeats, rules
from features.records.citizens import mark
from features.records.cleaning import cells
from features.records.contract import CONTRACT
from features.records.formats import lines, records, sqlite, table
from features.records.kin import contradictions
from features.records.rule import Rule
from features.records.titles import title

__all__ = ["BOOK", "in_chinese"]

BOOK: Final[tuple[tuple[Rule, ...], ...]] = (
    rules.RULES,
    repeats.RULES,
    cells.RULES,
    lines.RULES,
    records.RULES,
    sqlite.RULES,
    table.RULES,
    contradictions.RULES,
    contradicted.RULES,
    mark.RULES,
)
"""The rules of each module that declares any; those of ``cells`` are all by which a cell is changed."""
TABLES: Final = frozenset(table.name for table in CONTRACT)


def in_chinese(rule: str) -> str:
    """Return a rule in Chinese.

    Parameters
    ----------
    rule : str
        In English, as it is counted, without the column before it.

    Returns
    -------
    str
        In Chinese; the rule as it is where nobody declared it.

    Examples
    --------
    >>> in_chinese("not one of M, F")
    '不是规定的取值（M、F）'
    >>> in_chinese("not in households")
    '“低保家庭”中查不到'
    """
    if rule in _declared():
        return _declared()[rule]
    for pattern, words in PATTERNS:
        if (found := pattern.fullmatch(rule)) and (said := words(found[1])):
            return said
    return rule


@cache
def _declared() -> dict[str, str]:
    return {rule.en: rule.zh for declared in BOOK for rule in declared}


def _not_one_of(choices: str) -> str:
    return f"不是规定的取值（{choices.replace(', ', '、')}）"


def _not_in(table: str) -> str:
    """Return the words for a hard reference that leads nowhere; none if the contract has no such table."""
    return f"“{title(table).zh}”中查不到" if table in TABLES else ""


PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[str], str]], ...]] = (
    (re.compile(r"not one of (.+)"), _not_one_of),
    (re.compile(r"not in (\w+)"), _not_in),
)
"""Rules that name the choices of a column or the table that a reference leads to."""
