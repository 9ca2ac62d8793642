"""A progress bar that follows the steps of a command, on terminals only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.cells import set_cell_size
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from detection.screen.console import animated, clean, errors
from detection.screen.plans import PLANS, Plan, Step
from detection.session import Language

__all__ = ["Follower", "watching"]

Tell = Callable[[str], None]
WORDS_WIDTH: Final = 34
"""Cells of the words beside the bar."""
STARTING: Final = Step("", "开始", "starting")


class Follower:
    """Knows how far along its plan a command is.

    Parameters
    ----------
    plan : tuple of Step
        All steps that may come, in order; a name may come more than once.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.done = 0

    def reach(self, name: str) -> Step:
        """Go to the next step called `name`, over steps that were left out; an unknown name moves nothing."""
        for place in range(self.done, len(self.plan)):
            if self.plan[place].name == name:
                self.done = place
                return self.plan[place]
        return Step(name, clean(name), clean(name))


@contextmanager
def watching(command: str, console: Console | None = None, *, language: Language = Language.EN) -> Iterator[Tell]:
    """Show a bar while a command runs, and nothing of it afterwards.

    Parameters
    ----------
    command : str
        A key of :data:`detection.screen.plans.PLANS`.
    console : Console, optional
        Where; default: standard error.
    language : Language
        Of the words beside the bar.

    Yields
    ------
    callable
        To be called with the name of each step before it begins; does nothing where nobody watches.
    """
    console = console or errors()
    if not animated(console):
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task(_fitted(STARTING, language), total=None)
        followers: list[Follower] = []

        def tell(name: str) -> None:
            if not followers:
                followers.append(Follower(PLANS[command]()))
            step = followers[0].reach(name)
            words = _fitted(step, language)
            bar.update(task, description=words, completed=followers[0].done, total=len(followers[0].plan) or None)

        yield tell


def _fitted(step: Step, language: Language) -> str:
    """Return the words of a step in so many cells that the bar does not move; a Chinese character takes two."""
    return set_cell_size(step.words(language), WORDS_WIDTH)
