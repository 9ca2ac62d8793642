"""What each command shows when it is done."""

from pathlib import Path

from rich.console import Console

from detection.options import Language
from detection.pipeline import Check, Run, Training
from detection.run_record import counts_by_table
from detection.screen.cases import show_cases
from detection.screen.console import output, say, show_paths
from detection.screen.counts import show_counts, show_off, show_unmatched
from features.records.store import Records
from models.registry import CHAMPION, Registered

__all__ = ["show_check", "show_list", "show_model", "show_run", "show_training"]


def show_check(check: Check, language: Language) -> None:
    """Show counts, references, flags that are off, and where the quarantine is."""
    console = output()
    show_counts(console, counts_by_table(check.records), check.records.missing)
    show_unmatched(console, check.unmatched)
    show_off(console, check.off, language)
    _show_quarantine(console, check.quarantine)


def show_training(training: Training, language: Language) -> None:
    """Show counts, flags that are off, and the registered model."""
    console = output()
    _show_data(console, training.records, training.table.off, language)
    _show_quarantine(console, training.quarantine)
    show_model(console, training)
    registered = training.registered
    if CHAMPION not in registered.aliases:
        say(console, f"Another version is champion; score with this one by --model {registered.version}.")


def show_run(run: Run, language: Language, *, reveal: bool = False) -> None:
    """Show counts, flags that are off, the first ten cases, and what was written."""
    console = output()
    _show_data(console, run.records, run.table.off, language)
    show_list(console, run, language, reveal=reveal)


def _show_data(console: Console, records: Records, off: dict[str, tuple[str, ...]], language: Language) -> None:
    show_counts(console, counts_by_table(records), records.missing)
    show_off(console, off, language)


def show_model(console: Console, training: Training) -> None:
    """Show which version was registered."""
    say(console)
    say(console, f"Trained on {training.households:,} households: {_named(training.registered)}", style="bold")


def show_list(console: Console, run: Run, language: Language, *, reveal: bool) -> None:
    """Show the first cases and what was written."""
    listed = int((run.cases["origin"] == "ranked").sum())
    say(console)
    say(
        console,
        f"Scored {len(run.ranking):,} households with {_named(run.registered)}: "
        f"{listed:,} listed by rank, {len(run.cases) - listed:,} drawn at random",
        style="bold",
    )
    show_cases(console, run.cases, language, reveal=reveal)
    names = ("cases.xlsx", "cases.csv", "scores.parquet", "evidence.parquet", "run.json", "quarantine")
    show_paths(console, {name: run.out / name for name in names if (run.out / name).exists()})


def _named(registered: Registered) -> str:
    aliases = f" ({', '.join(registered.aliases)})" if registered.aliases else ""
    return f"model {registered.name} version {registered.version}{aliases}"


def _show_quarantine(console: Console, files: list[Path]) -> None:
    if files:
        say(console)
        say(console, "Quarantined, with row, column, rule and the original cells:")
        for path in files:
            say(console, f"  {path}")
