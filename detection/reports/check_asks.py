"""Red flags and requests in words: what can be looked for, and what to ask which department for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from detection.check import CheckReport
from detection.reports.check_text import need_text, one_of, tell
from detection.session import Language
from features.asking.book import departments, flag_names
from features.asking.requests import Request
from features.declare import Feature
from features.records.contract import table as contract_table
from features.records.titles import title
from features.registry import FEATURES

__all__ = ["Asked", "Department", "Flag", "asked", "flags_off", "flags_on", "flags_rowless"]


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag: its code, its name and what it lacks."""

    code: str
    name: str
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask for, in full for a letter and in brief, and what for."""

    text: str
    brief: str
    purpose: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Department:
    """A department and what to ask it for."""

    name: str
    asked: tuple[Asked, ...]


def flags_off(report: CheckReport, language: Language) -> list[Flag]:
    """Return the flags that cannot be looked for and what they lack."""
    return [
        _flag(feature, language, _listed([need_text(need, language) for need in report.off[feature.name]], language))
        for feature in FEATURES
        if feature.name in report.off
    ]


def flags_rowless(report: CheckReport, language: Language) -> list[Flag]:
    """Return the flags that find nothing for want of rows of their kind."""
    return [_flag(feature, language) for feature in FEATURES if feature.name in report.rowless]


def flags_on(report: CheckReport, language: Language) -> list[Flag]:
    """Return the flags that can be looked for and have rows to look at."""
    return [
        _flag(feature, language)
        for feature in FEATURES
        if feature.name not in report.off and feature.name not in report.rowless
    ]


def asked(report: CheckReport, language: Language) -> list[Department]:
    """Return what to ask for, by department."""
    return [
        Department(one_of(departments()[key], language), tuple(_asked(request, language) for request in requests))
        for key, requests in groupby(report.requests, key=lambda request: request.department)
    ]


def _flag(feature: Feature, language: Language, lacks: str = "") -> Flag:
    return Flag(feature.flag, one_of(flag_names()[feature.name], language), lacks)


def _asked(request: Request, language: Language) -> Asked:
    table = contract_table(request.table)
    columns = _listed(
        [
            one_of(title(table.name, name), language)
            + (tell(language, "needed_mark") if table.column(name).required else "")
            for name in request.columns
        ],
        language,
    )
    key = {"table": "ask_table", "columns": "ask_columns", "rows": "ask_rows"}[request.lacks]
    words = one_of(request.words, language)
    text = tell(language, key, words=words, columns=columns, table=one_of(title(table.name), language))
    return Asked(text, _brief(request, language), _purpose(request, language), bool(request.features))


def _brief(request: Request, language: Language) -> str:
    words = one_of(request.words, language)
    codes = list(dict.fromkeys(feature.flag for feature in FEATURES if feature.name in request.features))
    return f"{words} → {' '.join(codes)}" if codes else words


def _purpose(request: Request, language: Language) -> str:
    names = _listed(list(_served(request, language)), language)
    if names:
        return tell(language, "serves", flags=names)
    return tell(language, "use", use=one_of(request.use, language)) if request.use else ""


def _served(request: Request, language: Language) -> Iterator[str]:
    for feature in FEATURES:
        if feature.name in request.features:
            yield f"{feature.flag} {one_of(flag_names()[feature.name], language)}"


def _listed(words: list[str], language: Language) -> str:
    """Join words; where English ones hold commas, semicolons stand between them."""
    if language is Language.ZH:
        return "、".join(words)
    return ("; " if any("," in word for word in words) else ", ").join(words)
