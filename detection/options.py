"""Arguments and options of the command line, each declared once for every command that takes it."""

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

__all__ = [
    "GLOBAL",
    "AsOf",
    "By",
    "Capacity",
    "Card",
    "City",
    "ControlKeyFile",
    "Data",
    "Debug",
    "Degree",
    "Descriptor",
    "DriftOverrideBy",
    "DriftReason",
    "Figures",
    "First",
    "Form",
    "Format",
    "Home",
    "Host",
    "Kin",
    "KinSense",
    "Language",
    "LanguageOption",
    "LawFile",
    "MappingFile",
    "Model",
    "Out",
    "OverrideBy",
    "Page",
    "People",
    "Port",
    "Reason",
    "Reveal",
    "Rivals",
    "Run",
    "Second",
    "Seed",
    "Session",
    "Suggest",
    "Threads",
    "Tracking",
    "Truth",
    "Version",
    "Which",
    "globals_first",
    "system_language",
]


class Form(StrEnum):
    """How tables are written."""

    CSV = "csv"
    PARQUET = "parquet"


class KinSense(StrEnum):
    """Widest sense in which a relative counts."""

    CLOSE = "close"
    WIDER = "wider"
    DISTANT = "distant"


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


def _day(text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no day, write it as YYYY-MM-DD, such as 2025-12-31")


Data = Annotated[
    str,
    typer.Argument(
        metavar="DATA",
        help="What arrived: a folder, a file (CSV, XLSX, Parquet, SQLite), or postgresql://HOST/DATABASE.",
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="Your names of files, columns and words (TOML)."),
]
LawFile = Annotated[
    Path | None,
    typer.Option("--law", metavar="FILE", help="Local standards, limits and intervals (TOML), over the national ones."),
]
Suggest = Annotated[
    bool,
    typer.Option("--suggest", help="Propose a mapping for names that are not known; nothing of it is applied."),
]
Page = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE", help="Where the report is written.  [default: below HOME/checks]"),
]
Descriptor = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="File to write.  [default: standard output]"),
]
City = Annotated[Path, typer.Argument(metavar="OUT", help="Folder to write; an earlier simulated city is replaced.")]
Run = Annotated[Path, typer.Argument(metavar="DIR", help="Folder that 'mingcha score' wrote.")]
AsOf = Annotated[
    date,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="DAY",
        help="Last day that counts (YYYY-MM-DD); nothing later is used.",
    ),
]
Degree = Annotated[
    int, typer.Option("--degree", min=1, max=4, metavar="N", help="Longest path of kinship that counts, in steps.")
]
Kin = Annotated[
    KinSense,
    typer.Option(
        "--kin",
        help="Who counts as a relative: close (Civil Code, article 1045), wider (avoidance rules), or all on a path.",
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write; an earlier run there is replaced.")]
Capacity = Annotated[
    int,
    typer.Option("--capacity", min=1, max=10_000_000, metavar="N", help="How many homes can be visited on suspicion."),
]
Model = Annotated[str, typer.Option("--model", metavar="MODEL", help="Alias or version number of the model.")]
Which = Annotated[str, typer.Argument(metavar="WHICH", help="Alias or version number.")]
First = Annotated[str, typer.Argument(metavar="A", help="Alias or version number.")]
Second = Annotated[str, typer.Argument(metavar="B", help="Alias or version number.")]
Card = Annotated[bool, typer.Option("--card", help="Print the model card instead.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it; kept with the models.", show_default=False)]
OverrideBy = Annotated[
    str | None,
    typer.Option("--override-by", metavar="NAME", help="Who answers for a version that falls short; needs --reason."),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why; kept with the models, so name nobody in it.", show_default=False
    ),
]
Reveal = Annotated[
    bool,
    typer.Option("--reveal", help="Show names and citizen numbers in full: for the holder of the data alone."),
]
ControlKeyFile = Annotated[
    Path | None,
    typer.Option(
        "--control-key",
        envvar="MINGCHA_CONTROL_KEY",
        metavar="FILE",
        help="Secret that draws the random control sample, for the lead alone.  [default: HOME/control.key]",
    ),
]
DriftOverrideBy = Annotated[
    str,
    typer.Option(
        "--drift-override-by",
        metavar="NAME",
        help="Who answers for a list from households that have changed too much since the model was trained.",
    ),
]
DriftReason = Annotated[
    str, typer.Option("--drift-reason", metavar="TEXT", help="Why such a list is of use all the same.")
]
Truth = Annotated[Path, typer.Option("--truth", metavar="FILE", help="Truth of a simulated city, OUT.truth.csv.")]
Rivals = Annotated[
    bool,
    typer.Option("--rivals", help="Compare with other rankings, too: random, rule count, plain forest, ECOD, COPOD."),
]
Figures = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write all figures to FILE, too.")]
People = Annotated[
    int, typer.Option("--people", min=1, max=20_000_000, metavar="N", help="How many residents the city has.")
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**32 - 1, metavar="S", help="The same seed gives the same city.")
]
Format = Annotated[Form, typer.Option("--format", help="How the tables are written.")]
Host = Annotated[
    str,
    typer.Option(
        "--host",
        metavar="HOST",
        help="Where the page listens; it asks for no password, so keep it on this machine.",
    ),
]
Port = Annotated[int, typer.Option("--port", min=1, max=65_535, metavar="PORT", help="Port of the page.")]

Home = Annotated[
    Path,
    typer.Option("--home", envvar="MINGCHA_HOME", metavar="DIR", help="Folder of trained models and quarantined rows."),
]
Tracking = Annotated[
    str | None,
    typer.Option(
        "--tracking",
        envvar="MINGCHA_TRACKING",
        metavar="URI",
        help="MLflow server that keeps the models, http://HOST:PORT.  [default: the home keeps them]",
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        min=1,
        max=1024,
        metavar="N",
        help="Threads to read with; they change no result.  [default: one a core]",
    ),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of reasons on the terminal.  [default: that of the system, else en]"),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code an error came from.")]
Version = Annotated[bool, typer.Option("--version", help="Show the version and exit.")]

GLOBAL: Final = {"--home": True, "--tracking": True, "--threads": True, "--lang": True, "--debug": False}
"""Options that may stand before or after the command, and whether a value follows them."""


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
