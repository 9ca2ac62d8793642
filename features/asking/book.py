"""The book of departments: who holds what, and what flags are called; written down in TOML beside this file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from features.declare import Words

__all__ = ["Ask", "asks", "departments", "flag_names"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What one department holds of one table.

    Parameters
    ----------
    table : str
        Canonical name.
    department : str
        A key of :func:`departments`.
    words : Words
        What to ask for.
    columns : tuple of str
        Columns that it holds; empty for all that no other entry of the table names.
    kind : str
        The one value of the column ``kind`` that it holds; empty for all.
    features : tuple of str
        Features that look at rows of this kind, and at no rows of a kind where they are not named.
    leaves : tuple of str
        Columns that mean nothing for this kind.
    use : Words or None
        What it serves where no red flag needs it.
    """

    table: str
    department: str
    words: Words
    columns: tuple[str, ...] = ()
    kind: str = ""
    features: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    use: Words | None = None


@cache
def asks() -> tuple[Ask, ...]:
    """Return every entry, in the order of the file."""
    return tuple(_ask(**entry) for entry in _read("asks.toml")["ask"])


@cache
def departments() -> dict[str, Words]:
    """Return the departments by key, in the order of a report."""
    return {key: Words(*names) for key, names in _read("departments.toml").items()}


@cache
def flag_names() -> dict[str, Words]:
    """Return what each feature is called on a report."""
    return {feature: Words(*names) for feature, names in _read("flags.toml").items()}


def _ask(zh: str, en: str, use: list[str] | None = None, **fields: Any) -> Ask:
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    return Ask(**{**fields, **lists, "words": Words(zh, en), "use": Words(*use) if use else None})


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("features.asking").joinpath(name).read_text(encoding="utf-8"))
