"""What one calls a relative: the Chinese kin term of a path, and the English beside it.

Chinese terms tell the mother's side from the father's, the elder from the younger, and kin by blood from kin by
marriage.  Where something of that is not known, the term says no more than is known.
"""

import tomllib
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Final

from features.declare import Words
from features.records.kin.hops import HOPS, hop_word

__all__ = ["STEPS", "kin_term", "step_term"]

_DATA: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
STEPS: Final = {word: Words(zh, en) for word, (zh, en) in _DATA["step"].items()}
"""What a single step is called on a path."""
_OR: Final = "或"
_SPOUSES: Final = {"M": "wife", "F": "husband"}
_PARTS: Final = {
    "parent": ("father", "mother"),
    "child": ("son", "daughter"),
    "sibling": ("elder_brother", "younger_brother", "elder_sister", "younger_sister"),
    "brother": ("elder_brother", "younger_brother"),
    "sister": ("elder_sister", "younger_sister"),
    "elder_sibling": ("elder_brother", "elder_sister"),
    "younger_sibling": ("younger_brother", "younger_sister"),
    "grandfather": ("father father", "mother father"),
    "grandmother": ("father mother", "mother mother"),
    "grandparent": ("father father", "father mother", "mother father", "mother mother"),
    "grandson": ("son son", "daughter son"),
    "granddaughter": ("son daughter", "daughter daughter"),
    "grandchild": ("son son", "son daughter", "daughter son", "daughter daughter"),
    "spouse": ("husband", "wife"),
    "father_in_law": ("husband father", "wife father"),
    "mother_in_law": ("husband mother", "wife mother"),
    "parent_in_law": ("husband father", "husband mother", "wife father", "wife mother"),
    "son_in_law": ("daughter husband",),
    "daughter_in_law": ("son wife",),
    "child_in_law": ("daughter husband", "son wife"),
}
"""What a word that leaves something open may mean, in words that leave nothing open."""


def step_term(relation: str, sex: str | None = None, *, elder: bool | None = None) -> Words:
    """Return what a single step is called on a path.

    Parameters
    ----------
    relation : str
        What the person stepped to is: parent, child, spouse, sibling, …
    sex : str or None
        Of the person stepped to: M or F.
    elder : bool or None
        Whether that person is the elder of two siblings.

    Examples
    --------
    >>> step_term("sibling", "M", elder=False).zh
    '弟弟'
    """
    return STEPS[hop_word(relation, sex, elder=elder)]


def kin_term(steps: Sequence[str], *, sex: str | None = None, elder: bool | None = None) -> Words:
    """Return what the last person of a path is to the first.

    Parameters
    ----------
    steps : sequence of str
        Words of :data:`features.records.kin.hops.HOPS`, each what the next person is to the one before.
    sex : str or None
        Of the first person: M or F.
    elder : bool or None
        Whether the last person is older than the first: it tells 堂兄 from 堂弟.

    Returns
    -------
    Words
        The term; of two that are possible both; else the term for the beginning of the path and the steps that are
        left.  In English the noun where there is one, with the path.

    Examples
    --------
    >>> kin_term(["wife", "younger_brother"])
    Words(zh='妻弟', en="wife's younger brother")
    >>> kin_term(["sister", "son"])
    Words(zh='外甥', en="nephew (sister's son)")
    >>> kin_term(["wife", "younger_brother", "wife"]).zh
    '妻弟的妻子'
    """
    path = "'s ".join(STEPS[step].en for step in steps)
    zh, noun = _called(steps, sex, elder)
    return Words(zh or _composed(steps, sex), f"{noun} ({path})" if noun and noun != path else path)


def _called(steps: Sequence[str], sex: str | None, elder: bool | None) -> tuple[str, str]:
    """Return the Chinese term and the English noun, each empty where there is none or too much is possible."""
    short = _shortened(steps)
    if len(short) == 1:
        return _single(short[0], sex, elder), ""
    found = [_TERMS.get(chain) for chain in _chains(short, sex)]
    if not found or None in found:
        return "", ""
    chosen = [_chosen(term, elder) for term in found if term is not None]
    names, nouns = (tuple(dict.fromkeys(column)) for column in zip(*chosen, strict=True))
    noun = nouns[0] if len(nouns) == 1 else ""
    if len(names) == 1:
        return names[0], noun
    return _WIDE.get(" ".join(steps), _OR.join(names) if len(names) == 2 else ""), noun


def _single(step: str, sex: str | None, elder: bool | None) -> str:
    """Return the Chinese noun of one step, more exact where the sex of the first or the age of the last tells more."""
    hop = HOPS[step]
    if hop.relation == "sibling" and hop.elder is None:
        return STEPS[hop_word("sibling", hop.sex, elder=elder)].zh
    names = {term[0] for chain in _chains([step], sex) if (term := _TERMS.get(chain))}
    return names.pop() if len(names) == 1 else STEPS[step].zh


def _composed(steps: Sequence[str], sex: str | None) -> str:
    """Return the one term of the longest beginning that has one, and the steps that are left: 妻弟的妻子."""
    for length in range(len(steps) - 1, 1, -1):
        begun, _ = _called(steps[:length], sex, None)
        if begun and _OR not in begun:
            break
    else:
        length, begun = 1, _single(steps[0], sex, None)
    return "的".join([begun, *(STEPS[step].zh for step in steps[length:])])


def _chosen(term: tuple[str, ...], elder: bool | None) -> tuple[str, str]:
    """Return Chinese term and English noun, empty if it has none, for an elder or a younger one."""
    if len(term) == 4:
        return term[2 if elder is None else int(not elder)], term[3]
    return term[0], term[1] if len(term) > 1 else ""


def _shortened(steps: Sequence[str]) -> list[str]:
    """Return the path without detours: a parent's child and a sibling's sibling are siblings."""
    short: list[str] = []
    for step in steps:
        hop, before = HOPS[step], HOPS[short[-1]] if short else None
        if before is not None and (before.relation, hop.relation) in {("parent", "child"), ("sibling", "sibling")}:
            elder = hop.elder if before.elder == hop.elder else None
            short[-1] = hop_word("sibling", hop.sex, elder=elder)
        else:
            short.append(step)
    return short


def _chains(steps: Sequence[str], sex: str | None) -> Iterator[tuple[str, ...]]:
    """Give every meaning of the path in words that leave nothing open; nobody has a spouse of the own sex."""
    for parts in product(*(_PARTS.get(step, (step,)) for step in steps)):
        chain = tuple(" ".join(parts).split())
        sexes = (sex, *(HOPS[word].sex for word in chain))
        if all(_may_follow(before, word) for before, word in zip(sexes, chain, strict=False)):
            yield chain


def _may_follow(sex: str | None, word: str) -> bool:
    """Whether one of this sex can have this relative."""
    return sex is None or HOPS[word].relation != "spouse" or word == _SPOUSES[sex]


_WIDE: Final[dict[str, str]] = _DATA["wide"]
_TERMS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    chain: tuple(term) for steps, term in _DATA["term"].items() for chain in _chains(steps.split(), None)
}
