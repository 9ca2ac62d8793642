"""What each command shows when it is done."""

from pathlib import Path

from rich.console import Console

from detection.options import Language
from detection.outcomes import Check, Run, Training
from detection.run_record import counts_by_table
from detection.screen.cases import show_cases
from detection.screen.check import show_check_report
from detection.screen.console import output, say, show_paths
from detection.screen.control import show_control
from detection.screen.counts import show_counts, show_off
from detection.screen.figures import show_figures
from models.registry import CHAMPION, Registered

__all__ = ["show_check", "show_list", "show_model", "show_run", "show_training"]


def show_check(check: Check, language: Language) -> None:
    """Show what arrived, what it can show, and where the quarantine and the report are."""
    console = output()
    show_check_report(check.report, language, page=check.page, console=console)
    if check.suggestion is not None:
        say(console)
        say(console, "A proposed mapping, of which nothing is applied until you take the marks off its lines:")
        say(console, f"  {check.suggestion}")


def show_training(training: Training, language: Language) -> None:
    """Show counts, flags that are off, and the registered model."""
    console = output()
    _show_data(console, training, language)
    _show_quarantine(console, training.quarantine)
    show_model(console, training)
    registered = training.registered
    if CHAMPION not in registered.aliases:
        say(console, f"Another version is champion; score with this one by --model {registered.version}.")
    show_figures(console, training.figures, language)


def show_run(run: Run, language: Language, *, reveal: bool = False) -> None:
    """Show counts, flags that are off, the first ten cases, and what was written."""
    console = output()
    _show_data(console, run, language)
    show_list(console, run, language, reveal=reveal)


def _show_data(console: Console, done: Training | Run, language: Language) -> None:
    show_counts(console, counts_by_table(done.records), done.records.missing)
    show_off(console, done.table.off, language)
    if done.assumed_years:
        say(console)
        say(console, _assumed(done.assumed_years, language), style="yellow")


def _assumed(years: tuple[int, ...], language: Language) -> str:
    """Return what is said of years whose holidays are not known."""
    told = _spans(years)
    if language is Language.ZH:
        return f"没有节假日资料的年份，以周一至周五为工作日：{'、'.join(told)}年"
    return f"Holidays are not known in {', '.join(told)}: Monday to Friday were taken for working days."


def _spans(years: tuple[int, ...]) -> list[str]:
    """Return years in order, those that follow each other as one span."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return [f"{start}" if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True)]


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
    show_figures(console, run.figures, language)
    show_control(console, run.out, run.control_key, language)
    lists = ("cases.xlsx", "cases.csv", "lead.xlsx", "lead.csv", "need.csv", "officials.parquet")
    names = (*lists, "scores.parquet", "evidence.parquet", "control.json", "run.json", "quarantine")
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
