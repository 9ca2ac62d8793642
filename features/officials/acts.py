"""Who acted on which granted decision."""

from features.offices import ACTED
from features.records.store import Known

__all__ = ["keep_acts"]


def keep_acts(known: Known) -> None:
    """Keep who acted on each granted decision as the temporary tables ``official_acts`` and ``official_homes``.

    ``grants`` are all granted decisions, whether anybody is named who acted on them or not: ``decision_id``,
    ``household_id``, ``granted_on`` and the columns of those who acted.

    All decisions that were granted by the day count, in force or ended: what an official did does not vanish with
    the end of the aid.  Refused and pending ones do not: nobody was favoured by them.

    ``official_acts``
        One row an official and decision: ``official_id``, ``decision_id``, ``household_id``, ``granted_on``,
        ``region_code`` and, as 0 or 1, ``handled``, ``surveyed`` and ``approved``.
    ``official_homes``
        One row an official and household that the official acted on: ``region_code``, ``in_person`` (1 if ever as
        handler or surveyor), and of the latest of these decisions ``decision_id`` and ``granted_on``.  Whoever acted
        twice on one household, or in two roles, acted on one household: two grants to one family are no two
        coincidences.

    Parameters
    ----------
    known : Known
        What was known on the day.
    """
    known.keep("grants", _grants())
    known.keep("official_acts", _acts())
    known.keep(
        "official_homes",
        """
        SELECT
            official_id, household_id,
            any_value(region_code) AS region_code,
            max(greatest(handled, surveyed)) AS in_person,
            max_by(decision_id, (coalesce(granted_on, DATE '0001-01-01'), decision_id)) AS decision_id,
            max(granted_on) AS granted_on
        FROM official_acts
        GROUP BY official_id, household_id
        """,
    )


def _grants() -> str:
    """Return the SQL of all granted decisions."""
    return f"""
        SELECT
            decision_id, household_id, {", ".join(ACTED)},
            coalesce(approved_on, publicised_to, surveyed_on, accepted_on, applied_on) AS granted_on
        FROM decisions
        WHERE outcome = 'granted'
    """


def _acts() -> str:
    """Return the SQL of who acted on which granted decision."""
    roles = ", ".join(f"'{role}'" for role in ACTED.values())
    return f"""
        WITH roles AS (
            SELECT
                unnest([{", ".join(ACTED)}]) AS official_id, unnest([{roles}]) AS role,
                decision_id, household_id, granted_on
            FROM grants
        )
        SELECT
            official_id, decision_id, household_id,
            any_value(granted_on) AS granted_on,
            any_value(h.region_code) AS region_code,
            max((role = 'handler')::INTEGER) AS handled,
            max((role = 'surveyor')::INTEGER) AS surveyed,
            max((role = 'approver')::INTEGER) AS approved
        FROM roles
        JOIN households AS h USING (household_id)
        WHERE official_id IS NOT NULL
        GROUP BY official_id, decision_id, household_id
    """
