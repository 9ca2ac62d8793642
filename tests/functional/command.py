"""What a run of the command line leaves: its code, what it said, and on which stream."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Mingcha", "Outcome", "one_sentence"]


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Mingcha = Callable[..., Outcome]


def one_sentence(outcome: Outcome) -> str:
    """The error, after checking that it is one line on standard error and the code says the user can mend it."""
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("mingcha: ")
    assert outcome.err.count("\n") == 1
    assert "Traceback" not in outcome.err
    return outcome.err
