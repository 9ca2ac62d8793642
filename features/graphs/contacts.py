"""The contact graph: people and households on the addresses, phones and accounts that they use.

It is bipartite and holds only what a scored household and an official have in common.  An address, phone or account
that many use (a welfare home, a shop, a village hall) is a hub and no tie.
"""

from typing import Final

import networkx as nx
import pandas as pd

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
        institution, and accounts held by a guardian or an institution.

    Returns
    -------
    networkx.Graph
        Nodes ``("household", id)`` and ``("official", id)`` on one side, ``("address" | "phone" | "account", key)``
        on the other.  Contact nodes have ``users``, the number of people who use them.
    """
    known.keep("contact_use", _uses())
    known.keep("official_use", _official_uses())
    known.keep("household_use", _household_uses())
    rows = known.frame(_shared(), hub=hub)
    graph = nx.Graph()
    for kind, contact, users, side, identity in rows.itertuples(index=False):
        graph.add_node((kind, contact), users=int(users))
        graph.add_edge((kind, contact), (side, identity))
    return graph


def contact_ties(known: Known, hub: int) -> tuple[pd.DataFrame, nx.Graph]:
    """Find what each scored household shares with an official over it who is not one of its members.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary tables of :func:`features.scored.keep_scored`.
    hub : int
        Most people that may use a contact.

    Returns
    -------
    ties : pandas.DataFrame
        One row a household, official and contact, sorted: ``household_id``, ``official_id``, ``kind`` (address,
        phone, account), ``contact``, ``users``, ``post``, ``acted_as``.
    graph : networkx.Graph
        See :func:`contact_graph`.
    """
    graph = contact_graph(known, hub)
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
        SELECT f.*, over.post, over.acted_as
        FROM found_contacts AS f
        JOIN over USING (household_id, official_id)
        ANTI JOIN scored_members AS m
            ON m.household_id = f.household_id AND m.person_id = f.official_id
        ORDER BY household_id, official_id, kind, contact
        """
    )
    return ties, graph


def _uses() -> str:
    """Return the SQL of who uses which contact, of everybody."""
    return f"""
        SELECT 'address' AS kind, address_id AS contact, person_id
        FROM persons
        ANTI JOIN ({INSTITUTIONS}) AS institutions USING (address_id)
        WHERE address_id IS NOT NULL
        UNION
        SELECT 'phone', phone, person_id
        FROM persons
        WHERE phone IS NOT NULL
        UNION
        SELECT DISTINCT 'account', account_id, account_holder_id
        FROM payments
        WHERE account_id IS NOT NULL AND account_holder_id IS NOT NULL AND {HELD_FOR_ITSELF}
    """


def _official_uses() -> str:
    """Return the SQL of the contacts that the officials over a household use."""
    return """
        SELECT kind, contact, person_id AS official_id
        FROM contact_use
        SEMI JOIN over ON contact_use.person_id = over.official_id
    """


def _household_uses() -> str:
    """Return the SQL of a household's contacts: its own, its members', and the accounts that took its aid."""
    return f"""
        SELECT kind, contact, household_id
        FROM contact_use
        JOIN scored_members USING (person_id)
        WHERE kind <> 'account'
        UNION
        SELECT 'address', address_id, household_id
        FROM scored
        ANTI JOIN ({INSTITUTIONS}) AS institutions USING (address_id)
        WHERE address_id IS NOT NULL
        UNION
        SELECT 'phone', phone, household_id
        FROM scored
        WHERE phone IS NOT NULL
        UNION
        SELECT DISTINCT 'account', account_id, household_id
        FROM payments
        SEMI JOIN scored USING (household_id)
        WHERE account_id IS NOT NULL AND {HELD_FOR_ITSELF}
    """


def _shared() -> str:
    """Return the SQL of the contacts that a household and an official share, hubs left out, one row a side."""
    return """
        WITH shared AS (
            SELECT DISTINCT kind, contact
            FROM household_use
            SEMI JOIN official_use USING (kind, contact)
        ),
        users AS (
            SELECT kind, contact, count(DISTINCT person_id) AS users
            FROM contact_use
            SEMI JOIN shared USING (kind, contact)
            GROUP BY kind, contact
            HAVING count(DISTINCT person_id) <= $hub
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
