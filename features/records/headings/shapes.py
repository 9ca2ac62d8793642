"""What the cells of a column look like: shares of citizen numbers, days, months, codes and coded words."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from features.records.headings.mapping import Mapping
from features.records.headings.words import has_words, word_of
from features.records.rule import Rule
from features.records.schema import Column, Table, Type

__all__ = ["Evidence", "evidence"]

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
"""Weights and check characters of GB 11643."""
CITIZEN: Final = re.compile(r"\d{17}[\dXx]")
DAY: Final = re.compile(
    r"(?:19|20)\d{2}(?:[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?|[01]\d[0-3]\d)(?:[T ].*)?"
)
MONTH: Final = re.compile(r"(?:19|20)\d{2}(?:[-/.年]?(?:0[1-9]|1[0-2])|[-/.年][1-9])月?")
YEAR: Final = re.compile(r"(?:19|20)\d{2}年?(?:度)?")
NUMBER: Final = re.compile(r"[¥￥]?-?\d{1,3}(?:,?\d{3})*(?:\.\d+)?元?")
REGION: Final = re.compile(r"[1-6]\d{11}")
PHONE: Final = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
ACCOUNT: Final = re.compile(r"\d{16,19}")
KEY: Final = re.compile(r"[A-Za-z]{0,6}[-_]?\d{3,}[-_\dA-Za-z]*")
PERSONS: Final = frozenset({"person_id"})
"""Columns that hold citizen numbers and do not refer to ``persons``, being its key."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well cells fit a column.

    Parameters
    ----------
    share : float
        Share of the cells that look like values of the column, 0 to 1.
    shape : str
        Name of what was looked for; columns of one shape cannot be told apart by their cells.
    reason : Rule
        The same in words, without any value.
    """

    share: float
    shape: str
    reason: Rule


def evidence(table: Table, column: Column, cells: Sequence[str], mapping: Mapping) -> Evidence | None:
    """Tell how well cells fit a column.

    Parameters
    ----------
    table : Table
        The contract's table.
    column : Column
        One of its columns.
    cells : sequence of str
        Distinct cells as written; empty ones do not count.
    mapping : Mapping
        The user's words.

    Returns
    -------
    Evidence or None
        None where there are no cells, or any text may stand in the column.

    Examples
    --------
    >>> from features.records.contract import table
    >>> persons = table("persons")
    >>> evidence(persons, persons.column("birth_date"), ["1980-01-01", "x"], Mapping()).reason.en
    'days in 50 %'
    """
    filled = [plain for cell in cells if (plain := unicodedata.normalize("NFKC", cell).strip().lstrip("'"))]
    looked_for = _shape(table, column, mapping)
    if not filled or looked_for is None:
        return None
    shape, en, zh, fits = looked_for
    share = sum(1 for cell in filled if fits(cell)) / len(filled)
    return Evidence(share, shape, Rule(f"{en} in {share:.0%}".replace("%", " %"), f"{share:.0%}为{zh}"))


def _shape(table: Table, column: Column, mapping: Mapping) -> tuple[str, str, str, Callable[[str], object]] | None:
    """Return the name of a column's shape, the shape in words, and its test."""
    if column.name in PERSONS or (column.reference is not None and column.reference.table == "persons"):
        return "citizen", "18-digit citizen numbers", "18位公民身份号码", _is_citizen
    if column.choices or column.type is Type.BOOLEAN or has_words(table.name, column.name, mapping):
        return (
            f"words of {table.name}.{column.name}",
            f"words of {column.name}",
            f"{column.name}的代码或词语",
            lambda cell: word_of(table.name, column.name, cell, mapping) is not None,
        )
    return _TYPES.get(column.type) or _NAMES.get(column.name)


def _is_citizen(cell: str) -> bool:
    """Return whether a cell is an 18-digit citizen number with the right check character (GB 11643)."""
    if not CITIZEN.fullmatch(cell):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, cell, strict=False))
    return CHECKS[total % 11] == cell[-1].upper()


def _is_key(cell: str) -> bool:
    return bool(KEY.fullmatch(cell)) and not (_is_citizen(cell) or DAY.fullmatch(cell) or PHONE.fullmatch(cell))


_TYPES: Final[dict[Type, tuple[str, str, str, Callable[[str], object]]]] = {
    Type.DAY: ("day", "days", "日期", DAY.fullmatch),
    Type.MONTH: ("month", "months", "年月", MONTH.fullmatch),
    Type.INTEGER: ("year", "years", "年份", YEAR.fullmatch),
    Type.NUMBER: ("number", "amounts", "金额或数值", NUMBER.fullmatch),
}
_CODES = ("region", "12-digit division codes", "12位区划代码", REGION.fullmatch)
_KEYS = ("key", "numbers of a file or booklet", "编号", _is_key)
_NAMES: Final[dict[str, tuple[str, str, str, Callable[[str], object]]]] = {
    **dict.fromkeys(("region_code", "parent_code"), _CODES),
    **dict.fromkeys(("household_id", "decision_id", "register_id", "from_register_id", "to_register_id"), _KEYS),
    "phone": ("phone", "phone numbers", "电话号码", PHONE.fullmatch),
    "account_id": ("account", "16 to 19 digits", "16至19位数字", lambda c: ACCOUNT.fullmatch(c) and not _is_citizen(c)),
}
