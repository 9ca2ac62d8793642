"""Register words as tables: what each word that a delivery uses says, step by step."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import duckdb
import pandas as pd

from features.records.kin.hops import HOPS
from features.records.kin.relations import Relation, read_relations

__all__ = ["keep_reading", "reading", "said", "silent_registers", "unread_relations"]

LONGEST: Final = 24
"""A cell longer than this is no word of a relation: another column slipped into its place."""
ROLE_OF_STEP: Final = {
    "husband": "spouse",
    "wife": "spouse",
    "spouse": "spouse",
    "father": "father",
    "mother": "mother",
}
"""First steps that lead to somebody who may stand in the register."""
WORDS: Final = ("said", "role", "relation", "through", "beyond", "wide")
STEPS: Final = ("said", "place", "relation", "before", "after")


def said(people: str = "persons") -> str:
    """Return the SQL of all different words that `people` has in ``relation_to_head``, as ``said``."""
    return f"SELECT DISTINCT relation_to_head AS said FROM {people} WHERE length(relation_to_head) <= {LONGEST}"


def reading(words: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the words that a delivery uses, for :func:`features.records.kin.registers.register_ties`.

    Parameters
    ----------
    words : iterable of str
        Rows of :func:`said`.

    Returns
    -------
    words : pandas.DataFrame
        Table ``register_words``, one row a word that is understood: ``said``; ``role``, see
        :class:`features.records.kin.relations.Relation`; ``relation`` of those one step from the head; ``through``, a
        role, and ``beyond``, the relation to whoever has it; ``wide``, whether it is more than one step.
    steps : pandas.DataFrame
        Table ``register_steps``, one row a step of the wide ones: ``said``, ``place`` from 1, ``relation``, and
        ``before`` and ``after``, what is to be said of the unnamed at its ends, missing at the head and at the person.
    """
    read = sorted(read_relations(words).items())
    rows = [(cell, relation.role, *_near(relation), len(relation.steps) > 1) for cell, relation in read]
    steps = [(cell, *step) for cell, relation in read if len(relation.steps) > 1 for step in _steps(relation.steps)]
    return (
        pd.DataFrame(rows, columns=list(WORDS)).astype(dict.fromkeys(WORDS[:5], "str") | {"wide": "bool"}),
        pd.DataFrame(steps, columns=list(STEPS)).astype(
            {"said": "str", "place": "int64", "relation": "str", "before": "str", "after": "str"}
        ),
    )


def keep_reading(connection: duckdb.DuckDBPyConnection, people: str = "persons") -> None:
    """Keep the two tables of :func:`reading` for the words of `people` as temporary tables."""
    words = [word for (word,) in connection.execute(said(people)).fetchall()]
    for name, frame in zip(("register_words", "register_steps"), reading(words), strict=True):
        connection.register("frame_to_keep", frame)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM frame_to_keep")
        connection.unregister("frame_to_keep")


def unread_relations(connection: duckdb.DuckDBPyConnection, people: str = "stored.persons") -> int:
    """Count the filled ``relation_to_head`` that are not understood: they tell no tie."""
    keep_reading(connection, people)
    return _count(
        connection,
        f"""
        SELECT count(*)
        FROM {people}
        ANTI JOIN register_words ON relation_to_head = said
        WHERE relation_to_head IS NOT NULL
        """,
    )


def silent_registers(connection: duckdb.DuckDBPyConnection, people: str = "stored.persons") -> int:
    """Count the registers of several people that tell no tie: no head or two, or two spouses of the head."""
    keep_reading(connection, people)
    return _count(
        connection,
        f"""
        SELECT count(*)
        FROM (
            SELECT register_id
            FROM {people}
            LEFT JOIN register_words ON relation_to_head = said
            WHERE register_id IS NOT NULL AND relation_to_head IS NOT NULL
            GROUP BY register_id
            HAVING count(*) > 1
                AND (count(*) FILTER (role = 'head') <> 1 OR count(*) FILTER (role = 'spouse') > 1)
        )
        """,
    )


def _near(relation: Relation) -> tuple[str | None, str | None, str | None]:
    """Return the relation to the head, a role, and the relation to whoever has it."""
    if len(relation.steps) > 1:
        return None, ROLE_OF_STEP.get(relation.steps[0]), None
    near = HOPS[relation.steps[0]].relation if relation.steps else None
    through, beyond = relation.also or (None, None)
    return near, through, HOPS[beyond].relation if beyond else None


def _steps(steps: tuple[str, ...]) -> Iterable[tuple[int, str, str | None, str | None]]:
    """Give place, relation and both ends of each of several steps."""
    ends = [None, *(f"{into} {onward}" for into, onward in pairwise(steps)), None]
    for place, step in enumerate(steps, 1):
        yield place, HOPS[step].relation, ends[place - 1], ends[place]


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    ((number,),) = connection.execute(sql).fetchall()
    return int(number)
