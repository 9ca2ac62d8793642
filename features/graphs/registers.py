"""What a household register says of kinship: the relation to the head as a code, a word or a name."""

from typing import Final

__all__ = ["INVERSE", "RELATION_TO_HEAD", "register_ties", "stated_ties"]

RELATION_TO_HEAD: Final[dict[str, tuple[str, ...]]] = {
    "head": ("head", "0", "01", "02", "户主", "本人"),
    "spouse": ("spouse", "1", "10", "11", "12", "配偶", "夫", "妻", "丈夫", "妻子"),
    "child": (
        *("son", "daughter", "子", "女", "儿子", "女儿", "独生子", "独生女", "养子", "养女", "继子", "继女"),
        *("长子", "长女", "次子", "次女", "三子", "三女", "四子", "四女", "五子", "五女"),
        *(str(code) for code in (2, 3, *range(20, 28), 29, *range(30, 38), 39)),
    ),
    "child_in_law": ("son_in_law", "daughter_in_law", "28", "38", "女婿", "儿媳"),
    "parent": (
        *("father", "mother", "父", "母", "父亲", "母亲", "继父", "继母", "养父", "养母"),
        *("5", "50", "51", "52", "57", "58"),
    ),
    "parent_in_law": ("53", "54", "55", "56", "公公", "婆婆", "岳父", "岳母"),
    "grandchild": (
        *("grandchild", "4", "孙子", "孙女", "外孙", "外孙子", "外孙女"),
        *(str(code) for code in range(40, 45)),
    ),
    "grandparent": (
        *("grandparent", "6", "祖父", "祖母", "外祖父", "外祖母"),
        *(str(code) for code in range(60, 65)),
    ),
    "sibling": (
        *("sibling", "兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹"),
        *("7", "70", "71", "73", "75", "77"),
    ),
}
"""What the person is to the head, by the words and the GB/T 4761 codes that say so.

Other relations (an aunt, a lodger) are not read as kin.
"""

INVERSE: Final = {
    "parent": "child",
    "child": "parent",
    "spouse": "spouse",
    "sibling": "sibling",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "parent_in_law": "child_in_law",
    "child_in_law": "parent_in_law",
    "other": "other",
}
"""If b is a's relation, then a is b's inverse relation."""


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
        SELECT relative_id, person_id, {_inverse("relation")}, start_on, end_on, 'kinship backwards'
        FROM {rows}
        WHERE person_id <> relative_id
    """


def register_ties(people: str = "persons") -> str:
    """Return the SQL of the ties that registers tell, in both directions.

    The head's children are also the children of the head's spouse in the same register.  A register with two heads
    or two spouses tells nothing about whose relation is meant, and is left out.

    Parameters
    ----------
    people : str
        Table of the rows of ``persons`` to read: whole registers.

    Returns
    -------
    str
        SQL over `people`: ``a``, ``b``, ``relation`` (what b is to a), ``start_on`` and ``end_on``, which are
        missing, and ``source``, which is ``register``.

    References
    ----------
    GB/T 4761, codes of family relations.
    """
    return f"""
        WITH roles AS (
            SELECT person_id, register_id, {_role("relation_to_head")} AS role
            FROM {people}
            WHERE register_id IS NOT NULL AND relation_to_head IS NOT NULL
        ),
        heads AS (
            SELECT
                register_id,
                max(person_id) FILTER (WHERE role = 'head') AS head,
                max(person_id) FILTER (WHERE role = 'spouse') AS spouse
            FROM roles
            GROUP BY register_id
            HAVING count(*) FILTER (WHERE role = 'head') = 1 AND count(*) FILTER (WHERE role = 'spouse') <= 1
        ),
        told AS (
            SELECT head AS a, person_id AS b, role AS relation
            FROM roles
            JOIN heads USING (register_id)
            WHERE role <> 'head'
            UNION ALL
            SELECT spouse, person_id, 'child'
            FROM roles
            JOIN heads USING (register_id)
            WHERE role = 'child' AND spouse IS NOT NULL
        )
        SELECT a, b, relation, NULL::DATE AS start_on, NULL::DATE AS end_on, 'register' AS source
        FROM told
        UNION ALL
        SELECT b, a, {_inverse("relation")}, NULL, NULL, 'register'
        FROM told
    """


def _inverse(column: str) -> str:
    """Return the SQL of the inverse of the relation in `column`."""
    cases = " ".join(f"WHEN '{relation}' THEN '{inverse}'" for relation, inverse in INVERSE.items())
    return f"CASE {column} {cases} END"


def _role(column: str) -> str:
    """Return the SQL of the relation to the head that the word or code in `column` says, missing if none."""
    cases = " ".join(
        f"WHEN {column} IN ({', '.join(repr(word) for word in said)}) THEN '{relation}'"
        for relation, said in RELATION_TO_HEAD.items()
    )
    return f"CASE {cases} END"
