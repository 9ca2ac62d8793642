"""Whether a cell is a name that headers have: tells the header from titles above it and records below it."""

from collections.abc import Set as AbstractSet
from functools import cache

from features.records.contract import CONTRACT
from features.records.headings.lexicon import every_name
from features.records.headings.normal import key, readings

__all__ = ["is_known_header"]


def is_known_header(text: str, extra: AbstractSet[str] = frozenset()) -> bool:
    """Return whether `text` is the name of a column in any table.

    Parameters
    ----------
    text : str
        A cell.
    extra : set of str, optional
        Further names, those of the user's ``mapping.toml``.

    Returns
    -------
    bool
        True for canonical names, the built-in names in other languages, names that are known and not used, and those
        in `extra`, in any spelling.

    Examples
    --------
    >>> is_known_header("公民身份号码*")
    True
    >>> is_known_header("110105194912310021")
    False
    """
    found = {reading.key for reading in readings(text)}
    return bool(found and (found & every_name() or found & _canonical() or found & _keys(frozenset(extra))))


@cache
def _canonical() -> frozenset[str]:
    return frozenset(key(column.name) for table in CONTRACT for column in table.columns)


@cache
def _keys(names: frozenset[str]) -> frozenset[str]:
    return frozenset(key(name) for name in names)
