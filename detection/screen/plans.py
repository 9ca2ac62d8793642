"""The steps that each command goes through, in order, with the words for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["PLANS", "Plan", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Parameters
    ----------
    name : str
        What the pipeline calls it.
    words : str
        What a person is told.
    """

    name: str
    words: str


Plan = tuple[Step, ...]


def _check() -> Plan:
    return (*_reading(), Step("references", "looking up references"))


def _train() -> Plan:
    return (
        *_reading(),
        Step("findings", "looking at what inspections found"),
        *_looking(),
        Step("forest", "growing the forest"),
        Step("figures", "measuring the model"),
        Step("registry", "registering the model"),
    )


def _score() -> Plan:
    last = {
        "scores": "scoring every household",
        "evidence": "putting reasons into words",
        "list": "drawing the control sample",
        "figures": "measuring the run",
        "officials": "comparing the officials",
        "need": "looking for homes in need",
        "files": "writing the list",
    }
    return (
        *_reading(),
        Step("model", "loading the model"),
        *_looking(),
        *(Step(*item) for item in last.items()),
    )


def _reading() -> Plan:
    """Files have names of their own, and are followed without a place in the plan."""
    from features.records.intake_order import reading_order

    tables = (Step(table.name, f"reading {table.name}") for table in reading_order())
    return (*tables, Step("contradictions", "setting contradicted ties aside"))


def _looking() -> Plan:
    from features.registry import FEATURES

    return (
        Step("households", "finding the aided households"),
        Step("kinship", "building the kinship graph"),
        Step("contacts", "building the contact graph"),
        *(Step(feature.name, f"looking for {feature.flag} {feature.name}") for feature in FEATURES),
    )


def _simulate() -> Plan:
    names = ("families and registers", "aid and favour", "tables of the residents", "files")
    return tuple(Step(name, f"making up {name}" if name != "files" else "writing the tables") for name in names)


PLANS: Final[Mapping[str, Callable[[], Plan]]] = {
    "simulate": _simulate,
    "check": _check,
    "train": _train,
    "score": _score,
}
"""By command; called when the first step begins, since what plans are read from takes a second to load."""
