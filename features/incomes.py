"""Family E, incomes: what members earn, seen elsewhere, in the months in which aid was paid (F22).

A part of :mod:`features.means`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.law.tables import in_force
from features.lines import in_force_on

__all__ = ["INCOMES"]

INCOME: Final = cite("incomes", "i.person_id", "i.kind", "i.start_on")


def public_payroll(dossier: Dossier) -> pd.DataFrame:
    """Months on a public payroll while aid was paid, of the busiest member."""
    return dossier.frame(
        f"""
        SELECT
            m.household_id,
            (
                1 + datediff('month', greatest(i.start_on, s.granted_on), coalesce(i.end_on, $as_of))
            )::DOUBLE AS value,
            i.monthly_amount AS yuan,
            {INCOME} AS source
        FROM incomes AS i
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        WHERE i.kind = 'public_payroll' AND coalesce(i.end_on, $as_of) >= s.granted_on
        ORDER BY ALL
        """
    )


def income_over_limit(dossier: Dossier) -> pd.DataFrame:
    """Income seen elsewhere above the limit, in limits a head, averaged over the months of the decision.

    ``sum over months of max(0, income / heads - limit) / limit, divided by the months from the decision to as_of``;
    each month with its own line, months of gradual exit left out.  A wage of a season weighs as its few months do.
    """
    return dossier.frame(
        f"""
        WITH earned AS ({_earned()}),
        above AS ({_above()}),
        proof AS (
            SELECT household_id, string_agg(DISTINCT source, '; ' ORDER BY source) AS source
            FROM earned
            GROUP BY household_id
        ),
        known_lines AS (
            SELECT DISTINCT region_code, scheme
            FROM limits
        )
        SELECT
            s.household_id,
            CASE
                WHEN k.scheme IS NULL AND proof.source IS NOT NULL THEN NULL
                ELSE coalesce(excess / greatest(1 + datediff('month', s.granted_on, $as_of), 1), 0)
            END AS value,
            months,
            most,
            proof.source
        FROM scored AS s
        LEFT JOIN above USING (household_id)
        LEFT JOIN proof USING (household_id)
        LEFT JOIN known_lines AS k USING (region_code, scheme)
        ORDER BY s.household_id
        """
    )


def _earned() -> str:
    """Return the SQL of every month since the decision in which a member had an income, one row an income."""
    return f"""
        SELECT
            m.household_id,
            i.monthly_amount,
            {INCOME} AS source,
            unnest(generate_series(
                date_trunc('month', greatest(coalesce(i.start_on, s.granted_on), s.granted_on))::TIMESTAMP,
                coalesce(i.end_on, $as_of)::TIMESTAMP,
                INTERVAL 1 MONTH
            ))::DATE AS month
        FROM incomes AS i
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        WHERE coalesce(i.end_on, $as_of) >= s.granted_on
    """


def _above() -> str:
    """Return the SQL of the months over the limit, gradual exit left out: how many, by how much, the most a head."""
    return f"""
        WITH heads AS (
            SELECT household_id, count(*) AS heads
            FROM scored_members
            WHERE death_date IS NULL
            GROUP BY household_id
        ),
        months AS (
            SELECT household_id, month, round(sum(monthly_amount), 2) AS yuan
            FROM earned
            GROUP BY household_id, month
        )
        SELECT
            s.household_id,
            count(*) AS months,
            round(sum(greatest(yuan / heads - income_limit, 0) / income_limit), 6) AS excess,
            max(round(yuan / heads)) AS most
        FROM months
        JOIN scored AS s USING (household_id)
        JOIN heads USING (household_id)
        JOIN limits AS l ON {in_force_on("greatest(month, s.granted_on)")}
        LEFT JOIN law ON {in_force("exit_months", day="s.exit_from")}
        WHERE yuan / heads > income_limit
            AND NOT (
                s.exit_from IS NOT NULL
                AND month >= date_trunc('month', s.exit_from)
                AND month < s.exit_from + to_months(law.value::INTEGER)
            )
        GROUP BY s.household_id
    """


INCOMES = (
    Feature(
        name="public_payroll",
        flag="F22",
        family="E",
        unit="months",
        tables=("incomes",),
        direction="up",
        window="from the decision to the day",
        missing="not known without incomes",
        reason=Words(
            zh="保障期间由财政供养{value:.0f}个月（每月{yuan:,.0f}元）。",
            en="On a public payroll for {value:.0f} months while aid was paid ({yuan:,.0f} yuan a month).",
        ),
        innocent=Words(
            zh="公益性岗位补贴、已分户的子女。",
            en="A public-welfare post's subsidy, or a child who lives apart.",
        ),
        check=Words(
            zh="向财政、人社部门核对工资发放。",
            en="Ask the finance and labour bureaus for the payroll.",
        ),
        compute=public_payroll,
    ),
    Feature(
        name="income_over_limit",
        flag="F22",
        family="E",
        unit="limits a head",
        tables=("incomes",),
        direction="up",
        window="every month from the decision to the day, gradual exit left out",
        missing="not known without incomes or the scheme's line",
        reason=Words(
            zh="核对到的收入有{months:.0f}个月超过标准，最高人均{most:,.0f}元/月。",
            en="Income seen elsewhere is over the limit in {months:.0f} months, "
            "at most {most:,.0f} yuan a head and month.",
        ),
        innocent=Words(
            zh="季节性务工、一次性收入、渐退期内。",
            en="Seasonal work, a single payment, or within the gradual exit.",
        ),
        check=Words(
            zh="向社保、税务部门核对逐月收入。",
            en="Ask social insurance and tax offices for income month by month.",
        ),
        compute=income_over_limit,
    ),
)
