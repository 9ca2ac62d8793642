"""What a check shows on a terminal of any width: the worst first, then counts, coverage, flags and requests."""

from collections.abc import Iterable
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from detection.check import CheckReport
from detection.reports.check_asks import Department, asked, flags_off, flags_rowless
from detection.reports.check_text import need_text, one_of, percent, table_name, tell, wording
from detection.reports.check_view import found_by
from detection.screen.check_counts import show_left_out, show_rows, show_rules, show_warnings
from detection.screen.console import output, say
from detection.screen.paragraphs import LIST_MARKS, headed, heading, paragraph
from detection.session import Language
from features.records.titles import title
from features.registry import FEATURES

__all__ = ["show_check_report"]


def show_check_report(
    report: CheckReport, language: Language, *, page: Path | None = None, console: Console | None = None
) -> None:
    """Show what a check found.

    Parameters
    ----------
    report : CheckReport
        See :func:`detection.check.check_report`.
    language : Language
        Of everything that is shown.
    page : Path, optional
        Where the same is told at full length.
    console : Console, optional
        Where to show it; default: standard output.
    """
    console = console or output()
    show_warnings(console, report, language)
    show_rows(console, report, language)
    show_left_out(console, report, language)
    show_rules(console, report, language)
    _show_coverage(console, report, language)
    _show_flags(console, report, language)
    _show_requests(console, report, language)
    _show_places(console, report, language, page)


def _show_coverage(console: Console, report: CheckReport, language: Language) -> None:
    words, found = wording(language), report.coverage
    heading(console, words["coverage"])
    if not found.households:
        paragraph(console, words["no_aided"], "  ")
        return
    paragraph(console, tell(language, "aided", households=found.households, members=found.members), "  ")
    rows = found_by(report, (*found.by_person, *found.by_household), language)
    names = max((cell_len(row.name) for row in rows), default=0)
    for row in rows:
        name = row.name + " " * (names - cell_len(row.name))
        paragraph(console, row.judged, f"  {name}  {row.share:>6}  ", "red" if row.low else "")
    paragraph(console, headed(words["officers"], "", language), "  ")
    for named, known in zip(found.named, found.in_post, strict=True):
        officer = one_of(title("decisions", named.name), language)
        shares = (
            f"{words['named']} {percent(named.value)}{LIST_MARKS[language]}{words['in_post']} {percent(known.value)}"
        )
        paragraph(console, headed(officer, shares, language), "    ")
    for key in ("ties_stated", "ties_told", "words_unread"):
        paragraph(console, headed(words[key], f"{getattr(found, key):,}", language), "  ")
    _show_references(console, report, language)


def _show_references(console: Console, report: CheckReport, language: Language) -> None:
    """Show the keys that lead nowhere."""
    lost = report.unmatched[report.unmatched["unmatched"] > 0]
    words = wording(language)
    if lost.empty:
        paragraph(console, headed(words["references"], words["references_none"], language), "  ")
        return
    paragraph(console, headed(words["references"], words["references_intro"], language), "  ")
    for row in lost.to_dict("records"):
        counts = tell(language, "of", found=row["unmatched"], of=row["values"])
        key = need_text(f"{row['table']}.{row['column']}", language)
        paragraph(
            console, headed(f"{key} → {table_name(row['refers_to'], language)}", counts, language), "    ", "yellow"
        )


def _show_flags(console: Console, report: CheckReport, language: Language) -> None:
    words = wording(language)
    counts = tell(language, "flags_count", on=report.looked_for, all=len(FEATURES))
    heading(console, headed(words["flags"], counts, language))
    for flag in sorted(flags_off(report, language), key=lambda flag: flag.code):
        lacks = f"{words['lacks']} {flag.lacks}" if language is Language.EN else f"{words['lacks']}{flag.lacks}"
        paragraph(console, headed(flag.name, lacks, language), f"  {flag.code}  ")
    if rowless := flags_rowless(report, language):
        paragraph(console, f"{headed(words['flags_rowless'], '', language)}{words['rowless_note']}", "  ")
        for flag in sorted(rowless, key=lambda flag: flag.code):
            paragraph(console, flag.name, f"  {flag.code}  ")


def _show_requests(console: Console, report: CheckReport, language: Language) -> None:
    """Show the requests that a flag waits for; the page has all."""
    words = wording(language)
    every = asked(report, language)
    needed = [Department(one.name, tuple(ask for ask in one.asked if ask.needed)) for one in every]
    heading(console, words["asks"])
    if every and (report.refused or report.unknown):
        paragraph(console, words["asks_refused"], "  ")
    for department in needed:
        if department.asked:
            paragraph(console, department.name, "  ", "bold")
            for ask in department.asked:
                paragraph(console, ask.brief, "    - ")
    rest = sum(len(one.asked) for one in every) - sum(len(one.asked) for one in needed)
    if rest:
        paragraph(console, tell(language, "asks_more", number=rest), "  ")
    if not every:
        paragraph(console, words["asks_none"], "  ")


def _show_places(console: Console, report: CheckReport, language: Language, page: Path | None) -> None:
    """Show where the quarantine and the page are, in paths that are never broken, and the warnings once more."""
    words = wording(language)
    heading(console, words["mend"])
    _paths(console, words["mend_where"] if report.quarantine else words["mend_none"], report.quarantine)
    if page is not None:
        say(console)
        say(console, words["page"], style="bold")
        say(console, f"  {page}")
    if report.loud or report.refused or report.unknown:
        say(console)
    show_warnings(console, report, language, brief=True)


def _paths(console: Console, line: str, paths: Iterable[Path]) -> None:
    paragraph(console, line, "  ")
    for path in paths:
        say(console, f"  {path}")
