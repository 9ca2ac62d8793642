"""Where an official has office, and on which level: with whom the official is compared."""

import pandas as pd

from features.records.store import Known

__all__ = ["latest_posts"]


def latest_posts(known: Known) -> pd.DataFrame:
    """Return the posts of everybody in ``close_kin``, and the region and level of the latest.

    The level of a region is what ``regions`` says, else what its code says: twelve digits that end in three zeros are
    no village, in six no township.  Whoever acted on decisions without an office on record has the level ``none``.

    Parameters
    ----------
    known : Known
        With the temporary table ``close_kin``.

    Returns
    -------
    pandas.DataFrame
        One row an official, sorted: ``official_id``, ``posts`` (different ones, the latest first, separated by ``; ``),
        ``region_code`` and ``level``.
    """
    return known.frame(
        """
        WITH everybody AS (SELECT official_id FROM close_kin WHERE steps = 0),
        ranked AS (
            SELECT
                person_id AS official_id, post, region_code,
                row_number() OVER (
                    PARTITION BY person_id
                    ORDER BY coalesce(end_on, DATE '9999-12-31') DESC, start_on DESC NULLS LAST, post, region_code
                ) AS place
            FROM officials
        ),
        first_places AS (
            SELECT official_id, post, min(place) AS place
            FROM ranked
            WHERE post IS NOT NULL
            GROUP BY official_id, post
        ),
        held AS (
            SELECT official_id, string_agg(post, '; ' ORDER BY place) AS posts
            FROM first_places
            GROUP BY official_id
        )
        SELECT
            e.official_id,
            held.posts,
            latest.region_code,
            CASE
                WHEN latest.official_id IS NULL THEN 'none'
                ELSE coalesce(r.level, CASE
                    WHEN latest.region_code NOT LIKE '%000' THEN 'village'
                    WHEN latest.region_code NOT LIKE '%000000' THEN 'township'
                    WHEN latest.region_code LIKE '%000000' THEN 'county'
                END, 'none')
            END AS level
        FROM everybody AS e
        LEFT JOIN held USING (official_id)
        LEFT JOIN ranked AS latest ON latest.official_id = e.official_id AND latest.place = 1
        LEFT JOIN regions AS r ON r.region_code = latest.region_code
        ORDER BY e.official_id
        """
    )
