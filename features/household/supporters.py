"""Family H, supporters: grown children who owe support and whom the household did not declare (F15).

A part of :mod:`features.household.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.graphs.home_kin import held_on

__all__ = ["SUPPORTERS"]

ADULT: Final = 18
"""Years of age from which a child owes support (Civil Code art. 17, 26 and 1067)."""
AWAY: Final = "'custody', 'prison', 'detention', 'compulsory_treatment', 'abroad'"
"""Kinds of absence in which nobody can be asked for support."""


def hidden_supporter(dossier: Dossier) -> pd.DataFrame:
    """Grown children of covered members who were not declared as supporters.

    Counted are children by kinship or registers on the day of the decision, then 18, who are alive and no members.
    A tie that had ended by then (adopted by others) does not count, nor does a child of a spouse who is not covered.
    A registered child of the head is also one of the spouse: a stepchild owes support if raised (art. 1072).  A
    household of whose covered members no kin at all is on record is not known.
    """
    return dossier.frame(
        f"""
        {_hidden()}
        SELECT
            household_id,
            1.0 AS value,
            count(*) OVER (PARTITION BY household_id) AS people,
            coalesce(declared, 0) AS declared,
            source || CASE WHEN starts_with(source, 'persons') THEN '' ELSE '; ' || {cite("persons", "person_id")} END
                AS source
        FROM hidden
        LEFT JOIN told USING (household_id)
        UNION ALL
        SELECT household_id, NULL, NULL, NULL, NULL
        FROM scored
        ANTI JOIN (SELECT household_id FROM parents SEMI JOIN home_kin ON a = person_id) USING (household_id)
        ORDER BY ALL
        """
    )


def _hidden() -> str:
    """Return the SQL of the children whom nobody declared, as ``hidden``, and of the declared, as ``told``."""
    return f"""
        WITH parents AS (
            SELECT s.household_id, s.granted_on, m.person_id
            FROM scored_members AS m
            JOIN scored AS s USING (household_id)
            WHERE m.covered AND (m.death_date IS NULL OR m.death_date > s.granted_on)
        ),
        grown AS (
            SELECT x.household_id, x.granted_on, k.b AS person_id, min(k.source) AS source
            FROM parents AS x
            JOIN home_kin AS k ON k.a = x.person_id AND k.relation = 'child' AND {held_on("x.granted_on")}
            JOIN home_people AS p ON p.person_id = k.b
            WHERE p.birth_date + INTERVAL {ADULT} YEAR <= x.granted_on
                AND p.death_date IS NULL
            GROUP BY x.household_id, x.granted_on, k.b
        ),
        hidden AS (
            SELECT *
            FROM grown
            ANTI JOIN scored_members USING (household_id, person_id)
            ANTI JOIN supporters USING (household_id, person_id)
            ANTI JOIN ({_away()}) USING (household_id, person_id)
            ANTI JOIN ({_aided()}) USING (household_id, person_id)
        ),
        told AS (
            SELECT household_id, count(DISTINCT person_id) AS declared
            FROM supporters
            SEMI JOIN scored USING (household_id)
            GROUP BY household_id
        )
    """


def _away() -> str:
    """Return the SQL of the children who were away on the day of the decision."""
    return f"""
        SELECT g.household_id, g.person_id
        FROM grown AS g
        JOIN absences AS a USING (person_id)
        WHERE a.kind IN ({AWAY})
            AND a.start_on <= g.granted_on
            AND (a.end_on IS NULL OR a.end_on >= g.granted_on)
    """


def _aided() -> str:
    """Return the SQL of the children who were covered by aid at any time since the decision."""
    return """
        SELECT g.household_id, g.person_id
        FROM grown AS g
        JOIN members AS m USING (person_id)
        JOIN decisions AS d ON d.household_id = m.household_id
        WHERE coalesce(m.covered, true) AND d.outcome = 'granted' AND (d.ended_on IS NULL OR d.ended_on >= g.granted_on)
    """


SUPPORTERS = (
    Feature(
        name="hidden_supporter",
        flag="F15",
        family="H",
        unit="people",
        tables=("supporters", "persons.birth_date", "kinship|persons.relation_to_head"),
        direction="up",
        window="on the day of the decision; declared by the day",
        missing="not known without declared supporters and kinship, or where the covered members have no kin on record",
        reason=Words(
            zh="查得{people:.0f}名成年子女未申报为赡养人（已申报{declared:.0f}名）。",
            en="Grown children on record whom the household did not declare as supporters: {people:.0f} (declared: "
            "{declared:.0f}).",
        ),
        innocent=Words(
            zh="失联或断绝往来、自身困难无赡养能力、未共同生活的继子女、他人代填时漏填。",
            en="Out of touch, too poor to help, a stepchild who was never raised here, or forgotten by whoever filled "
            "in the form.",
        ),
        check=Words(
            zh="向公安户籍部门核对子女登记，向子女本人及村（居）委会核实赡养能力与实际给付。",
            en="Check the children with the police register office; ask them and the village committee what they can "
            "give and do give.",
        ),
        compute=hidden_supporter,
        fold="sum",
        definition_zh="保障对象有登记而未申报为赡养人的成年子女人数。",
        exempt=Words(
            zh="审批时服刑、强制戒治或在国（境）外的子女，审批以来本人享受救助的子女，审批前已解除关系的子女。",
            en="Children who on the day of the decision were in custody, compulsory treatment or abroad, who were "
            "aided themselves since, or whose tie had ended before.",
        ),
    ),
)
