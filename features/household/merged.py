"""Family H, merged: people who are kin of nobody in the household that counts them as members (F14).

A part of :mod:`features.household.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.household.claims import IN_CARE, UNCLAIMED, claimed

__all__ = ["MERGED"]

BEFORE: Final = 12
"""Months before the application in which coming into a register counts twice."""


def merged_members(dossier: Dossier) -> pd.DataFrame:
    """Covered members of known kin who are kin of no other member within 3 steps; 2 each where they just moved in.

    Steps are those of the kinship graph, siblings by a shared parent among them; a tie that has ended still makes kin.
    Just moved in: into the register of another member at most 12 months before applying.  What the household states a
    member to be to the applicant is its own claim.  A claim stands, and the member does not count, unless records
    contradict it: another spouse of either, two parents of the one who is to be the child, or of both who are to be
    siblings.  A stated relation that is none, or is not understood, claims nothing.  A household in which nobody could
    be judged, because kin of fewer than two members are on record, is not known.
    """
    frame = dossier.frame(_apart())
    claims = {said: claimed(said) for said in frame["said"].dropna().unique()}
    claim = pd.Series([claims.get(said, UNCLAIMED) for said in frame["said"]], index=frame.index, dtype="str")
    unclaimed = claim == UNCLAIMED
    contradicted = (
        ((claim == "spouse") & (frame["spouses"] > 0))
        | ((claim == "child") & (frame["parents"] > 1))
        | ((claim == "parent") & (frame["applicant_parents"] > 1))
        | ((claim == "sibling") & (frame["parents"] > 1) & (frame["applicant_parents"] > 1))
    )
    counted = frame[frame["value"].isna() | unclaimed | contradicted]
    return counted.assign(**_words(counted, contradicted[counted.index]))


def _words(found: pd.DataFrame, contradicted: pd.Series) -> dict[str, pd.Series]:
    """Return what the reason tells of each household: how many, who just moved in, and whether records gainsay it."""
    homes = found["household_id"]
    recent = (found["value"] > 1).groupby(homes).transform("sum")
    gainsaid = contradicted.groupby(homes).transform("sum")
    told = pd.Series("", index=found.index, dtype="str")
    return {
        "people": homes.groupby(homes).transform("size"),
        "also_zh": told.mask(recent > 0, "，其中" + recent.astype("str") + f"人在申请前{BEFORE}个月内迁入户口")
        + told.mask(gainsaid > 0, "，其中" + gainsaid.astype("str") + "人所填关系与登记不符"),
        "also_en": told.mask(recent > 0, f"; moved in within {BEFORE} months before applying: " + recent.astype("str"))
        + told.mask(gainsaid > 0, "; stated relation contradicted by records: " + gainsaid.astype("str")),
    }


def _apart() -> str:
    """Return the SQL of the members apart from all others, and of the households of whom that cannot be told."""
    return f"""
        WITH people AS (
            SELECT m.household_id, m.person_id, m.covered AND m.person_id <> s.applicant_id AS asked
            FROM scored_members AS m
            JOIN scored AS s USING (household_id)
            ANTI JOIN (SELECT address_id FROM addresses WHERE kind = 'institution') AS i ON i.address_id = s.address_id
            WHERE s.scheme <> 'destitute' AND (m.death_date IS NULL OR m.death_date > s.granted_on)
            QUALIFY bool_or(asked) OVER (PARTITION BY m.household_id)
        ),
        known AS (
            SELECT *, count(*) OVER (PARTITION BY household_id) AS judges
            FROM people
            SEMI JOIN home_kin ON a = person_id
        ),
        next_to AS (
            SELECT DISTINCT p.household_id, p.person_id
            FROM known AS p
            JOIN home_kin AS k ON k.a = p.person_id
            JOIN scored_members AS o ON o.household_id = p.household_id AND o.person_id = k.b
            WHERE asked
        ),
        far AS (
            SELECT household_id, person_id
            FROM known
            ANTI JOIN next_to USING (household_id, person_id)
            WHERE asked AND judges > 1
        ),
        {_within_three()},
        apart AS (
            SELECT household_id, person_id
            FROM far
            ANTI JOIN related USING (household_id, person_id)
            ANTI JOIN (
                SELECT p.household_id
                FROM payments AS p
                JOIN scored_members AS m ON m.household_id = p.household_id AND m.person_id = p.account_holder_id
                SEMI JOIN far ON far.household_id = p.household_id
                WHERE p.holder_role = 'guardian'
            ) USING (household_id)
        )
        {_facts()}
        UNION ALL
        SELECT household_id, NULL, NULL, 0, 0, 0, NULL
        FROM people
        GROUP BY household_id
        HAVING household_id NOT IN (SELECT household_id FROM known WHERE asked AND judges > 1)
        ORDER BY ALL
    """


def _within_three() -> str:
    """Return the SQL of those of ``far`` who are kin of another member in two or three steps, as ``related``."""
    return """
        pairs AS (
            SELECT household_id, far.person_id, o.person_id AS other
            FROM far
            JOIN scored_members AS o USING (household_id)
            WHERE o.person_id <> far.person_id
        ),
        ends AS (
            SELECT DISTINCT a, b
            FROM home_kin
            SEMI JOIN (SELECT person_id FROM pairs UNION SELECT other FROM pairs) ON a = person_id
        ),
        between_kin AS (
            SELECT a, b, relation = 'parent' AS up
            FROM kin
            SEMI JOIN (SELECT DISTINCT b AS x FROM ends) ON a = x
        ),
        between AS (
            SELECT DISTINCT b AS x, b AS y
            FROM ends
            UNION
            SELECT a, b
            FROM between_kin
            UNION
            SELECT one.a, other.a
            FROM between_kin AS one
            JOIN between_kin AS other ON other.b = one.b AND one.up AND other.up
        ),
        related AS (
            SELECT DISTINCT household_id, person_id
            FROM pairs
            JOIN ends AS one ON one.a = person_id
            JOIN between ON x = one.b
            JOIN ends AS two ON two.a = other AND two.b = y
        )
    """


def _facts() -> str:
    """Return the SQL of what counts for and against each of ``apart``: value, what is stated, and the places taken."""
    held = "(k.end_on IS NULL OR k.end_on >= s.applied_on)"
    return f"""
        SELECT
            f.household_id,
            CASE WHEN moved.moved_on IS NULL THEN 1.0 ELSE 2.0 END AS value,
            m.said,
            {_number("k.a IN (f.person_id, s.applicant_id) AND k.relation = 'spouse' AND " + held)} AS spouses,
            {_number("k.a = f.person_id AND k.relation = 'parent'")} AS parents,
            {_number("k.a = s.applicant_id AND k.relation = 'parent'")} AS applicant_parents,
            {cite("members", "f.household_id", "f.person_id")} || '; '
                || (SELECT min(k.source) FROM home_kin AS k WHERE k.a = f.person_id)
                || CASE WHEN moved.moved_on IS NULL THEN ''
                    ELSE '; ' || {cite("register_moves", "f.person_id", "moved.moved_on")} END AS source
        FROM apart AS f
        JOIN scored AS s USING (household_id)
        LEFT JOIN (
            SELECT household_id, person_id, min(relation_to_applicant) AS said
            FROM members
            SEMI JOIN apart USING (household_id, person_id)
            GROUP BY household_id, person_id
        ) AS m USING (household_id, person_id)
        LEFT JOIN (
            SELECT a.household_id, a.person_id, max(r.moved_on) AS moved_on
            FROM apart AS a
            JOIN register_moves AS r USING (person_id)
            JOIN scored AS s USING (household_id)
            JOIN pairs AS x ON x.household_id = a.household_id AND x.person_id = a.person_id
            JOIN home_people AS o ON o.person_id = x.other AND o.register_id = r.to_register_id
            WHERE r.kind IN ('merge', 'move')
                AND r.moved_on BETWEEN s.applied_on - INTERVAL {BEFORE} MONTH AND s.applied_on
            GROUP BY a.household_id, a.person_id
        ) AS moved USING (household_id, person_id)
        WHERE m.said IS NULL OR NOT regexp_matches(lower(m.said), '{IN_CARE}')
    """


def _number(condition: str) -> str:
    return f"(SELECT count(DISTINCT k.b) FROM home_kin AS k WHERE {condition})"


MERGED = (
    Feature(
        name="merged_members",
        flag="F14",
        family="H",
        unit="people, who just moved in twice",
        tables=("kinship|persons.relation_to_head",),
        direction="up",
        window="the members as listed; moves in the 12 months before the application",
        missing="not known without kinship, or where kin of fewer than two members are on record",
        reason=Words(
            zh="{people:.0f}名保障对象与其他家庭成员查无三步以内的亲属关系{also_zh}。",
            en="Covered members without kinship within three steps to any other member: {people:.0f}{also_en}.",
        ),
        innocent=Words(
            zh="事实收养或同居未登记、亲属关系登记不全、照料人与被照料人共同生活。",
            en="An adoption or a couple never registered, gaps in the records of kinship, or a carer who lives in.",
        ),
        check=Words(
            zh="向公安户籍部门核对亲属关系与迁入理由，入户核实是否共同生活、合并计算。",
            en="Check kinship and the reason of the move with the police register office; see at home whether they "
            "live together and are rightly counted together.",
        ),
        compute=merged_members,
        fold="sum",
        definition_zh="与其他家庭成员查无三步以内亲属关系的保障对象人数，申请前12个月内迁入户口的加倍。",
        exempt=Words(
            zh="特困人员，福利机构地址，监护、寄养、收养关系，以及登记未予否定的所填亲属关系。",
            en="The destitute scheme, addresses of institutions, guardians and wards, foster and adopted children, "
            "and a stated relation that no record contradicts.",
        ),
    ),
)
