"""The user's ``mapping.toml``: names of files, columns and words that the built-in lists do not have."""

import fnmatch
import unicodedata
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import PurePath

__all__ = ["FileRule", "Mapping", "Target"]


@dataclass(frozen=True, slots=True)
class FileRule:
    """What the user says of files.

    Parameters
    ----------
    pattern : str
        Of the file's name, or of ``file#sheet``, with ``*`` and ``?``.
    table : str or None
        What it fills; empty for nothing at all, None to leave that to the names.
    fixed : dict of str to str
        Columns that have one value in all rows.
    also : tuple of str
        Further tables that it feeds.
    """

    pattern: str
    table: str | None = None
    fixed: Dict[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What the user says of a header.

    Parameters
    ----------
    columns : tuple of str
        The column that it is, or the two that its range fills; none to leave it unread.
    factor : float or None
        What its numbers are multiplied by; None to go by the unit beside the name.
    """

    columns: tuple[str, ...]
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the user adds to the built-in names.

    Parameters
    ----------
    files : tuple of FileRule
        The first whose pattern fits counts.
    columns : dict of str to dict of str to Target
        By table and key of the header (see :func:`features.records.headings.normal.key`).
    words : dict of (str, str) to dict of str to str
        By table and column, and the word's key (see :func:`features.records.headings.words.spelt`).
    headers : frozenset of str
        The headers as they are written.
    """

    files: tuple[FileRule, ...] = ()
    columns: Dict[str, Dict[str, Target]] = field(default_factory=dict)
    words: Dict[tuple[str, str], Dict[str, str]] = field(default_factory=dict)
    headers: frozenset[str] = frozenset()

    def rule(self, file: str, sheet: str = "") -> FileRule | None:
        """Return what the user says of a sheet.

        Parameters
        ----------
        file, sheet : str
            Their names.

        Returns
        -------
        FileRule or None
            The first rule whose pattern fits.

        Examples
        --------
        >>> Mapping((FileRule("低保*.xlsx", "households"),)).rule("低保名单.xlsx").table
        'households'
        """
        whole = _folded(file)
        base = PurePath(whole).name
        names = [whole, base, *(f"{name}#{_folded(sheet)}" for name in (whole, base) if sheet)]
        for rule in self.files:
            if any(fnmatch.fnmatchcase(name, _folded(rule.pattern)) for name in names):
                return rule
        return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
