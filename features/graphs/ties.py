"""Dated kinship ties between scored households and the officials over them."""

from collections.abc import Iterable
from typing import NamedTuple

import networkx as nx
import pandas as pd

from features.graphs.kinship import kinship_graph, spell_on
from features.records.store import Known

__all__ = ["KIN_TIE_COLUMNS", "Tie", "kin_ties", "path_held_on"]

KIN_TIE_COLUMNS = (
    "household_id",
    "official_id",
    "member_id",
    "steps",
    "post",
    "start_on",
    "acted_as",
    "declared",
    "declared_on",
    "granted_on",
    "path",
)


class Tie(NamedTuple):
    """A shortest path of kinship from an official to a member of a household."""

    official_id: str
    member_id: str
    path: tuple[str, ...]

    @property
    def steps(self) -> int:
        """Length of the path; 0 if the official is a member."""
        return len(self.path) - 1


def kin_ties(known: Known, degree: int) -> tuple[pd.DataFrame, nx.DiGraph]:
    """Find the nearest kinship path from every official over a household to one of its members.

    A path counts only if every tie on it held on the day of the decision, and only towards officials who acted on
    the decision or were in post over the household's region at some time from application to approval.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables of :func:`features.scored.keep_scored`.
    degree : int
        The longest path that counts, in steps.

    Returns
    -------
    ties : pandas.DataFrame
        One row a household and official, sorted by both: the columns of `KIN_TIE_COLUMNS`.  ``steps`` is 0 where
        the official is a member; ``start_on`` is the day the official took office; ``path`` is a tuple of
        ``person_id`` from the official to the member.
    graph : networkx.DiGraph
        The kinship graph; see :func:`features.graphs.kinship.kinship_graph`.
    """
    graph = kinship_graph(known, degree)
    officials = known.frame("SELECT DISTINCT official_id FROM over ORDER BY official_id")["official_id"]
    members = set(known.frame("SELECT DISTINCT person_id FROM scored_members")["person_id"])
    paths = {(tie.official_id, tie.member_id): tie for tie in _paths(graph, officials, members, degree)}
    found = pd.DataFrame(
        [(official, member, tie.steps) for (official, member), tie in paths.items()],
        columns=["official_id", "member_id", "steps"],
    ).astype({"official_id": "str", "member_id": "str", "steps": "int64"})
    known.keep_frame("found_paths", found)
    rows = known.frame(_rows())
    if not known.has("kin_declarations"):
        rows = rows.assign(declared=pd.Series(pd.NA, index=rows.index, dtype="boolean"))
    rows = rows.assign(path=pd.Series(_held(graph, rows, paths, degree), index=rows.index, dtype="object"))
    rows = rows[rows["path"].notna()]
    rows = rows.assign(steps=rows["path"].map(len).astype("int64") - 1)
    rows = rows.sort_values(["household_id", "official_id", "steps", "member_id"], kind="stable")
    return rows.drop_duplicates(["household_id", "official_id"]).reset_index(drop=True)[list(KIN_TIE_COLUMNS)], graph


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


def _paths(graph: nx.DiGraph, officials: Iterable[str], members: set[str], degree: int) -> Iterable[Tie]:
    """Give a shortest path from each official to each member within reach, whatever the days."""
    for official in officials:
        if official in members:
            yield Tie(official, official, (official,))
        if official not in graph:
            continue
        for person, path in nx.single_source_shortest_path(graph, official, cutoff=degree).items():
            if person in members and person != official:
                yield Tie(official, person, tuple(path))


def _rows() -> str:
    """Return the SQL of the paths found, one row a household, official over it and member that a path leads to."""
    return """
        WITH declared AS (
            SELECT household_id, official_id, min(declared_on) AS declared_on
            FROM kin_declarations
            GROUP BY household_id, official_id
        )
        SELECT
            over.household_id,
            over.official_id,
            f.member_id,
            f.steps,
            over.post,
            over.start_on,
            over.acted_as,
            declared.declared_on,
            declared.official_id IS NOT NULL AS declared,
            s.granted_on
        FROM over
        JOIN scored_members AS m USING (household_id)
        JOIN scored AS s USING (household_id)
        JOIN found_paths AS f ON f.official_id = over.official_id AND f.member_id = m.person_id
        LEFT JOIN declared
            ON declared.household_id = over.household_id AND declared.official_id = over.official_id
        ORDER BY over.household_id, over.official_id, f.steps, f.member_id
    """


def _held(
    graph: nx.DiGraph, rows: pd.DataFrame, paths: dict[tuple[str, str], Tie], degree: int
) -> list[tuple[str, ...] | None]:
    """Return for each row the shortest path that held on the day of the decision, None where none did."""
    held: list[tuple[str, ...] | None] = []
    for official, member, day in zip(rows["official_id"], rows["member_id"], rows["granted_on"], strict=True):
        path = paths[official, member].path
        held.append(path if path_held_on(graph, path, day) else _detour(graph, official, member, day, degree))
    return held


def _detour(graph: nx.DiGraph, official: str, member: str, day: pd.Timestamp, degree: int) -> tuple[str, ...] | None:
    """Return a shortest path over the ties that held on `day`, None if there is none."""
    on_the_day = nx.subgraph_view(graph, filter_edge=lambda a, b: spell_on(graph, a, b, day) is not None)
    path = nx.single_source_shortest_path(on_the_day, official, cutoff=degree).get(member)
    return None if path is None else tuple(path)
