"""Relatives among the households that an official acted on, and how many chance alone would bring."""

from typing import Final

import pandas as pd

from features.records.store import Known

__all__ = ["HELD", "keep_kin_homes", "kin_shares"]

HELD: Final = "(t.start_on IS NULL OR t.start_on <= {day}) AND (t.end_on IS NULL OR t.end_on >= {day})"
"""SQL condition that the close tie ``t`` held on a day."""


def keep_kin_homes(known: Known) -> None:
    """Keep the households that officials acted on though a member is their close kin as ``kin_homes``.

    One row an official and household: ``official_id``, ``household_id``, ``region_code``, ``decision_id``,
    ``granted_on``, ``steps`` (0 if the official is a member) and ``member_id``, the nearest relative.  Every tie on the
    way held on the day of the decision.

    Parameters
    ----------
    known : Known
        With the temporary tables ``official_homes`` and ``close_ties``.
    """
    known.keep(
        "kin_homes",
        f"""
        SELECT
            h.official_id, h.household_id, h.region_code, h.decision_id, h.granted_on,
            min(t.steps) AS steps,
            min_by(t.person_id, (t.steps, t.person_id)) AS member_id
        FROM official_homes AS h
        JOIN close_ties AS t USING (official_id, household_id)
        WHERE {HELD.format(day="h.granted_on")}
        GROUP BY ALL
        """,
    )


def kin_shares(known: Known) -> pd.DataFrame:
    r"""Count for every official the relatives met, and those that a village's own kin graph would bring by chance.

    .. math:: E_o = \sum_{h \in H_o} \frac{F_o(v_h)}{F(v_h)}

    where :math:`H_o` are the households that official o acted on, :math:`v_h` the village of a household,
    :math:`F(v)` the families registered there and :math:`F_o(v)` those of them that hold a close relative of o, or o:
    what an official blind to kinship would meet if aid fell on the village's families at random.

    A family is a household register (``persons.register_id``).  In a village without any, every resident is one.
    Households in villages without residents on record count on neither side.

    Parameters
    ----------
    known : Known
        With the temporary tables ``official_homes``, ``close_kin`` and ``kin_homes``.

    Returns
    -------
    pandas.DataFrame
        One row an official who acted on a granted decision, sorted: ``official_id``, ``households`` (that count),
        ``kin_observed`` (of them, with a close relative on the day of the decision) and ``kin_expected``.
    """
    known.keep(
        "villages",
        """
        SELECT
            region_code,
            count(DISTINCT register_id) AS registers,
            count(*) AS residents
        FROM persons
        SEMI JOIN official_homes USING (region_code)
        GROUP BY region_code
        """,
    )
    known.keep(
        "kin_families",
        """
        SELECT
            k.official_id, p.region_code,
            count(DISTINCT p.register_id) AS registers,
            count(DISTINCT p.person_id) AS residents
        FROM close_kin AS k
        JOIN persons AS p USING (person_id)
        GROUP BY k.official_id, p.region_code
        """,
    )
    return _by_official(known.frame(_by_village()))


def _by_village() -> str:
    """Return the SQL of households, relatives met and families, one row an official and village, in order."""
    return """
        WITH acted AS (
            SELECT official_id, region_code, count(*) AS households
            FROM official_homes
            GROUP BY official_id, region_code
        ),
        met AS (
            SELECT official_id, region_code, count(*) AS kin_observed
            FROM kin_homes
            GROUP BY official_id, region_code
        )
        SELECT
            a.official_id,
            a.households,
            coalesce(m.kin_observed, 0) AS kin_observed,
            CASE
                WHEN v.registers > 0 THEN coalesce(f.registers, 0) / v.registers
                ELSE coalesce(f.residents, 0) / v.residents
            END AS share
        FROM acted AS a
        JOIN villages AS v USING (region_code)
        LEFT JOIN met AS m USING (official_id, region_code)
        LEFT JOIN kin_families AS f USING (official_id, region_code)
        ORDER BY a.official_id, a.region_code
    """


def _by_official(villages: pd.DataFrame) -> pd.DataFrame:
    """Add up the villages of each official; rounded, so that the order of summation shows in no digit."""
    expected = villages["households"] * villages["share"]
    summed = villages.assign(kin_expected=expected).groupby("official_id", sort=True)
    columns = ["households", "kin_observed", "kin_expected"]
    return summed[columns].sum().round({"kin_expected": 9}).reset_index()
