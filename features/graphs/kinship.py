"""The kinship graph of the residents that matter: typed, dated, pruned before it is built.

A tie path leads from an official over at most `degree` relatives to a member of a scored household.  Joins in the
columnar engine find the residents on walks of that length; only they become nodes.
"""

from typing import NamedTuple

import networkx as nx
import pandas as pd

from features.records.kin.reading import reading, said
from features.records.kin.registers import register_ties, stated_ties
from features.records.store import Known

__all__ = ["NEAREST_FIRST", "Spell", "kinship_graph", "spell_on"]

NEAREST_FIRST = (
    "spouse",
    "parent",
    "child",
    "sibling",
    "grandparent",
    "grandchild",
    "parent_in_law",
    "child_in_law",
    "other",
)
"""Of several relations between two people the first of these that held names the tie."""


class Spell(NamedTuple):
    """A time in which one person was another's relative.

    Parameters
    ----------
    relation : str
        What the second is to the first: one of `NEAREST_FIRST`.
    start_on, end_on : pandas.Timestamp or NaT
        The days within which it held; open where they are missing.
    source : str
        ``kinship``, ``kinship backwards`` (the row says what a is to b), ``register``, ``register ROWS`` for a tie to
        somebody unnamed whom those rows imply, or ``shared parent ID``.
    """

    relation: str
    start_on: pd.Timestamp
    end_on: pd.Timestamp
    source: str

    def held(self, day: pd.Timestamp) -> bool:
        """Whether it held on `day`."""
        started = pd.isna(self.start_on) or self.start_on <= day
        return bool(started and (pd.isna(self.end_on) or self.end_on >= day))


def spell_on(graph: nx.DiGraph, a: str, b: str, day: pd.Timestamp) -> Spell | None:
    """Return the nearest relation between a and b that held on `day`, None where none did.

    Parameters
    ----------
    graph : networkx.DiGraph
        See :func:`kinship_graph`.
    a, b : str
        ``person_id`` of the two ends of an edge.
    day : pandas.Timestamp
        A day.
    """
    return next((spell for spell in graph.edges[a, b]["spells"] if spell.held(day)), None)


def kinship_graph(known: Known, degree: int) -> nx.DiGraph:
    """Build the kinship graph between officials and members of scored households.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables ``scored_members`` and ``offices``.
    degree : int
        The longest path that counts, in steps.  Parent, child, spouse, sibling, grandparent, grandchild, parent-in-law
        and child-in-law are one step each, and so is what ``kinship`` states as other.  Wider kin in a register are
        as many steps away as it takes by these (:func:`features.records.kin.registers.told_ties`).

    Returns
    -------
    networkx.DiGraph
        Nodes are ``person_id``, or the key of somebody whom a register implies and does not name
        (:mod:`features.records.kin.unnamed`).  An edge from a to b has ``spells``, a tuple of :class:`Spell`: all that
        b is or was to a, the nearest relation first.  Every edge has its inverse.  Nodes and edges are added in
        sorted order.
    """
    relations = ", ".join(f"'{relation}'" for relation in NEAREST_FIRST)
    for name, frame in zip(("register_words", "register_steps"), reading(known.frame(said())["said"]), strict=True):
        known.keep_frame(name, frame)
    without = _contradicted(known)
    known.keep("kin", f"SELECT a, b, relation::ENUM({relations}) AS relation FROM ({_every_tie(without)})")
    _walk_from_officials(known, degree)
    known.keep("pairs", _walk_from_members(known, degree))
    known.keep(
        "paired_kinship",
        "SELECT kinship.* FROM kinship SEMI JOIN pairs ON person_id = pairs.a AND relative_id = pairs.b",
    )
    known.keep(
        "paired_registers",
        """
        SELECT person_id, birth_date, register_id, relation_to_head
        FROM persons
        WHERE register_id IN (SELECT register_id FROM persons SEMI JOIN pairs ON person_id = pairs.a)
        """,
    )
    return _graph(known.frame(_spells(without)))


def _contradicted(known: Known) -> str | None:
    """Return the table of the ties of registers that were set aside, None where there is none."""
    tables = known.frame(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'stored' AND table_name = 'contradicted_ties'"
    )
    if tables.empty or known.frame("SELECT 1 FROM stored.contradicted_ties LIMIT 1").empty:
        return None
    return "stored.contradicted_ties"


def _walk_from_officials(known: Known, degree: int) -> None:
    """Keep who is reached from an office within each number of steps, and the ties of those on each step.

    ``reached_0`` are the officials; ``steps_N`` the ties of everybody in ``reached_{N-1}``; ``reached_N`` adds their
    other ends.  The last step is left to :func:`_walk_from_members`: from the households' side it is far smaller.
    """
    known.keep("reached_0", "SELECT DISTINCT person_id FROM offices")
    for step in range(1, degree):
        before = f"reached_{step - 1}"
        _keep_neighbours(known, f"steps_{step}", before)
        known.keep(
            f"reached_{step}",
            f"SELECT person_id FROM {before} UNION SELECT b AS person_id FROM steps_{step}",
        )


def _walk_from_members(known: Known, degree: int) -> str:
    """Walk back from the members over the kept steps; return the SQL of the pairs (a, b) walked over, both ways.

    On each step only ties count whose near end leads on to a member (``near``) and whose far end is reached from an
    office in the steps that are left.
    """
    known.keep("home", "SELECT DISTINCT person_id FROM scored_members")
    _keep_neighbours(known, "last_steps", "home")
    known.keep("near", "SELECT person_id FROM home")
    walked = []
    for step in range(degree, 0, -1):
        ties = "SELECT b AS a, a AS b FROM last_steps" if step == degree else f"SELECT a, b FROM steps_{step}"
        known.keep(
            f"path_{step}",
            f"""
            SELECT DISTINCT a, b
            FROM ({ties})
            SEMI JOIN near ON b = near.person_id
            SEMI JOIN reached_{step - 1} AS from_official ON a = from_official.person_id
            """,
        )
        known.keep("near", f"SELECT person_id FROM near UNION SELECT a AS person_id FROM path_{step}")
        walked.append(f"SELECT a, b FROM path_{step} UNION SELECT b, a FROM path_{step}")
    return " UNION ".join(walked)


def _every_tie(without: str | None, rows: str = "kinship", people: str = "persons") -> str:
    """Return the SQL of every tie, stated or told by a register, in both directions: b is a's relation."""
    return f"{stated_ties(rows)} UNION ALL SELECT * FROM ({register_ties(people, without)})"


def _keep_neighbours(known: Known, name: str, frontier: str) -> None:
    """Keep all ties of the persons in `frontier` as the table `name`, siblings by a shared parent among them."""
    known.keep(
        "upward",
        f"SELECT DISTINCT a, b AS parent FROM kin SEMI JOIN {frontier} ON a = person_id WHERE relation = 'parent'",
    )
    known.keep(
        name,
        f"""
        SELECT a, b
        FROM kin
        SEMI JOIN {frontier} ON a = person_id
        UNION
        SELECT upward.a, kin.b
        FROM kin
        JOIN upward ON kin.a = upward.parent
        WHERE kin.relation = 'child' AND kin.b <> upward.a
        """,
    )


def _spells(without: str | None) -> str:
    """Return the SQL of every relation of every pair, the nearest relation of a pair first.

    Several statements of one relation make one spell, with an open start or end where one of them has.
    """
    rank = " ".join(f"WHEN '{relation}' THEN {place}" for place, relation in enumerate(NEAREST_FIRST))
    return f"""
        WITH ties AS (
            SELECT every.*
            FROM ({_every_tie(without, "paired_kinship", "paired_registers")}) AS every
            SEMI JOIN pairs ON every.a = pairs.a AND every.b = pairs.b
            UNION ALL
            SELECT pairs.a, pairs.b, 'sibling', NULL, NULL, 'shared parent ' || up.b
            FROM pairs
            JOIN kin AS up ON up.a = pairs.a AND up.relation = 'parent'
            JOIN kin AS down ON down.a = up.b AND down.relation = 'child' AND down.b = pairs.b
        )
        SELECT
            a,
            b,
            relation,
            CASE WHEN count(start_on) = count(*) THEN min(start_on) END AS start_on,
            CASE WHEN count(end_on) = count(*) THEN max(end_on) END AS end_on,
            min(source) AS source
        FROM ties
        GROUP BY a, b, relation
        ORDER BY a, b, CASE relation {rank} END, relation
    """


def _graph(spells: pd.DataFrame) -> nx.DiGraph:
    columns = [spells[name].astype("object").tolist() for name in ("a", "b", *Spell._fields)]
    held: dict[tuple[str, str], list[Spell]] = {}
    for a, b, *facts in zip(*columns, strict=True):
        held.setdefault((a, b), []).append(Spell(*facts))
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted({a for a, _ in held}))
    graph.add_edges_from((a, b, {"spells": tuple(found)}) for (a, b), found in held.items())
    return graph
