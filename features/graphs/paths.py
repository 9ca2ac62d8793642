"""Paths of kinship that held on a day."""

from collections.abc import Iterator

import networkx as nx
import pandas as pd

from features.graphs.kinship import spell_on
from features.graphs.senses import SENSES, Sense, kin_chain, kin_sense

__all__ = ["held_path", "path_chain", "path_held_on"]


def path_held_on(graph: nx.DiGraph, path: tuple[str, ...], day: pd.Timestamp) -> bool:
    """Whether every tie on `path` held on `day`; an open end holds.

    Parameters
    ----------
    graph : networkx.DiGraph
        See :func:`features.graphs.kinship.kinship_graph`.
    path : tuple of str
        ``person_id`` along edges of `graph`; a path of one person always holds.
    day : pandas.Timestamp
        A day.
    """
    return all(spell_on(graph, a, b, day) for a, b in nx.utils.pairwise(path))


def path_chain(graph: nx.DiGraph, path: tuple[str, ...], day: pd.Timestamp) -> str:
    """Return what the last person of a path is to the first, as letters; see :func:`features.graphs.senses.kin_chain`.

    Parameters
    ----------
    graph : networkx.DiGraph
        See :func:`features.graphs.kinship.kinship_graph`.
    path : tuple of str
        ``person_id`` along edges of `graph`.
    day : pandas.Timestamp
        A day on which the path held.
    """
    spells = (spell_on(graph, a, b, day) for a, b in nx.utils.pairwise(path))
    return kin_chain([spell.relation for spell in spells if spell is not None])


def held_path(
    graph: nx.DiGraph, ends: tuple[str, str], day: pd.Timestamp, steps: range, sense: Sense = "distant"
) -> tuple[str, ...] | None:
    """Return the shortest path that held on `day`, of several equally short the nearest in law.

    Parameters
    ----------
    graph : networkx.DiGraph
        See :func:`features.graphs.kinship.kinship_graph`.
    ends : tuple of str
        ``person_id`` of the first and of the last person; the same person is no path but stands alone.
    day : pandas.Timestamp
        A day.
    steps : range
        The lengths to look for.
    sense : {"close", "wider", "distant"}
        The path must be of this sense or a nearer one.

    Returns
    -------
    tuple of str or None
        ``person_id`` from the first to the last; None where there is no such path.
    """
    first, last = ends
    if first == last:
        return (first,)
    farthest = SENSES.index(sense)
    for length in steps:
        held = (path for path in _paths(graph, (first,), last, length) if path_held_on(graph, path, day))
        ranked = ((SENSES.index(kin_sense(path_chain(graph, path, day))), path) for path in held)
        best = min(((rank, path) for rank, path in ranked if rank <= farthest), default=None)
        if best is not None:
            return best[1]
    return None


def _paths(graph: nx.DiGraph, begun: tuple[str, ...], last: str, steps: int) -> Iterator[tuple[str, ...]]:
    """Give every path of so many further steps that meets nobody twice; every edge has its inverse."""
    near = graph.adj[begun[-1]]
    if steps == 1:
        if last in near:
            yield (*begun, last)
    elif steps == 2:
        for person in near.keys() & graph.adj[last].keys():
            if person not in begun:
                yield (*begun, person, last)
    else:
        for person in near:
            if person != last and person not in begun:
                yield from _paths(graph, (*begun, person), last, steps - 1)
