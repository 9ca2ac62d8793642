"""The parts of a check's report in words: what both the summary on the terminal and the page show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from detection.check import CheckReport
from detection.reports.check_text import percent, rule_text, table_name, tell, visible
from detection.session import Language
from features.coverage import EXPECTED, Share
from features.records.account import Intake
from features.records.contract import table as contract_table

__all__ = [
    "Found",
    "counted",
    "found_by",
    "loud_lines",
    "missing_needed",
]

GOOD: Final = 0.95
"""Share from which a table that should know everyone does."""


@dataclass(frozen=True, slots=True)
class Found:
    """A share of coverage in words.

    Parameters
    ----------
    name : str
        What was looked through.
    share, of : str
        Per cent, and the numbers behind it.
    width : float
        Per cent, for a bar.
    judged : str
        Whether that is as it should be.
    low : bool
        Whether it is not.
    """

    name: str
    share: str
    of: str
    width: float
    judged: str
    low: bool


def counted(table: str, rules: Mapping[str, int], language: Language) -> list[tuple[str, int]]:
    """Return rules in words with their counts; rules that become one in words are added up."""
    added: dict[str, int] = {}
    for rule, number in rules.items():
        text = rule_text(table, rule, language)
        added[text] = added.get(text, 0) + number
    return list(added.items())


def loud_lines(report: CheckReport, language: Language) -> list[tuple[str, str]]:
    """Return for each sheet with too much in quarantine a warning and the most frequent reason."""
    return [(_loud(intake, language), _loud_why(intake, language)) for intake in report.loud]


def missing_needed(report: CheckReport, language: Language) -> str:
    """Return the names of the missing tables that nothing works without; nothing where they are all there."""
    needed = [table for table in report.missing if not contract_table(table).optional]
    return ("；" if language is Language.ZH else ", ").join(table_name(table, language) for table in needed)


def found_by(report: CheckReport, shares: Iterable[Share], language: Language) -> list[Found]:
    """Return shares of coverage in words, each judged by what its table should know."""
    return [_found(report, share, language) for share in shares]


def _loud(intake: Intake, language: Language) -> str:
    share = percent(intake.quarantined / intake.rows)
    return tell(
        language,
        "loud",
        file=visible(intake.name),
        share=share,
        quarantined=intake.quarantined,
        rows=intake.rows,
    )


def _loud_why(intake: Intake, language: Language) -> str:
    rule, number = max(intake.broken.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return tell(language, "loud_why", rule=rule_text(intake.table, rule, language), number=number) if rule else ""


def _found(report: CheckReport, share: Share, language: Language) -> Found:
    judged = _judged(report, share)
    return Found(
        table_name(share.name, language),
        percent(share.value),
        tell(language, "of", found=share.found, of=share.of),
        round(100 * (share.value or 0), 1),
        tell(language, f"judged_{judged}"),
        judged in {"low", "none"},
    )


def _judged(report: CheckReport, share: Share) -> str:
    """Return how a share of coverage is to be read; none found speaks against the keys where no resident has them."""
    rows = sum(intake.accepted for intake in report.intakes if intake.table == share.name)
    if not share.of:
        return "nothing"
    if not rows:
        return "empty"
    if share.name in EXPECTED:
        good = share.found >= GOOD * share.of
        return "good" if good else "low" if share.found else "none"
    return "none" if not share.found and _strange_keys(report, share.name) else "ordinary"


def _strange_keys(report: CheckReport, table: str) -> bool:
    """Whether most of the persons whom a table names are no residents."""
    keys = report.unmatched
    keys = keys[(keys["table"] == table) & (keys["refers_to"] == "persons")]
    return bool(2 * keys["unmatched"].sum() > keys["values"].sum())
