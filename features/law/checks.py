"""What a rule of the law settings may say, and what is said to whoever wrote something else."""

import difflib
import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from features.errors import SettingError
from features.law.terms import LIMITS, TERMS, Term, term

__all__ = ["day_of", "nearest", "region_of", "rule_of", "text_of"]

KEYS: Final = ("name", "value", "unit", "from", "region", "source")
NAMES: Final = tuple(term.name for term in TERMS)
CODES: Final = re.compile(r"(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d{3})(\d{3})?)?)?)?", re.ASCII)
"""Province, city, county, township and village of a region code."""
FRACTIONS: Final = ("times", "yuan")


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that is most like `word`."""
    return difflib.get_close_matches(word, list(words), n=1, cutoff=0.0)[0]


def rule_of(rule: dict[str, Any], where: str) -> tuple[str, float, str]:
    """Return name, value and unit of a rule.

    Parameters
    ----------
    rule : dict
        A ``[[rule]]`` table of the file.
    where : str
        What to call it in a message.

    Raises
    ------
    SettingError
        If one of them is missing, unknown, or does not fit the others.
    """
    for key in rule:
        if key not in KEYS:
            raise SettingError(f"{key!r} in {where} is no word of a rule: did you mean {nearest(key, KEYS)}?")
    name, unit = text_of(rule, "name", where), text_of(rule, "unit", where)
    if name not in NAMES:
        raise SettingError(f"{name!r} in {where} is no rule that is known: did you mean {nearest(name, NAMES)}?")
    wanted = term(name)
    if unit not in wanted.units:
        raise SettingError(f"The unit {unit!r} in {where} does not fit {name}: write {' or '.join(wanted.units)}.")
    return name, _value(rule.get("value"), unit, wanted, where), unit


def text_of(rule: dict[str, Any], key: str, where: str) -> str:
    """Return the text of `key`; raise SettingError if it is missing, blank or no text."""
    text = rule.get(key)
    if not isinstance(text, str) or not text.strip():
        raise SettingError(f"There is no {key} in {where}: write it as text in quotation marks.")
    return text.strip()


def day_of(value: Any, what: str) -> date:
    """Return a day that TOML gives as a date or as text; raise SettingError if it is none.

    Examples
    --------
    >>> day_of("2027-02-06", "a day")
    datetime.date(2027, 2, 6)
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise SettingError(f"{value!s:.40} is no day, but stands for {what}: write it as YYYY-MM-DD.")


def region_of(value: Any, where: str) -> str:
    """Return the leading digits that the codes of a region share; raise SettingError if it is no region.

    Examples
    --------
    >>> region_of("440106000000", "rule 1"), region_of("4401", "rule 1")
    ('440106', '4401')
    """
    parts = CODES.fullmatch(value) if isinstance(value, str) else None
    groups = [] if parts is None else [part for part in parts.groups() if part is not None]
    if not groups or groups[0] == "00":
        raise SettingError(
            f"{value!s:.40} is no region, but stands for 'region' in {where}: write the first 2, 4, 6, 9 or all 12 "
            f"digits of its code in quotation marks."
        )
    while set(groups[-1]) == {"0"}:
        groups.pop()
    return "".join(groups)


def _value(value: Any, unit: str, wanted: Term, where: str) -> float:
    most = LIMITS[unit] if wanted.most is None else wanted.most
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise SettingError(f"There is no value for {wanted.name} in {where}: write a number without quotation marks.")
    if not 0 <= value <= most:
        raise SettingError(f"The value {value} in {where} is out of range: {wanted.name} lies from 0 to {most}.")
    if unit not in FRACTIONS and value != int(value):
        raise SettingError(f"The value {value} in {where} is no whole number: {wanted.name} counts in whole {unit}s.")
    return float(value)
