"""Which cells may need cleaning, told by the engine."""

from collections.abc import Iterable
from typing import Final

from features.records.cleaning.canonical import BOOLEANS, PATTERNS
from features.records.cleaning.characters import INVISIBLE, SPACES, re2_class
from features.records.cleaning.nothing import WORDS
from features.records.cleaning.treatment import Treatment, treatment
from features.records.schema import Column
from features.records.sources import quoted

__all__ = ["suspect"]

_UNTIDY: Final = f"^[{re2_class(*SPACES)}]|[{re2_class(*SPACES)}]$|[{re2_class(*INVISIBLE)}]"
_LONGEST: Final = max(len(word.encode()) for word in WORDS)
_WORDS: Final = ", ".join(quoted(word) for word in sorted(WORDS))


def suspect(column: Column, cell: str) -> str:
    """Return the SQL condition that a cell may need cleaning.

    Where it is false, `features.records.cleaning.cells.clean` changes nothing.

    Parameters
    ----------
    column : Column
        Of the contract.
    cell : str
        An SQL expression of type VARCHAR.

    Returns
    -------
    str
        An SQL expression of type BOOLEAN: false for an empty cell, NULL for NULL.

    Examples
    --------
    >>> from features.records.contract import table
    >>> suspect(table("persons").column("sex"), "cell")
    "(cell <> '' AND cell NOT IN ('M', 'F'))"
    """
    return f"({cell} <> '' AND {_not_canonical(column, cell)})"


def _not_canonical(column: Column, cell: str) -> str:
    if column.choices:
        return f"{cell} NOT IN {_listed(column.choices)}"
    kind = treatment(column)
    if kind is Treatment.BOOLEAN:
        return f"{cell} NOT IN {_listed(BOOLEANS)}"
    if kind is Treatment.FREE:
        return f"(regexp_matches({cell}, {quoted(_UNTIDY)}) OR {_nothing(cell)})"
    unlike = f"NOT regexp_full_match({cell}, {quoted(PATTERNS[kind])})"
    return f"({unlike} OR {_nothing(cell)})" if kind is Treatment.WORD else unlike


def _nothing(cell: str) -> str:
    """Return the SQL condition that a cell is a word for nothing; the length spares lower() on long texts."""
    return f"(strlen({cell}) <= {_LONGEST} AND lower({cell}) IN ({_WORDS}))"


def _listed(values: Iterable[str]) -> str:
    return f"({', '.join(map(quoted, values))})"
