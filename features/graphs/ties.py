"""Dated kinship ties between scored households and the officials over them."""

from collections.abc import Iterable

import networkx as nx
import pandas as pd

from features.graphs.declared import DECLARED, differs
from features.graphs.kinship import kinship_graph
from features.graphs.paths import held_path, path_chain
from features.graphs.senses import SENSES, Sense, kin_sense
from features.records.store import Known

__all__ = ["KIN_TIE_COLUMNS", "kin_ties"]

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
    "sense",
    "roles",
    "relation_declared",
    "relation_differs",
)


def kin_ties(known: Known, degree: int, sense: Sense = "distant") -> tuple[pd.DataFrame, nx.DiGraph]:
    """Find the nearest kinship path from every official over a household to one of its members.

    A path counts only if every tie on it held on the day of the decision, and only towards officials who acted on
    the decision or were in post over the household's region at some time from application to approval.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables of :func:`features.scored.keep_scored`.
    degree : int
        The longest path that counts, in steps.
    sense : {"distant", "wider", "close"}
        Only relatives in this sense or a nearer one count; see :func:`features.graphs.senses.kin_sense`.  ``distant``
        takes all within the degree.

    Returns
    -------
    ties : pandas.DataFrame
        One row a household and official, sorted by both: the columns of `KIN_TIE_COLUMNS`.  ``steps`` is 0 where
        the official is a member; ``start_on`` is the day the official took office; ``path`` is a tuple of
        ``person_id`` from the official to the member, of several equally short the nearest in law; ``sense`` is how
        near it is in law; ``roles`` are all those in which the official acted, as ``handler, surveyor``;
        ``relation_declared`` is what the household declared, and ``relation_differs`` whether that is none of what
        its members are to the official (missing where nothing understandable was declared).
    graph : networkx.DiGraph
        The kinship graph; see :func:`features.graphs.kinship.kinship_graph`.
    """
    graph = kinship_graph(known, degree)
    officials = known.frame("SELECT DISTINCT official_id FROM over ORDER BY official_id")["official_id"]
    members = set(known.frame("SELECT DISTINCT person_id FROM scored_members")["person_id"])
    found = pd.DataFrame(_reached(graph, officials, members, degree), columns=["official_id", "member_id", "steps"])
    known.keep_frame("found_paths", found.astype({"official_id": "str", "member_id": "str", "steps": "int64"}))
    rows = known.frame(_rows())
    if not known.has("kin_declarations"):
        rows = rows.assign(declared=pd.Series(pd.NA, index=rows.index, dtype="boolean"))
    return _nearest(_compared(_held(graph, rows, degree, sense))), graph


def _reached(
    graph: nx.DiGraph, officials: Iterable[str], members: set[str], degree: int
) -> Iterable[tuple[str, str, int]]:
    """Give each official, each member within reach, and the length of the shortest path whatever the days."""
    for official in officials:
        if official in members:
            yield official, official, 0
        if official not in graph:
            continue
        for person, steps in nx.single_source_shortest_path_length(graph, official, cutoff=degree).items():
            if person in members and person != official:
                yield official, person, steps


def _rows() -> str:
    """Return the SQL of the pairs found, one row a household, official over it and member within reach."""
    return f"""
        SELECT
            over.household_id,
            over.official_id,
            f.member_id,
            f.steps,
            over.post,
            over.start_on,
            over.acted_as,
            declared.official_id IS NOT NULL AS declared,
            declared.declared_on,
            s.granted_on,
            over.roles,
            declared.relation_declared
        FROM over
        JOIN scored_members AS m USING (household_id)
        JOIN scored AS s USING (household_id)
        JOIN found_paths AS f ON f.official_id = over.official_id AND f.member_id = m.person_id
        LEFT JOIN ({DECLARED}) AS declared
            ON declared.household_id = over.household_id AND declared.official_id = over.official_id
        ORDER BY over.household_id, over.official_id, f.steps, f.member_id
    """


def _held(graph: nx.DiGraph, rows: pd.DataFrame, degree: int, sense: Sense) -> pd.DataFrame:
    """Return the rows whose path held on the day of the decision, with that path and what it makes of the member."""
    ends = zip(rows["official_id"], rows["member_id"], rows["granted_on"], rows["steps"], strict=True)
    paths = [
        held_path(graph, (official, member), day, range(steps, degree + 1), sense)
        for official, member, day, steps in ends
    ]
    rows = rows.assign(path=pd.Series(paths, index=rows.index, dtype="object"))
    rows = rows[rows["path"].notna()]
    chains = [path_chain(graph, path, day) for path, day in zip(rows["path"], rows["granted_on"], strict=True)]
    rows = rows.assign(steps=rows["path"].map(len).astype("int64") - 1)
    senses = [kin_sense(chain) for chain in chains]
    return rows.assign(
        chain=pd.Series(chains, index=rows.index, dtype="str"), sense=pd.Series(senses, index=rows.index, dtype="str")
    )


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Add whether what was declared is none of what the members of the household are to the official."""
    pair = ["household_id", "official_id"]
    told = rows[rows["relation_declared"].notna()]
    answers = {
        key: differs(group["relation_declared"].iloc[0], group["chain"]) for key, group in told.groupby(pair, sort=True)
    }
    differing = [answers.get(key) for key in zip(*(rows[name] for name in pair), strict=True)]
    return rows.assign(relation_differs=pd.array(differing, dtype="boolean"))


def _nearest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return for each household and official the nearest member, in steps and then in law."""
    rows = rows.assign(rank=rows["sense"].map(SENSES.index))
    rows = rows.sort_values(["household_id", "official_id", "steps", "rank", "member_id"], kind="stable")
    return rows.drop_duplicates(["household_id", "official_id"]).reset_index(drop=True)[list(KIN_TIE_COLUMNS)]
