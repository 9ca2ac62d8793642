"""Aid lines: what a household may have a month and still be entitled, by region, scheme and day."""

from typing import Final

from features.records.store import Known

__all__ = ["DEFAULT_LINES", "in_force_on", "keep_limits"]

DEFAULT_LINES: Final = {
    "urban_dibao": (("2020-01-01", 520), ("2024-01-01", 700), ("2025-01-01", 740)),
    "rural_dibao": (("2020-01-01", 335), ("2024-01-01", 450), ("2025-01-01", 485)),
}
"""Yuan per head and month from a day on, where the delivery has no ``standards``."""

MARGINAL_FACTOR: Final = 1.5
"""The marginal group's income may reach this multiple of the line of minimum living allowance."""


def keep_limits(known: Known) -> None:
    """Keep the aid lines of the scored households as the temporary table ``limits``.

    One row a region, scheme and spell: ``start_on`` to before ``until``, ``line`` (yuan a head and month that aid
    fills up to) and ``income_limit`` (yuan a head and month up to which a household is entitled: the line; for the
    marginal group 1.5 times the local line of minimum living allowance).  The nearest division with a standard for
    the scheme gives it.  Schemes without a line (temporary aid, mostly) have no row: what needs one is not known.

    Parameters
    ----------
    known : Known
        With the temporary tables ``scored`` and ``divisions``.
    """
    known.keep("lines", _stated() if known.has("standards") else _default())
    known.keep("limits", _limits())


def in_force_on(day: str) -> str:
    """Return the SQL condition that the limit ``l`` is that of the scored household ``s`` on `day`.

    Parameters
    ----------
    day : str
        SQL of a day.

    Returns
    -------
    str
        For ``JOIN limits AS l ON ...``; at most one row of ``limits`` fulfils it.
    """
    return f"""
        l.region_code = s.region_code
        AND l.scheme = s.scheme
        AND l.start_on <= {day}
        AND l.until > {day}
    """


def _limits() -> str:
    """Return the SQL of ``limits``: where the line that a scheme goes by is stated nearest, and for how long."""
    return f"""
        WITH sources AS ({_sources()}),
        nearest AS (
            SELECT s.region_code, s.scheme, s.factor, l.start_on, l.monthly_amount
            FROM sources AS s
            JOIN divisions AS d USING (region_code)
            JOIN lines AS l ON (l.region_code = d.above OR l.region_code IS NULL) AND l.scheme = s.line_of
            QUALIFY dense_rank() OVER (PARTITION BY s.region_code, s.scheme ORDER BY d.height) = 1
        ),
        spells AS (
            SELECT
                region_code,
                scheme,
                start_on,
                any_value(factor) AS factor,
                min(monthly_amount) AS monthly_amount
            FROM nearest
            GROUP BY region_code, scheme, start_on
        )
        SELECT
            region_code,
            scheme,
            start_on,
            coalesce(
                lead(start_on) OVER (PARTITION BY region_code, scheme ORDER BY start_on), DATE '9999-12-31'
            ) AS until,
            monthly_amount AS line,
            factor * monthly_amount AS income_limit
        FROM spells
    """


def _sources() -> str:
    """Return the SQL of whose line each scheme in use goes by, and how many times that line is its income limit."""
    return f"""
        WITH wanted AS (
            SELECT DISTINCT region_code, scheme
            FROM scored
        ),
        urban AS (
            SELECT d.region_code, coalesce(min_by(r.urban, d.height), false) AS urban
            FROM divisions AS d
            LEFT JOIN regions AS r ON r.region_code = d.above
            GROUP BY d.region_code
        )
        SELECT
            w.region_code,
            w.scheme,
            CASE
                WHEN w.scheme <> 'marginal' THEN w.scheme
                WHEN urban THEN 'urban_dibao'
                ELSE 'rural_dibao'
            END AS line_of,
            CASE WHEN w.scheme = 'marginal' THEN {MARGINAL_FACTOR} ELSE 1.0 END AS factor
        FROM wanted AS w
        JOIN urban USING (region_code)
    """


def _stated() -> str:
    return "SELECT region_code, scheme, start_on, monthly_amount FROM standards"


def _default() -> str:
    rows = ", ".join(
        f"(NULL, '{scheme}', DATE '{day}', {amount})"
        for scheme, spells in DEFAULT_LINES.items()
        for day, amount in spells
    )
    return f"""
        SELECT *
        FROM (VALUES {rows}) AS t(region_code, scheme, start_on, monthly_amount)
        WHERE start_on <= $as_of
    """
