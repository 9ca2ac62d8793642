"""Months of aid: in which months a household was paid, and how much."""

from features.records.store import Known

__all__ = ["keep_aid_months"]


def keep_aid_months(known: Known) -> None:
    """Keep the months in which each scored household was paid since its decision as the temporary table ``aid_months``.

    One row a household and month: ``household_id``, ``month`` (its first day), ``paid`` (yuan, regular payments; not
    known where nothing is on record) and ``on_record``.  Where payments of a household are on record, these are the
    months with a payment above zero, back pay left aside, from the month of the decision on.  Without a record nobody
    can say when aid was not paid: it counts as paid in every month after that of the decision (aid begins with the
    following month), up to the day where no payment of the household is on record at all, and up to the first month
    on record where the records of the delivery begin with that month.

    Parameters
    ----------
    known : Known
        What was known on the day, with the temporary table ``scored``.
    """
    known.keep(
        "aid_months",
        """
        WITH recorded AS (
            SELECT
                p.household_id,
                p.month,
                round(sum(p.amount) FILTER (WHERE coalesce(p.kind, 'regular') = 'regular'), 2) AS paid
            FROM payments AS p
            JOIN scored AS s USING (household_id)
            WHERE p.amount > 0
                AND coalesce(p.kind, 'regular') <> 'back_pay'
                AND p.month >= date_trunc('month', s.granted_on)
            GROUP BY p.household_id, p.month
        ),
        begun AS (
            SELECT household_id, min(month) AS month FROM payments SEMI JOIN scored USING (household_id) GROUP BY ALL
        ),
        silent AS (
            SELECT
                household_id,
                date_trunc('month', granted_on) + INTERVAL 1 MONTH AS first,
                coalesce(begun.month - INTERVAL 1 MONTH, $as_of) AS last
            FROM scored
            LEFT JOIN begun USING (household_id)
            WHERE begun.month IS NULL OR begun.month = (SELECT min(month) FROM payments)
        ),
        presumed AS (
            SELECT
                household_id,
                unnest(generate_series(first::TIMESTAMP, last::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month
            FROM silent
        )
        SELECT household_id, month::DATE AS month, coalesce(paid, 0) AS paid, true AS on_record
        FROM recorded
        UNION ALL
        SELECT household_id, month, NULL, false
        FROM presumed
        """,
    )
