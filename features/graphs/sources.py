"""The source rows that prove a path of kinship."""

from typing import Literal

import networkx as nx
import pandas as pd

from features.graphs.kinship import spell_on

__all__ = ["SourceKind", "path_sources", "source_kind"]

SourceKind = Literal["stated", "register", "shared_parent"]


def path_sources(graph: nx.DiGraph, path: tuple[str, ...], day: pd.Timestamp) -> str:
    """Name the rows that state the ties of `path`.

    Parameters
    ----------
    graph : networkx.DiGraph
        See :func:`features.graphs.kinship.kinship_graph`.
    path : tuple of str
        ``person_id`` from the official to the member.
    day : pandas.Timestamp
        A day on which the path held.

    Returns
    -------
    str
        ``kinship[a,b]`` for a stated tie, ``persons[a]; persons[b]`` for one that a register tells (of ties to somebody
        unnamed, the rows that imply them, once), both ties to the parent for siblings by a shared parent;
        ``officials[a]`` where the official is a member.
    """
    if len(path) == 1:
        return f"officials[{path[0]}]"
    spells = ((a, b, spell_on(graph, a, b, day)) for a, b in nx.utils.pairwise(path))
    return "; ".join(dict.fromkeys(_tie(a, b, spell.source) for a, b, spell in spells if spell is not None))


def source_kind(source: str) -> SourceKind:
    """Return where a tie was taken from: stated in ``kinship``, told by a register, or siblings by a shared parent.

    Parameters
    ----------
    source : str
        See :class:`features.graphs.kinship.Spell`.

    Examples
    --------
    >>> [source_kind(source) for source in ("kinship backwards", "register persons[A]; persons[B]", "shared parent P")]
    ['stated', 'register', 'shared_parent']
    """
    if source.startswith("shared parent "):
        return "shared_parent"
    return "register" if source.startswith("register") else "stated"


def _tie(a: str, b: str, source: str) -> str:
    if source_kind(source) == "shared_parent":
        parent = source.removeprefix("shared parent ")
        return f"kinship or persons[{a},{parent}]; kinship or persons[{b},{parent}]"
    if source == "register":
        return f"persons[{a}]; persons[{b}]"
    if source.startswith("register "):
        return source.removeprefix("register ")
    return f"kinship[{a},{b}]" if source == "kinship" else f"kinship[{b},{a}]"
