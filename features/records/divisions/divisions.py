"""Names of provinces, cities and counties by their code, now or in a year past."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

__all__ = ["DATED", "LAST_YEAR", "Span", "codes", "full_name", "name", "spans"]

DATED: Final = "2021-08-27"
"""Day of the list; its source and licence are in the README beside it."""
LAST_YEAR: Final = 2020
"""Last whole year of which the list has the changes: who was born later may have a code that it lacks."""
GROUPS: Final = frozenset(("市辖区", "县", "市"))
"""Names of codes that only gather others; those under a province directly are told by 直辖."""


@dataclass(frozen=True, slots=True)
class Span:
    """A name that a code bore for some years.

    Parameters
    ----------
    name : str
        Of the division alone.
    since, until : int
        First and last year, 0 and 9999 where the list has no bound; a name given up in the year in which it was given
        has its last year before its first.
    """

    name: str
    since: int
    until: int


@cache
def spans() -> Mapping[str, tuple[Span, ...]]:
    """Return the names of every code in force since 1980, in the order of time.

    Returns
    -------
    mapping of str to tuple of Span
        By code of six digits.
    """
    found: dict[str, tuple[Span, ...]] = {}
    text = resources.files(__package__ or "").joinpath("divisions.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        span = Span(row["name"], int(row["since"] or 0), int(row["until"] or 9999))
        found[row["code"]] = (*found.get(row["code"], ()), span)
    return MappingProxyType(found)


def codes() -> frozenset[str]:
    """Return every code that is or was in force.

    Examples
    --------
    >>> {"500101", "460400", "110103"} <= codes()  # Chongqing, Hainan, and one that was dissolved in 2010
    True
    """
    return frozenset(spans())


def name(code: str, year: int | None = None) -> str | None:
    """Return the name of a division alone.

    Parameters
    ----------
    code : str
        Six digits.
    year : int or None, default None
        Of the name; the latest one if None, or if the code was not in force in that year.

    Returns
    -------
    str or None
        None for a code that is not in the list.

    Examples
    --------
    >>> name("500101"), name("500101", 1997), name("999999")
    ('万州区', '万县区', None)
    """
    known = spans().get(code, ())
    then = [span for span in known if year is not None and span.since <= year <= span.until]
    return next((span.name for span in (then or known)[-1:]), None)


def full_name(code: str, year: int | None = None) -> str | None:
    """Return the name of a division with those of the divisions that it lies in.

    Parameters
    ----------
    code : str
        Of a region, six digits or more; those of township and village behind the six are passed over.
    year : int or None, default None
        Of the names; see `name`.

    Returns
    -------
    str or None
        None for a code that is not in the list.

    Examples
    --------
    >>> full_name("330106001001"), full_name("500101"), full_name("330100")
    ('浙江省杭州市西湖区', '重庆市万州区', '浙江省杭州市')
    """
    county = code[:6]
    if name(county, year) is None:
        return None
    parts = dict.fromkeys((f"{county[:2]}0000", f"{county[:4]}00", county))
    names = [name(part, year) for part in parts]
    return "".join(part for part in names if part and part not in GROUPS and "直辖" not in part)
