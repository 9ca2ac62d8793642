"""What a household states a member to be to the applicant: its own claim, read into one word."""

from typing import Final

from features.records.kin.hops import HOPS
from features.records.kin.relations import read_relation

__all__ = ["IN_CARE", "UNCLAIMED", "claimed"]

IN_CARE: Final = "guardian|ward|foster|adopt|step|监护|寄养|收养|抚养|继"
"""Words of a stated relation that no blood tie and no register need bear out."""
UNCLAIMED: Final = ""
"""Nothing close is stated, or no kin at all."""


def claimed(said: str) -> str:
    """Return what somebody is stated to be to the applicant: one step, ``wider``, or nothing where that is no kin.

    Parameters
    ----------
    said : str
        A cell of ``members.relation_to_applicant``: English, Chinese or a code of GB/T 4761.

    Returns
    -------
    str
        A relation of :data:`features.records.kin.hops.INVERSE`, ``wider`` for several steps, or empty.

    Examples
    --------
    >>> claimed("配偶"), claimed("侄子"), claimed("其他")
    ('spouse', 'wider', '')
    """
    relation = read_relation(said)
    if relation is None or not relation.steps:
        return UNCLAIMED
    return HOPS[relation.steps[0]].relation if len(relation.steps) == 1 else "wider"
