"""Reads ``mapping.toml`` and checks it against the contract."""

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from features.errors import DataError
from features.records.contract import CONTRACT
from features.records.contract import table as table_named
from features.records.headings.mapping import FileRule, Mapping, Target
from features.records.headings.normal import key, readings
from features.records.headings.words import spelt
from features.records.schema import Column, Table, Type

__all__ = ["read_mapping"]

SECTIONS: Final = ("columns", "files", "words")
FILE_KEYS: Final = ("also", "fixed", "table")
TARGET_KEYS: Final = ("column", "factor")
RANGE: Final = 2
"""Columns that a range fills."""


def read_mapping(path: Path | None) -> Mapping:
    """Read the user's mapping.

    Parameters
    ----------
    path : Path or None
        The TOML file; None for no mapping.

    Returns
    -------
    Mapping
        Empty if there is no file to read.

    Raises
    ------
    DataError
        If the file cannot be read, is no valid TOML, or names a table, column or key that there is not.
    """
    if path is None:
        return Mapping()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: name a mapping file that is there.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 text: save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name} is no valid TOML: {error}; mend that line.") from error
    return _Reader(path.name).mapping(data)


@dataclass(frozen=True)
class _Reader:
    """Checks each entry; `file` is named in messages."""

    file: str

    def mapping(self, data: dict[str, Any]) -> Mapping:
        self.only(SECTIONS, data, "the file")
        columns, words = self.section(data, "columns", "the file"), self.section(data, "words", "the file")
        files = self.section(data, "files", "the file")
        named = {name: self.section(columns, name, "[columns]") for name in columns}
        return Mapping(
            tuple(self.rule(pattern, self.section(files, pattern, "[files]")) for pattern in files),
            {name: self.targets(self.table(name, "[columns]"), entries) for name, entries in named.items()},
            dict(self.words(words)),
            frozenset(header for entries in named.values() for header in entries),
        )

    def rule(self, pattern: str, entry: dict[str, Any]) -> FileRule:
        """Read ``[files."pattern"]``."""
        where = f"[files.{pattern!r}]"
        self.only(FILE_KEYS, entry, where)
        table, also = entry.get("table"), entry.get("also", [])
        if table is not None and not isinstance(table, str):
            raise self.error(where, "table is no text", 'write table = "households"')
        if not isinstance(also, list):
            raise self.error(where, "also is no list", 'write also = ["decisions"]')
        target = self.table(table, where) if table else None
        if target is None and entry.get("fixed"):
            raise self.error(where, "fixed says nothing without a table", "add table = with the table's name")
        further = tuple(self.table(name, where).name for name in also)
        fixed = {
            str(name): self.value(self.column(target, name, where) if target else None, value, where)
            for name, value in self.section(entry, "fixed", where).items()
        }
        return FileRule(pattern, table, fixed, further)

    def targets(self, table: Table, entries: dict[str, Any]) -> dict[str, Target]:
        """Read ``[columns.TABLE]``."""
        found: dict[str, Target] = {}
        where = f"[columns.{table.name}]"
        for header, entry in entries.items():
            target = self.target(table, entry, f"{where} {header!r}")
            ways = readings(header)
            name = ways[0].key if ways else key(header)
            if found.get(name, target) != target:
                raise self.error(where, f"{header!r} is there twice in two spellings", "keep one of them")
            found[name] = target
        return found

    def target(self, table: Table, entry: Any, where: str) -> Target:
        factor = None
        if isinstance(entry, dict):
            self.only(TARGET_KEYS, entry, where)
            entry, factor = entry.get("column"), entry.get("factor")
            if factor is not None and (isinstance(factor, bool) or not isinstance(factor, int | float) or factor <= 0):
                raise self.error(where, "factor is no positive number", "write one such as 10000")
        names = entry if isinstance(entry, list) else [entry] if entry != "" else []
        if not all(isinstance(name, str) for name in names) or (isinstance(entry, list) and len(names) != RANGE):
            raise self.error(
                where, "the value names no column", 'write a name, two names in brackets for a range, or ""'
            )
        return Target(tuple(self.column(table, name, where).name for name in names), factor and float(factor))

    def words(self, data: dict[str, Any]) -> Iterable[tuple[tuple[str, str], dict[str, str]]]:
        """Read ``[words.TABLE.COLUMN]``."""
        for name in data:
            table = self.table(name, "[words]")
            columns = self.section(data, name, "[words]")
            for column_name in columns:
                where = f"[words.{name}.{column_name}]"
                column = self.column(table, column_name, f"[words.{name}]")
                entries = self.section(columns, column_name, f"[words.{name}]")
                yield (
                    (table.name, column.name),
                    {spelt(word): self.value(column, value, where) for word, value in entries.items()},
                )

    def value(self, column: Column | None, value: Any, where: str) -> str:
        """Check that a value is one that the column may have."""
        choices = ("true", "false") if column and column.type is Type.BOOLEAN else column.choices if column else ()
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if text and choices and text not in choices:
            raise self.error(where, f"{text!r} is no value of {column.name if column else ''}", _hint(text, choices))
        return text

    def table(self, name: Any, where: str) -> Table:
        names = [table.name for table in CONTRACT]
        if name not in names:
            raise self.error(where, f"there is no table {str(name)!r}", _hint(str(name), names))
        return table_named(name)

    def column(self, table: Table, name: Any, where: str) -> Column:
        names = [column.name for column in table.columns]
        if name not in names:
            raise self.error(where, f"{table.name} has no column {str(name)!r}", _hint(str(name), names))
        return table.column(name)

    def section(self, data: dict[str, Any], name: str, where: str) -> dict[str, Any]:
        found = data.get(name, {})
        if not isinstance(found, dict):
            raise self.error(where, f"{name} is no table of TOML", f"write it as [{name}] with lines below")
        return found

    def only(self, known: tuple[str, ...], entry: dict[str, Any], where: str) -> None:
        for name in entry:
            if name not in known:
                raise self.error(where, f"there is no key {name!r}", _hint(name, known))

    def error(self, where: str, what: str, mend: str) -> DataError:
        return DataError(f"{self.file}, {where}: {what}; {mend}.")


def _hint(written: str, known: Iterable[str]) -> str:
    """Return the nearest of what is known, or all of it."""
    names = list(known)
    best = difflib.get_close_matches(written, names, 1, 0.5)
    return f"perhaps {best[0]} is meant" if best else f"write one of {', '.join(names)}"
