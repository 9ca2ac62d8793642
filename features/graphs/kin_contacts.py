"""Contacts that a household shares with somebody next of kin to an official over it."""

from typing import Final

from features.records.store import Known

__all__ = ["keep_kin_contacts"]

NEXT_OF_KIN: Final = "('spouse', 'parent', 'child', 'sibling')"


def keep_kin_contacts(known: Known) -> None:
    """Keep what households share with the next of kin of officials over them as the temporary table ``kin_contacts``.

    One row a household and contact: ``household_id``, ``kind`` (address, phone, account), ``contact``, ``official_id``,
    ``relative_id``, ``relation`` (what the relative is to the official: spouse, parent, child or sibling), ``post``,
    ``acted_as`` and ``roles``; where several relatives use the contact, the first by relation and key.  Neither the
    relative nor the official is a member of the household, the official does not use the contact, and hubs do not
    count.  A stated tie must have held on the day of the decision.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables of :func:`features.scored.keep_scored`,
        :func:`features.graphs.kinship.kinship_graph` and :func:`features.graphs.contacts.contact_graph`.
    """
    known.keep("kin_shared", _shared())
    known.keep("kin_contacts", _held())


def _shared() -> str:
    """Return the SQL of the contacts shared with next of kin of an official over the household, whatever the days."""
    return f"""
        WITH used AS (
            SELECT contact_use.*, k.a AS official_id, k.relation
            FROM contact_use
            JOIN official_kin AS k ON k.b = contact_use.person_id AND k.relation IN {NEXT_OF_KIN}
            ANTI JOIN hubs USING (kind, contact)
        )
        SELECT
            household_id,
            used.kind,
            used.contact,
            official_id,
            used.person_id AS relative_id,
            used.relation,
            over.post,
            over.acted_as,
            over.roles
        FROM used
        JOIN household_use USING (kind, contact)
        JOIN over USING (household_id, official_id)
        ANTI JOIN scored_members AS m
            ON m.household_id = household_use.household_id AND m.person_id IN (used.official_id, used.person_id)
        ANTI JOIN official_use AS own
            ON own.kind = used.kind AND own.contact = used.contact AND own.official_id = used.official_id
    """


def _held() -> str:
    """Return the SQL of those whose tie held on the day of the decision, one row a household and contact."""
    return """
        WITH ends AS (
            SELECT DISTINCT official_id, relative_id, official_id AS person, relative_id AS relative FROM kin_shared
            UNION ALL
            SELECT DISTINCT official_id, relative_id, relative_id, official_id FROM kin_shared
        ),
        stated AS (
            SELECT official_id, ends.relative_id, start_on, end_on
            FROM kinship
            JOIN ends ON kinship.person_id = ends.person AND kinship.relative_id = ends.relative
        ),
        ended AS (
            SELECT household_id, official_id, relative_id
            FROM (SELECT DISTINCT household_id, official_id, relative_id FROM kin_shared)
            JOIN scored USING (household_id)
            JOIN stated USING (official_id, relative_id)
            GROUP BY household_id, official_id, relative_id
            HAVING NOT bool_or(coalesce(start_on <= granted_on, true) AND coalesce(end_on >= granted_on, true))
        )
        SELECT *
        FROM kin_shared
        ANTI JOIN ended USING (household_id, official_id, relative_id)
        QUALIFY row_number() OVER (
            PARTITION BY household_id, kind, contact ORDER BY relation, official_id, relative_id
        ) = 1
        ORDER BY household_id, kind, contact
    """
