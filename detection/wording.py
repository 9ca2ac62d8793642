"""Fill the templates of reasons with what was found, in Chinese and English."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from detection.kin_terms import STEPS
from detection.tie_words import (
    Language,
    People,
    Row,
    acted_words,
    declared_words,
    office_words,
    path_words,
    sense_words,
)
from detection.vocabulary import CONTACTS, ITEMS, KINDS
from features.declare import Feature, Words
from features.records.kin.hops import INVERSE, hop_word

__all__ = ["People", "Wording"]


class _Unknown:
    """Prints a question mark whatever format is asked for."""

    def __format__(self, _: str) -> str:
        return "?"


UNKNOWN = _Unknown()


class Wording:
    """Writes reasons in words.

    Parameters
    ----------
    graph : networkx.DiGraph
        The kinship graph that tie paths lead through.
    people : People
        Names, sexes and birthdays of the people on them.
    applicants : mapping of str to str
        Applicant of each household.
    """

    def __init__(self, graph: nx.DiGraph, people: People, applicants: Mapping[str, str]) -> None:
        self._graph = graph
        self._people = people
        self._applicants = applicants

    def reason(self, feature: Feature, row: Row) -> Words:
        """Return the reason of `feature` for a row of what was found."""
        return Words(self._fill(feature.reason.zh, row, "zh"), self._fill(feature.reason.en, row, "en"))

    def path(self, row: Row, language: Language) -> str:
        """Return the tie path in words; see :func:`detection.tie_words.path_words`."""
        return path_words(row, self._graph, self._people, self._applicants.get(row["household_id"]), language)

    def _fill(self, template: str, row: Row, language: Language) -> str:
        words = {str(name): UNKNOWN if _missing(value) else _plain(value) for name, value in row.items()}
        if "post" in row:
            words |= {"office": office_words(row, language), "acted": acted_words(row, language)}
        if {"declared", "declared_on"} <= row.keys():
            words |= {"declared": declared_words(row, language), "sense": sense_words(row, language)}
        if row.get("relation") in INVERSE:
            words["relation"] = getattr(STEPS[hop_word(row["relation"])], language)
        if row.get("kind") in CONTACTS:
            words["kind"] = getattr(CONTACTS[row["kind"]], language)
        elif row.get("kind") in KINDS:
            words["kind"] = getattr(KINDS[row["kind"]], language)
        if not _missing(row.get("best")):
            words["best"] = _seen(row["best"], language)
        if "{path}" in template:
            words["path"] = self.path(row, language)
        return template.format(**words)


def _seen(items: str, language: Language) -> str:
    """Return what a visit saw, in words where there are any; items that speak against being well off are lacking."""
    less = {"zh": "少", "en": "little "}[language]
    told = []
    for item in items.split(", "):
        name = item.removeprefix("no ")
        word = getattr(ITEMS.get(name, Words(name.replace("_", " "), name.replace("_", " "))), language)
        told.append(f"{less if item != name else ''}{word}")
    return {"zh": "、", "en": ", "}[language].join(told)


def _missing(value: Any) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else value
