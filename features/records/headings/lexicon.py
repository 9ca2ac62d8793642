"""The names of columns that departments print, read from ``columns.toml``."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from features.records.headings.normal import key

__all__ = ["Meaning", "every_name", "expanded", "identity_names", "load", "meanings", "people", "unused"]

GROUPS: Final[dict[str, tuple[int, Literal["year", "unit", ""]]]] = {
    "names": (0, ""),
    "weaker": (1, ""),
    "weakest": (2, ""),
    "last": (3, ""),
    "yearly": (1, "year"),
    "period": (1, "unit"),
}
"""Strength of the names in a group of the file, and the time that their amounts are for."""
PEOPLE: Final = ("person", "owner", "earner", "inmate", "member", "supporter")
"""Parts that name whom a row is about."""
HEADS: Final = frozenset({"户主"})
"""Owners of homes who elsewhere are somebody beside the person."""
PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name in a header stands for in one table.

    Parameters
    ----------
    columns : tuple of str
        One column of the contract, or the two that a range from … to fills.
    strength : int
        0 for the canonical name and its equals; 1 to 3 for names that only stand in where none better is there.
    per : {"year", "unit", ""}
        Whether the amount is a year's where the contract wants a month's, or only a unit beside the name can say.
    """

    columns: tuple[str, ...]
    strength: int
    per: Literal["year", "unit", ""] = ""


def load(name: str) -> dict[str, Any]:
    """Read one of the package's TOML files.

    Parameters
    ----------
    name : str
        File name, such as ``columns.toml``.

    Returns
    -------
    dict
        As TOML gives it.
    """
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def expanded(pattern: str, parts: Mapping[str, list[str]]) -> Iterator[str]:
    """Give every name that a pattern stands for.

    Parameters
    ----------
    pattern : str
        A name with places such as ``{id}``.
    parts : mapping of str to list of str
        What may stand in each place; may have places in turn.

    Yields
    ------
    str
        The names.

    Examples
    --------
    >>> list(expanded("户主{id}", {"id": ["身份证号", "证件号"]}))
    ['户主身份证号', '户主证件号']
    """
    places = PLACE.findall(pattern)
    for choice in itertools.product(*(parts[place] for place in places)):
        filled = pattern
        for place, part in zip(places, choice, strict=True):
            filled = filled.replace("{" + place + "}", part, 1)
        if PLACE.search(filled):
            yield from expanded(filled, parts)
        else:
            yield filled


@cache
def meanings(table: str) -> Mapping[str, Meaning]:
    """Return the names of a table's columns that departments print.

    Parameters
    ----------
    table : str
        Canonical name.

    Returns
    -------
    mapping of str to Meaning
        By key of the name; canonical names are not among them.
    """
    data = _data()
    found: dict[str, Meaning] = {}
    for column, groups in data["tables"].get(table, {}).items():
        columns = tuple(part.strip() for part in column.split("+"))
        for group, patterns in groups.items():
            meaning = Meaning(columns, *GROUPS[group])
            found |= {key(name): meaning for pattern in patterns for name in expanded(pattern, data["parts"])}
    return found


@cache
def unused(table: str) -> frozenset[str]:
    """Return the keys of names that are well known and that the contract has no column for.

    Parameters
    ----------
    table : str
        Canonical name.

    Returns
    -------
    frozenset of str
        Keys that are not among :func:`meanings` of the table.
    """
    return (_listed("every") | _listed(table)) - meanings(table).keys()


@cache
def identity_names() -> tuple[str, ...]:
    """Return the keys of the names of identity numbers, which stand behind the name of a person."""
    return tuple(sorted(key(name) for name in _data()["parts"]["id"]))


@cache
def people() -> frozenset[str]:
    """Return the keys of the words for whom a row is about, which stand before the name of an identity number."""
    parts = _data()["parts"]
    return frozenset(key(word) for part in PEOPLE for word in parts[part] if word not in HEADS)


@cache
def every_name() -> frozenset[str]:
    """Return the keys of all names that any table knows, used or not."""
    data = _data()
    return frozenset().union(*({*meanings(table), *unused(table)} for table in data["tables"]))


@cache
def _listed(group: str) -> frozenset[str]:
    """Return the keys of a group of names that are known and not used."""
    data = _data()
    patterns = data["unused"].get(group, [])
    return frozenset(key(name) for pattern in patterns for name in expanded(pattern, data["parts"]))


@cache
def _data() -> dict[str, Any]:
    return load("columns.toml")
