"""Coded values, and words that may be coded."""

from collections.abc import Callable
from typing import Final

from features.records.cleaning.characters import compact, narrowed, tidied
from features.records.cleaning.fix import Draft, Fix
from features.records.cleaning.nothing import NOTHING, is_nothing
from features.records.cleaning.numbers import POINT_ZERO
from features.records.rule import Rule
from features.records.schema import Column

__all__ = ["RULES", "said", "word_fix"]

WORD: Final = Rule("local word for a value of the contract", "本地用词换为规范值")
CASE: Final = Rule("upper or lower case", "大小写")
RULES: Final = (WORD, CASE)


def said(draft: Draft, word: Callable[[str], str | None]) -> Fix | None:
    """Return the fix of a cell that is a word with a coded meaning, or that says that nothing is known.

    Parameters
    ----------
    draft : Draft
        The cell without spaces around it.
    word : callable
        Gives the value of a word: ``""`` if it means that nothing is known, None if the word is not known.

    Returns
    -------
    Fix or None
        None for a cell that is no such word.

    Examples
    --------
    >>> said(Draft("是"), {"是": "true"}.get).value
    'true'
    """
    meant = word(draft.text)
    if meant == "":
        return Fix(None, (WORD,))
    if meant is not None:
        done = draft.then(meant, WORD)
        return Fix(done.text, done.rules)
    return Fix(None, (NOTHING,)) if is_nothing(draft.text) else None


def word_fix(column: Column, text: str, word: Callable[[str], str | None]) -> Fix | None:
    """Write a word as the contract does.

    Parameters
    ----------
    column : Column
        With choices, or of words that may be coded.
    text : str
        The cell as it is written.
    word : callable
        See `said`.

    Returns
    -------
    Fix or None
        None where nothing is changed, or the word is not known where only some are allowed.

    Examples
    --------
    >>> word_fix(Column("sex", choices=("M", "F")), " 男", {"男": "M"}.get).value
    'M'
    """
    tidy = tidied(Draft(text))
    narrow = narrowed(tidy)
    for draft in dict.fromkeys((tidy, narrow, compact(narrow), _without_point(compact(narrow)))):
        if fix := said(draft, word):
            return fix
        if draft.text in column.choices:
            return draft.fix()
    if column.choices:
        cases = {choice.lower(): choice for choice in column.choices}
        known = cases.get(compact(narrow).text.lower())
        return None if known is None else compact(narrow).then(known, CASE).fix()
    return tidy.fix()


def _without_point(draft: Draft) -> Draft:
    """Drop what a data frame puts behind a code that it takes for a number."""
    digits = draft.text.removesuffix(".0")
    return draft.then(digits, POINT_ZERO) if digits.isdecimal() else draft
