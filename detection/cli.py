"""The command ``mingcha``: read the options, call one function, show what it returns.

Nothing heavy is imported before a command runs, so that ``mingcha --help`` answers at once.
"""

import sys
from collections.abc import Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path

import typer

from detection import options as given
from detection.failures import STOPPED, explain, show
from detection.interrupts import interrupts
from detection.models_cli import models
from detection.screen.progress import watching
from detection.session import Session, globals_first, system_language

__all__ = ["app", "main"]

app = typer.Typer(
    name="mingcha",
    help="Rank households on social assistance by signs of favouritism: leads with reasons, not findings.",
    epilog="--home, --tracking, --threads, --lang and --debug may stand before or after the command.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(models, name="models")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    words = globals_first(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    with interrupts() as interrupted:
        try:
            code = typer.main.get_command(app).main(words, prog_name="mingcha", standalone_mode=False)
            sys.stdout.flush()
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  the last place where it can become a sentence
            sentence, code = explain(KeyboardInterrupt() if interrupted.is_set() else error)
            show(sentence, error if "--debug" in words else None)
            return code
    if code == STOPPED:
        show(explain(KeyboardInterrupt())[0])
    return int(code or 0)


@app.callback(invoke_without_command=True)
def session(
    context: typer.Context,
    home: given.Home = Path(".mingcha"),
    lang: given.LanguageOption = None,
    threads: given.Threads = None,
    tracking: given.Tracking = None,
    debug: given.Debug = False,  # noqa: ARG001  main looks at it where exceptions end
    version: given.Version = False,
) -> None:
    """Settle what holds for every command."""
    if version:
        import importlib.metadata

        typer.echo(f"mingcha {importlib.metadata.version('mingcha')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.BadParameter("name a command, such as check", context)
    context.obj = Session(home, lang or system_language(), threads, tracking)


@app.command()
def simulate(
    context: typer.Context,
    out: given.City,
    people: given.People = 100_000,
    seed: given.Seed = 0,
    form: given.Format = given.Form.CSV,
) -> None:
    """Make up a city, with its truth beside it.

    The folder OUT holds the contract's tables; OUT.truth.csv says which households are favoured or not
    eligible.
    """
    session: Session = context.obj
    with watching("simulate", language=session.language) as progress:
        from detection.screen.city import show_simulation
        from detection.simulation import simulate

        city = simulate(out, people=people, seed=seed, form=form.value, progress=progress)
    show_simulation(city, session.language)


@app.command()
def check(
    context: typer.Context,
    data: given.Data,
    mapping: given.MappingFile = None,
    page: given.Page = None,
    suggest: given.Suggest = False,
) -> None:
    """Count what is accepted, mended, quarantined and not there.

    The report says what the data can show, and what to ask which department for. Rows that break a rule are
    written to HOME/quarantine, with row, column, rule and the original cells.
    """
    session: Session = context.obj
    with watching("check", language=session.language) as progress:
        from datetime import UTC, datetime

        from detection.pipeline import check
        from detection.screen.results import show_check

        found = check(
            data,
            quarantine=session.quarantine(data),
            page=page or session.page(data),
            language=session.language,
            made_at=datetime.now(UTC).astimezone(),
            mapping=mapping,
            suggest=session.suggestion(data) if suggest else None,
            threads=session.threads,
            progress=progress,
        )
    show_check(found, session.language)
    found.refuse()


@app.command()
def contract(out: given.Descriptor = None) -> None:
    """Write the data contract as a Frictionless data package."""
    from detection.reports.canonical_json import canonical_json, write_json
    from features.records.package import datapackage

    if out is None:
        typer.echo(canonical_json(datapackage()), nl=False)
    else:
        write_json(datapackage(), out)


@app.command()
def train(
    context: typer.Context,
    data: given.Data,
    as_of: given.AsOf,
    degree: given.Degree = 3,
    kin: given.Kin = given.KinSense.DISTANT,
    mapping: given.MappingFile = None,
    law: given.LawFile = None,
) -> None:
    """Train a model on what was known on a day and register it.

    The first model becomes the champion, the one that scores unless another is asked for.
    """
    session: Session = context.obj
    with watching("train", language=session.language) as progress:
        from detection.pipeline import train
        from detection.screen.results import show_training
        from detection.settings import Settings

        training = train(
            data,
            as_of=as_of,
            home=session.home,
            settings=Settings(degree=degree, kin=kin.value),
            tracking=session.tracking,
            quarantine=session.quarantine(data),
            mapping=mapping,
            law=law,
            threads=session.threads,
            progress=progress,
        )
    show_training(training, session.language)


@app.command()
def score(
    context: typer.Context,
    data: given.Data,
    as_of: given.AsOf,
    out: given.Out,
    capacity: given.Capacity = 300,
    model: given.Model = "champion",
    reveal: given.Reveal = False,
    control_key: given.ControlKeyFile = None,
    drift_override_by: given.DriftOverrideBy = "",
    drift_reason: given.DriftReason = "",
    mapping: given.MappingFile = None,
    law: given.LawFile = None,
) -> None:
    """Rank the aided households and write the list.

    Every household with aid in force on the day is scored; the first of them make the list for inspectors,
    together with a random control sample. Inspectors get cases.xlsx; lead.xlsx, with ranks and scores, is for the
    lead alone.
    """
    session: Session = context.obj
    with watching("score", language=session.language) as progress:
        from detection.control_key import read_control_key
        from detection.pipeline import score
        from detection.screen.results import show_run
        from detection.settings import Settings

        run = score(
            data,
            as_of=as_of,
            out=out,
            home=session.home,
            capacity=capacity,
            model=model,
            reveal=reveal,
            settings=Settings(),
            control_key=read_control_key(control_key) if control_key else None,
            drift_by=drift_override_by,
            drift_reason=drift_reason,
            tracking=session.tracking,
            mapping=mapping,
            law=law,
            threads=session.threads,
            progress=progress,
        )
    show_run(run, session.language, reveal=reveal)


@app.command()
def evaluate(
    context: typer.Context,
    run: given.Run,
    truth: given.Truth,
    rivals: given.Rivals = False,
    json: given.Figures = None,
) -> None:
    """Compare a run with the truth of a made-up city.

    Average precision, and precision, recall and lift of lists of several lengths, with 95 % intervals; which
    mechanisms are found, and how many innocent relatives stand on the list.
    """
    session: Session = context.obj
    with watching("evaluate", language=session.language):
        from detection.evaluation import evaluate, refuse_to_overwrite
        from detection.reports.canonical_json import write_json
        from detection.screen.measures import show_evaluation

        if json is not None:
            refuse_to_overwrite(json, run, truth)
        evaluation = evaluate(run, truth, rivals=rivals)
        if json is not None:
            write_json(evaluation.record(), json)
    show_evaluation(evaluation, session.language)


@app.command()
def demo(
    context: typer.Context,
    people: given.People = 100_000,
    seed: given.Seed = 0,
    capacity: given.Capacity = 300,
) -> None:
    """Go the whole way once on a made-up city.

    Simulates a city in ./demo, checks it, trains and registers a model, scores, and shows the first cases.
    """
    session: Session = context.obj
    with watching("demo", language=session.language):
        from datetime import UTC, datetime

        from detection.demo import demo
        from detection.screen.city import show_demo
    stages = demo(
        people=people,
        seed=seed,
        capacity=capacity,
        home=session.home,
        threads=session.threads,
        language=session.language,
        made_at=datetime.now(UTC).astimezone(),
        watch=partial(watching, language=session.language),
    )
    show_demo(stages, session.language)
