"""What holds for every command: where models and reports are kept, in which language, and where that is said."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

__all__ = ["GLOBAL", "Language", "Session", "globals_first", "system_language"]

GLOBAL: Final = {"--home": True, "--tracking": True, "--threads": True, "--lang": True, "--debug": False}
"""Options that may stand before or after the command, and whether a value follows them."""


class Language(StrEnum):
    """What reasons are told in."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Session:
    """What holds for every command.

    Parameters
    ----------
    home : Path
        Folder of trained models and of quarantined rows.
    language : Language
        What reasons are told in.
    threads : int or None
        Threads of the columnar engine; None: one a core.
    tracking : str or None
        Address of the MLflow server that keeps the models; None: the home does.
    """

    home: Path
    language: Language
    threads: int | None
    tracking: str | None = None

    def quarantine(self, data: str) -> Path:
        """Return the folder for the rows of `data` that were not accepted: one for each delivery."""
        return self.home / "quarantine" / _mark(data)

    def page(self, data: str) -> Path:
        """Return the file of the report on `data`."""
        return self.home / "checks" / f"{_mark(data)}.html"

    def suggestion(self, data: str) -> Path:
        """Return the file of the mapping proposed for `data`."""
        return self.home / "checks" / f"{_mark(data)}.mapping.toml"


def _mark(data: str) -> str:
    """Return a name for files about a delivery: its own, and a digest of where it is, without user and password."""
    database = "://" in data
    place = re.sub("//[^/@]*@", "//", data) if database else str(Path(data).resolve())
    name = "database" if database else Path(place).name
    return f"{name}-{hashlib.sha256(place.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def system_language() -> Language:
    """Return the language that the system's locale asks for, English unless it is Chinese."""
    settings = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return Language.ZH if next(filter(None, settings), "").lower().startswith("zh") else Language.EN


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Move the options that hold for every command to the front, wherever they stand before ``--``.

    Examples
    --------
    >>> globals_first(["check", "DATA", "--home", "here", "--debug"])
    ['--home', 'here', '--debug', 'check', 'DATA']
    """
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word.split("=")[0] in GLOBAL:
            front.append(word)
            if GLOBAL[word.split("=")[0]] and "=" not in word:
                value = next(words, None)
                if value is None:
                    return front
                front.append(value)
        else:
            rest.append(word)
    return front + rest
