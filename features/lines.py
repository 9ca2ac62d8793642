"""Aid lines: what a household may have a month and still be entitled, by region, scheme and day; and gradual exit."""

from features.law.tables import in_force
from features.records.store import Known

__all__ = ["during", "in_force_on", "keep_limits"]


def keep_limits(known: Known) -> None:
    """Keep the aid lines of the scored households, and their gradual exits, as temporary tables.

    ``limits``
        One row a region, scheme and spell: ``start_on`` to before ``until``, ``line`` (yuan a head and month that aid
        fills up to) and ``income_limit`` (yuan a head and month up to which a household is entitled: the line; for the
        marginal group as many times the local line of minimum living allowance as the law says, 1.5 by default).  The
        nearest division with a standard for the scheme gives the line; where no standards were delivered, the law's
        own lines do.  Schemes without a line (temporary aid, mostly) have no row: what needs one is not known.
    ``exits``
        One row a household in gradual exit: from the month ``start_on`` to before ``until`` its income may lie above
        the limit and its amount stays.

    Parameters
    ----------
    known : Known
        With the temporary tables ``scored``, ``divisions`` and ``law``.
    """
    known.keep("sources", _sources())
    known.keep("limits", _limits(_stated() if known.has("standards") else _by_law()))
    known.keep("exits", _exits())


def during(row: str, month: str) -> str:
    """Return the SQL condition that what `row` tells held on at least one day of a month.

    Parameters
    ----------
    row : str
        Name of a table with ``start_on`` and ``end_on``; either is open where it is missing.
    month : str
        SQL of the first day of the month.

    Returns
    -------
    str
        SQL of a truth value, never missing.

    Examples
    --------
    >>> during("h", "month")
    '(h.start_on IS NULL OR h.start_on <= last_day(month)) AND (h.end_on IS NULL OR h.end_on >= month)'
    """
    starts = f"({row}.start_on IS NULL OR {row}.start_on <= last_day({month}))"
    return f"{starts} AND ({row}.end_on IS NULL OR {row}.end_on >= {month})"


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


def _sources() -> str:
    """Return the SQL of whose line each scheme in use goes by."""
    return """
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
            END AS line_of
        FROM wanted AS w
        JOIN urban USING (region_code)
    """


def _stated() -> str:
    """Return the SQL of the lines that the delivery states, each region's from where they are stated nearest."""
    return """
        WITH nearest AS (
            SELECT s.region_code, s.scheme, l.start_on, l.monthly_amount
            FROM sources AS s
            JOIN divisions AS d USING (region_code)
            JOIN standards AS l ON l.region_code = d.above AND l.scheme = s.line_of
            QUALIFY dense_rank() OVER (PARTITION BY s.region_code, s.scheme ORDER BY d.height) = 1
        )
        SELECT region_code, scheme, start_on, min(monthly_amount) AS line
        FROM nearest
        GROUP BY region_code, scheme, start_on
    """


def _by_law() -> str:
    """Return the SQL of the lines that the law states."""
    return """
        SELECT s.region_code, s.scheme, law.start_on, law.value AS line
        FROM sources AS s
        JOIN law ON law.name = 'line_' || s.line_of AND law.region_code = s.region_code
    """


def _limits(lines: str) -> str:
    """Return the SQL of ``limits``: how long each of `lines` holds, cut where the marginal group's factor changes."""
    return f"""
        WITH spells AS (
            SELECT
                *,
                coalesce(
                    lead(start_on) OVER (PARTITION BY region_code, scheme ORDER BY start_on), DATE '9999-12-31'
                ) AS until
            FROM ({lines})
        )
        SELECT
            l.region_code,
            l.scheme,
            greatest(l.start_on, law.start_on) AS start_on,
            least(l.until, law.until) AS until,
            l.line,
            coalesce(law.value, 1.0) * l.line AS income_limit
        FROM spells AS l
        LEFT JOIN law
            ON l.scheme = 'marginal'
            AND law.name = 'marginal_factor'
            AND law.region_code = l.region_code
            AND law.start_on < l.until
            AND law.until > l.start_on
    """


def _exits() -> str:
    """Return the SQL of ``exits``, by the law on the first day of the exit."""
    return f"""
        SELECT
            s.household_id,
            date_trunc('month', s.exit_from)::DATE AS start_on,
            (s.exit_from + to_months(law.value::INTEGER))::DATE AS until
        FROM scored AS s
        JOIN law ON {in_force("exit_months", day="s.exit_from")}
        WHERE law.value > 0
    """
