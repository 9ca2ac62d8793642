"""What a register's word or code says: the steps of kinship from the head to the person."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["CODES", "RELATIONS", "Relation", "read_relation", "read_relations"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person is to the head of a register.

    Parameters
    ----------
    steps : tuple of str
        Words of :data:`features.records.kin.hops.HOPS` from the head to the person; none for the head, and for
        those who are no kin, or kin of whom one cannot say how far.
    role : str or None
        head, spouse, father or mother: of these a register has one at most, and others are kin through them.
    also : tuple of str
        The same person by way of one with a role: that role, and the relation to whoever has it.
    """

    steps: tuple[str, ...] = ()
    role: str | None = None
    also: tuple[str, ...] = ()


_DATA: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CODES: Final[dict[str, str]] = _DATA["codes"]
"""The word of each code of GB/T 4761, of one digit and of two."""
RELATIONS: Final[dict[str, Relation]] = {
    word: Relation(tuple(entry.get("steps", "").split()), entry.get("role"), tuple(entry.get("also", "").split()))
    for entry in _DATA["relation"]
    for word in entry["words"]
}
"""What each word says."""

_BEFORE: Final = re.compile(r"^(?:(?:系|为|是)?户主)?(?:之|的)(?=.)|^户主(?=.)")
_CODED: Final = re.compile(r"^(\d{1,2})[-_.:、/ ]*(\D+)$")
_NUMBER: Final = re.compile(r"^(\d{1,2})\.0$")
_ZERO_LOST: Final = {"1": "01", "2": "02"}


def read_relation(said: str) -> Relation | None:
    """Read one word or code; None where it is not understood.

    Read are the contract's English words, the codes of GB/T 4761 of one and two digits, Chinese words, and codes
    with their word.  ``01`` is the head and ``1`` the spouse: a zero in front is part of the code.

    Parameters
    ----------
    said : str
        The cell.

    Returns
    -------
    Relation or None
        What the person is to the head.

    References
    ----------
    GB/T 4761-2008, codes for family relationship.

    Examples
    --------
    >>> read_relation("81").steps
    ('father', 'elder_brother')
    >>> read_relation("户主之长子").steps
    ('son',)
    """
    word = _plain(said)
    if word in CODES:
        return RELATIONS[CODES[word]]
    if coded := _CODED.match(word):
        by_code, by_word = read_relation(coded[1]), read_relation(coded[2])
        return by_code if by_code == by_word else None
    return RELATIONS.get(word) or RELATIONS.get(_BEFORE.sub("", word))


def read_relations(said: Iterable[str]) -> dict[str, Relation]:
    """Read all different words of one column; what is not understood is left out.

    A spreadsheet that took ``01`` and ``02`` for numbers has ``1`` and ``2`` in their place, which would make the
    head a spouse or a son.  That is certain where the column has codes of two digits, no other code of one digit,
    and nobody is head otherwise: then they are read as ``01`` and ``02``.

    Parameters
    ----------
    said : iterable of str
        Every different cell of the column.

    Returns
    -------
    dict of str to Relation
        By the cell.
    """
    cells = {cell: _plain(cell) for cell in said}
    codes = {code for code in cells.values() if code in CODES}
    lost = _ZERO_LOST if any(len(code) == 2 for code in codes) and _no_other_digit(codes) else {}
    if lost and any(read is not None and read.role == "head" for read in map(read_relation, cells)):
        lost = {}
    read = {cell: read_relation(lost.get(plain, cell)) for cell, plain in cells.items()}
    return {cell: relation for cell, relation in read.items() if relation is not None}


def _no_other_digit(codes: set[str]) -> bool:
    return {code for code in codes if len(code) == 1} <= set(_ZERO_LOST)


def _plain(said: str) -> str:
    """Return the cell in one width, without blanks and invisible characters, a code without a spreadsheet's ``.0``."""
    folded = unicodedata.normalize("NFKC", said).lower()
    word = "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Cf").strip("'")
    number = _NUMBER.match(word)
    return number[1] if number else re.sub(r"^\((.+)\)$", r"\1", word)
