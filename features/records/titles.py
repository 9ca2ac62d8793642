"""What tables and columns are called, in Chinese and English."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Title", "title"]


@dataclass(frozen=True, slots=True)
class Title:
    """What something of the contract is called.

    Parameters
    ----------
    zh, en : str
        In Chinese and in English.
    """

    zh: str
    en: str


def title(table: str, column: str = "") -> Title:
    """Return what a table or one of its columns is called.

    Parameters
    ----------
    table : str
        Canonical name of the table.
    column : str
        Canonical name of the column; empty for the table itself.

    Returns
    -------
    Title
        Both names.

    Raises
    ------
    KeyError
        If the contract has no such table or column.

    Examples
    --------
    >>> title("decisions").zh, title("decisions", "surveyed_on").zh
    ('审核确认记录', '入户调查日期')
    """
    return _titles()[table][column]


@cache
def _titles() -> dict[str, dict[str, Title]]:
    """Read ``titles.toml`` once: the names are part of the code."""
    text = files("features.records").joinpath("titles.toml").read_text(encoding="utf-8")
    return {
        table: {column: Title(*names) for column, names in columns.items()}
        for table, columns in tomllib.loads(text).items()
    }
