"""Family H, split: close kin who stayed behind in the register that a member left just before applying (F13).

A part of :mod:`features.household.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.graphs.home_kin import held_on

__all__ = ["SPLIT"]

BEFORE: Final = 12
"""Months before the application in which leaving a register counts."""
HUB: Final = 10
"""Most living people at an address that can be one home."""
CLOSE: Final = {
    "spouse": Words("配偶", "a spouse"),
    "parent": Words("父母", "a parent"),
    "child": Words("子女", "a child"),
    "sibling": Words("兄弟姐妹", "a brother or sister"),
    "grandparent": Words("祖父母或外祖父母", "a grandparent"),
    "grandchild": Words("孙子女或外孙子女", "a grandchild"),
}
"""Close relatives (Civil Code art. 1045), nearest first, in words."""


def household_split(dossier: Dossier) -> pd.DataFrame:
    """Close kin at the same address, left in the register that a member split off within 12 months before applying.

    Close kin are spouse, parents, children, siblings, grandparents and grandchildren on the day of the split.  They
    stayed in the old register, are no members, were alive at the application, and live at the member's or the
    household's address.  Each counts once.
    """
    return dossier.frame(
        f"""
        {_left_outside()}
        SELECT
            household_id,
            1.0 AS value,
            min(moved_on) OVER home AS day,
            first({_word("relation", "zh")}) OVER nearest AS kin_zh,
            first({_word("relation", "en")}) OVER nearest AS kin_en,
            count(*) OVER home AS people,
            {BEFORE} AS months,
            {cite("register_moves", "person_id", "moved_on")} || '; ' || source
                || CASE WHEN starts_with(source, 'persons') THEN '' ELSE '; ' || {cite("persons", "kin")} END
                AS source
        FROM counted
        WINDOW
            home AS (PARTITION BY household_id),
            nearest AS (
                PARTITION BY household_id ORDER BY {_nearness("relation")}
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            )
        ORDER BY ALL
        """
    )


def _left_outside() -> str:
    """Return the SQL of the kin left outside, each once a household, as ``counted``."""
    return f"""
        WITH splits AS (
            SELECT s.household_id, s.applied_on, r.person_id, r.moved_on, r.from_register_id AS register_id,
                s.address_id AS home, own.address_id AS own
            FROM register_moves AS r
            JOIN scored_members AS m USING (person_id)
            JOIN scored AS s USING (household_id)
            JOIN home_people AS own USING (person_id)
            WHERE r.kind = 'split' AND r.moved_on BETWEEN s.applied_on - INTERVAL {BEFORE} MONTH AND s.applied_on
        ),
        outside AS (
            SELECT x.household_id, x.person_id, x.moved_on, k.b AS kin, k.relation, k.source, p.address_id
            FROM splits AS x
            JOIN home_kin AS k ON k.a = x.person_id AND {held_on("x.moved_on")}
            JOIN home_people AS p ON p.person_id = k.b AND p.register_id = x.register_id
            ANTI JOIN scored_members AS m ON m.household_id = x.household_id AND m.person_id = k.b
            WHERE k.relation IN ({", ".join(f"'{relation}'" for relation in CLOSE)})
                AND p.address_id IN (x.home, x.own)
                AND (p.death_date IS NULL OR p.death_date > x.applied_on)
        ),
        crowded AS (
            SELECT address_id
            FROM persons
            WHERE death_date IS NULL AND address_id IN (SELECT address_id FROM outside)
            GROUP BY address_id
            HAVING count(*) > {HUB}
        ),
        counted AS (
            SELECT *
            FROM outside
            ANTI JOIN crowded USING (address_id)
            ANTI JOIN (SELECT address_id FROM addresses WHERE kind = 'institution') USING (address_id)
            QUALIFY row_number() OVER (
                PARTITION BY household_id, kin ORDER BY {_nearness("relation")}, moved_on DESC, person_id
            ) = 1
        )
    """


def _nearness(column: str) -> str:
    cases = " ".join(f"WHEN '{relation}' THEN {place}" for place, relation in enumerate(CLOSE))
    return f"CASE {column} {cases} END"


def _word(column: str, language: str) -> str:
    cases = " ".join(f"WHEN '{relation}' THEN '{getattr(words, language)}'" for relation, words in CLOSE.items())
    return f"CASE {column} {cases} END"


SPLIT = (
    Feature(
        name="household_split",
        flag="F13",
        family="H",
        unit="people",
        tables=("register_moves.from_register_id", "persons.register_id", "kinship|persons.relation_to_head"),
        direction="up",
        window="the 12 months before the application",
        missing="not known without moves between registers, registers and kinship",
        reason=Words(
            zh="申请前{months:.0f}个月内（{day:%Y-%m-%d}）从原户口分出；{kin_zh}等{people:.0f}名近亲属留在原户口、仍住同一地址，未列入家庭成员。",
            en="Split off the household register on {day:%Y-%m-%d}, within {months:.0f} months before applying; close "
            "kin ({people:.0f}, among them {kin_en}) stayed in it, live at the same address and are no members.",
        ),
        innocent=Words(
            zh="结婚成家、兄弟分家、离婚后分户而暂住原处。",
            en="Marriage, brothers dividing the yard, or a divorce with nowhere else to live yet.",
        ),
        check=Words(
            zh="向公安户籍部门调取分户登记及理由，入户核实是否分灶、分住、分开收支。",
            en="Ask the police register office for the split and its reason; see at home whether they eat, live and "
            "keep their money apart.",
        ),
        compute=household_split,
        fold="sum",
        definition_zh="申请前12个月内成员从原户口分出，仍住同一地址、留在原户口而未列入家庭成员的近亲属人数。",
        exempt=Words(
            zh="福利机构地址，以及十人以上共用的地址。",
            en="Addresses of institutions, and addresses that more than ten people share.",
        ),
    ),
)
