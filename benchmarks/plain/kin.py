"""Kinship ties between scored households and the officials over them, by breadth-first search from every official."""

import networkx as nx
import pandas as pd

from benchmarks.plain.graph import held_on
from benchmarks.plain.records import Tables

__all__ = ["kin_ties"]

LONG_AGO = pd.Timestamp("1678-01-01").as_unit("s")


def kin_ties(
    tables: Tables,
    scored: pd.DataFrame,
    members: pd.DataFrame,
    over: pd.DataFrame,
    graph: nx.Graph,
    degree: int,
) -> pd.DataFrame:
    """Return one row a household and official over it who is kin of a member: the steps of the nearest path that held.

    Every tie on the path held on the day of the decision.  Columns: those of `over`, ``member_id``, ``steps``,
    ``applied_on``, ``granted_on``, ``declared`` and ``declared_on``.
    """
    reached = _within_reach(graph, over["official_id"].unique(), set(members["person_id"]), degree)
    rows = over.merge(members[["household_id", "person_id"]], on="household_id").merge(
        reached, on=["official_id", "person_id"]
    )
    days = scored[["household_id", "applied_on", "granted_on"]].reset_index(drop=True)
    rows = rows.rename(columns={"person_id": "member_id"}).merge(days, on="household_id")
    rows["steps"] = [
        _steps(graph, path, day, degree) for path, day in zip(rows["path"], rows["granted_on"], strict=True)
    ]
    rows = rows.dropna(subset="steps").sort_values(["household_id", "official_id", "steps", "member_id"])
    rows = rows.drop_duplicates(["household_id", "official_id"]).drop(columns="path")
    return rows.merge(_declared(tables), how="left", on=["household_id", "official_id"]).assign(
        declared=lambda ties: ties["declared"].fillna(value=False).astype("bool")
    )


def _declared(tables: Tables) -> pd.DataFrame:
    """Return who was declared and since when; a row without a day counts as declared in time."""
    rows = tables["kin_declarations"]
    rows = rows.assign(declared_on=rows["declared_on"].fillna(LONG_AGO))
    return rows.groupby(["household_id", "official_id"], as_index=False)["declared_on"].min().assign(declared=True)


def _within_reach(graph: nx.Graph, officials: pd.Series, members: set[str], degree: int) -> pd.DataFrame:
    """Return a shortest path from each official to each member within reach, whatever the days."""
    found = []
    for official in officials:
        paths = nx.single_source_shortest_path(graph, official, cutoff=degree) if official in graph else {}
        paths[official] = [official]
        found += [(official, person, path) for person, path in paths.items() if person in members]
    return pd.DataFrame(found, columns=["official_id", "person_id", "path"]).astype(
        {"official_id": "str", "person_id": "str", "path": "object"}
    )


def _steps(graph: nx.Graph, path: list[str], day: pd.Timestamp, degree: int) -> int | None:
    """Return the length of `path`, or of a detour where a tie on it did not hold on the day; None where none did."""
    if all(held_on(graph, a, b, day) for a, b in nx.utils.pairwise(path)):
        return len(path) - 1
    held = nx.subgraph_view(graph, filter_edge=lambda a, b: held_on(graph, a, b, day))
    detour = nx.single_source_shortest_path(held, path[0], cutoff=degree).get(path[-1])
    return None if detour is None else len(detour) - 1
