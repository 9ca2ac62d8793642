"""Fill the templates of reasons with what was found, in Chinese and English."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import pandas as pd

from detection.kin_terms import STEPS, kin_term
from detection.vocabulary import CONTACTS, ITEMS, KINDS, POSTS, ROLES
from features.declare import Feature, Words
from features.graphs.kinship import spell_on
from features.records.kin.hops import hop_word
from features.records.kin.unnamed import unnamed_elder, unnamed_sex

__all__ = ["People", "Wording"]

Language = Literal["zh", "en"]
Row = Mapping[Hashable, Any]


class _Unknown:
    """Prints a question mark whatever format is asked for."""

    def __format__(self, _: str) -> str:
        return "?"


UNKNOWN = _Unknown()


@dataclass(frozen=True)
class People:
    """What words need to know of the people on tie paths.

    Parameters
    ----------
    names : mapping of str to str
        What to call a person, by ``person_id``; already masked where that is asked for.
    attributes : mapping of str to tuple
        Sex and birthday, by ``person_id``; either may be missing.
    """

    names: Mapping[str, str]
    attributes: Mapping[str, tuple[str | None, pd.Timestamp | None]]

    @classmethod
    def of(cls, persons: pd.DataFrame, names: Mapping[str, str]) -> "People":
        """Take sex and birthdays from rows of ``persons``."""
        rows = zip(persons["person_id"], persons["sex"], persons["birth_date"], strict=True)
        return cls(names, {person: (sex, born) for person, sex, born in rows})

    def named(self, person: str) -> str:
        """Return a space and the person's name, or nothing where the name is not known."""
        name = self.names.get(person, "")
        return f" {name}" if name else ""

    def sex(self, person: str) -> str | None:
        """Return the sex, M or F, None where it is not known."""
        sex, _ = self.attributes.get(person, (unnamed_sex(person), None))
        return None if pd.isna(sex) else sex

    def elder(self, person: str, than: str) -> bool | None:
        """Whether `person` is older than another, None where that is not known."""
        (_, born), (_, before) = (self.attributes.get(one, (None, None)) for one in (person, than))
        return None if pd.isna(born) or pd.isna(before) or born == before else bool(born < before)


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
        """Return the tie path in words, several steps with their term: 经办人 张某 → 妻 → 弟 → 申请人 李某（妻弟）."""
        path, household = row["path"], row["household_id"]
        start = f"{_office(row, language)}{self._people.named(path[0])}"
        applicant = path[-1] == self._applicants.get(household)
        end = {"zh": "申请人" if applicant else "家庭成员", "en": "applicant" if applicant else "member"}[language]
        end += self._people.named(path[-1])
        if len(path) == 1:
            return f"{start} = {end}"
        steps = [self._step(a, b, row["granted_on"]) for a, b in nx.utils.pairwise(path)]
        told = " → ".join([start, *(getattr(STEPS[step], language) for step in steps), end])
        return told if len(steps) == 1 else told + self._term(path, steps, language)

    def _term(self, path: tuple[str, ...], steps: list[str], language: Language) -> str:
        """Return what the member is to the official, as it stands behind the member."""
        people = self._people
        term = kin_term(steps, sex=people.sex(path[0]), elder=people.elder(path[-1], path[0]))
        return {"zh": f"（{term.zh}）", "en": f", {term.en}"}[language]

    def _step(self, a: str, b: str, day: pd.Timestamp) -> str:
        """Return the word of what b is to a."""
        spell = spell_on(self._graph, a, b, day)
        relation = spell.relation if spell else "other"
        elder = self._people.elder(b, a)
        return hop_word(relation, self._people.sex(b), elder=unnamed_elder(a, b) if elder is None else elder)

    def _fill(self, template: str, row: Row, language: Language) -> str:
        words = {str(name): UNKNOWN if _missing(value) else _plain(value) for name, value in row.items()}
        if "post" in row:
            words["office"] = _office(row, language)
        if "path" in row:
            words["declared"] = _declared(row, language)
        if row.get("kind") in CONTACTS:
            words["kind"] = getattr(CONTACTS[row["kind"]], language)
        elif row.get("kind") in KINDS:
            words["kind"] = getattr(KINDS[row["kind"]], language)
        if not _missing(row.get("best")):
            words["best"] = _seen(row["best"], language)
        if "{path}" in template:
            words["path"] = self.path(row, language)
        return template.format(**words)


def _office(row: Row, language: Language) -> str:
    """Return role and post: 经办人（镇街民政干部）."""
    role = None if _missing(row["acted_as"]) else getattr(ROLES[row["acted_as"]], language)
    post = None if _missing(row["post"]) else getattr(POSTS.get(row["post"], Words(row["post"], row["post"])), language)
    if role and post:
        return f"{role}（{post}）" if language == "zh" else f"{role} ({post})"
    return role or post or {"zh": "干部", "en": "official"}[language]


def _declared(row: Row, language: Language) -> str:
    if _missing(row["declared"]):
        return {"zh": "备案情况不明", "en": "whether it was declared is not known"}[language]
    if not row["declared"]:
        return {"zh": "未备案", "en": "not declared"}[language]
    day = "" if _missing(row["declared_on"]) else f"{_plain(row['declared_on'])}"
    return {"zh": f"已于{day}备案" if day else "已备案", "en": f"declared {day}".strip()}[language]


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
