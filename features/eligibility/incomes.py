"""Family E, incomes: what members earn, seen elsewhere, in the months in which aid was paid (F22).

A part of :mod:`features.eligibility.means`.  Months of gradual exit do not count: in them income may lie above the
limit.  Neither does what began in the month before, since the household told it and the exit followed, or what is told
of a member after the month of death.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.lines import during, in_force_on

__all__ = ["INCOMES"]

INCOME: Final = cite("incomes", "i.person_id", "i.kind", "i.start_on")
NOT_SPARED: Final = """
    ANTI JOIN exits AS e
        ON e.household_id = a.household_id
        AND a.month < e.until
        AND (a.month >= e.start_on OR (a.month >= e.start_on - INTERVAL 1 MONTH AND i.start_on >= a.month))
"""
"""Leaves out gradual exit, and of the month before it what began in that month: an income that was told at once."""


def public_payroll(dossier: Dossier) -> pd.DataFrame:
    """Months of aid in which a member was on a public payroll, of the busiest member; gradual exit left out."""
    return dossier.frame(
        f"""
        SELECT
            m.household_id,
            count(DISTINCT a.month)::DOUBLE AS value,
            max(i.monthly_amount) AS yuan,
            string_agg(DISTINCT {INCOME}, '; ' ORDER BY {INCOME}) AS source
        FROM incomes AS i
        JOIN scored_members AS m USING (person_id)
        JOIN aid_months AS a
            ON a.household_id = m.household_id
            AND {during("i", "a.month")}
            AND (m.death_date IS NULL OR m.death_date >= a.month)
        {NOT_SPARED}
        WHERE i.kind = 'public_payroll'
        GROUP BY m.household_id, i.person_id
        ORDER BY ALL
        """
    )


def income_over_limit(dossier: Dossier) -> pd.DataFrame:
    """Income seen elsewhere above the limit, in limits a head, averaged over the months of aid.

    ``sum over months of max(0, income / heads - limit) / limit, divided by the number of months of aid``: never an
    average of a year's income, each month has its own income, living members and line.  Months of gradual exit add
    nothing.  A wage of a season weighs as its few months do.  What several offices tell of one person's pay counts
    once: ``max(taxed, max(wages, public payroll) + all other)``.
    """
    return dossier.frame(
        f"""
        WITH earning AS ({_earning()}),
        earned AS ({_earned()}),
        above AS ({_above()}),
        excess AS (
            SELECT
                household_id,
                count(*) AS months,
                round(sum(a_head / income_limit - 1), 6) AS excess,
                max(round(a_head)) AS most,
                min(month) AS first,
                max(month) AS last
            FROM above
            GROUP BY household_id
        ),
        paid AS (
            SELECT household_id, count(*) AS paid
            FROM aid_months
            SEMI JOIN excess USING (household_id)
            GROUP BY household_id
        )
        SELECT
            household_id,
            any_value(x.excess / paid.paid) AS value,
            any_value(x.months) AS months,
            any_value(x.most) AS most,
            any_value(x.first) AS first,
            any_value(x.last) AS last,
            string_agg(DISTINCT {INCOME}, '; ' ORDER BY {INCOME}) AS source
        FROM excess AS x
        JOIN paid USING (household_id)
        JOIN earning AS i USING (household_id)
        WHERE (i.start_on IS NULL OR i.start_on <= last_day(x.last)) AND (i.end_on IS NULL OR i.end_on >= x.first)
        GROUP BY household_id
        UNION ALL
        SELECT DISTINCT household_id, NULL::DOUBLE, NULL::BIGINT, NULL::DOUBLE, NULL::DATE, NULL::DATE, NULL
        FROM earned
        WHERE least IS NULL
        ORDER BY household_id
        """
    )


def _earning() -> str:
    """Return the SQL of the incomes of households that could be over the limit, one row an income.

    All incomes at once, over those alive now, against the lowest limit ever: nobody else can be above it in any month.
    ``least`` is missing where the scheme has no line.
    """
    return """
        SELECT m.household_id, i.*, m.death_date, lowest.least, alive.heads
        FROM incomes AS i
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        JOIN (
            SELECT household_id, greatest(count(*) FILTER (WHERE death_date IS NULL), 1) AS heads
            FROM scored_members
            GROUP BY household_id
        ) AS alive USING (household_id)
        LEFT JOIN (
            SELECT region_code, scheme, min(income_limit) AS least
            FROM limits
            GROUP BY region_code, scheme
        ) AS lowest USING (region_code, scheme)
        WHERE i.monthly_amount > 0 AND (i.end_on IS NULL OR i.end_on >= date_trunc('month', s.granted_on))
        QUALIFY least IS NULL OR sum(i.monthly_amount) OVER (PARTITION BY household_id) > least * heads
    """


def _earned() -> str:
    """Return the SQL of what each of those households earned in each month of aid outside gradual exit."""
    return f"""
        WITH told AS (
            SELECT
                i.household_id,
                a.month,
                any_value(i.least) AS least,
                any_value(i.heads) AS heads,
                sum(i.monthly_amount) AS every,
                coalesce(sum(i.monthly_amount) FILTER (WHERE i.kind = 'tax'), 0) AS taxed,
                coalesce(sum(i.monthly_amount) FILTER (WHERE i.kind = 'wage'), 0) AS wages,
                coalesce(sum(i.monthly_amount) FILTER (WHERE i.kind = 'public_payroll'), 0) AS payroll
            FROM earning AS i
            JOIN aid_months AS a
                ON a.household_id = i.household_id
                AND {during("i", "a.month")}
                AND (i.death_date IS NULL OR i.death_date >= a.month)
            {NOT_SPARED}
            GROUP BY i.household_id, i.person_id, a.month
        )
        SELECT
            household_id,
            month,
            any_value(least) AS least,
            any_value(heads) AS heads,
            round(sum(greatest(taxed, every - taxed - least(wages, payroll))), 2) AS yuan
        FROM told
        GROUP BY household_id, month
    """


def _above() -> str:
    """Return the SQL of the months over the limit: income a head of those alive in the month, and the limit."""
    return f"""
        WITH likely AS (
            SELECT e.household_id, e.month, e.yuan, l.income_limit
            FROM earned AS e
            JOIN scored AS s USING (household_id)
            JOIN limits AS l ON {in_force_on("greatest(e.month, s.granted_on)")}
            WHERE e.yuan > e.heads * l.income_limit
        )
        SELECT
            e.household_id,
            e.month,
            any_value(e.income_limit) AS income_limit,
            any_value(e.yuan) / greatest(count(*) FILTER (WHERE m.death_date IS NULL OR m.death_date >= e.month), 1)
                AS a_head
        FROM likely AS e
        JOIN scored_members AS m USING (household_id)
        GROUP BY e.household_id, e.month
        HAVING a_head > any_value(e.income_limit)
    """


INCOMES = (
    Feature(
        name="public_payroll",
        flag="F22",
        family="E",
        unit="months",
        tables=("incomes",),
        direction="up",
        window="months in which aid was paid, from the decision to the day, gradual exit left out",
        missing="not known without incomes",
        reason=Words(
            zh="在保期间由财政供养{value:.0f}个月（每月{yuan:,.0f}元）。",
            en="On a public payroll in {value:.0f} months of aid ({yuan:,.0f} yuan a month).",
        ),
        innocent=Words(
            zh="公益性岗位补贴、已分户的子女、同名同号。",
            en="A public-welfare post's subsidy, a child who lives apart, or a mix-up of persons.",
        ),
        check=Words(
            zh="向财政、人社部门核对编制和工资发放。",
            en="Ask the finance and labour bureaus for the post and the payroll.",
        ),
        compute=public_payroll,
        definition_zh="在保的月份中成员由财政供养的月数，取最多的一人；渐退期不计。",
        exempt=Words(
            zh="按类别注明的公益性岗位补贴；渐退期及前一个月内新上岗的。",
            en="Subsidies of public-welfare posts that are told as such (a kind of their own), the gradual exit, and a "
            "post taken in the month before it.",
        ),
    ),
    Feature(
        name="income_over_limit",
        flag="F22",
        family="E",
        unit="limits a head",
        tables=("incomes",),
        direction="up",
        window="every month in which aid was paid, from the decision to the day, gradual exit left out",
        missing="not known without incomes or the scheme's line",
        reason=Words(
            zh="{first:%Y-%m}至{last:%Y-%m}在保期间，核对到的收入有{months:.0f}个月超过标准，"
            "最高人均{most:,.0f}元/月。",
            en="Income seen elsewhere is over the limit in {months:.0f} months of aid from {first:%Y-%m} to "
            "{last:%Y-%m}, at most {most:,.0f} yuan a head and month.",
        ),
        innocent=Words(
            zh="季节性务工、一次性收入、必要的就业成本、依法不计入的抚恤金和奖助金。",
            en="Seasonal work, a single payment, the costs of going to work, or allowances that the law leaves out.",
        ),
        check=Words(
            zh="向社保、税务部门核对逐月收入。",
            en="Ask social insurance and tax offices for income month by month.",
        ),
        compute=income_over_limit,
        definition_zh="核对到的收入超出标准的部分（按人均标准的倍数），逐月计算，按在保的月数平均。",
        exempt=Words(
            zh="渐退期及前一个月内新增的收入；同一工资由多个部门分别提供的只计一次；标准以内的收入。",
            en="The gradual exit, and what began in the month before it; one person's pay told by several offices "
            "counts once; income within the limit (for the marginal group `marginal_factor` times the line).",
        ),
    ),
)
