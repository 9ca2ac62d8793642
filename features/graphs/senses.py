"""How near a relative is in law: close relatives, relatives in the wider sense of recusal, and all others."""

from collections.abc import Sequence
from typing import Final, Literal

__all__ = ["SENSES", "Sense", "inverse_chain", "kin_chain", "kin_sense"]

Sense = Literal["close", "wider", "distant"]
SENSES: Final[tuple[Sense, ...]] = ("close", "wider", "distant")
"""The nearest first."""

_LETTERS: Final = {
    "spouse": "S",
    "parent": "P",
    "child": "C",
    "sibling": "B",
    "grandparent": "PP",
    "grandchild": "CC",
    "parent_in_law": "SP",
    "child_in_law": "CS",
    "other": "?",
}
"""Steps as letters: spouse, parent, child, sibling; in-laws and grandparents are two of them."""
_SHORTER: Final = (("PC", "B"), ("BB", "B"), ("BP", "P"), ("CB", "C"), ("SC", "C"), ("PS", "P"))
"""A parent's child is a sibling, a sibling's parent a parent; a stepparent counts as a parent, and so back."""
_CLOSE: Final = frozenset({"", "S", "P", "C", "B", "PP", "CC"})
"""Civil Code art. 1045: spouse, parents, children, siblings, grandparents, grandchildren; the official in person."""
_WIDER: Final = frozenset(
    {
        *("PPP", "PPPP", "CCC", "CCCC"),  # in direct line
        *("PB", "BC", "PBC"),  # uncles and aunts, nephews and nieces, cousins: collateral within three generations
        *("SP", "CS", "SB", "BS", "SBS"),  # the spouse's parents and siblings, and their spouses; seen from both sides
        *("CSP", "CP", "CPP", "CCP"),  # the parents of a child's spouse; kin through a common child or grandchild
        *("PBS", "SBC", "BCS", "SPB", "PBCS", "SPBC"),  # spouses of collaterals; seen from both sides
    }
)
"""Recusal of civil servants, art. 5: direct line, collaterals within three generations, and near kin by marriage."""
_INVERSE: Final = str.maketrans("PC", "CP")


def kin_chain(relations: Sequence[str]) -> str:
    """Return the steps of a path as letters, without detours.

    Parameters
    ----------
    relations : sequence of str
        What each person is to the one before: relations of :data:`features.records.kin.hops.INVERSE`.

    Returns
    -------
    str
        S spouse, P parent, C child, B sibling, ? other; empty for a path of one person.

    Examples
    --------
    >>> kin_chain(["parent", "child"]), kin_chain(["parent_in_law", "child"]), kin_chain(["spouse", "child"])
    ('B', 'SB', 'C')
    """
    chain = "".join(_LETTERS[relation] for relation in relations)
    shorter = next(((long, short) for long, short in _SHORTER if long in chain), None)
    while shorter is not None:
        chain = chain.replace(*shorter, 1)
        shorter = next(((long, short) for long, short in _SHORTER if long in chain), None)
    return chain


def inverse_chain(chain: str) -> str:
    """Return the letters of the way back.

    Examples
    --------
    >>> inverse_chain("SPB")
    'BCS'
    """
    return chain[::-1].translate(_INVERSE)


def kin_sense(chain: str) -> Sense:
    """Return in which sense the last person of a path is a relative of the first.

    It is the same from both ends: an uncle's nephew is as near as a nephew's uncle.

    Parameters
    ----------
    chain : str
        See :func:`kin_chain`.

    Returns
    -------
    {"close", "wider", "distant"}
        Close: spouse, parents, children, siblings, grandparents and grandchildren, and the official in person.
        Wider: what local rules and the rules of recusal add.  Distant: all others, and kin of whom it is not said
        how near they are.

    References
    ----------
    Civil Code of the People's Republic of China (2020), art. 1045 (近亲属).
    Civil Servants Law (2018), art. 74, and Provisions on the recusal of civil servants (公务员回避规定), art. 5:
    夫妻关系、直系血亲、三代以内旁系血亲、近姻亲.

    Examples
    --------
    >>> kin_sense("PP"), kin_sense("SB"), kin_sense("SBCC")
    ('close', 'wider', 'distant')
    """
    if chain in _CLOSE:
        return "close"
    return "wider" if chain in _WIDER else "distant"
