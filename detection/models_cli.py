"""The commands ``mingcha models``: look at the trained models, and settle which of them scores."""

import typer

from detection import options as given
from detection.screen.progress import watching
from detection.session import Session

__all__ = ["models"]

models = typer.Typer(help="Look at the trained models, and settle which one scores.", rich_markup_mode=None)


@models.command("list")
def list_models(context: typer.Context) -> None:
    """List the trained models, the latest first."""
    session: Session = context.obj
    with watching("models", language=session.language):
        from detection.screen.models import show_models
        from models.registry import Registry

        versions = Registry(session.home, tracking=session.tracking).versions()
    show_models(versions, session.tracking or session.home, session.language)


@models.command()
def show(context: typer.Context, which: given.Which = "champion", card: given.Card = False) -> None:
    """Show what is kept of a version: settings, figures, changes of champion, where its card is."""
    session: Session = context.obj
    with watching("models", language=session.language):
        from detection.screen.console import output, say
        from detection.screen.version import show_details
        from models.attachments import CARDS
        from models.registry import Registry

        registry = Registry(session.home, tracking=session.tracking)
        details = registry.look(which)
        text = registry.read(which, CARDS[session.language.value]).decode("utf-8") if card else ""
    if card:
        for line in text.splitlines():
            say(output(), line)
    else:
        show_details(details, session.language)


@models.command()
def compare(context: typer.Context, first: given.First, second: given.Second) -> None:
    """Compare two versions: settings, figures, features, drift."""
    session: Session = context.obj
    with watching("models", language=session.language):
        from detection.screen.models import show_comparison
        from models.comparison import compare
        from models.registry import Registry

        registry = Registry(session.home, tracking=session.tracking)
        one, other = registry.look(first), registry.look(second)
    show_comparison(compare(one, other), one, other, session.language)


@models.command()
def promote(
    context: typer.Context,
    which: given.Which = "challenger",
    by: given.By = "",
    override_by: given.OverrideBy = None,
    reason: given.Reason = "",
) -> None:
    """Make a version champion, the one that scores.

    Refused where its figures fall short in stability, monotonicity, fairness or drift, or were not measured, unless a
    named person answers for it with a reason; both are kept.
    """
    session: Session = context.obj
    with watching("models", language=session.language):
        from datetime import UTC, datetime

        from detection.screen.console import output
        from detection.screen.models import show_change
        from detection.screen.versions import show_shortfalls
        from models.promotion import Override, gate
        from models.registry import Registry

        override = None if override_by is None else Override(override_by, reason)
        registry = Registry(session.home, tracking=session.tracking)
        shortfalls = gate(registry.look(which).figures)
    show_shortfalls(output(), shortfalls, session.language)
    change = registry.promote(which, at=datetime.now(UTC), by=by, reason=reason, override=override)
    show_change(change, session.language)


@models.command()
def rollback(context: typer.Context, by: given.By = "", reason: given.Reason = "") -> None:
    """Make the champion before this one champion again; a second time, the one before that."""
    session: Session = context.obj
    with watching("models", language=session.language):
        from datetime import UTC, datetime

        from detection.screen.models import show_change
        from models.registry import Registry

        registry = Registry(session.home, tracking=session.tracking)
        change = registry.rollback(at=datetime.now(UTC), by=by, reason=reason)
    show_change(change, session.language)


@models.command()
def ui(context: typer.Context, host: given.Host = "127.0.0.1", port: given.Port = 5000) -> None:
    """Serve MLflow's page over the trained models until Ctrl-C."""
    session: Session = context.obj
    if session.tracking:
        from features.errors import SettingError
        from models.registry import Registry

        where = Registry(session.home, tracking=session.tracking).store.where
        raise SettingError(f"the models are kept by the server {where}, which has a page itself: open it in a browser")
    from models.page import ui

    raise typer.Exit(ui(session.home, host, port))
