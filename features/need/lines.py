"""The aid line and the limits on the day of the run for homes that are not aided (F24).

A part of :mod:`features.need.need_list`.
"""

from typing import Final

import pandas as pd

from features.dossier import Dossier
from features.scored import prefix_ancestors

__all__ = ["keep_need_lines"]

LIMITS: Final = {
    "marginal_factor": "factor",
    "savings_months": "savings_months",
    "homes_allowed": "homes_allowed",
    "vehicle_allowed": "vehicle_allowed",
    "business_allowed": "business_allowed",
    "line_urban_dibao": "line_urban_dibao",
    "line_rural_dibao": "line_rural_dibao",
}
"""Terms of the law that are asked for, and their columns."""


def keep_need_lines(dossier: Dossier) -> None:
    """Keep the line and the limits of each home on the day as the temporary table ``need_lines``.

    One row a home of ``need_places``: ``home``, ``region_code``, ``line`` (yuan a head and month; missing where none is
    known), ``factor`` (income limit of the marginal group in lines), ``savings_months``, ``homes_allowed``,
    ``vehicle_allowed`` and ``business_allowed``.  Who asked for urban or rural aid goes by that line; everybody else by
    that of their village, urban or rural as ``regions`` says, or where it does not, as their registration (户口).

    Parameters
    ----------
    dossier : Dossier
        With the temporary table ``need_places``: ``home``, ``region_code`` and ``urban``.
    """
    known = dossier.known
    rules = [
        (rule.name, rule.region, rule.start_on.isoformat(), rule.value)
        for rule in dossier.law.provisions
        if rule.name in LIMITS and rule.start_on <= known.as_of
    ]
    known.keep_frame("need_rules", pd.DataFrame(rules, columns=["name", "region", "start_on", "value"]))
    known.keep("need_divisions", _divisions())
    known.keep("need_limits", _limits(stated=known.has("standards")))
    known.keep(
        "need_lines",
        """
        SELECT
            p.home, p.region_code,
            CASE
                WHEN starts_with(p.home, 'household ') AND p.urban THEN urban_line
                WHEN starts_with(p.home, 'household ') AND NOT p.urban THEN rural_line
                WHEN coalesce(l.urban, p.urban, false) THEN urban_line
                ELSE rural_line
            END AS line,
            l.* EXCLUDE (region_code, urban, urban_line, rural_line)
        FROM need_places AS p
        LEFT JOIN need_limits AS l USING (region_code)
        """,
    )


def _divisions() -> str:
    """Return the SQL of the divisions above each region, by stated parents first, by prefixes (10 on) second."""
    return f"""
        WITH RECURSIVE used AS (SELECT DISTINCT region_code FROM need_places WHERE region_code IS NOT NULL),
        up AS (
            SELECT region_code, region_code AS above, 0 AS height FROM used
            UNION
            SELECT up.region_code, regions.parent_code, up.height + 1
            FROM up
            JOIN regions ON regions.region_code = up.above
            WHERE regions.parent_code IS NOT NULL AND up.height < 6
        ),
        everything AS (
            SELECT * FROM up
            UNION ALL
            SELECT region_code, place.above, place.height
            FROM (
                SELECT region_code, unnest([
                    {{'above': p, 'height': 10 + i}} FOR p, i IN {prefix_ancestors("region_code")}
                ]) AS place
                FROM used
            )
        )
        SELECT region_code, above, min(height) AS height
        FROM everything
        GROUP BY region_code, above
    """


def _limits(*, stated: bool) -> str:
    """Return the SQL of what holds in each region on the day."""
    pivot = ", ".join(f"max(value) FILTER (name = '{name}') AS {column}" for name, column in LIMITS.items())
    lines = "s.urban_line, s.rural_line" if stated else "line_urban_dibao AS urban_line, line_rural_dibao AS rural_line"
    return f"""
        WITH places AS (
            SELECT d.region_code, min_by(r.urban, d.height) AS urban
            FROM need_divisions AS d
            LEFT JOIN regions AS r ON r.region_code = d.above
            GROUP BY d.region_code
        ),
        rules AS (
            SELECT p.region_code, n.name, arg_max(n.value, (length(n.region), n.start_on)) AS value
            FROM places AS p
            JOIN need_rules AS n ON starts_with(p.region_code, n.region)
            GROUP BY p.region_code, n.name
        ),
        terms AS (SELECT region_code, {pivot} FROM rules GROUP BY region_code),
        nearest AS (
            SELECT d.region_code, s.scheme, s.start_on, s.monthly_amount
            FROM need_divisions AS d
            JOIN standards AS s ON s.region_code = d.above
            WHERE s.scheme IN ('urban_dibao', 'rural_dibao')
            QUALIFY rank() OVER (PARTITION BY d.region_code, s.scheme ORDER BY d.height, s.start_on DESC) = 1
        ),
        stated AS (
            SELECT
                region_code,
                min(monthly_amount) FILTER (scheme = 'urban_dibao') AS urban_line,
                min(monthly_amount) FILTER (scheme = 'rural_dibao') AS rural_line
            FROM nearest
            GROUP BY region_code
        )
        SELECT
            p.region_code, p.urban, {lines}, factor, savings_months, homes_allowed, vehicle_allowed, business_allowed
        FROM places AS p
        LEFT JOIN terms USING (region_code)
        LEFT JOIN stated AS s USING (region_code)
    """
