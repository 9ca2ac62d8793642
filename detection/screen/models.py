"""The table of trained models."""

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from detection.screen.console import output, say
from models.registry import TRAIN, Registered

__all__ = ["show_models"]


def show_models(versions: Sequence[Registered], home: Path, console: Console | None = None) -> None:
    """Show the versions of the model, or how to train one.

    Parameters
    ----------
    versions : sequence of Registered
        The latest first.
    home : Path
        Where they are registered.
    console : Console, optional
        Where; default: standard output.
    """
    console = console or output()
    if not versions:
        say(console, f"No model is registered in {home}: {TRAIN}.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("model", no_wrap=True)
    table.add_column("version", justify="right")
    table.add_column("alias")
    table.add_column("registered (UTC)", no_wrap=True)
    table.add_column("digest", no_wrap=True)
    for one in versions:
        moment = one.created.strftime("%Y-%m-%d %H:%M")
        table.add_row(one.name, one.version, ", ".join(one.aliases), moment, one.digest[:12])
    console.print(table)
