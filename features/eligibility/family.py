"""Family E, eligibility: paid too much, to the dead or in custody, twice, after a gift, or living well.

Here the amount (F12); :mod:`features.eligibility.gifts`, :mod:`features.eligibility.cover`,
:mod:`features.eligibility.living` and :mod:`features.eligibility.means` have the rest.
"""

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.eligibility.cover import COVER
from features.eligibility.gifts import GIFTS
from features.eligibility.living import LIVING
from features.eligibility.means import MEANS
from features.found import cite
from features.law.tables import in_force
from features.lines import in_force_on

__all__ = ["ELIGIBILITY"]


def overpaid(dossier: Dossier) -> pd.DataFrame:
    """Yuan a month above the entitlement: amount - covered heads x max(line - declared income a head, 0).

    Regular payments of the latest month with aid, within a year; the line of that month, and those of the covered who
    lived to see it.  Somebody covered alone in a household of the marginal group is helped like a household of one:
    the income of the others does not count.
    """
    # The amount of a decision is that of the day of extraction: it stands in only where no payments were delivered.
    paid = _asked("NULL" if dossier.known.has("payments") else "s.monthly_amount")
    return dossier.frame(
        f"""
        WITH asked AS ({paid}),
        due AS ({_due()})
        SELECT
            household_id,
            round(paid - entitled, 2) AS value,
            paid, entitled, heads, line, declared, month,
            {cite("households", "household_id")} || '; ' || source AS source
        FROM due AS d
        ANTI JOIN exits AS e
            ON e.household_id = d.household_id
            AND d.paid - d.entitled IS NOT NULL
            AND d.month >= e.start_on
            AND d.month < e.until
        WHERE paid - entitled IS NULL OR round(paid - entitled, 2) > tolerance
        ORDER BY household_id
        """
    )


def _asked(fallback: str) -> str:
    """Return the SQL of what each household was paid in which month; `fallback` is the amount where nothing was."""
    return f"""
        WITH latest AS (
            SELECT household_id, max(month) AS month, max_by(paid, month) AS paid
            FROM aid_months
            WHERE on_record AND paid > 0 AND month > $as_of - INTERVAL 12 MONTH
            GROUP BY household_id
        )
        SELECT
            s.*,
            coalesce(latest.month, $as_of) AS month,
            coalesce(latest.paid, {fallback}) AS paid,
            CASE
                WHEN latest.month IS NULL THEN {cite("decisions", "s.decision_id")}
                ELSE {cite("payments", "s.household_id", "strftime(latest.month, '%Y-%m')")}
            END AS source
        FROM scored AS s
        LEFT JOIN latest USING (household_id)
    """


def _due() -> str:
    """Return the SQL of what each household was entitled to in that month, and by how much it may be exceeded."""
    return f"""
        WITH counted AS (
            SELECT s.household_id, count(*) FILTER (WHERE m.covered) AS heads, count(*) AS members
            FROM asked AS s
            JOIN scored_members AS m USING (household_id)
            WHERE m.death_date IS NULL OR m.death_date >= s.month
            GROUP BY s.household_id
        )
        SELECT
            s.household_id,
            s.month,
            s.paid,
            coalesce(c.heads, 0) AS heads,
            l.line,
            CASE
                WHEN s.scheme = 'marginal' AND c.heads = 1 AND c.members > 1 THEN 0
                ELSE s.declared_monthly_income
            END AS declared,
            coalesce(c.heads, 0) * CASE WHEN l.line > declared THEN l.line - declared WHEN l.line <= declared THEN 0 END
                AS entitled,
            law.value AS tolerance,
            s.source
        FROM asked AS s
        LEFT JOIN counted AS c USING (household_id)
        LEFT JOIN limits AS l ON s.declared_monthly_income IS NOT NULL AND {in_force_on("s.month")}
        JOIN law ON {in_force("overpaid_tolerance", day="s.month")}
    """


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
            zh="{month:%Y-%m}发放{paid:,.0f}元，高于应保金额{entitled:,.0f}元（当月标准{line:,.0f}元×{heads:.0f}人－申报收入）。",
            en="Paid {paid:,.0f} yuan in {month:%Y-%m}, above the entitlement of {entitled:,.0f} (line of that month "
            "{line:,.0f} x {heads:.0f} heads - declared income).",
        ),
        innocent=Words(
            zh="分档救助、分类施保增发、重残增发、补发并入当月。",
            en="Graded amounts, a supplement for severe disability, or back pay entered as a regular payment.",
        ),
        check=Words(
            zh="按发放当月的标准、在保人数和申报收入重新计算保障金额，核对调整审批。",
            en="Compute the amount again from the standard, the heads and the declared income of that month; "
            "look for the approval of changes.",
        ),
        compute=overpaid,
        definition_zh="每月多发金额：实发金额－在保人数×（标准－申报人均收入，不低于0）。",
        exempt=Words(
            zh="单列的增发和补发；渐退期内保留的金额；低保边缘家庭中单人纳入的，不计其他成员收入；规定误差（档差）以内的。",
            en="Supplements and back pay that are told as such; the amount kept in gradual exit; in the marginal group "
            "the income of the others, where one member alone is covered; what lies within `overpaid_tolerance`.",
        ),
    ),
    *GIFTS,
    *COVER,
    *LIVING,
    *MEANS,
)
