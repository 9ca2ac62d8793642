"""Ties in words: the path from the official to the member, each step with its source, and what was declared."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import networkx as nx
import pandas as pd

from detection.kin_terms import STEPS, kin_term
from detection.vocabulary import POSTS, ROLES
from features.declare import Words
from features.graphs.declared import declared_steps
from features.graphs.kinship import Spell, spell_on
from features.graphs.sources import source_kind
from features.records.kin.hops import hop_word
from features.records.kin.unnamed import UNNAMED, unnamed_elder, unnamed_sex

__all__ = ["Language", "People", "Row", "acted_words", "declared_words", "office_words", "path_words", "sense_words"]

Language = Literal["zh", "en"]
Row = Mapping[Hashable, Any]

SENSES: Final = {
    "close": Words("近亲属（民法典第1045条）", "close relative, Civil Code art. 1045"),
    "wider": Words("较宽口径亲属", "relative in the wider sense"),
    "distant": Words("远亲", "distant relative"),
}
IN_PERSON: Final = Words("本人", "the official in person")
SOURCES: Final = {
    "stated": Words("亲属关系表", "kinship table"),
    "register": Words("户口簿", "household register"),
    "shared_parent": Words("共同父母", "shared parent"),
}
OFFICIAL: Final = Words("干部", "official")
APPLICANT: Final = Words("申请人", "applicant")
MEMBER: Final = Words("家庭成员", "member")
NAMELESS: Final = Words("（姓名不详）", "(name not known)")
NOT_LISTED: Final = Words("（户口簿未列）", "(not in the register)")


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

    def named(self, person: str, language: Language) -> str:
        """Return the person's name, or in brackets that it is not known."""
        unknown = NOT_LISTED if person.startswith(UNNAMED) else NAMELESS
        return self.names.get(person) or getattr(unknown, language)

    def sex(self, person: str) -> str | None:
        """Return the sex, M or F, None where it is not known."""
        sex, _ = self.attributes.get(person, (unnamed_sex(person), None))
        return None if pd.isna(sex) else sex

    def elder(self, person: str, than: str) -> bool | None:
        """Whether `person` is older than another, None where that is not known."""
        (_, born), (_, before) = (self.attributes.get(one, (None, None)) for one in (person, than))
        return None if pd.isna(born) or pd.isna(before) or born == before else bool(born < before)


def path_words(row: Row, graph: nx.DiGraph, people: People, applicant: str | None, language: Language) -> str:
    """Return a tie path in words, each step with its source.

    Parameters
    ----------
    row : mapping
        A row of :func:`features.graphs.ties.kin_ties`.
    graph : networkx.DiGraph
        The kinship graph that the path leads through.
    people : People
        Names, sexes and birthdays of the people on it.
    applicant : str or None
        ``person_id`` of the household's applicant.
    language : {"zh", "en"}
        Of the words.

    Returns
    -------
    str
        As 张某（经办人，镇街民政干部）—妻子→王某［亲属关系表］—弟弟→李某（申请人，妻弟）［户口簿］.
    """
    path, day = row["path"], row["granted_on"]
    end = getattr(APPLICANT if path[-1] == applicant else MEMBER, language)
    if len(path) == 1:
        return f"{_first(row, people, language)} = {end}"
    spells = [spell_on(graph, a, b, day) for a, b in nx.utils.pairwise(path)]
    steps = [_step(people, a, b, spell) for (a, b), spell in zip(nx.utils.pairwise(path), spells, strict=True)]
    if len(steps) > 1:
        term = kin_term(steps, sex=people.sex(path[0]), elder=people.elder(path[-1], path[0]))
        end += {"zh": f"，{term.zh}", "en": f", {term.en}"}[language]
    told = [_first(row, people, language)]
    for person, step, spell in zip(path[1:], steps, spells, strict=True):
        name = people.named(person, language) + (_brackets(end, language) if person == path[-1] else "")
        told.append(_hop(name, STEPS[step], spell, language))
    return "".join(told)


def _first(row: Row, people: People, language: Language) -> str:
    """Return the official with role and post: 张某（经办人，镇街民政干部）."""
    name = people.names.get(row["path"][0])
    if not name:
        return office_words(row, language)
    comma = {"zh": "，", "en": ", "}[language]
    return name + _brackets(comma.join(_roles_and_post(row, language)), language)


def _hop(name: str, step: Words, spell: Spell | None, language: Language) -> str:
    source = getattr(SOURCES[source_kind(spell.source)], language) if spell is not None else ""
    if language == "zh":
        return f"—{step.zh}→{name}［{source}］"
    return f" —{step.en}→ {name} [{source}]"


def _step(people: People, a: str, b: str, spell: Spell | None) -> str:
    """Return the word of what b is to a."""
    elder = people.elder(b, a)
    elder = unnamed_elder(a, b) if elder is None else elder
    return hop_word(spell.relation if spell else "other", people.sex(b), elder=elder)


def _brackets(text: str, language: Language) -> str:
    return f"（{text}）" if language == "zh" else f" ({text})"


def office_words(row: Row, language: Language) -> str:
    """Return the roles in which an official acted, and the post: 经办人、调查人（镇街民政干部）.

    Parameters
    ----------
    row : mapping
        Has ``post``, ``acted_as`` and, where there were several, ``roles``.
    language : {"zh", "en"}
        Of the words.
    """
    first, *post = _roles_and_post(row, language)
    return first + (_brackets(post[0], language) if post else "")


def acted_words(row: Row, language: Language) -> str:
    """Return the roles in which an official acted, empty where in none: 经办人、调查人.

    Parameters
    ----------
    row : mapping
        Has ``acted_as`` and, where there were several, ``roles``.
    language : {"zh", "en"}
        Of the words.
    """
    acted = row["acted_as"] if _missing(row.get("roles")) else row["roles"]
    roles = [] if _missing(acted) else [getattr(ROLES[role], language) for role in acted.split(", ")]
    return {"zh": "、", "en": " and "}[language].join(roles)


def _roles_and_post(row: Row, language: Language) -> list[str]:
    """Return the roles in one and the post, those that are known; at least that somebody is an official."""
    post = None if _missing(row["post"]) else getattr(POSTS.get(row["post"], Words(row["post"], row["post"])), language)
    told = [acted_words(row, language), post]
    return [words for words in told if words] or [getattr(OFFICIAL, language)]


def declared_words(row: Row, language: Language) -> str:
    """Return whether and when the tie was declared, and that another relation was declared than records tell.

    Parameters
    ----------
    row : mapping
        A row of :func:`features.graphs.ties.kin_ties`.
    language : {"zh", "en"}
        Of the words.
    """
    if _missing(row["declared"]):
        return {"zh": "备案情况不明", "en": "whether it was declared is not known"}[language]
    if not row["declared"]:
        return {"zh": "未备案", "en": "not declared"}[language]
    return _when(row["declared_on"], row["granted_on"], language) + _differing(row, language)


def _when(day: Any, granted: pd.Timestamp, language: Language) -> str:
    if _missing(day):
        return {"zh": "已备案", "en": "declared"}[language]
    if day > granted:
        return {"zh": f"审批后至{day.date()}才备案", "en": f"declared only on {day.date()}, after the approval"}[
            language
        ]
    return {"zh": f"已于{day.date()}备案", "en": f"declared {day.date()}"}[language]


def _differing(row: Row, language: Language) -> str:
    if _missing(row.get("relation_differs")) or not row["relation_differs"]:
        return ""
    term = kin_term(declared_steps(row["relation_declared"]))
    return {
        "zh": f"，备案关系“{term.zh}”与户籍、亲属登记不符",
        "en": f", but as “{term.en}”, which registers and stated kinship do not bear out",
    }[language]


def sense_words(row: Row, language: Language) -> str:
    """Return in which sense of law the member is the official's relative.

    Parameters
    ----------
    row : mapping
        A row of :func:`features.graphs.ties.kin_ties`.
    language : {"zh", "en"}
        Of the words.
    """
    return str(getattr(IN_PERSON if row["steps"] == 0 else SENSES[row["sense"]], language))


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))
