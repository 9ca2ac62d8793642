"""Arguments and options of the command line, each declared once for every command that takes it."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detection.session import Language

__all__ = [
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
    "Suggest",
    "Threads",
    "Tracking",
    "Truth",
    "Version",
    "Which",
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
    typer.Option("--lang", help="Language of what stands on the terminal.  [default: that of the system, else en]"),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the code an error came from.")]
Version = Annotated[bool, typer.Option("--version", help="Show the version and exit.")]
