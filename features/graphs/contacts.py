"""The contact graph: people and households on the addresses, phones and accounts that they use.

It is bipartite and holds only what a scored household and an official have in common.  An address, phone or account
that many use (a welfare home, a shop, a village hall) is a hub and no tie, and so is what belongs to an institution.
"""

from typing import Final

import networkx as nx
import pandas as pd

from features.graphs.kin_contacts import keep_kin_contacts
from features.records.store import Known

__all__ = ["contact_graph", "contact_ties"]

INSTITUTIONS: Final = "SELECT address_id FROM addresses WHERE kind = 'institution'"
"""Addresses that many share because they live in a home."""
HELD_FOR_ITSELF: Final = "coalesce(holder_role, 'other') NOT IN ('guardian', 'institution')"
"""Payments to an account that nobody holds on the household's behalf."""


def contact_graph(known: Known, hub: int) -> nx.Graph:
    """Build the contact graph between scored households and officials.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables of :func:`features.scored.keep_scored`.
    hub : int
        Most people that may use a contact; one with more is a hub and is left out.  So are addresses of kind
        institution, and accounts held by a guardian or an institution.  Applicants use the address and the phone of
        their household.

    Returns
    -------
    networkx.Graph
        Nodes ``("household", id)`` and ``("official", id)`` on one side, ``("address" | "phone" | "account", key)``
        on the other.  Contact nodes have ``users``, the number of people who use them.
    """
    known.keep("household_use", _household_uses())
    known.keep("contact_use", _uses())
    known.keep("hubs", "SELECT kind, contact FROM contact_use GROUP BY ALL HAVING count(*) > $hub", hub=hub)
    known.keep("official_use", _official_uses())
    rows = known.frame(_shared())
    graph = nx.Graph()
    for kind, contact, users, side, identity in rows.itertuples(index=False):
        graph.add_node((kind, contact), users=int(users))
        graph.add_edge((kind, contact), (side, identity))
    return graph


def contact_ties(known: Known, hub: int) -> tuple[pd.DataFrame, nx.Graph]:
    """Find what each scored household shares with an official over it who is not one of its members.

    It also keeps what the household shares with that official's next of kin
    (:func:`features.graphs.kin_contacts.keep_kin_contacts`).

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables of :func:`features.scored.keep_scored` and
        :func:`features.graphs.kinship.kinship_graph`.
    hub : int
        Most people that may use a contact.

    Returns
    -------
    ties : pandas.DataFrame
        One row a household, official and contact, sorted: ``household_id``, ``official_id``, ``kind`` (address,
        phone, account), ``contact``, ``users``, ``post``, ``acted_as``, ``roles``.
    graph : networkx.Graph
        See :func:`contact_graph`.
    """
    graph = contact_graph(known, hub)
    keep_kin_contacts(known)
    rows = [
        (household, official, kind, contact, graph.nodes[kind, contact]["users"])
        for kind, contact in sorted(node for node in graph if node[0] not in {"household", "official"})
        for household in sorted(key for side, key in graph[kind, contact] if side == "household")
        for official in sorted(key for side, key in graph[kind, contact] if side == "official")
    ]
    names = ["household_id", "official_id", "kind", "contact", "users"]
    pairs = pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[:4], "str") | {"users": "int64"})
    known.keep_frame("found_contacts", pairs)
    ties = known.frame(
        """
        SELECT f.*, over.post, over.acted_as, over.roles
        FROM found_contacts AS f
        JOIN over USING (household_id, official_id)
        ANTI JOIN scored_members AS m
            ON m.household_id = f.household_id AND m.person_id = f.official_id
        ORDER BY household_id, official_id, kind, contact
        """
    )
    return ties, graph


def _household_uses() -> str:
    """Return the SQL of a household's contacts: its own, its members', and the accounts that took its aid."""
    return f"""
        WITH theirs AS (
            SELECT household_id, address_id, phone
            FROM persons
            JOIN scored_members USING (person_id)
            UNION ALL
            SELECT household_id, address_id, phone
            FROM scored
        )
        SELECT DISTINCT 'address' AS kind, address_id AS contact, household_id
        FROM theirs
        ANTI JOIN ({INSTITUTIONS}) AS institutions USING (address_id)
        WHERE address_id IS NOT NULL
        UNION ALL
        SELECT DISTINCT 'phone', phone, household_id
        FROM theirs
        WHERE phone IS NOT NULL
        UNION ALL
        SELECT DISTINCT 'account', account_id, household_id
        FROM payments
        SEMI JOIN scored USING (household_id)
        WHERE account_id IS NOT NULL AND {HELD_FOR_ITSELF}
    """


def _uses() -> str:
    """Return the SQL of who uses these contacts: residents, applicants of any household, and holders of accounts."""
    return f"""
        WITH used AS (
            SELECT DISTINCT kind, contact
            FROM household_use
        )
        SELECT 'address' AS kind, address_id AS contact, person_id
        FROM persons
        SEMI JOIN used ON used.kind = 'address' AND used.contact = address_id
        UNION
        SELECT 'phone', phone, person_id
        FROM persons
        SEMI JOIN used ON used.kind = 'phone' AND used.contact = phone
        UNION
        SELECT 'address', address_id, applicant_id
        FROM households
        SEMI JOIN used ON used.kind = 'address' AND used.contact = address_id
        UNION
        SELECT 'phone', phone, applicant_id
        FROM households
        SEMI JOIN used ON used.kind = 'phone' AND used.contact = phone
        UNION
        SELECT 'account', account_id, account_holder_id
        FROM payments
        SEMI JOIN used ON used.kind = 'account' AND used.contact = account_id
        WHERE account_holder_id IS NOT NULL AND {HELD_FOR_ITSELF}
    """


def _official_uses() -> str:
    """Return the SQL of those of them that the officials over a household use."""
    return """
        SELECT kind, contact, person_id AS official_id
        FROM contact_use
        SEMI JOIN over ON contact_use.person_id = over.official_id
    """


def _shared() -> str:
    """Return the SQL of the contacts that a household and an official share, hubs left out, one row a side."""
    return """
        WITH users AS (
            SELECT kind, contact, count(*) AS users
            FROM contact_use
            SEMI JOIN official_use USING (kind, contact)
            ANTI JOIN hubs USING (kind, contact)
            GROUP BY kind, contact
        )
        SELECT kind, contact, users, 'household' AS side, household_id AS id
        FROM household_use
        JOIN users USING (kind, contact)
        UNION
        SELECT kind, contact, users, 'official', official_id
        FROM official_use
        JOIN users USING (kind, contact)
        ORDER BY ALL
    """
