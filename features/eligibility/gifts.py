"""Family E, gifts: what a member passed on to a relative before applying (F20).

A part of :mod:`features.eligibility.family`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import in_force

__all__ = ["GIFTS"]

HANDOVER: Final = "INTERVAL 31 DAY"
"""Before a thing was given up: its next owner may have been registered as early."""
TRIFLES: Final = "'motorcycle', 'e_bike', 'disability_scooter'"
"""Kinds of holdings that no limit counts."""


GIVEN: Final = cite("holdings", "t.person_id", "t.kind", "t.end_on")
TAKEN: Final = cite("holdings", "t.taker", "t.kind", "t.start_on")


def asset_to_kin(dossier: Dossier) -> pd.DataFrame:
    """Things that a member gave up to a relative outside the household in the 12 months before applying (default).

    The relative is the next owner on record: who came to it by way of a stranger was given nothing.  Somebody whose
    marriage to the giver had ended by then is no relative: after a divorce property is divided.
    """
    return dossier.frame(
        f"""
        WITH given AS MATERIALIZED ({_given()}),
        taken AS MATERIALIZED ({_taken()}),
        ties AS MATERIALIZED (
            SELECT kin.a, kin.b, kin.relation
            FROM kin
            SEMI JOIN (SELECT person_id FROM taken UNION SELECT taker FROM taken) AS t ON kin.a = t.person_id
        ),
        near AS (
            SELECT a, b
            FROM ties
            UNION
            SELECT ours.a, theirs.a
            FROM ties AS ours
            JOIN ties AS theirs ON ours.b = theirs.b
            WHERE ours.relation = 'parent' AND theirs.relation = 'parent'
        ),
        parted AS MATERIALIZED (
            SELECT person_id, relative_id, end_on
            FROM kinship
            WHERE relation = 'spouse' AND end_on IS NOT NULL
        )
        SELECT
            t.household_id,
            1.0 AS value,
            min(t.kind) AS kind,
            max(t.end_on) AS day,
            any_value(t.months) AS months,
            string_agg(DISTINCT {GIVEN}, '; ' ORDER BY {GIVEN}) || '; '
                || string_agg(DISTINCT {TAKEN}, '; ' ORDER BY {TAKEN}) AS source
        FROM taken AS t
        SEMI JOIN near ON near.a = t.person_id AND near.b = t.taker
        ANTI JOIN parted AS p ON p.person_id = t.person_id AND p.relative_id = t.taker AND p.end_on <= t.end_on
        ANTI JOIN parted AS q ON q.relative_id = t.person_id AND q.person_id = t.taker AND q.end_on <= t.end_on
        GROUP BY t.household_id, t.asset_id
        ORDER BY ALL
        """
    )


def _given() -> str:
    """Return the SQL of what members gave up before applying; ``trifle`` is the value up to which nothing counts."""
    return f"""
        SELECT
            m.household_id,
            h.person_id,
            h.kind,
            h.asset_id,
            h.value,
            h.end_on,
            law.value AS months,
            allowed.value AS trifle
        FROM holdings AS h
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        JOIN law ON {in_force("transfer_months", day="s.applied_on")}
        JOIN law AS allowed ON {in_force("transfer_allowed", day="s.applied_on", alias="allowed")}
        WHERE h.asset_id IS NOT NULL
            AND h.kind NOT IN ({TRIFLES})
            AND coalesce(h.status, 'active') <> 'scrapped'
            AND h.end_on BETWEEN s.applied_on - to_months(law.value::INTEGER) AND s.applied_on
    """


def _taken() -> str:
    """Return the SQL of who outside the household came next: all of them where several did on the same day."""
    return f"""
        WITH owners AS (
            SELECT asset_id, person_id, value, start_on
            FROM holdings
            SEMI JOIN given USING (asset_id)
            WHERE start_on IS NOT NULL
        ),
        following AS (
            SELECT g.*, o.person_id AS taker, o.start_on
            FROM given AS g
            JOIN owners AS o ON o.asset_id = g.asset_id AND o.person_id <> g.person_id
            WHERE o.start_on >= g.end_on - {HANDOVER} AND coalesce(g.value, o.value, g.trifle + 1) > g.trifle
            QUALIFY rank() OVER (PARTITION BY g.household_id, g.person_id, g.asset_id, g.end_on ORDER BY o.start_on) = 1
        )
        SELECT *
        FROM following AS f
        ANTI JOIN scored_members AS m ON m.household_id = f.household_id AND m.person_id = f.taker
    """


GIFTS = (
    Feature(
        name="asset_to_kin",
        flag="F20",
        family="E",
        unit="things",
        tables=("holdings.asset_id", "holdings.end_on"),
        direction="up",
        window="the months before the application that the law looks back, 12 by default",
        missing="not known without holdings and their successive owners",
        reason=Words(
            zh="申请前{months:.0f}个月内（{day:%Y-%m-%d}）将{kind}转移给亲属。",
            en="Passed something on to a relative in the {months:.0f} months before applying ({kind}, {day:%Y-%m-%d}).",
        ),
        innocent=Words(
            zh="分家析产、继承、抵债、为治病出售。",
            en="A family division, an inheritance, a debt, or a sale to pay for treatment.",
        ),
        check=Words(
            zh="向登记机关调取过户合同，核对价款是否支付、现由谁使用。",
            en="Ask the registry for the contract of transfer; see whether the price was paid and who uses it now.",
        ),
        compute=asset_to_kin,
        fold="sum",
        definition_zh="申请前12个月内（可按地方规定）成员转移给户外亲属的财产件数。",
        exempt=Words(
            zh="转给无亲属关系的人；离婚后转给前配偶；户内成员之间转移；摩托车、电动自行车、残疾人代步车；已报废的；"
            "价值不超过规定数额的。",
            en="What went to a stranger, to a former spouse after a divorce, or to another member; motorcycles, "
            "e-bikes and disability scooters; what was scrapped; what is worth no more than `transfer_allowed`.",
        ),
    ),
)
