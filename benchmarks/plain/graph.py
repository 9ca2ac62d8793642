"""One kinship graph of all residents, the ties of registers and of shared parents among them."""

from collections.abc import Iterator

import networkx as nx
import pandas as pd

from benchmarks.plain.records import Tables, look_up
from features.records.kin.hops import INVERSE
from features.records.kin.reading import reading
from features.records.kin.unnamed import UNNAMED

__all__ = ["FOREVER", "LONG_AGO", "Kin", "all_ties", "both_ways", "held_on", "kinship_graph"]

LONGEST_WORD = 24
"""A cell longer than this is no word of a relation."""
ROLES = ("head", "spouse", "father", "mother")
TIE = ["a", "b", "relation"]
Tie = tuple[str, pd.Timestamp | None, pd.Timestamp | None]
FOREVER = pd.Timestamp("2262-01-01").as_unit("s")
LONG_AGO = pd.Timestamp("1678-01-01").as_unit("s")


def all_ties(tables: Tables) -> pd.DataFrame:
    """Return every tie as stated or told: ``a``, ``b``, ``relation`` (what b is to a), ``start_on`` and ``end_on``."""
    stated = tables["kinship"].rename(columns={"person_id": "a", "relative_id": "b"})
    stated = stated.loc[stated["a"] != stated["b"], [*TIE, "start_on", "end_on"]]
    ties = pd.concat([stated, _register_ties(tables["persons"])], ignore_index=True)
    return ties.astype({"relation": pd.CategoricalDtype(sorted(INVERSE))})


def both_ways(ties: pd.DataFrame) -> pd.DataFrame:
    """Return `ties` in both directions."""
    backwards = ties.rename(columns={"a": "b", "b": "a"})
    backwards = backwards.assign(relation=backwards["relation"].map(INVERSE).astype(ties["relation"].dtype))
    return pd.concat([ties, backwards[ties.columns]], ignore_index=True)


def kinship_graph(ties: pd.DataFrame) -> nx.Graph:
    """Build the graph of everybody.

    An edge has ``ties``, a tuple of (relation, first day, last day) with None for an open end: what the one with the
    later key is to the other.  Siblings by a shared parent have ``shared``.
    """
    graph = nx.Graph()
    for a, b, tie in _spells(ties):
        if graph.has_edge(a, b):
            graph.edges[a, b]["ties"] += tie
        else:
            graph.add_edge(a, b, ties=tie)
    graph.add_edges_from(_pairs(_shared_parents(ties)), shared=True)
    return graph


def held_on(graph: nx.Graph, a: str, b: str, day: pd.Timestamp) -> bool:
    """Whether somebody was another's relative on `day`."""
    edge = graph.edges[a, b]
    return "shared" in edge or any(
        (first is None or first <= day) and (last is None or last >= day) for _, first, last in edge["ties"]
    )


class Kin:
    """The relatives of everybody, as a directed multigraph shows them: what b is to a, from when to when."""

    def __init__(self, graph: nx.Graph) -> None:
        self._graph = graph

    def __contains__(self, person: str) -> bool:
        return person in self._graph

    def __getitem__(self, a: str) -> dict[str, dict[int, dict[str, object]]]:
        ties = {b: edge["ties"] for b, edge in self._graph.adj[a].items() if "ties" in edge}
        return {b: dict(enumerate(_as_seen(tie, backwards=b < a) for tie in several)) for b, several in ties.items()}


def _as_seen(tie: Tie, *, backwards: bool) -> dict[str, object]:
    relation, first, last = tie
    return {"relation": INVERSE[relation] if backwards else relation, "start_on": first, "end_on": last}


def _pairs(named: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Give the pairs of `named`; a name that occurs twice is one object, which halves the memory of the graph."""
    codes, names = pd.factorize(pd.concat([named["a"], named["b"]], ignore_index=True))
    both = names.to_numpy(dtype="object")[codes]
    return zip(both[: len(named)], both[len(named) :], strict=True)


def _spells(ties: pd.DataFrame) -> Iterator[tuple[str, str, tuple[Tie, ...]]]:
    """Give each tie once, from the earlier key to the later; several statements of one relation make one spell.

    A spell has an open start or end where one of its statements has.
    """
    backwards = ties["a"] > ties["b"]
    turned = pd.DataFrame(
        {
            "a": ties["a"].mask(backwards, ties["b"]),
            "b": ties["b"].mask(backwards, ties["a"]),
            "relation": ties["relation"].mask(backwards, ties["relation"].map(INVERSE).astype(ties["relation"].dtype)),
            "start_on": ties["start_on"],
            "end_on": ties["end_on"],
        }
    )
    turned = _merged(turned)
    always = {relation: ((relation, None, None),) for relation in INVERSE}
    dated = turned["start_on"].notna() | turned["end_on"].notna()
    for (a, b), relation in zip(_pairs(turned[~dated]), turned.loc[~dated, "relation"], strict=True):
        yield a, b, always[relation]
    days = turned.loc[dated, ["relation", "start_on", "end_on"]].astype("object")
    days = days.where(days.notna(), None).itertuples(index=False, name=None)
    for (a, b), tie in zip(_pairs(turned[dated]), days, strict=True):
        yield a, b, (tie,)


def _merged(ties: pd.DataFrame) -> pd.DataFrame:
    """Return one row a pair and relation: the earliest start and the latest end, open where one of them is."""
    repeated = ties.duplicated(TIE, keep=False)
    several = ties[repeated]
    several = several.assign(start_on=several["start_on"].fillna(LONG_AGO), end_on=several["end_on"].fillna(FOREVER))
    several = several.groupby(TIE, as_index=False, observed=True).agg({"start_on": "min", "end_on": "max"})
    several["start_on"] = several["start_on"].where(several["start_on"] > LONG_AGO)
    several["end_on"] = several["end_on"].where(several["end_on"] < FOREVER)
    return pd.concat([ties[~repeated], several], ignore_index=True)


def _shared_parents(ties: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of siblings by a shared parent."""
    up = ties.loc[ties["relation"] == "parent", ["a", "b"]].rename(columns={"a": "child", "b": "parent"})
    down = ties.loc[ties["relation"] == "child", ["a", "b"]].rename(columns={"b": "child", "a": "parent"})
    lines = pd.concat([up, down]).drop_duplicates()
    pairs = lines.merge(lines, on="parent", suffixes=("_a", "_b"))
    pairs = pairs[pairs["child_a"] < pairs["child_b"]]
    return pairs[["child_a", "child_b"]].set_axis(["a", "b"], axis="columns").drop_duplicates()


def _register_ties(persons: pd.DataFrame) -> pd.DataFrame:
    """Return the ties that registers tell: everybody is the head's relation, and some the head's spouse's or parent's.

    Wider kin are as many steps away as it takes; whoever stands between is unnamed.  A register with two heads or
    two spouses tells nothing.
    """
    said = persons["relation_to_head"].dropna().unique()
    words, steps = reading(word for word in said if len(word) <= LONGEST_WORD)
    roles = persons.dropna(subset="register_id")[["person_id", "register_id", "relation_to_head"]]
    roles = roles.merge(words, left_on="relation_to_head", right_on="said")
    holders = {role: _holders(roles, role) for role in ROLES}
    several = roles.loc[roles["role"] == "spouse", "register_id"].value_counts()
    members = roles[roles["wide"] | roles["relation"].notna()]
    members = members[~members["register_id"].isin(several.index[several > 1])]
    members = members.assign(head=look_up(members["register_id"], holders["head"])).dropna(subset="head")
    middle = pd.Series(None, index=members.index, dtype="str")
    for role in ROLES[1:]:
        middle = middle.mask(members["through"] == role, look_up(members["register_id"], holders[role]))
    members = members.assign(middle=middle)
    near = members[~members["wide"]]
    through = members[members["beyond"].notna() & members["middle"].notna()]
    return pd.concat(
        [
            near[["head", "person_id", "relation"]].set_axis(TIE, axis="columns"),
            through[["middle", "person_id", "beyond"]].set_axis(TIE, axis="columns"),
            _wide(members[members["wide"]], steps),
        ]
    )


def _holders(roles: pd.DataFrame, role: str) -> pd.Series:
    """Return who has a role in each register in which only one has."""
    having = roles[roles["role"] == role]
    return having.drop_duplicates("register_id", keep=False).set_index("register_id")["person_id"]


def _wide(members: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return each step between the head and kin more than one step away, over people whom nobody names."""
    rows = members[["said", "person_id", "head", "middle"]].merge(steps, on="said")
    rows = rows[~((rows["place"] == 1) & rows["middle"].notna())]
    before = (UNNAMED + rows["before"] + " " + rows["person_id"]).mask(rows["place"] == 1, rows["head"])
    before = before.mask((rows["place"] == 2) & rows["middle"].notna(), rows["middle"])
    after = (UNNAMED + rows["after"] + " " + rows["person_id"]).fillna(rows["person_id"])
    return pd.DataFrame({"a": before, "b": after, "relation": rows["relation"]})
