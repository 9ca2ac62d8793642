"""What each command shows when it is done."""

from pathlib import Path
from typing import Final

from rich.console import Console

from detection.outcomes import Check, Run, Training
from detection.reports.check_text import one_of
from detection.run_record import counts_by_table
from detection.screen.cases import show_cases
from detection.screen.check import show_check_report
from detection.screen.console import output, say, show_paths
from detection.screen.control import show_control
from detection.screen.counted import Counted
from detection.screen.counts import show_counts, show_off
from detection.screen.figures import show_figures
from detection.screen.paragraphs import paragraph
from detection.screen.versions import named
from detection.session import Language
from features.declare import Words
from models.versions import CHAMPION

__all__ = ["show_check", "show_list", "show_model", "show_run", "show_training"]

SUGGESTED: Final = Words(
    "建议的对照表（去掉行首的注释符号后才生效）：",
    "A proposed mapping, of which nothing is applied until you take the marks off its lines:",
)
TRAINED: Final = Words("已用{n}户训练：{model}", "Trained on {n} {n:household/households}: {model}")
ANOTHER: Final = Words(
    "在用的是另一版；要用本版评分，请加 --model {version}。",
    "Another version is champion; score with this one by --model {version}.",
)
SCORED: Final = Words(
    "已用{model}为{n}户评分：按名次列入{listed}户，随机抽取{drawn}户",
    "Scored {n} {n:household/households} with {model}: {listed} listed by rank, {drawn} drawn at random",
)
QUARANTINED: Final = Words(
    "隔离的记录，附行号、列、规则和原始单元格：", "Quarantined, with row, column, rule and the original cells:"
)
HOLIDAYS: Final = Words(
    "没有节假日资料的年份，以周一至周五为工作日：{years}年",
    "Holidays are not known in {years}: Monday to Friday were taken for working days.",
)
FILES: Final = {
    "cases.xlsx": Words("核查名单", "the list for inspectors"),
    "cases.csv": Words("核查名单（文本）", "the same as text"),
    "lead.xlsx": Words("负责人名单", "the list for the lead"),
    "lead.csv": Words("负责人名单（文本）", "that for the lead as text"),
    "need.csv": Words("可能漏保的户", "homes that may be in need"),
    "officials.parquet": Words("干部视图", "the officials' view"),
    "scores.parquet": Words("各户分数", "scores of all households"),
    "evidence.parquet": Words("各户疑点", "red flags of all households"),
    "control.json": Words("随机抽查记录", "record of the random cases"),
    "run.json": Words("运行记录", "record of the run"),
    "quarantine": Words("隔离的记录", "rows in quarantine"),
}
"""What each file of a run is."""


def show_check(check: Check, language: Language) -> None:
    """Show what arrived, what it can show, and where the quarantine and the report are."""
    console = output()
    show_check_report(check.report, language, page=check.page, console=console)
    if check.suggestion is not None:
        say(console)
        paragraph(console, one_of(SUGGESTED, language))
        say(console, f"  {check.suggestion}")


def show_training(training: Training, language: Language) -> None:
    """Show counts, flags that are off, and the registered model."""
    console = output()
    _show_data(console, training, language)
    _show_quarantine(console, training.quarantine, language)
    show_model(console, training, language)
    registered = training.registered
    if CHAMPION not in registered.aliases:
        paragraph(console, one_of(ANOTHER, language).format(version=registered.version))
    show_figures(console, training.figures, language)


def show_run(run: Run, language: Language, *, reveal: bool = False) -> None:
    """Show counts, flags that are off, the first ten cases, and what was written."""
    console = output()
    _show_data(console, run, language)
    show_list(console, run, language, reveal=reveal)


def _show_data(console: Console, done: Training | Run, language: Language) -> None:
    show_counts(console, counts_by_table(done.records), done.records.missing, language)
    show_off(console, done.table.off, language)
    if done.assumed_years:
        say(console)
        years = ("、" if language is Language.ZH else ", ").join(_spans(done.assumed_years))
        say(console, one_of(HOLIDAYS, language).format(years=years), style="yellow")


def _spans(years: tuple[int, ...]) -> list[str]:
    """Return years in order, those that follow each other as one span."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    return [f"{start}" if start == end else f"{start}–{end}" for start, end in zip(starts, ends, strict=True)]


def show_model(console: Console, training: Training, language: Language) -> None:
    """Show which version was registered."""
    told = {"n": Counted(training.households), "model": named(training.registered, language)}
    say(console)
    paragraph(console, one_of(TRAINED, language).format(**told), style="bold")


def show_list(console: Console, run: Run, language: Language, *, reveal: bool) -> None:
    """Show the first cases and what was written."""
    listed = int((run.cases["origin"] == "ranked").sum())
    counts = {"n": Counted(len(run.ranking)), "listed": Counted(listed), "drawn": Counted(len(run.cases) - listed)}
    say(console)
    model = named(run.registered, language)
    paragraph(console, one_of(SCORED, language).format(model=model, **counts), style="bold")
    show_cases(console, run.cases, language, reveal=reveal)
    show_figures(console, run.figures, language)
    show_control(console, run.out, run.control_key, language)
    written = {name: words for name, words in FILES.items() if (run.out / name).exists()}
    show_paths(console, {one_of(words, language): run.out / name for name, words in written.items()})


def _show_quarantine(console: Console, paths: list[Path], language: Language) -> None:
    if paths:
        say(console)
        paragraph(console, one_of(QUARANTINED, language))
        for path in paths:
            say(console, f"  {path}")
