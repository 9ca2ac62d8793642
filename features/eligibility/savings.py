"""Family E, savings: financial assets above what is allowed, in the months in which aid was paid (F22).

A part of :mod:`features.eligibility.means`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.eligibility.holdings import LIVING, held
from features.law.tables import in_force
from features.lines import during, in_force_on

__all__ = ["SAVINGS"]

CLOSED: Final = ("revoked", "scrapped")
"""States in which a deposit or policy is no more; money that lies dormant is still there."""


def savings(dossier: Dossier) -> pd.DataFrame:
    """Financial assets as a multiple of what is allowed, less one, in the month of aid in which they were most.

    ``max over months of yuan / (months of the line x line x living members) - 1``, at least 0.  What each asset is
    worth is known for the day of extraction alone, so the line is that of the day; what was closed and opened again
    elsewhere counts once, because only assets owned in the same month add up.
    """
    return dossier.frame(
        f"""
        WITH candidates AS ({_candidates()}),
        monthly AS (
            SELECT c.household_id, a.month, round(sum(c.value), 2) AS yuan
            FROM candidates AS c
            JOIN aid_months AS a ON a.household_id = c.household_id AND {during("c", "a.month")}
            GROUP BY c.household_id, a.month
        ),
        proof AS (
            SELECT
                household_id,
                any_value(allowed) AS allowed,
                string_agg(DISTINCT source, '; ' ORDER BY source) AS source
            FROM candidates
            GROUP BY household_id
        )
        SELECT
            household_id,
            max(yuan) / any_value(allowed) - 1 AS value,
            max(yuan) AS yuan,
            round(any_value(allowed), 0) AS allowed,
            count(*) FILTER (WHERE yuan > allowed) AS months,
            any_value(source) AS source
        FROM monthly
        JOIN proof USING (household_id)
        GROUP BY household_id
        HAVING any_value(allowed) IS NULL OR max(yuan) > any_value(allowed)
        ORDER BY household_id
        """
    )


def _candidates() -> str:
    """Return the SQL of the assets of households that have more than is allowed if all are added up."""
    return f"""
        WITH limited AS (
            SELECT s.household_id, law.value * l.line * heads AS allowed
            FROM scored AS s
            JOIN ({LIVING}) USING (household_id)
            JOIN limits AS l ON {in_force_on("$as_of")}
            JOIN law ON {in_force("savings_months", day="$as_of")}
        )
        SELECT h.*, limited.allowed
        FROM ({held("deposit", "security", "insurance", without=CLOSED)}) AS h
        LEFT JOIN limited USING (household_id)
        WHERE h.value > 0
        QUALIFY limited.allowed IS NULL OR sum(h.value) OVER (PARTITION BY household_id) > limited.allowed
    """


SAVINGS = (
    Feature(
        name="savings_over_limit",
        flag="F22",
        family="E",
        unit="multiples of the limit",
        tables=("holdings.value",),
        direction="up",
        window="owned in a month in which aid was paid; amounts and limit of the day",
        missing="not known without holdings or the scheme's line",
        reason=Words(
            zh="在保期间金融资产{yuan:,.0f}元，超过限额{allowed:,.0f}元，涉及{months:.0f}个月。",
            en="Financial assets of {yuan:,.0f} yuan in {months:.0f} months of aid, above the limit of {allowed:,.0f}.",
        ),
        innocent=Words(
            zh="征地补偿、医疗借款、他人代存。",
            en="Compensation for land, money borrowed for treatment, or somebody else's money.",
        ),
        check=Words(
            zh="通过核对中心向银行、证券、保险机构核对账户流水。",
            en="Ask banks, brokers and insurers for statements through the checking centre.",
        ),
        compute=savings,
        definition_zh="在保的月份内金融资产最多时为限额（人均24个月标准）的倍数减1，不低于0。",
        exempt=Words(
            zh="已销户、退保的账户；限额以内的资产。",
            en="Accounts and policies that are closed, and what lies within the limit (`savings_months`).",
        ),
    ),
)
