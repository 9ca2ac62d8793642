"""One step of kinship in a word: what the next person is to the one before."""

from typing import Final, NamedTuple

__all__ = ["HOPS", "INVERSE", "Hop", "hop_word"]


class Hop(NamedTuple):
    """What a word of one step says.

    Parameters
    ----------
    relation : str
        A relation of `INVERSE`.
    sex : str or None
        Of the person stepped to: M or F.
    elder : bool or None
        Of siblings: whether the person stepped to is the elder.
    """

    relation: str
    sex: str | None = None
    elder: bool | None = None


HOPS: Final = {
    "husband": Hop("spouse", "M"),
    "wife": Hop("spouse", "F"),
    "spouse": Hop("spouse"),
    "father": Hop("parent", "M"),
    "mother": Hop("parent", "F"),
    "parent": Hop("parent"),
    "son": Hop("child", "M"),
    "daughter": Hop("child", "F"),
    "child": Hop("child"),
    "elder_brother": Hop("sibling", "M", elder=True),
    "younger_brother": Hop("sibling", "M", elder=False),
    "brother": Hop("sibling", "M"),
    "elder_sister": Hop("sibling", "F", elder=True),
    "younger_sister": Hop("sibling", "F", elder=False),
    "sister": Hop("sibling", "F"),
    "elder_sibling": Hop("sibling", elder=True),
    "younger_sibling": Hop("sibling", elder=False),
    "sibling": Hop("sibling"),
    "grandfather": Hop("grandparent", "M"),
    "grandmother": Hop("grandparent", "F"),
    "grandparent": Hop("grandparent"),
    "grandson": Hop("grandchild", "M"),
    "granddaughter": Hop("grandchild", "F"),
    "grandchild": Hop("grandchild"),
    "father_in_law": Hop("parent_in_law", "M"),
    "mother_in_law": Hop("parent_in_law", "F"),
    "parent_in_law": Hop("parent_in_law"),
    "son_in_law": Hop("child_in_law", "M"),
    "daughter_in_law": Hop("child_in_law", "F"),
    "child_in_law": Hop("child_in_law"),
    "relative": Hop("other"),
}
"""Every word of one step."""

INVERSE: Final = {
    "parent": "child",
    "child": "parent",
    "spouse": "spouse",
    "sibling": "sibling",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "parent_in_law": "child_in_law",
    "child_in_law": "parent_in_law",
    "other": "other",
}
"""If b is a's relation, then a is b's inverse relation."""

_WORDS: Final = {hop: word for word, hop in HOPS.items()}


def hop_word(relation: str, sex: str | None = None, *, elder: bool | None = None) -> str:
    """Return the word of a step, as exact as what is known allows.

    Parameters
    ----------
    relation : str
        What the person stepped to is: a relation of `INVERSE`.
    sex : str or None
        Of the person stepped to: M or F.
    elder : bool or None
        Whether the person stepped to is the elder; only siblings have words for it.

    Examples
    --------
    >>> hop_word("sibling", "M", elder=False)
    'younger_brother'
    >>> hop_word("spouse")
    'spouse'
    """
    if relation not in INVERSE or relation == "other":
        return "relative"
    return _WORDS[Hop(relation, sex, elder if relation == "sibling" else None)]
