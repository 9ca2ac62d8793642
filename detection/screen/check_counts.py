"""The counts of a check on a terminal: warnings, rows by table, what is not there, and the rules that applied."""

from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.check import CheckReport, TableCount
from detection.reports.check_text import rule_text, table_name, tell, visible, wording
from detection.reports.check_view import loud_lines, missing_needed
from detection.screen.console import say
from detection.screen.paragraphs import LIST_MARKS, headed, heading, paragraph
from detection.session import Language

__all__ = ["show_left_out", "show_rows", "show_rules", "show_warnings"]

NARROW: Final = 72
"""Below this many cells the table of counts becomes a list."""
RULES: Final = {"broken": 8, "flagged": 4, "fixed": 4}
"""How many rules are shown, by what was done; the page has all."""
FILES: Final = 3
"""Files shown for a table; the page has all."""
NUMBERS: Final = ("rows", "accepted", "quarantined", "fixed")


def show_warnings(console: Console, report: CheckReport, language: Language, *, brief: bool = False) -> None:
    """Show what makes the rest doubtful; marks of exclamation are loud without colour too.

    Parameters
    ----------
    console : Console
        Where.
    report : CheckReport
        What a check found.
    language : Language
        To say it in.
    brief : bool
        Without reasons.
    """
    if needed := missing_needed(report, language):
        _warn(console, tell(language, "missing_needed", tables=needed))
    for line, why in loud_lines(report, language):
        _warn(console, line, *(() if brief else filter(None, (why, wording(language)["loud_do"]))))
    for file, reason, _ in report.refused:
        _warn(console, tell(language, "refused_one", file=visible(file)), *(() if brief else (visible(reason),)))
    for name in report.unknown:
        _warn(
            console,
            tell(language, "unknown_one", file=visible(name)),
            *(() if brief else (wording(language)["unknown_do"],)),
        )


def _warn(console: Console, line: str, *more: str) -> None:
    paragraph(console, line, "!!! ", "bold red")
    for text in more:
        paragraph(console, text, "    ", "red")


def show_rows(console: Console, report: CheckReport, language: Language) -> None:
    """Show rows in, accepted, quarantined and cells fixed for each table: as a table where there is room."""
    (_show_table if console.width >= NARROW else _show_list)(console, report, language)


def _show_table(console: Console, report: CheckReport, language: Language) -> None:
    words = wording(language)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column(words["table"], no_wrap=True)
    for column in NUMBERS:
        table.add_column(words[column], justify="right", no_wrap=True)
    table.add_column(words["files"], overflow="fold", min_width=10)
    for count in report.tables:
        rows, accepted, quarantined, fixed = _numbers(count)
        loud = "bold red" if count.quarantined else ""
        table.add_row(
            Text(table_name(count.table, language)),
            rows,
            accepted,
            Text(quarantined, style=loud),
            fixed,
            Text(_files(count, language)),
        )
    console.print(table)


def _show_list(console: Console, report: CheckReport, language: Language) -> None:
    """Show the counts one below the other, so that no number is cut."""
    words = wording(language)
    for count in report.tables:
        say(console)
        say(console, table_name(count.table, language), style="bold")
        for column, number in zip(NUMBERS, _numbers(count), strict=True):
            loud = "bold red" if column == "quarantined" and count.quarantined else ""
            paragraph(console, f"{words[column]} {number}", "  ", loud)
        paragraph(console, _files(count, language).replace("\n", LIST_MARKS[language]), "  ")


def _numbers(count: TableCount) -> tuple[str, str, str, str]:
    fixed = sum(count.fixed.values())
    return f"{count.rows:,}", f"{count.accepted:,}", f"{count.quarantined:,}", f"{fixed:,}"


def _files(count: TableCount, language: Language) -> str:
    names = list(dict.fromkeys(visible(intake.name) for intake in count.intakes))
    more = [tell(language, "more", number=len(names) - FILES)] if len(names) > FILES else []
    return "\n".join([*names[:FILES], *more])


def show_left_out(console: Console, report: CheckReport, language: Language) -> None:
    """Show the tables that are not there and the files that are no tables."""
    words = wording(language)
    mark = LIST_MARKS[language]
    if report.missing:
        names = mark.join(table_name(table, language) for table in report.missing)
        paragraph(console, headed(words["missing"], names, language))
    if report.ignored:
        paragraph(console, headed(words["ignored"], mark.join(map(visible, report.ignored)), language))


def show_rules(console: Console, report: CheckReport, language: Language) -> None:
    """Show the rules that applied most often: by which rows were set aside, kept with a doubt, and cells fixed."""
    found = {done: _rules(report, done, language) for done in RULES}
    shown = [rule for done, rules in found.items() for rule in rules[: RULES[done]]]
    if not shown:
        return
    heading(console, wording(language)["top_rules"])
    width = max(len(f"{number:,}") for number, _ in shown)
    for number, text in shown:
        paragraph(console, text, f"  {number:>{width},}  ")
    if rest := sum(map(len, found.values())) - len(shown):
        paragraph(console, tell(language, "more", number=rest), "  ")


def _rules(report: CheckReport, done: str, language: Language) -> list[tuple[int, str]]:
    """Return every rule by which that was done, with its count and table, the most frequent first."""
    said = wording(language)[f"was_{done}"]
    rules = [
        (number, f"{said} · {table_name(count.table, language)} · {rule_text(count.table, rule, language)}")
        for count in report.tables
        for rule, number in getattr(count, done).items()
    ]
    return sorted(rules, key=lambda rule: (-rule[0], rule[1]))
