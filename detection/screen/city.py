"""What a simulated city and the demo show."""

from collections.abc import Iterable

from detection.demo import DEMO
from detection.options import Language
from detection.outcomes import Check, Run, Training
from detection.screen.console import output, say, show_paths
from detection.screen.results import show_check, show_list, show_model
from detection.simulation import Simulation

__all__ = ["show_demo", "show_simulation"]


def show_simulation(city: Simulation) -> None:
    """Show where a simulated city was written."""
    console = output()
    say(console, f"A made-up city of {city.people:,} residents, as of {city.as_of}", style="bold")
    show_paths(console, {"tables": city.data, "truth": city.truth})


def show_demo(stages: Iterable[Simulation | Check | Training | Run], language: Language) -> None:
    """Show each stage of the demo as it comes, without what an earlier one has shown."""
    console = output()
    for stage in stages:
        match stage:
            case Simulation():
                show_simulation(stage)
                say(console)
            case Check():
                show_check(stage, language)
            case Training():
                show_model(console, stage)
            case Run():
                show_list(console, stage, language, reveal=False)
                say(console)
                say(console, "The truth of this city is known; to see how much of it the list holds:")
                say(console, f"  mingcha evaluate {stage.out} --truth {DEMO / 'city.truth.csv'}")
