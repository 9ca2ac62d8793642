"""People between two relatives whom no register names: the elder brother of whom somebody is the son.

A nephew in a register is the head's sibling's child, two steps away.  The sibling stands in the kinship graph as a
person of his own, so that steps are counted right and kin terms come out.
"""

from typing import Final, NamedTuple

from features.records.kin.hops import HOPS

__all__ = ["UNNAMED", "Unnamed", "read_unnamed", "unnamed_elder", "unnamed_sex"]

UNNAMED: Final = "∅"
"""Sign before the key of somebody unnamed; no key of a delivery begins with it."""


class Unnamed(NamedTuple):
    """Somebody whom no register names, between the head of one and a person in it.

    Parameters
    ----------
    into : str
        What he is to the one before, on the way from the head.
    onward : str
        What the next one is to him; both are words of :data:`features.records.kin.hops.HOPS`.
    person_id : str
        At whose entry in the register he was found.
    """

    into: str
    onward: str
    person_id: str


def read_unnamed(key: str) -> Unnamed | None:
    """Read the key of a node of the kinship graph; None where it is a person's.

    Examples
    --------
    >>> read_unnamed("∅brother son P7")
    Unnamed(into='brother', onward='son', person_id='P7')
    """
    if not key.startswith(UNNAMED):
        return None
    return Unnamed(*key.removeprefix(UNNAMED).split(" ", maxsplit=2))


def unnamed_sex(key: str) -> str | None:
    """Return the sex of somebody unnamed, M or F; None where it is not known, and for persons with a name.

    Examples
    --------
    >>> unnamed_sex("∅brother son P7")
    'M'
    """
    unnamed = read_unnamed(key)
    return HOPS[unnamed.into].sex if unnamed else None


def unnamed_elder(a: str, b: str) -> bool | None:
    """Whether b is older than the sibling a, one of them unnamed; None where no word of a register says.

    Examples
    --------
    >>> unnamed_elder("HEAD", "∅elder_brother wife P7")
    True
    >>> unnamed_elder("P7", "∅father elder_brother P7")
    False
    """
    for key, towards in ((b, True), (a, False)):
        unnamed = read_unnamed(key)
        words = (unnamed.into, unnamed.onward) if unnamed else ()
        for word, forwards in zip(words, (True, False), strict=False):
            elder = HOPS[word].elder
            if elder is not None:
                return elder == (forwards == towards)
    return None
