"""The ties that household registers tell, and those that are stated, as SQL."""

from features.records.kin.hops import INVERSE
from features.records.kin.unnamed import UNNAMED

__all__ = ["inverse", "register_ties", "stated_ties", "told_ties"]


def stated_ties(rows: str = "kinship") -> str:
    """Return the SQL of every tie that ``kinship`` states, in both directions.

    Parameters
    ----------
    rows : str
        Table of the rows of ``kinship`` to read.

    Returns
    -------
    str
        SQL over `rows`: ``a``, ``b``, ``relation`` (what b is to a), ``start_on``, ``end_on`` and ``source``,
        which is ``kinship``, or ``kinship backwards`` where the row says what a is to b.
    """
    return f"""
        SELECT person_id AS a, relative_id AS b, relation, start_on, end_on, 'kinship' AS source
        FROM {rows}
        WHERE person_id <> relative_id
        UNION ALL
        SELECT relative_id, person_id, {inverse("relation")}, start_on, end_on, 'kinship backwards'
        FROM {rows}
        WHERE person_id <> relative_id
    """


def register_ties(people: str = "persons", without: str | None = None) -> str:
    """Return the SQL of the ties that registers tell, in both directions.

    Parameters
    ----------
    people : str
        Table of the rows of ``persons`` to read: whole registers.
    without : str, optional
        Table of ties to leave out, as registers tell them: ``a``, ``b``, ``relation``.

    Returns
    -------
    str
        SQL over `people`: ``a``, ``b``, ``relation`` (what b is to a), ``start_on`` and ``end_on``, which are
        missing, and ``source``; see :func:`told_ties`.
    """
    kept = f"ANTI JOIN {without} AS wrong USING (a, b, relation)" if without else ""
    return f"""
        WITH one_way AS (SELECT a, b, relation, source FROM ({told_ties(people)}) {kept})
        SELECT a, b, relation, NULL::DATE AS start_on, NULL::DATE AS end_on, source
        FROM one_way
        UNION ALL
        SELECT b, a, {inverse("relation")}, NULL, NULL, source
        FROM one_way
    """


def told_ties(people: str = "persons") -> str:
    """Return the SQL of the ties that registers tell, in the direction in which they tell them.

    Everybody is the head's relation.  Besides, the head's children are also the children of the head's spouse, the
    head's parents-in-law the parents of that spouse, and the head's grandparents the parents of the head's father
    or mother, where these stand in the register.  Nobody guesses whose child a grandchild is.

    Spouse, parents, children, siblings, grandparents, grandchildren, parents-in-law and children-in-law are one step
    from the head.  All others are as many steps away as it takes by these: a nephew two, a cousin three.  Whoever
    stands between is unnamed (:mod:`features.records.kin.unnamed`), unless the register has the head's spouse,
    father or mother in that place.  "Other relative" tells no tie: nobody can say how far.

    A register with two heads or two spouses tells nothing about whose relation is meant, and is left out.

    Parameters
    ----------
    people : str
        Table of the rows of ``persons`` to read: whole registers.  The temporary tables ``register_words`` and
        ``register_steps`` of :func:`features.records.kin.reading.reading` have their words.

    Returns
    -------
    str
        SQL over `people`: ``a``, ``b``, ``relation`` (what b is to a) and ``source``, which is ``register``, or with an
        unnamed end ``register persons[HEAD]; persons[PERSON]``; and the birth dates ``a_birth`` and ``b_birth``.

    Notes
    -----
    Only the heads are materialised: copying millions of people costs more than joining their words again.

    References
    ----------
    GB/T 4761-2008, codes for family relationship.
    """
    return f"""
        WITH roles AS NOT MATERIALIZED (
            SELECT person_id, birth_date, register_id, said, role, relation, through, beyond, wide
            FROM {people}
            JOIN register_words ON relation_to_head = said
            WHERE register_id IS NOT NULL
        ),
        heads AS MATERIALIZED (
            SELECT register_id, {", ".join(_holder(role) for role in ("head", "spouse", "father", "mother"))}
            FROM roles
            WHERE role IS NOT NULL
            GROUP BY register_id
            HAVING count(*) FILTER (role = 'head') = 1 AND count(*) FILTER (role = 'spouse') <= 1
        ),
        members AS NOT MATERIALIZED (
            SELECT
                roles.*, head, head_birth,
                CASE through
                    WHEN 'spouse' THEN spouse WHEN 'father' THEN father WHEN 'mother' THEN mother
                END AS middle,
                CASE through
                    WHEN 'spouse' THEN spouse_birth WHEN 'father' THEN father_birth WHEN 'mother' THEN mother_birth
                END AS middle_birth
            FROM roles
            JOIN heads USING (register_id)
            WHERE wide OR relation IS NOT NULL
        )
        SELECT
            CASE WHEN second THEN middle ELSE head END AS a,
            person_id AS b,
            CASE WHEN second THEN beyond ELSE relation END AS relation,
            'register' AS source,
            CASE WHEN second THEN middle_birth ELSE head_birth END AS a_birth,
            birth_date AS b_birth
        FROM members
        CROSS JOIN (VALUES (false), (true)) AS ways (second)
        WHERE CASE WHEN second THEN beyond IS NOT NULL AND middle IS NOT NULL ELSE NOT wide END
        UNION ALL
        {_by_unnamed()}
    """


def _by_unnamed() -> str:
    """Return the SQL of the ties of wider kin, step by step over whoever stands between, over ``members``."""
    return f"""
        SELECT
            CASE
                WHEN place = 1 THEN head
                WHEN place = 2 AND middle IS NOT NULL THEN middle
                ELSE '{UNNAMED}' || before || ' ' || person_id
            END,
            CASE WHEN after IS NULL THEN person_id ELSE '{UNNAMED}' || after || ' ' || person_id END,
            steps.relation,
            'register persons[' || head || ']; persons[' || person_id || ']',
            CASE WHEN place = 1 THEN head_birth WHEN place = 2 THEN middle_birth END,
            CASE WHEN after IS NULL THEN birth_date END
        FROM (SELECT * FROM members WHERE said IN (SELECT said FROM register_words WHERE wide)) AS members
        JOIN register_steps AS steps USING (said)
        WHERE wide AND NOT (place = 1 AND middle IS NOT NULL)
    """


def _holder(role: str) -> str:
    """Return the SQL of who has `role` in a register, if only one has, and of that person's birth date."""
    one = f"CASE WHEN count(*) FILTER (role = '{role}') = 1 THEN max({{}}) FILTER (role = '{role}') END AS {role}"
    return f"{one.format('person_id')}, {one.format('birth_date')}_birth"


def inverse(column: str) -> str:
    """Return the SQL of the inverse of the relation in `column`."""
    cases = " ".join(f"WHEN '{relation}' THEN '{other}'" for relation, other in INVERSE.items())
    return f"CASE {column} {cases} END"
