"""The scored unit: households with a granted decision in force, their members, divisions and officials.

Everything here becomes a temporary table of the records, small enough for what follows: only aided households and
those who had office over them.
"""

from features.errors import DataError
from features.offices import offices, over
from features.records.store import Known

__all__ = ["keep_scored", "prefix_ancestors"]


def keep_scored(known: Known) -> None:
    """Keep the scored households and what belongs to them as temporary tables.

    ``scored``
        One row a household: the decision in force (approved on or before the day, not ended before it; of several
        the latest approved).  ``granted_on`` is the day of approval, or where that was not recorded the last day
        of the procedure that was.  ``township`` is the region's parent of level township, else the first nine
        digits of the region code; ``peer_group`` is scheme and township.
    ``in_force``
        All granted decisions in force, also second ones of a household.
    ``scored_members``
        One row a household and member, the applicant among them; ``covered`` is true for a
        listed member of whom nothing is said, and false for an applicant who is not listed.
    ``divisions``
        Every region in use with itself and each division above it; ``height`` 0 is the region itself.
    ``offices``
        One row a person and office, with terms that follow on each other joined.
    ``over``
        One row a household and official who acted on its decision or was in post over its region at any time from
        application to approval.  ``acted_as`` is handler, surveyor, approver or missing.

    Parameters
    ----------
    known : Known
        What was known on the day.

    Raises
    ------
    DataError
        If no decision is in force on the day.
    """
    known.keep("divisions", _divisions())
    known.keep("in_force", _in_force())
    known.keep("scored", _scored())
    if known.frame("SELECT count(*) AS n FROM scored")["n"].item() == 0:
        raise DataError(
            f"no granted decision is in force on {known.as_of.isoformat()}: choose a day that the data covers, "
            f"or check outcome and approved_on in decisions."
        )
    known.keep("scored_members", _scored_members())
    known.keep("offices", offices())
    known.keep("over", over())


def prefix_ancestors(code: str) -> str:
    """Return the SQL list of the divisions above a 12-digit code by its prefixes, nearest first.

    Parameters
    ----------
    code : str
        SQL of a region code: 2 digits of the province, 2 of the city, 2 of the county, 3 of the township, 3 of
        the village (GB/T 2260 and GB/T 10114).

    Returns
    -------
    str
        SQL of a list of four codes: township, county, city, province.
    """
    prefixes = (f"rpad(left({code}, {digits}), 12, '0')" for digits in (9, 6, 4, 2))
    return f"[{', '.join(prefixes)}]"


def _divisions() -> str:
    """Return the SQL of the divisions above each region: by stated parents first, by prefixes (10 on) second."""
    return f"""
        WITH RECURSIVE used AS (
            SELECT DISTINCT region_code
            FROM households
        ),
        up AS (
            SELECT region_code, region_code AS above, 0 AS height
            FROM used
            UNION
            SELECT up.region_code, regions.parent_code, up.height + 1
            FROM up
            JOIN regions ON regions.region_code = up.above
            WHERE regions.parent_code IS NOT NULL AND up.height < 6
        ),
        prefixes AS (
            SELECT
                region_code,
                unnest([
                    {{'above': p, 'height': 10 + i}} FOR p, i IN {prefix_ancestors("region_code")}
                ]) AS place
            FROM used
        ),
        everything AS (
            SELECT region_code, above, height FROM up
            UNION ALL
            SELECT region_code, place.above, place.height FROM prefixes
        )
        SELECT region_code, above, min(height) AS height
        FROM everything
        GROUP BY region_code, above
    """


def _in_force() -> str:
    return """
        SELECT
            *,
            coalesce(approved_on, publicised_to, surveyed_on, accepted_on, applied_on) AS granted_on
        FROM decisions
        WHERE outcome = 'granted' AND (ended_on IS NULL OR ended_on >= $as_of)
    """


def _scored() -> str:
    return """
        WITH latest AS (
            SELECT *
            FROM in_force
            QUALIFY row_number() OVER (
                PARTITION BY household_id ORDER BY granted_on DESC, decision_id DESC
            ) = 1
        ),
        stated AS (
            SELECT d.region_code, min_by(d.above, d.height) AS township
            FROM divisions AS d
            JOIN regions AS r ON r.region_code = d.above
            WHERE r.level = 'township'
            GROUP BY d.region_code
        ),
        homes AS (
            SELECT h.*, coalesce(stated.township, rpad(left(h.region_code, 9), 12, '0')) AS township
            FROM households AS h
            LEFT JOIN stated USING (region_code)
        )
        SELECT
            latest.*,
            h.applicant_id, h.scheme, h.region_code, h.address_id, h.phone, h.declared_monthly_income,
            h.township,
            h.scheme || '@' || h.township AS peer_group
        FROM latest
        JOIN homes AS h USING (household_id)
        ORDER BY household_id
    """


def _scored_members() -> str:
    return """
        WITH all_members AS (
            SELECT household_id, person_id, coalesce(covered, true) AS covered FROM members
            UNION ALL
            SELECT household_id, applicant_id, NULL FROM scored
        )
        SELECT
            household_id,
            person_id,
            coalesce(bool_or(covered), false) AS covered,
            any_value(persons.birth_date) AS birth_date,
            any_value(persons.death_date) AS death_date
        FROM all_members
        SEMI JOIN scored USING (household_id)
        LEFT JOIN persons USING (person_id)
        GROUP BY household_id, person_id
    """
