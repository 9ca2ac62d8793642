"""What came in, and what the data cannot show."""

from collections.abc import Mapping
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.reports.check_text import need_text, one_of, rule_text, table_name, wording
from detection.screen.console import clean
from detection.screen.counted import Counted
from detection.screen.paragraphs import LIST_MARKS, headed, heading, paragraph
from detection.session import Language
from features.declare import Words
from features.registry import FEATURES
from models.labels import flag_words

__all__ = ["show_counts", "show_off"]

NUMBERS: Final = ("rows", "accepted", "fixed", "quarantined")
READ: Final = Words(
    "读入{tables}张表，共{rows}行：采用{accepted}行，隔离{quarantined}行，规范化{fixed}个单元格。",
    "Read {tables} {tables:table/tables}, {rows} {rows:row/rows}: {accepted} accepted, {quarantined} quarantined, "
    "{fixed} {fixed:cell/cells} fixed.",
)
WHY: Final = Words("原因", "why")
ALL: Final = Words("{number}项疑点均可查找。", "Red flags: all {number} can be looked for.")
OFF: Final = Words(
    "这批数据无法查找的疑点（{off}项，共{number}项）",
    "Red flags that cannot be looked for in this data: {off} of {number}",
)


def show_counts(
    console: Console, counts: Mapping[str, Mapping[str, Any]], missing: tuple[str, ...], language: Language
) -> None:
    """Show how many rows came in and what became of them, and the tables of which not all was taken as it was.

    Parameters
    ----------
    console : Console
        Where.
    counts : mapping
        See :func:`detection.run_record.counts_by_table`.
    missing : tuple of str
        Tables of the contract that are not there.
    language : Language
        Of the words.
    """
    numbers = {name: _numbers(count) for name, count in counts.items()}
    sums = {key: Counted(sum(one[key] for one in numbers.values())) for key in NUMBERS}
    paragraph(console, one_of(READ, language).format(tables=Counted(len(counts)), **sums))
    changed = {name: numbers[name] for name in counts if numbers[name]["fixed"] or numbers[name]["quarantined"]}
    if changed:
        _show_changed(console, changed, {name: counts[name]["rules"] for name in changed}, language)
    if missing:
        names = LIST_MARKS[language].join(table_name(name, language) for name in missing)
        paragraph(console, headed(wording(language)["missing"], names, language))


def _numbers(count: Mapping[str, Any]) -> dict[str, int]:
    return {name: sum(count["fixed"].values()) if name == "fixed" else count[name] for name in NUMBERS}


def _show_changed(
    console: Console,
    numbers: Mapping[str, Mapping[str, int]],
    rules: Mapping[str, Mapping[str, int]],
    language: Language,
) -> None:
    words = wording(language)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column(words["table"], overflow="fold")
    for name in NUMBERS:
        table.add_column(words[name], justify="right", no_wrap=True)
    if any(rules.values()):
        table.add_column(one_of(WHY, language), overflow="fold")
    for name, row in numbers.items():
        why = "\n".join(f"{number:,} × {rule_text(name, rule, language)}" for rule, number in rules[name].items())
        reasons = [Text(clean(why), style="yellow")] if any(rules.values()) else []
        table.add_row(Text(table_name(name, language)), *(f"{row[key]:,}" for key in NUMBERS), *reasons)
    console.print(table)


def show_off(console: Console, off: Mapping[str, tuple[str, ...]], language: Language) -> None:
    """Show the flags that could not be looked for, and what they lack.

    Parameters
    ----------
    console : Console
        Where.
    off : mapping of str to tuple of str
        Features and the tables or columns that they lack.
    language : Language
        Of the words.
    """
    if not off:
        paragraph(console, one_of(ALL, language).format(number=len(FEATURES)))
        return
    heading(console, one_of(OFF, language).format(off=len(off), number=len(FEATURES)))
    lacks = wording(language)["lacks"] + ("" if language is Language.ZH else " ")
    for feature in sorted(FEATURES, key=lambda feature: feature.flag):
        if feature.name in off:
            needs = LIST_MARKS[language].join(need_text(need, language) for need in off[feature.name])
            name = one_of(flag_words(feature.name), language).removeprefix(feature.flag).strip()
            paragraph(console, headed(name, f"{lacks}{needs}", language), f"  {feature.flag}  ")
