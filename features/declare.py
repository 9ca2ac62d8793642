"""What a feature is: one row of a declaration table, with a small pure function behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from features.dossier import Dossier

__all__ = ["FAMILIES", "Feature", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and English."""

    zh: str
    en: str


FAMILIES: Final[dict[str, Words]] = {
    "T": Words("关系", "tie"),
    "P": Words("程序", "procedure"),
    "E": Words("资格", "eligibility"),
    "H": Words("家庭", "household"),
    "M": Words("资金", "money"),
}
"""Families of red flags: the tie on one side, four kinds of trouble on the other."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the feature table and the evidence behind it.

    Parameters
    ----------
    name : str
        Column name.
    flag : str
        Code in the catalogue of red flags, ``F01`` to ``F26``.
    family : str
        A key of `FAMILIES`.
    unit : str
        Unit of the value.
    tables : tuple of str
        What it needs: ``table`` or ``table.column``, or alternatives with ``|`` between them.  If one is missing, or a
        column has no value in any row, the feature is not known for anybody.
    direction : {"up", "down"}
        Which way is suspicious.
    window : str
        The days or months that count.
    missing : str
        What it means that a household has no value.
    reason, innocent, check : Words
        The reason in words (a template over the columns of what was found), the innocent explanations that would
        clear it, and what to check with which department.
    compute : callable
        ``compute(dossier)`` returns what was found, one row a source row: ``household_id``, ``value``, ``source``
        (source rows as ``table[key]``, joined by ``; ``) and the words of `reason`.  A row with value NaN says that
        the value of this household is not known; a household without a row has the value 0.
    fold : {"max", "sum"}
        How the rows of a household become one value.
    protected : bool
        Always False: no feature is made from a protected trait.
    definition_zh : str
        In Chinese what the first line of the docstring of `compute` says in English.
    exempt : Words or None
        What law or fairness exempts, and is therefore not counted; None where nothing is.
    """

    name: str
    flag: str
    family: Literal["T", "P", "E", "H", "M"]
    unit: str
    tables: tuple[str, ...]
    direction: Literal["up", "down"]
    window: str
    missing: str
    reason: Words
    innocent: Words
    check: Words
    compute: Callable[[Dossier], pd.DataFrame]
    fold: Literal["max", "sum"] = "max"
    protected: bool = False
    definition_zh: str = ""
    exempt: Words | None = None
