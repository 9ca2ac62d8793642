"""Which of a sheet's columns is which column of a table."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from features.errors import DataError
from features.records.columns import PERSON
from features.records.contract import table as table_named
from features.records.headings.amounts import factor_of
from features.records.headings.lexicon import Meaning, identity_names, meanings, people, unused
from features.records.headings.mapping import Mapping, Target
from features.records.headings.normal import Reading, key, readings
from features.records.schema import Table

__all__ = ["Columns", "Place", "also_feeds", "columns_of", "near"]

NEAR: Final = 0.8
"""Similarity (0 to 1) from which an unknown English name counts as a slip for a canonical one."""
PAIRS: Final = {
    "decisions": ("households",),
    "households": ("decisions",),
    "members": ("households", "decisions"),
}
"""Tables that a sheet about another may hold as well: one row says both who is aided and what was decided."""
SELF: Final = "本人"
"""How a word for the person of a row may end."""
TIMELESS: Final = frozenset({"所得额", "收入金额", "收入额", "金额"})
"""Names of incomes that may be a month's or a year's."""
YEAR: Final = re.compile(r"年|.*(?:年度|年份)")
MONTH: Final = re.compile(r"月|月度|.*月份|(?:所属|收入|发放|所得)?年月")
"""Columns that say of which time the amounts beside them are."""
MAPPED: Final = -1
"""Strength of a name in the user's mapping."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cells of a column are.

    Parameters
    ----------
    index : int
        Place of the sheet's column, from 0.
    part : int or None
        0 for the first and 1 for the second half of a range that stands in one cell; None for the whole cell.
    factor : float
        What numbers are multiplied by.
    """

    index: int
    part: int | None = None
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet.

    Parameters
    ----------
    found : dict of str to Place
        By the contract's name, in the contract's order.
    unread : tuple of str
        Headers that nothing here knows.
    unused : tuple of str
        Headers that are known and not read: the contract has no column for them, or a better one is there.
    """

    found: dict[str, Place]
    unread: tuple[str, ...]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a header says it is: columns of the table, how surely (less is surer), and the factor of its numbers."""

    columns: tuple[str, ...]
    strength: int
    factor: float = 1.0


def columns_of(
    table: Table, header: Sequence[str], *, mapping: Mapping, file: str, beside: Table | None = None
) -> Columns:
    """Tell which column of the sheet is which of the table.

    A canonical name and its equals win over names that are listed as weaker; the user's mapping wins over all.

    Parameters
    ----------
    table : Table
        What the sheet fills.
    header : sequence of str
        Its header; empty names are columns without one.
    mapping : Mapping
        The user's names.
    file : str
        Name of the sheet, for messages.
    beside : Table, optional
        The table that the sheet is about in the first place, where `table` is fed on the side: a column that means
        something else there is not read.

    Returns
    -------
    Columns
        Required columns may be missing; that is the caller's to judge.

    Raises
    ------
    DataError
        If a name occurs twice, or two columns are equally good for one of the contract's.

    Examples
    --------
    >>> from features.records.contract import table
    >>> columns_of(table("persons"), ["序号", "公民身份号码", "姓 名"], mapping=Mapping(), file="x").found
    {'person_id': Place(index=1, part=None, factor=1.0), 'name': Place(index=2, part=None, factor=1.0)}
    """
    claims = dict(_claims(table, header, mapping, beside))
    if table.name == "incomes" and _is_yearly(header):
        claims = {index: claim for index, claim in claims.items() if not _is_timeless(header[index], claim)}
    _refuse_repeats(header, claims, mapping, table, file)
    found: dict[str, Place] = {}
    for column in table.columns:
        rivals = [index for index, claim in claims.items() if column.name in claim.columns]
        if not rivals:
            continue
        surest = min(claims[index].strength for index in rivals)
        best = [index for index in rivals if claims[index].strength == surest]
        if len(best) > 1:
            one, other = header[best[0]], header[best[1]]
            raise DataError(
                f"{file} has two columns for {column.name}, {one!r} and {other!r}: leave one of them out by a line "
                f'such as "{other}" = "" below [columns.{table.name}] in mapping.toml.'
            )
        columns, factor = claims[best[0]].columns, claims[best[0]].factor
        part = columns.index(column.name) if len(columns) > 1 else None
        found[column.name] = Place(best[0], part, factor)
    if beside is None:
        found = _with_lone_person(table, header, mapping, claims, found)
    return _sorted_out(table, header, mapping, claims, found)


def _claims(
    table: Table, header: Sequence[str], mapping: Mapping, beside: Table | None
) -> Iterator[tuple[int, _Claim]]:
    """Give what each header says it is, by its place."""
    for index, name in enumerate(header):
        claim = _claim(table, name, mapping)
        if claim is None:
            continue
        if beside is not None and claim.strength != MAPPED:
            elsewhere = _claim(beside, name, mapping)
            if elsewhere is not None and elsewhere.columns != claim.columns:
                continue
        yield index, claim


def _is_yearly(header: Sequence[str]) -> bool:
    """Return whether a sheet says the year of its amounts and not the month."""
    keys = [key(name) for name in header]
    return any(YEAR.fullmatch(one) for one in keys) and not any(MONTH.fullmatch(one) for one in keys)


def _is_timeless(name: str, claim: _Claim) -> bool:
    """Return whether neither the name of an income nor a unit beside it says the time of the amount."""
    return claim.strength != MAPPED and any(
        one.key in TIMELESS and not (one.unit and one.unit.per) for one in readings(name)
    )


def _claim(table: Table, name: str, mapping: Mapping) -> _Claim | None:
    """Return what a header says it is in a table."""
    known, mapped = _known(table.name), mapping.columns.get(table.name, {})
    ways = readings(name)
    for reading in ways or (Reading(key(name)),):
        if reading.key in mapped:
            return _mapped(table, mapped[reading.key], reading)
    for reading in ways:
        meaning = known.get(reading.key)
        if meaning is not None:
            factor = factor_of(table, table.column(meaning.columns[0]), reading.unit, meaning.per)
            return None if factor is None else _Claim(meaning.columns, meaning.strength, factor)
    return None


def _mapped(table: Table, target: Target, reading: Reading) -> _Claim | None:
    """Return what the user says that a header is; a unit beside the name counts if the user gives no factor."""
    if not target.columns:
        return None
    factor = target.factor or factor_of(table, table.column(target.columns[0]), reading.unit) or 1.0
    return _Claim(target.columns, MAPPED, factor)


@cache
def _known(name: str) -> dict[str, Meaning]:
    """Return what the built-in and the canonical names of a table mean, by their keys."""
    canonical = {key(column.name): Meaning((column.name,), 0) for column in table_named(name).columns}
    return {**meanings(name), **canonical}


def _refuse_repeats(
    header: Sequence[str], claims: dict[int, _Claim], mapping: Mapping, table: Table, file: str
) -> None:
    """Refuse a name that occurs twice, unless it is known to say nothing that is wanted."""
    seen: set[str] = set()
    for index, name in enumerate(header):
        if not key(name) or (index not in claims and _is_unused(table, name, mapping)):
            continue
        if name in seen:
            raise DataError(f"{file} has the column {name!r} twice: remove or rename one of them.")
        seen.add(name)


def _is_unused(table: Table, name: str, mapping: Mapping) -> bool:
    """Return whether a header is known, to the user's mapping or in general, and not wanted."""
    keys = {reading.key for reading in readings(name)} or {key(name)}
    mapped = mapping.columns.get(table.name, {})
    return any(not mapped[one].columns for one in keys if one in mapped) or not keys.isdisjoint(unused(table.name))


def _with_lone_person(
    table: Table, header: Sequence[str], mapping: Mapping, claims: dict[int, _Claim], found: dict[str, Place]
) -> dict[str, Place]:
    """Take the only identity number of a sheet for that of whom it is about, by any word for such a person.

    For tables whose rows are about one person; whose number it is must be said by a known word, or by none.
    """
    people = [column.name for column in table.columns if column.required and column.reference == PERSON]
    if len(people) > 1 or "person_id" not in table.key or "person_id" in found:
        return found
    lone = [
        index
        for index, name in enumerate(header)
        if index not in claims and not _is_unused(table, name, mapping) and _is_identity(name)
    ]
    if len(lone) != 1:
        return found
    places = {**found, "person_id": Place(lone[0])}
    return {column.name: places[column.name] for column in table.columns if column.name in places}


def _is_identity(name: str) -> bool:
    """Return whether a header is a name of identity numbers, with nothing before it but a word for the person."""
    return any(
        not (whose := one.key.removesuffix(identity)) or whose in people() or whose.endswith(SELF)
        for one in readings(name)
        for identity in identity_names()
        if one.key.endswith(identity)
    )


def _sorted_out(
    table: Table, header: Sequence[str], mapping: Mapping, claims: dict[int, _Claim], found: dict[str, Place]
) -> Columns:
    """Tell the headers that nothing is known of from those that are known and not read."""
    read = {place.index for place in found.values()}
    rest = [index for index, name in enumerate(header) if index not in read and key(name)]
    known = [index for index in rest if index in claims or _is_unused(table, header[index], mapping)]
    return Columns(
        found,
        tuple(header[index] for index in rest if index not in known),
        tuple(header[index] for index in known),
    )


def also_feeds(table: Table, header: Sequence[str], *, mapping: Mapping, file: str, sheet: str = "") -> tuple[str, ...]:
    """Return the further tables that a sheet feeds.

    Those that the mapping names, and the built-in pairs where every required column of the other table is there
    under a name that does not mean something else in the first: a list of aided households that has the decisions
    beside them feeds both.

    Parameters
    ----------
    table : Table
        What the sheet is about in the first place.
    header : sequence of str
        Its header.
    mapping : Mapping
        The user's.
    file, sheet : str
        Their names.

    Returns
    -------
    tuple of str
        Names of tables, without `table` itself.
    """
    rule = mapping.rule(file, sheet)
    named = rule.also if rule else ()
    paired = [
        other
        for other in PAIRS.get(table.name, ())
        if other not in named and _is_whole(table_named(other), header, mapping, file, table)
    ]
    return tuple(other for other in dict.fromkeys((*named, *paired)) if other != table.name)


def _is_whole(other: Table, header: Sequence[str], mapping: Mapping, file: str, beside: Table) -> bool:
    found = columns_of(other, header, mapping=mapping, file=file, beside=beside).found
    return all(name in found for name in other.required)


def near(table: Table, header: str) -> str | None:
    """Return the canonical name that an English header nearly is.

    Parameters
    ----------
    table : Table
        The contract's table.
    header : str
        A name that nothing here knows.

    Returns
    -------
    str or None
        None if it is nothing like any, or is one.

    Examples
    --------
    >>> from features.records.contract import table
    >>> near(table("households"), "houshold_id")
    'household_id'
    """
    known = {key(column.name): column.name for column in table.columns}
    name = key(header)
    if name in known:
        return None
    best = difflib.get_close_matches(name, known, 1, NEAR)
    return known[best[0]] if best else None
