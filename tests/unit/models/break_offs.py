"""Ends a change of a home before each of its steps, as a power cut or a full disk would, and tells what is left.

Run as a program of its own: ``python -m tests.unit.models.break_offs FOLDER``. Writes JSON: of each
change, what was left by each break, and what became of it after all.
"""

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from features.errors import ModelError, PromotionRefused
from models.home import Home
from models.promotion import Override
from models.registry import Registry
from models.tracking.client import connected
from tests.unit.models.builders import a_forest, register
from tests.unit.models.homes import AT, runs

STEPS = (
    *("create_experiment", "create_run", "log_batch", "create_logged_model", "finalize_logged_model", "log_outputs"),
    *("set_terminated", "create_registered_model", "create_model_version", "set_registered_model_tag"),
    *("set_model_version_tag", "set_registered_model_alias", "delete_registered_model_alias"),
)


def cut() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fill() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def breaking_off(last: int, end: Callable[[], None]) -> Iterator[list[str]]:
    """Let so many steps be done, then end before the next; an end of its own is not broken off again."""
    from mlflow import MlflowClient

    done: list[str] = []

    def counted(owner: type, name: str) -> Any:
        step = getattr(owner, name)

        def call(*arguments: Any, **options: Any) -> Any:
            done.append(name)
            if len(done) == last + 1:
                end()
            return step(*arguments, **options)

        return patch.object(owner, name, call)

    patches = [counted(MlflowClient, name) for name in STEPS] + [counted(Path, "rename")]
    for one in patches:
        one.start()
    try:
        yield done
    finally:
        for one in patches:
            one.stop()


def apart(call: Callable[[], object]) -> bool:
    """Whether a call got to its end in a process of its own."""
    child = os.fork()
    if child == 0:
        call()
        os._exit(0)
    return os.WIFEXITED(os.waitpid(child, 0)[1])


def promote(home: Path) -> object:
    return Registry(home).promote("2", at=AT, override=Override("Li", "why"))


def left(home: Path) -> dict[str, Any]:
    """What a reader finds, after loading every version."""
    registry = Registry(home)
    versions = registry.versions()
    return {
        "whole": [registry.load(version.version)[2].version for version in versions],
        "champions": [version.version for version in versions if "champion" in version.aliases],
        "finished": runs(home).count("FINISHED"),
    }


def training(home: Path) -> dict[str, Any]:
    register(home, a_forest(3))
    return left(home) | {"staged": [path.name for path in (home / "artifacts").glob(".staged-*")]}


def promotion(home: Path) -> dict[str, Any]:
    """Promote after all, then go back as often as that is possible."""
    registry = Registry(home)
    if registry.load()[2].version != "2":
        promote(home)
    back: list[str] = []
    with suppress(PromotionRefused):
        while len(back) < 5:
            back.append(registry.rollback(at=AT).version)
    return left(home) | {"back": back}


def broken(
    original: Path, call: Callable[[Path], object], after: Callable[[Path], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Break a call off before each of its steps: by a full disk, then, at the same step, by a cut."""
    trial = original.with_name("trial")
    for last in count():
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(original, trial)
        error = ""
        with breaking_off(last, fill) as done:
            try:
                call(trial)
            except ModelError as refused:
                error = str(refused)
        if len(done) <= last:
            return
        yield {"step": done[last], "how": "full", "error": error, "left": left(trial), "after": after(trial)}
        shutil.rmtree(trial)
        shutil.copytree(original, trial)
        with breaking_off(last, cut):
            ended = apart(lambda: call(trial))
        yield {"step": done[last], "how": "cut", "ended": ended, "left": left(trial), "after": after(trial)}


def main(folder: Path) -> dict[str, Any]:
    empty, two = folder / "empty", folder / "two"
    Home(empty).prepare()
    with patch.object(Path, "rename", lambda *_: cut()):
        made = apart(lambda: connected(Home(empty), create=True))
    half = {"made": made, "versions": len(Registry(empty).versions()), "exists": Home(empty).exists()}
    with Home(empty).writing():
        connected(Home(empty), create=True)
    shutil.copytree(empty, two)
    for seed in (1, 2):
        register(two, a_forest(seed))
    return {
        "database": half,
        "training": list(broken(empty, lambda home: register(home, a_forest(1)), training)),
        "promotion": list(broken(two, promote, promotion)),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
