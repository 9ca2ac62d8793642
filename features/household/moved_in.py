"""Family H, moved in: covered members who came into another member's register (F16).

A part of :mod:`features.household.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["MOVED_IN"]

BEFORE: Final = 12
"""Months before the application from which coming into a register counts."""
BACK: Final = 3
"""Months after an absence within which a return to the register is a return home."""
ADULT: Final = 18
"""Years of age from which somebody is no minor (Civil Code art. 17)."""


def moved_in(dossier: Dossier) -> pd.DataFrame:
    """Covered members who moved into the register of another member, from 12 months before applying up to the day.

    The other member stood in that register before and was born by then.  Who moved together is not moved in.  A
    member counts once, by the latest such move.
    """
    return dossier.frame(
        f"""
        {_joined()},
        counted AS (
            SELECT *
            FROM joined AS x
            ANTI JOIN ({_following()}) USING (household_id, person_id, moved_on)
            ANTI JOIN ({_back_home()}) USING (household_id, person_id, moved_on)
            ANTI JOIN (SELECT address_id FROM addresses WHERE kind = 'institution') USING (address_id)
            QUALIFY row_number() OVER (PARTITION BY household_id, person_id ORDER BY moved_on DESC, register_id) = 1
        )
        SELECT
            household_id,
            1.0 AS value,
            max(moved_on) OVER home AS day,
            count(*) OVER home AS people,
            CASE WHEN max(moved_on) OVER home > max(applied_on) OVER home THEN '申请后' ELSE '申请前' END AS when_zh,
            CASE WHEN max(moved_on) OVER home > max(applied_on) OVER home THEN 'after' ELSE 'before' END AS when_en,
            {cite("register_moves", "person_id", "moved_on")} || '; ' || {cite("persons", "there")} AS source
        FROM counted
        WINDOW home AS (PARTITION BY household_id)
        ORDER BY ALL
        """
    )


def _joined() -> str:
    """Return the SQL of the moves into a register where another member already was, as ``joined``."""
    return f"""
        WITH moves AS (
            SELECT
                s.household_id, s.applied_on, s.address_id, r.person_id, r.moved_on, r.to_register_id AS register_id,
                m.birth_date
            FROM register_moves AS r
            JOIN scored_members AS m USING (person_id)
            JOIN scored AS s USING (household_id)
            WHERE r.kind IN ('move', 'merge')
                AND m.covered
                AND r.to_register_id IS DISTINCT FROM r.from_register_id
                AND r.moved_on >= s.applied_on - INTERVAL {BEFORE} MONTH
        ),
        arrivals AS (
            SELECT register_moves.person_id, moved_on, to_register_id AS register_id
            FROM register_moves
            SEMI JOIN home_members USING (person_id)
        ),
        joined AS (
            SELECT x.*, min(o.person_id) AS there
            FROM moves AS x
            JOIN scored_members AS o ON o.household_id = x.household_id AND o.person_id <> x.person_id
            JOIN home_people AS p ON p.person_id = o.person_id AND p.register_id = x.register_id
            ANTI JOIN arrivals AS later
                ON later.person_id = o.person_id
                AND later.register_id = x.register_id
                AND later.moved_on >= x.moved_on
            WHERE p.birth_date IS NULL OR p.birth_date <= x.moved_on
            GROUP BY ALL
        )
    """


def _following() -> str:
    """Return the SQL of the moves of babies, of minors who follow a parent, and of spouses."""
    return f"""
        SELECT household_id, person_id, moved_on
        FROM joined
        WHERE birth_date + INTERVAL 1 YEAR > moved_on
        UNION
        SELECT j.household_id, j.person_id, j.moved_on
        FROM joined AS j
        JOIN home_kin AS k ON k.a = j.person_id
        SEMI JOIN scored_members AS m ON m.household_id = j.household_id AND m.person_id = k.b
        WHERE (k.relation = 'spouse' AND (k.end_on IS NULL OR k.end_on >= j.moved_on))
            OR (k.relation = 'parent' AND j.birth_date + INTERVAL {ADULT} YEAR > j.moved_on)
    """


def _back_home() -> str:
    """Return the SQL of the moves soon after an absence."""
    return f"""
        SELECT j.household_id, j.person_id, j.moved_on
        FROM joined AS j
        JOIN absences AS a USING (person_id)
        WHERE a.end_on BETWEEN j.moved_on - INTERVAL {BACK} MONTH AND j.moved_on
    """


MOVED_IN = (
    Feature(
        name="moved_in",
        flag="F16",
        family="H",
        unit="people",
        tables=("register_moves.to_register_id", "persons.register_id"),
        direction="up",
        window="from 12 months before the application to the day",
        missing="not known without moves between registers",
        reason=Words(
            zh="{people:.0f}名保障对象于{when_zh}（{day:%Y-%m-%d}）迁入其他家庭成员的户口。",
            en="{people:.0f} covered member(s) moved into another member's register {when_en} the application "
            "({day:%Y-%m-%d}).",
        ),
        innocent=Words(
            zh="投靠子女养老、离婚后回娘家、毕业或务工返乡、投亲照料。",
            en="An old parent joined a child, a return after divorce, study or work away, or a move to be cared for.",
        ),
        check=Words(
            zh="向公安户籍部门调取迁移登记及理由，入户核实是否共同生活。",
            en="Ask the police register office for the move and its reason; see at home whether they live together.",
        ),
        compute=moved_in,
        fold="sum",
        definition_zh="申请前12个月起至截止日，迁入其他家庭成员户口的保障对象人数。",
        exempt=Words(
            zh="婴儿、随父母迁入的未成年人、因婚迁入的配偶、服刑（强制戒治、服役、出国）期满三个月内回迁的，以及福利机构地址。",
            en="Babies, minors who follow a parent, spouses, returns within three months after custody, compulsory "
            "treatment, service or a stay abroad, and addresses of institutions.",
        ),
    ),
)
