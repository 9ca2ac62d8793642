"""What members own, as departments have it registered: the SQL that features about means begin with."""

from typing import Final

from features.found import cite

__all__ = ["IDLE", "LIVING", "held"]

HOLDING: Final = cite("holdings", "h.person_id", "h.kind", "h.start_on")
IDLE: Final = ("dormant", "revoked", "scrapped")
"""States in which a thing is of no use: out of business, out of the register, or a wreck."""
LIVING: Final = """
    SELECT household_id, greatest(count(*) FILTER (WHERE death_date IS NULL), 1) AS heads
    FROM scored_members
    GROUP BY household_id
"""
"""SQL of the number of living members of each household, at least 1."""


def held(*kinds: str, without: tuple[str, ...] = IDLE) -> str:
    """Return the SQL of the holdings of members that were not given up before the month of the decision.

    Parameters
    ----------
    *kinds : str
        Kinds of holdings.
    without : tuple of str
        States that leave a holding out; one of which nothing is said is active.

    Returns
    -------
    str
        SQL over ``holdings``, ``scored_members`` and ``scored``, one row a household and row of ``holdings``: its
        columns, ``household_id``, ``granted_on``, ``region_code``, ``asset`` (the same for all owners of one thing)
        and ``source``.
    """
    return f"""
        SELECT
            m.household_id,
            h.*,
            s.granted_on,
            s.region_code,
            coalesce(h.asset_id, {HOLDING}) AS asset,
            {HOLDING} AS source
        FROM holdings AS h
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        WHERE h.kind IN ({_texts(kinds)})
            AND coalesce(h.status, 'active') NOT IN ({_texts(without)})
            AND (h.end_on IS NULL OR h.end_on >= date_trunc('month', s.granted_on))
    """


def _texts(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
