"""Words and codes that departments write for the coded values of the contract."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from features.records.contract import table as table_named
from features.records.headings.lexicon import expanded, load
from features.records.headings.mapping import Mapping
from features.records.headings.normal import key
from features.records.schema import Type

__all__ = ["has_words", "spelt", "word_of", "words"]

NOTHING: Final = Mapping()
FRACTION: Final = re.compile(r"\.0+$")


def word_of(table: str, column: str, written: str, mapping: Mapping = NOTHING) -> str | None:
    """Return the coded value that a word says.

    Canonical values come first, then the user's words, then the built-in ones.

    Parameters
    ----------
    table, column : str
        Canonical names.
    written : str
        The word or code.
    mapping : Mapping, optional
        The user's words.

    Returns
    -------
    str or None
        The canonical value; empty where the word says that nothing is known; None for a word that nothing here knows.

    Examples
    --------
    >>> word_of("persons", "sex", "女性"), word_of("persons", "sex", "9"), word_of("persons", "sex", "?")
    ('F', '', None)
    """
    name = spelt(written)
    canonical = _canonical(table, column)
    if name in canonical:
        return canonical[name]
    users = mapping.words.get((table, column), {})
    return users.get(name, words(table, column).get(name))


def has_words(table: str, column: str, mapping: Mapping = NOTHING) -> bool:
    """Return whether any words are known for a column.

    Parameters
    ----------
    table, column : str
        Canonical names.
    mapping : Mapping, optional
        The user's words.

    Returns
    -------
    bool
        False for columns whose text stays as it is.
    """
    return bool(words(table, column) or mapping.words.get((table, column)))


@cache
def words(table: str, column: str) -> dict[str, str]:
    """Return the built-in words of a column.

    Parameters
    ----------
    table, column : str
        Canonical names.

    Returns
    -------
    dict of str to str
        The canonical value by key of the word.
    """
    data = _data()
    found: dict[str, str] = {}
    if table_named(table).column(column).type is Type.BOOLEAN:
        found |= dict(_listed(data["booleans"]))
    name_of_same = data["same"].get(f"{table}.{column}", f"{table}.{column}")
    same_table, _, same_column = name_of_same.partition(".")
    found |= dict(_listed(data["words"].get(same_table, {}).get(same_column, {})))
    if (table, column) == ("observations", "item"):
        found |= dict(_listed(data["items"]))
    return found


@cache
def _canonical(table: str, column: str) -> dict[str, str]:
    """Return the canonical values of a column by their keys."""
    declared = table_named(table).column(column)
    values = ("true", "false") if declared.type is Type.BOOLEAN else declared.choices
    return {spelt(value): value for value in values or dict.fromkeys(words(table, column).values()) if value}


def _listed(values: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Give the key of each word and its value."""
    for value, patterns in values.items():
        for pattern in patterns:
            for word in expanded(pattern, _data()["parts"]):
                yield spelt(word), value


def spelt(word: str) -> str:
    """Return the key of a word; a code or sign keeps every mark, as -1 is not 1, but for a spreadsheet's .0.

    Parameters
    ----------
    word : str
        As it is written.

    Returns
    -------
    str
        Two spellings of one word give the same.

    Examples
    --------
    >>> spelt("城市 低保"), spelt("-1"), spelt("2.0")
    ('城市低保', '-1', '2')
    """
    plain = unicodedata.normalize("NFKC", word).strip().casefold()
    return key(word) if any(mark.isalpha() for mark in plain) else FRACTION.sub("", plain)


@cache
def _data() -> dict[str, Any]:
    return load("words.toml")
