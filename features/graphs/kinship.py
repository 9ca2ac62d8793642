"""The kinship graph of the residents that matter: typed, dated, pruned before it is built.

A tie path leads from an official over at most `degree` relatives to a member of a scored household.  Joins in the
columnar engine find the residents on walks of that length; only they become nodes.
"""

from typing import NamedTuple

import networkx as nx
import pandas as pd

from features.graphs.home_kin import keep_home_kin
from features.records.kin.reading import reading, said
from features.records.kin.registers import inverse, told_ties
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
        sorted order.  The graph's attribute ``walked`` says for how many steps the temporary tables ``steps`` (a, b)
        and ``reached_N`` (official_id, person_id) hold all ties of everybody reached.
    """
    _keep_ties(known)
    keep_home_kin(known)
    _walk_from_officials(known, degree)
    known.keep("pairs", _walk_from_members(known, degree))
    graph = _graph(known.frame(_spells()))
    known.forget(
        "near_ties", "siblings", "next_steps", "last_steps", "near", "pairs", *(f"path_{n + 1}" for n in range(degree))
    )
    graph.graph["walked"] = max(degree - 1, 1)
    return graph


def _keep_ties(known: Known) -> None:
    """Keep every tie once, as it was stated or told; ``kin`` (a, b, relation: what b is to a) shows it both ways."""
    words = ", ".join(f"'{relation}'" for relation in NEAREST_FIRST)
    known.define(
        "every_tie",
        f"""
        SELECT person_id AS a, relative_id AS b, relation, start_on, end_on, 'kinship' AS source
        FROM kinship
        WHERE person_id <> relative_id
        UNION ALL
        SELECT a, b, relation, NULL, NULL, source
        FROM ({_told(known)})
        """,
    )
    known.keep(
        "ties_once",
        f"""
        SELECT a, b, relation::ENUM({words}) AS there, ({inverse("relation")})::ENUM({words}) AS back
        FROM every_tie
        """,
    )
    known.define(
        "kin",
        "SELECT a, b, there AS relation FROM ties_once UNION ALL SELECT b AS a, a AS b, back FROM ties_once",
    )


def _told(known: Known) -> str:
    """Return the SQL of the ties that registers tell: those kept at reading, unless somebody was not yet born."""
    unborn = "SELECT EXISTS (FROM stored.persons WHERE birth_date > $as_of) AS unborn"
    if not known.frame(unborn)["unborn"].item():
        return "FROM stored.told_ties"
    for name, frame in zip(("register_words", "register_steps"), reading(known.frame(said())["said"]), strict=True):
        known.keep_frame(name, frame)
    return f"FROM ({told_ties()}) ANTI JOIN stored.contradicted_ties USING (a, b, relation)"


def _walk_from_officials(known: Known, degree: int) -> None:
    """Keep who is reached by each official within each number of steps.

    Officials are those over a scored household and those who acted on any granted decision.

    ``reached_N`` has pairs (``official_id``, ``person_id``), those of fewer steps among them; ``steps`` the ties of
    everybody reached in fewer than `degree` - 1 steps; ``official_kin`` (a, b, relation) those of the officials.  The
    last step is left to :func:`_walk_from_members`: from the households' side it is far smaller.
    """
    known.keep(
        "reached_0",
        """
        SELECT official_id, official_id AS person_id
        FROM (
            SELECT official_id FROM over
            UNION
            SELECT unnest([handler_id, surveyor_1_id, surveyor_2_id, approver_id])
            FROM decisions
            WHERE outcome = 'granted'
        )
        WHERE official_id IS NOT NULL
        """,
    )
    known.keep("steps", "SELECT a, b FROM kin LIMIT 0")
    for step in range(1, max(degree, 2)):
        before = f"reached_{step - 1}"
        new = f"FROM {before} ANTI JOIN (SELECT a FROM steps) ON a = person_id"
        known.keep("frontier", f"SELECT DISTINCT person_id {new}")
        _keep_neighbours(known, "next_steps", "frontier")
        if step == 1:
            known.keep(
                "official_kin",
                "SELECT DISTINCT a, b, relation::VARCHAR AS relation FROM near_ties "
                "UNION SELECT a, b, 'sibling' FROM siblings",
            )
        known.keep("steps", "SELECT a, b FROM steps UNION ALL SELECT a, b FROM next_steps")
        known.keep(
            f"reached_{step}",
            f"""
            FROM {before}
            UNION
            SELECT official_id, b FROM {before} JOIN steps ON a = person_id
            """,
        )


def _walk_from_members(known: Known, degree: int) -> str:
    """Walk back from the members to the officials over them; return the SQL of the pairs (a, b) walked over, both ways.

    ``near`` has the pairs (``official_id``, ``person_id``) from which a member is reached in the steps that are left.
    """
    reached = f"reached_{degree - 1}"
    known.keep("last_steps", "SELECT DISTINCT a, b FROM home_kin")
    known.keep(
        "near",
        f"""
        WITH met AS (
            SELECT official_id, a AS person_id FROM {reached} JOIN last_steps ON b = person_id
            UNION
            FROM {reached} SEMI JOIN home_members USING (person_id)
        )
        SELECT DISTINCT official_id, person_id
        FROM met
        JOIN scored_members USING (person_id)
        SEMI JOIN over USING (official_id, household_id)
        """,
    )
    walked = []
    for step in range(degree, 0, -1):
        ties = "(SELECT b AS a, a AS b FROM last_steps)" if step == degree else "steps"
        known.keep(
            f"path_{step}",
            f"""
            SELECT DISTINCT near.official_id, ties.a, ties.b
            FROM near
            JOIN {ties} AS ties ON ties.b = near.person_id
            SEMI JOIN reached_{step - 1} AS r ON r.official_id = near.official_id AND r.person_id = ties.a
            """,
        )
        known.keep("near", f"FROM near UNION SELECT official_id, a FROM path_{step}")
        walked.append(f"SELECT a, b FROM path_{step} UNION SELECT b, a FROM path_{step}")
    return " UNION ".join(walked)


def _keep_neighbours(known: Known, name: str, frontier: str) -> None:
    """Keep all ties of the persons in `frontier` as the table `name`, siblings by a shared parent among them."""
    known.keep("near_ties", f"SELECT a, b, relation FROM kin SEMI JOIN {frontier} ON a = person_id")
    known.keep(
        "siblings",
        """
        SELECT DISTINCT up.a, down.b
        FROM kin AS down
        JOIN (SELECT DISTINCT a, b FROM near_ties WHERE relation = 'parent') AS up ON down.a = up.b
        WHERE down.relation = 'child' AND down.b <> up.a
        """,
    )
    known.keep(name, "SELECT a, b FROM near_ties UNION FROM siblings")


def _spells() -> str:
    """Return the SQL of every relation of every pair, the nearest relation of a pair first.

    Several statements of one relation make one spell, with an open start or end where one of them has.
    """
    rank = " ".join(f"WHEN '{relation}' THEN {place}" for place, relation in enumerate(NEAREST_FIRST))
    return f"""
        WITH said AS MATERIALIZED (
            SELECT * FROM every_tie SEMI JOIN pairs ON every_tie.a = pairs.a AND every_tie.b = pairs.b
        ),
        up AS MATERIALIZED (
            SELECT a, b FROM kin SEMI JOIN (SELECT DISTINCT a AS person_id FROM pairs) ON a = person_id
            WHERE relation = 'parent'
        ),
        ties AS (
            SELECT * FROM said
            UNION ALL
            SELECT
                b, a, {inverse("relation")}, start_on, end_on,
                CASE source WHEN 'kinship' THEN 'kinship backwards' ELSE source END
            FROM said
            UNION ALL
            SELECT pairs.a, pairs.b, 'sibling', NULL, NULL, 'shared parent ' || one.b
            FROM pairs
            JOIN up AS one ON one.a = pairs.a
            JOIN up AS other ON other.a = pairs.b AND other.b = one.b
            WHERE pairs.a <> pairs.b
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
