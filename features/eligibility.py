"""Family E, eligibility: paid too much, to the dead or in custody, twice, after a gift, or living well.

Here the amount (F12) and things given away (F20); :mod:`features.cover`, :mod:`features.living` and
:mod:`features.means` have the rest.
"""

from typing import Final

import pandas as pd

from features.cover import COVER
from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import in_force
from features.lines import in_force_on
from features.living import LIVING
from features.means import MEANS

__all__ = ["ELIGIBILITY"]

HANDOVER: Final = "INTERVAL 31 DAY"
"""Before a thing was given up: its next owner may have been registered as early."""


def overpaid(dossier: Dossier) -> pd.DataFrame:
    """Yuan a month above the entitlement: amount - covered heads x max(line - declared income a head, 0)."""
    # The amount of a decision is that of the day of extraction: it stands in only where no payments were delivered.
    fallback = "NULL" if dossier.known.has("payments") else "s.monthly_amount"
    return dossier.frame(
        f"""
        WITH covered AS (
            SELECT household_id, count(*) FILTER (WHERE covered AND death_date IS NULL) AS heads
            FROM scored_members
            GROUP BY household_id
        ),
        latest AS (
            SELECT household_id, arg_max(amount, (month, amount)) AS amount, max(month) AS month
            FROM payments
            SEMI JOIN scored USING (household_id)
            WHERE coalesce(kind, 'regular') = 'regular' AND month > $as_of - INTERVAL 12 MONTH
            GROUP BY household_id
        ),
        due AS (
            SELECT
                s.household_id,
                coalesce(latest.amount, {fallback}) AS paid,
                covered.heads * greatest(l.line - coalesce(s.declared_monthly_income, 0), 0) AS entitled,
                covered.heads,
                l.line,
                s.declared_monthly_income AS declared,
                CASE
                    WHEN latest.amount IS NULL THEN {cite("decisions", "s.decision_id")}
                    ELSE {cite("payments", "s.household_id", "strftime(latest.month, '%Y-%m')")}
                END AS source
            FROM scored AS s
            LEFT JOIN latest USING (household_id)
            JOIN covered USING (household_id)
            JOIN limits AS l ON {in_force_on("coalesce(latest.month, $as_of)")}
            WHERE s.declared_monthly_income IS NOT NULL
        )
        SELECT
            s.household_id,
            CASE WHEN paid - entitled >= 1 THEN round(paid - entitled, 2) ELSE 0 * (paid - entitled) END AS value,
            paid, entitled, heads, line, declared,
            {cite("households", "s.household_id")} || '; ' || due.source AS source
        FROM scored AS s
        LEFT JOIN due USING (household_id)
        ORDER BY s.household_id
        """
    )


def asset_to_kin(dossier: Dossier) -> pd.DataFrame:
    """Things that a member gave up to a relative outside the household in the 12 months before applying (default)."""
    return dossier.frame(
        f"""
        WITH given AS (
            SELECT m.household_id, h.person_id, h.kind, h.asset_id, h.end_on, law.value AS months
            FROM holdings AS h
            JOIN scored_members AS m USING (person_id)
            JOIN scored AS s USING (household_id)
            JOIN law ON {in_force("transfer_months", day="s.applied_on")}
            WHERE h.asset_id IS NOT NULL
                AND h.end_on BETWEEN s.applied_on - to_months(law.value::INTEGER) AND s.applied_on
        ),
        taken AS (
            SELECT g.*, h.person_id AS taker, h.start_on
            FROM given AS g
            JOIN holdings AS h USING (asset_id)
            ANTI JOIN scored_members AS m
                ON m.household_id = g.household_id AND m.person_id = h.person_id
            WHERE h.start_on >= g.end_on - {HANDOVER}
        ),
        near AS (
            SELECT kin.a, kin.b
            FROM kin
            SEMI JOIN taken ON kin.a = taken.person_id
            UNION
            SELECT up.a, down.b
            FROM kin AS up
            SEMI JOIN taken ON up.a = taken.person_id
            JOIN kin AS down ON down.a = up.b
            WHERE up.relation = 'parent' AND down.relation = 'child'
        )
        SELECT DISTINCT
            t.household_id,
            1.0 AS value,
            t.kind,
            t.end_on AS day,
            t.months,
            {cite("holdings", "t.person_id", "t.kind", "t.end_on")} || '; '
                || {cite("holdings", "t.taker", "t.kind", "t.start_on")} AS source
        FROM taken AS t
        SEMI JOIN near ON near.a = t.person_id AND near.b = t.taker
        ORDER BY ALL
        """
    )


ELIGIBILITY = (
    Feature(
        name="overpaid",
        flag="F12",
        family="E",
        unit="yuan a month",
        tables=("households.declared_monthly_income",),
        direction="up",
        window="the latest month paid within a year",
        missing="not known without declared income or the scheme's line",
        reason=Words(
            zh="月发{paid:,.0f}元，高于应保金额{entitled:,.0f}元（标准{line:,.0f}元×{heads:.0f}人－申报收入）。",
            en="Paid {paid:,.0f} yuan a month, above the entitlement of {entitled:,.0f} (line "
            "{line:,.0f} x {heads:.0f} heads - declared income).",
        ),
        innocent=Words(
            zh="分档救助、重残增发、补发。",
            en="Graded amounts, a supplement for severe disability, or back pay.",
        ),
        check=Words(
            zh="按审批时标准重新计算保障金额。",
            en="Compute the amount again from the standard then in force.",
        ),
        compute=overpaid,
    ),
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
            zh="申请前{months:.0f}个月内（{day:%Y-%m-%d}）将财产转移给亲属。",
            en="Passed something on to a relative in the {months:.0f} months before applying ({day:%Y-%m-%d}).",
        ),
        innocent=Words(
            zh="分家析产、抵债、为治病出售。",
            en="A family division, a debt, or a sale to pay for treatment.",
        ),
        check=Words(zh="核对过户合同与价款。", en="Check the contract of transfer and the price."),
        compute=asset_to_kin,
        fold="sum",
    ),
    *COVER,
    *LIVING,
    *MEANS,
)
