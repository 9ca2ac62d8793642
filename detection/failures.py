"""What a person reads when a command ends early: one sentence, and what the shell gets.

::

    0    done
    1    a defect of mingcha
    2    something the user can mend: data, a setting, an option, a file, the disk
    130  stopped by the user
"""

import errno
import os
import sys
import traceback
from typing import Final

import typer

from features.errors import MingchaError

__all__ = ["DEFECT", "MENDABLE", "STOPPED", "explain", "show"]

DEFECT: Final = 1
MENDABLE: Final = 2
STOPPED: Final = 130

_REMEDIES: Final = {
    errno.EACCES: "get the right to use it, or name another place",
    errno.EPERM: "get the right to use it, or name another place",
    errno.EROFS: "name a place that can be written",
    errno.ENOSPC: "make room on that disk, or name a place on another one",
    errno.EDQUOT: "make room on that disk, or name a place on another one",
    errno.EMFILE: "raise the limit with 'ulimit -n'",
    errno.ENAMETOOLONG: "name a shorter path",
}


def explain(error: BaseException) -> tuple[str, int]:
    """Return the sentence and the exit code for an exception that ended a command.

    Parameters
    ----------
    error : BaseException
        What ended it.

    Returns
    -------
    sentence : str
        What, where and how to mend it, on one line.  Of a defect only its type is told, since a message that
        nobody has read may hold personal data.
    code : int
        For the shell.
    """
    match error:
        case KeyboardInterrupt():
            return "stopped: nothing half-finished was left behind.", STOPPED
        case MingchaError():
            return _one_sentence(str(error)), MENDABLE
        case typer.TyperException():
            return _usage(error), MENDABLE
        case BrokenPipeError():
            # whoever read our output has gone; Python must not flush into the void when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return "", DEFECT
        case OSError():
            return _system(error), MENDABLE
        case MemoryError():
            return (
                "the memory was not enough: close other programs, or use a machine with more of it.",
                MENDABLE,
            )
    kind = type(error).__name__
    return (
        f"a defect of mingcha ended this command ({kind}): run it again with --debug and report it.",
        DEFECT,
    )


def show(sentence: str, error: BaseException | None = None) -> None:
    """Print the sentence on standard error, after the traceback of `error` if one is given.

    Parameters
    ----------
    sentence : str
        See :func:`explain`; an empty one is not printed.
    error : BaseException, optional
        What ended the command; its traceback may hold personal data.
    """
    from detection.screen.console import errors, say

    if error is not None:
        traceback.print_exception(error)
    if sentence:
        say(errors(), f"mingcha: {sentence}", style="bold red")


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "mingcha"
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    return _one_sentence(f"{message}: see '{command} --help'")


def _system(error: OSError) -> str:
    where = error.filename if isinstance(error.filename, str) else "a file or folder that it needs"
    what = os.strerror(error.errno).lower() if error.errno else "it cannot be used"
    return _one_sentence(f"{where}: {what}; {_REMEDIES.get(error.errno or 0, 'check the path, or name another one')}")


def _one_sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(".") + "."
