"""What a household declared about its relatives in office, against what registers and stated kinship tell."""

from collections.abc import Iterable
from typing import Final

from features.graphs.senses import inverse_chain, kin_chain
from features.records.kin.hops import HOPS, INVERSE
from features.records.kin.relations import read_relation

__all__ = ["DECLARED", "declared_steps", "differs"]

DECLARED: Final = """
    SELECT
        household_id,
        official_id,
        CASE WHEN count(declared_on) = count(*) THEN min(declared_on) END AS declared_on,
        min(relation) AS relation_declared
    FROM kin_declarations
    GROUP BY household_id, official_id
"""
"""One row a household and declared official; a row without a day counts as declared in time."""


def declared_steps(said: str) -> tuple[str, ...]:
    """Read a declared relation; nothing where it is not understood or does not say how near.

    Parameters
    ----------
    said : str
        A word of the contract, a code of GB/T 4761 or a Chinese word.

    Returns
    -------
    tuple of str
        Words of :data:`features.records.kin.hops.HOPS`.

    Examples
    --------
    >>> declared_steps("sibling"), declared_steps("岳父"), declared_steps("远亲")
    (('sibling',), ('father_in_law',), ())
    """
    if said in INVERSE:
        return () if said == "other" else (said,)
    relation = read_relation(said)
    return relation.steps if relation is not None else ()


def differs(said: str, chains: Iterable[str]) -> bool | None:
    """Whether a declared relation is none of those that were derived.

    Nobody says whether a form tells what the relative is to the official or the other way round: either fits.

    Parameters
    ----------
    said : str
        The declared relation.
    chains : iterable of str
        What the members of the household are to the official; see :func:`features.graphs.senses.kin_chain`.

    Returns
    -------
    bool or None
        None where the declaration is not understood.

    Examples
    --------
    >>> differs("sibling", ["P"]), differs("parent", ["C", "CS"]), differs("远亲", ["C"])
    (True, False, None)
    """
    steps = declared_steps(said)
    if not steps:
        return None
    chain = kin_chain([HOPS[step].relation for step in steps])
    return not {chain, inverse_chain(chain)} & set(chains)
