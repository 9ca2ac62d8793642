"""The report of a check as one HTML page that needs nothing else: for a clerk's browser or printer."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Template

from detection.check import CheckReport, TableCount
from detection.reports.check_asks import asked, flags_off, flags_on, flags_rowless
from detection.reports.check_text import one_of, percent, table_name, tell, visible, wording
from detection.reports.check_view import counted, found_by, loud_lines, missing_needed
from detection.session import Language
from features.coverage import Share
from features.records.account import Intake
from features.records.rulebook import in_chinese
from features.records.titles import title
from features.registry import FEATURES

__all__ = ["check_page"]

LANGUAGES: Final = {Language.ZH: "zh-Hans", Language.EN: "en"}
MARKS: Final = {
    Language.ZH: {"colon": "：", "comma": "、", "semicolon": "；"},
    Language.EN: {"colon": ": ", "comma": ", ", "semicolon": "; "},
}


def check_page(report: CheckReport, language: Language) -> str:
    """Return the report of a check as a page of HTML.

    The page loads nothing and runs nothing.  It holds rules, counts, and names of files, columns and departments, and
    no cell of any row.  The same report gives the same page.

    Parameters
    ----------
    report : CheckReport
        What a check found.
    language : Language
        Of the page.

    Returns
    -------
    str
        HTML, to be written as UTF-8 for its owner only: it says where the quarantine is.
    """
    return _template().render(
        t=wording(language),
        lang=LANGUAGES[language],
        css=_part("check.css"),
        **MARKS[language],
        **_head(report, language),
        **_arrived(report, language),
        **_coverage(report, language),
        **_flags(report, language),
    )


def _head(report: CheckReport, language: Language) -> Mapping[str, Any]:
    needed = missing_needed(report, language)
    return {
        "delivery": visible(report.delivery),
        "made_at": report.made_at,
        "version": visible(report.version),
        "tiles": list(_tiles(report, language)),
        "missing_needed": tell(language, "missing_needed", tables=needed) if needed else "",
        "loud": loud_lines(report, language),
        "refused": [
            (tell(language, "refused_one", file=visible(file)), visible(reason)) for file, reason, _ in report.refused
        ],
        "unknown": [tell(language, "unknown_one", file=visible(name)) for name in report.unknown],
        "quarantine": [visible(str(path)) for path in report.quarantine],
    }


def _tiles(report: CheckReport, language: Language) -> Iterator[Mapping[str, Any]]:
    """Give the numbers to see first."""
    words = wording(language)
    tables = report.tables
    numbers = {
        "unit_rows": sum(table.rows for table in tables),
        "unit_accepted": sum(table.accepted for table in tables),
        "unit_quarantined": sum(table.quarantined for table in tables),
        "unit_fixed": sum(sum(table.fixed.values()) for table in tables),
    }
    for unit, number in numbers.items():
        yield {"number": f"{number:,}", "unit": words[unit], "bad": unit == "unit_quarantined" and bool(report.loud)}
    flags = tell(language, "of", found=report.looked_for, of=len(FEATURES))
    yield {"number": flags, "unit": words["unit_flags"], "bad": False}


def _arrived(report: CheckReport, language: Language) -> Mapping[str, Any]:
    return {
        "tables": [_table(table, language) for table in report.tables],
        "missing": MARKS[language]["semicolon"].join(table_name(table, language) for table in report.missing),
        "ignored": [visible(name) for name in report.ignored],
    }


def _table(table: TableCount, language: Language) -> Mapping[str, Any]:
    return {
        "name": table.table,
        "title": one_of(title(table.table), language),
        "rows": table.rows,
        "accepted": table.accepted,
        "quarantined": table.quarantined,
        "cells": sum(table.fixed.values()),
        "doubts": sum(table.flagged.values()),
        "fixed": counted(table.table, table.fixed, language),
        "broken": counted(table.table, table.broken, language),
        "flagged": counted(table.table, table.flagged, language),
        "sheets": [_sheet(intake, language) for intake in table.intakes],
    }


def _sheet(intake: Intake, language: Language) -> Mapping[str, Any]:
    words = wording(language)
    counts = {"rows": intake.rows, "accepted": intake.accepted, "quarantined": intake.quarantined}
    if language is Language.ZH:
        balance = "，".join(f"{words[name]} {number:,} 行" for name, number in counts.items())
    else:
        balance = ", ".join(f"{number:,} {words[name]}" for name, number in counts.items())
    notes = [in_chinese(note) if language is Language.ZH else note for note in intake.notes]
    return {
        "name": visible(intake.name),
        "balance": balance,
        "unread": visible(MARKS[language]["comma"].join(intake.unread)),
        "notes": [visible(note) for note in notes],
    }


def _coverage(report: CheckReport, language: Language) -> Mapping[str, Any]:
    found = report.coverage
    aided = tell(language, "aided", households=found.households, members=found.members) if found.households else ""
    return {
        "aided": aided,
        "by_person": found_by(report, found.by_person, language),
        "by_household": found_by(report, found.by_household, language),
        "officers": [
            {
                "name": one_of(title("decisions", named.name), language),
                "named": _share(named, language),
                "in_post": _share(known, language),
            }
            for named, known in zip(found.named, found.in_post, strict=True)
        ],
        "facts": list(_facts(report, language)),
        "references": list(_references(report, language)),
    }


def _facts(report: CheckReport, language: Language) -> Iterator[tuple[str, str]]:
    words, found = wording(language), report.coverage
    for key in ("address_given", "address_found"):
        yield words[key], _share(getattr(found, key), language)
    for key in ("ties_stated", "ties_told", "words_unread"):
        yield words[key], f"{getattr(found, key):,}"
    span = {"months": found.months, "first": found.first_month, "last": found.last_month}
    yield words["months"], tell(language, "months_span", **span) if found.months else "0"


def _share(share: Share, language: Language) -> str:
    numbers = tell(language, "of", found=share.found, of=share.of)
    return f"{percent(share.value)} ({numbers})" if share.of else percent(None)


def _references(report: CheckReport, language: Language) -> Iterator[Mapping[str, Any]]:
    """Give the soft references that lead nowhere."""
    for row in report.unmatched[report.unmatched["unmatched"] > 0].to_dict("records"):
        table, column = str(row["table"]), str(row["column"])
        zh = f"{title(table).zh}·{title(table, column).zh}"
        yield {
            "name": zh if language is Language.ZH else f"{table}.{column}",
            "refers_to": table_name(str(row["refers_to"]), language),
            "filled": int(row["values"]),
            "unmatched": int(row["unmatched"]),
        }


def _flags(report: CheckReport, language: Language) -> Mapping[str, Any]:
    return {
        "flags_count": tell(language, "flags_count", on=report.looked_for, all=len(FEATURES)),
        "off": flags_off(report, language),
        "rowless": flags_rowless(report, language),
        "on": flags_on(report, language),
        "departments": asked(report, language),
    }


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_part("check.html"))


def _part(name: str) -> str:
    return files("detection.reports").joinpath("templates", name).read_text(encoding="utf-8")
