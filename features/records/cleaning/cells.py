"""Clean a single cell: write it as the contract does, where it is sure what is meant."""

from collections.abc import Callable
from typing import Final

from features.records.cleaning import characters, codes, days, months, nothing, numbers, words
from features.records.cleaning.canonical import is_canonical
from features.records.cleaning.characters import compact, narrowed, tidied, unguarded
from features.records.cleaning.codes import code
from features.records.cleaning.days import ZERO, arabic, day_of
from features.records.cleaning.fix import Draft, Fix
from features.records.cleaning.months import month_of
from features.records.cleaning.nothing import NOTHING, is_nothing
from features.records.cleaning.numbers import POINT_ZERO, amount, whole
from features.records.cleaning.treatment import Treatment, treatment
from features.records.cleaning.words import said, word_fix
from features.records.rule import Rule
from features.records.schema import Column

__all__ = ["RULES", "Word", "clean"]

Word = Callable[[str], str | None]
"""Gives the value of a local word: ``""`` if it means that nothing is known, None if the word is not known."""

RULES: Final[tuple[Rule, ...]] = (
    *(*characters.RULES, *nothing.RULES, *words.RULES, *codes.RULES),
    *(*days.RULES, *months.RULES, *numbers.RULES),
)
"""Every rule by which a cell is changed."""


def clean(column: Column, written: str, *, word: Word, epoch_1904: bool = False, factor: float = 1.0) -> Fix | None:
    """Write a cell as the contract does.

    Parameters
    ----------
    column : Column
        Of the contract.
    written : str
        The cell as it is written.
    word : callable
        Gives the value of a local word: ``M`` for 男, ``""`` if it means that nothing is known, None if the word is not
        known.  It is not asked about codes and free text.
    epoch_1904 : bool, default False
        Whether the workbook counts days from 1904.
    factor : float, default 1.0
        What the unit in the header multiplies a number by.

    Returns
    -------
    Fix or None
        None where nothing needs changing, or where it is not sure what is meant.

    Examples
    --------
    >>> from features.records.contract import table
    >>> clean(table("persons").column("birth_date"), "1949年12月31日", word={}.get).value
    '1949-12-31'
    >>> clean(table("persons").column("birth_date"), "01/02/1949", word={}.get)
    """
    kind = treatment(column)
    scaled = kind is Treatment.NUMBER and factor != 1
    if not written or (not scaled and is_canonical(column, written)):
        return None
    fix = _fix(kind, column, written, word, epoch_1904, factor)
    if fix is None or fix.value == written:
        return None
    return Fix(None, fix.rules) if fix.value == "" else fix


def _fix(kind: Treatment, column: Column, written: str, word: Word, epoch_1904: bool, factor: float) -> Fix | None:
    if kind is Treatment.FREE:
        draft = tidied(Draft(written))
        return Fix(None, (NOTHING,)) if is_nothing(draft.text) else draft.fix()
    if kind is Treatment.CODE:
        draft = code(written)
        return Fix(None, (NOTHING,)) if is_nothing(draft.text) else draft.fix()
    if kind is Treatment.WORD or (column.choices and kind is not Treatment.INTEGER):
        return word_fix(column, written, word)
    for draft in _tried(written):
        if fix := said(draft, word):
            return fix
    return _value(kind, column, written, epoch_1904, factor)


def _tried(written: str) -> tuple[Draft, ...]:
    """Return a cell in the forms in which it may be a word."""
    tidy = tidied(Draft(written))
    bare = unguarded(compact(narrowed(tidy)))
    return (tidy,) if bare.text == tidy.text else (tidy, bare)


def _value(kind: Treatment, column: Column, written: str, epoch_1904: bool, factor: float) -> Fix | None:
    """Read a day, a month, a number or a boolean."""
    if kind in {Treatment.DAY, Treatment.MONTH}:
        return _dated(kind, column, written, epoch_1904)
    draft = unguarded(compact(narrowed(tidied(Draft(written)))))
    if not draft.text:
        return draft.fix()
    if kind is Treatment.BOOLEAN:
        return draft.then(draft.text.removesuffix(".0"), POINT_ZERO).fix() if draft.text in _BINARY else draft.fix()
    read = amount(draft, column, factor) if kind is Treatment.NUMBER else whole(draft, column)
    return None if read is None else read.fix()


_BINARY: Final = ("1.0", "0.0")
LAST_DAYS: Final = ("end_on", "ended_on")
"""Columns of days that may lie ahead."""


def _dated(kind: Treatment, column: Column, written: str, epoch_1904: bool) -> Fix | None:
    """Read a day or a month."""
    draft = unguarded(narrowed(tidied(Draft(written))))
    draft = tidied(draft.then(days.joined(draft.text), characters.SPACE))
    if not draft.text or is_canonical(column, draft.text):
        return draft.fix()
    if ZERO.fullmatch(draft.text):
        return Fix(None, (NOTHING,))
    if column.name in LAST_DAYS and draft.text in days.OPEN_ENDS:
        return Fix(None, (days.STILL,))
    plain = draft.then(arabic(draft.text), numbers.NUMERALS)
    if kind is Treatment.DAY:
        day = day_of(plain.text, epoch_1904)
        return None if day is None else plain.then(day[0].isoformat(), *day[1]).fix()
    month = month_of(plain.text, epoch_1904)
    return None if month is None else plain.then(month[0], *month[1]).fix()
