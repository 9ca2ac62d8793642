"""From sheets to sources: which table each sheet fills, and what else it feeds."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from features.errors import DataError, MissingColumn
from features.records.arrivals import Refusal
from features.records.contract import CONTRACT, table
from features.records.formats.heading_rows import is_data
from features.records.headings.columns import also_feeds, columns_of, near
from features.records.headings.mapping import Mapping
from features.records.headings.purposes import purpose_of
from features.records.rules import typed
from features.records.schema import Table
from features.records.sheet import Sheet
from features.records.sources import Source

__all__ = ["Assigned", "assign"]

NEAR: Final = 0.8
"""Similarity (0 to 1) from which an unknown name counts as a slip for a known one."""


@dataclass(frozen=True)
class Assigned:
    """Sheets with the tables that they fill.

    Parameters
    ----------
    sources : tuple of Source
        Numbered by their place; a sheet may be there for several tables.
    refused : tuple of Refusal
        Sheets of which something needed cannot be understood.
    unknown : tuple of Sheet
        Sheets whose names say nothing that is known.
    """

    sources: tuple[Source, ...]
    refused: tuple[Refusal, ...]
    unknown: tuple[Sheet, ...]


def assign(sheets: Iterable[Sheet], mapping: Mapping) -> Assigned:
    """Find out what each sheet is about.

    Parameters
    ----------
    sheets : iterable of Sheet
        What arrived.
    mapping : Mapping
        The user's names of files and columns.

    Returns
    -------
    Assigned
        A sheet that fills a table but lacks one of its required columns is refused, not left out.
    """
    sources: list[Source] = []
    refused: list[Refusal] = []
    unknown: list[Sheet] = []
    arrived = list(sheets)
    for sheet in arrived:
        purpose = purpose_of(sheet.file, sheet.sheet, mapping)
        try:
            if purpose is None:
                _refuse_slip(sheet, mapping)
                unknown.append(sheet)
                continue
            sources += _sources(sheet, table(purpose.table), purpose.fixed, mapping)
        except DataError as error:
            refused.append(Refusal(sheet.name, str(error), type(error)))
    return Assigned(tuple(sources), (*refused, *_twins(sources)), tuple(unknown))


def _sources(sheet: Sheet, foremost: Table, fixed: dict[str, str], mapping: Mapping) -> list[Source]:
    """Return the sheet as the table that it is about, and as those that it feeds on the side."""
    sources = [_source(sheet, foremost, fixed, mapping)]
    _refuse_lack(sources[0])
    for name in also_feeds(foremost, sheet.header, mapping=mapping, file=sheet.file, sheet=sheet.sheet):
        source = _source(sheet, table(name), fixed, mapping, beside=foremost)
        _refuse_lack(source)
        sources.append(source)
    unread = [name for name in sources[0].unread if all(name in source.unread for source in sources)]
    return [replace(source, unread=tuple(unread)) for source in sources]


def _source(
    sheet: Sheet, target: Table, fixed: dict[str, str], mapping: Mapping, *, beside: Table | None = None
) -> Source:
    columns = columns_of(target, sheet.header, mapping=mapping, file=sheet.name, beside=beside)
    known = {column.name for column in target.columns}
    alone = {name: value for name, value in fixed.items() if name in known and name not in columns.found}
    return Source(target, sheet, columns.found, alone, columns.unread, beside is None)


def _refuse_lack(source: Source) -> None:
    """Refuse the lack of a required column, a name that is nearly a column's, and a type that cannot be read."""
    for column in source.table.columns:
        typed(source, column)
    for name in source.unread:
        slip = near(source.table, name)
        if slip is not None and slip not in source.columns:
            raise DataError(
                f"{source.sheet.name} has an unknown column {name!r}: rename it to {slip}, or say in a mapping "
                f"what it is."
            )
    missing = [name for name in source.table.required if name not in source.columns]
    if missing:
        header = ", ".join("…" if is_data(name) else name for name in source.sheet.header) or "none"
        raise MissingColumn(
            f"{source.sheet.name} lacks the column {missing[0]}, which {source.table.name} needs (it has {header}): "
            f"add it, or say in a mapping which one it is."
        )


def _refuse_slip(sheet: Sheet, mapping: Mapping) -> None:
    """Refuse a sheet whose name is nearly that of a table, unless the user says that it is none."""
    rule = mapping.rule(sheet.file, sheet.sheet)
    if rule is not None and rule.table == "":
        return
    name = (sheet.sheet or PurePath(sheet.file).stem).lower()
    slip = difflib.get_close_matches(name, [one.name for one in CONTRACT], 1, NEAR)
    if slip:
        raise DataError(
            f"{sheet.name} is no table that is known: rename it to {slip[0]} if it is that table, or take it out."
        )


def _twins(sources: Iterable[Source]) -> list[Refusal]:
    """Refuse the second of two files that have one name but for the ending: they would be one table twice."""
    seen: dict[tuple[str, str, str], str] = {}
    twins = []
    for source in sources:
        key = (PurePath(source.sheet.file).stem, source.sheet.sheet, source.table.name)
        first = seen.setdefault(key, source.sheet.file)
        if first != source.sheet.file:
            twins.append(Refusal(source.sheet.file, f"{source.sheet.file} and {first} hold one table twice: keep one."))
    return twins
