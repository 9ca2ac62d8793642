"""What a simulated city and the demo show."""

from collections.abc import Iterable
from typing import Final

from detection.demo import DEMO
from detection.outcomes import Check, Run, Training
from detection.reports.check_text import one_of
from detection.screen.console import output, say, show_paths
from detection.screen.counted import Counted
from detection.screen.paragraphs import paragraph
from detection.screen.results import show_check, show_list, show_model
from detection.session import Language
from detection.simulation import Simulation
from features.declare import Words

__all__ = ["show_demo", "show_simulation"]

MADE: Final = Words(
    "模拟城市：居民{people}人，截至 {as_of}", "A made-up city of {people} {people:resident/residents}, as of {as_of}"
)
TABLES: Final = Words("数据表", "tables")
TRUTH: Final = Words("真值表", "truth")
KNOWN: Final = Words(
    "模拟城市的真值是已知的，可以看名单查中了多少：",
    "The truth of this city is known; to see how much of it the list holds:",
)


def show_simulation(city: Simulation, language: Language = Language.EN) -> None:
    """Show where a simulated city was written."""
    console = output()
    say(console, one_of(MADE, language).format(people=Counted(city.people), as_of=city.as_of), style="bold")
    show_paths(console, {one_of(TABLES, language): city.data, one_of(TRUTH, language): city.truth})


def show_demo(stages: Iterable[Simulation | Check | Training | Run], language: Language) -> None:
    """Show each stage of the demo as it comes, without what an earlier one has shown."""
    console = output()
    for stage in stages:
        match stage:
            case Simulation():
                show_simulation(stage, language)
                say(console)
            case Check():
                show_check(stage, language)
            case Training():
                show_model(console, stage, language)
            case Run():
                show_list(console, stage, language, reveal=False)
                say(console)
                paragraph(console, one_of(KNOWN, language))
                say(console, f"  mingcha evaluate {stage.out} --truth {DEMO / 'city.truth.csv'}")
