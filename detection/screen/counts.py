"""Tables of what came in, and of what the data cannot show."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from detection.options import Language
from detection.run_record import missing_flags
from detection.screen.console import clean, say
from features.registry import FEATURES

__all__ = ["show_counts", "show_off"]


def show_counts(console: Console, counts: Mapping[str, Mapping[str, Any]], missing: tuple[str, ...]) -> None:
    """Show rows in, accepted and quarantined and cells fixed for each table, and the rules that were broken.

    Parameters
    ----------
    console : Console
        Where.
    counts : mapping
        See :func:`detection.run_record.counts_by_table`.
    missing : tuple of str
        Tables of the contract that are not there.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("table", overflow="fold")
    for heading in ("rows", "accepted", "fixed", "quarantined"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("why", overflow="fold")
    for name, count in counts.items():
        why = "\n".join(f"{number:,} × {rule}" for rule, number in count["rules"].items())
        numbers = (count["rows"], count["accepted"], sum(count["fixed"].values()), count["quarantined"])
        table.add_row(Text(name), *(f"{number:,}" for number in numbers), Text(clean(why), style="yellow"))
    console.print(table)
    if missing:
        console.print(Text(f"Tables that are not there: {', '.join(missing)}"))


def show_off(console: Console, off: Mapping[str, tuple[str, ...]], language: Language) -> None:
    """Show the flags that could not be looked for, and what they lack.

    Parameters
    ----------
    console : Console
        Where.
    off : mapping of str to tuple of str
        Features and the tables or columns that they lack.
    language : Language
        Of the reasons.
    """
    say(console)
    if not off:
        say(console, f"Red flags: all {len(FEATURES)} can be looked for.")
        return
    say(
        console,
        f"Red flags that cannot be looked for in this data: {len(off)} of {len(FEATURES)}",
        style="bold",
    )
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for flag in missing_flags(FEATURES, off):
        table.add_row(flag.flag, Text(flag.zh if language is Language.ZH else flag.en))
    console.print(table)
