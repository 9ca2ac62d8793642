"""Lawful circumstances of households on the day of their application, of those that were granted and those refused.

A part of :mod:`features.ties.matched`.  Everything is told in aid lines of that day, so that applications of different
years compare.  No sex, age or ethnicity is read.
"""

from typing import Final

from features.dossier import Dossier
from features.law.tables import holds_on
from features.lines import in_force_on

__all__ = ["GROUNDS", "keep_circumstances"]

GROUNDS: Final = ("serious_illness", "unable_to_work")
"""Conditions to which the law gives weight: they can only explain a difference away."""
SEVERE: Final = 2
"""Up to this grade a disability is severe."""


def keep_circumstances(dossier: Dossier) -> None:
    """Keep how the households of ``asking`` stood on the day of their application as the table ``circumstances``.

    One row a household: ``heads`` (members alive, the applicant among them), ``line`` (yuan a head and month; missing
    where the scheme has none), ``declared`` and ``seen`` (income in yuan a head and month; missing where not known),
    ``over_limit`` (whether ``declared`` lies above the income limit), ``income`` (the greater of the two, in lines:
    what is seen elsewhere corrects what is declared), ``assets`` (vehicles and businesses beyond the allowed value and
    homes beyond the allowed number), ``savings`` (years of the line), ``medical`` (own expense a head and month, in
    lines, of the dearer of the year of application and the one before), one truth value for each of `GROUNDS`, and
    ``severe`` (a severely disabled member).

    Parameters
    ----------
    dossier : Dossier
        With the temporary table ``asking``: ``household_id``, ``decision_id``, ``applied_on``, ``scheme``,
        ``region_code`` (whose line and law it goes by) and ``declared_monthly_income``.
    """
    known = dossier.known
    known.keep("asking_people", _people())
    known.keep("circumstances", _circumstances(incomes="coalesce(seen.yuan, 0)" if known.has("incomes") else "NULL"))


def _people() -> str:
    """Return the SQL of who lived in each household when it applied."""
    return f"""
        WITH listed AS (
            SELECT household_id, person_id FROM members SEMI JOIN asking USING (household_id)
            UNION
            SELECT household_id, applicant_id FROM households SEMI JOIN asking USING (household_id)
        ),
        residents AS (
            SELECT person_id, min(death_date) AS death_date, coalesce(min(disability_grade), 9) <= {SEVERE} AS severe
            FROM persons
            SEMI JOIN listed USING (person_id)
            GROUP BY person_id
        )
        SELECT s.household_id, s.applied_on, s.region_code, listed.person_id, coalesce(severe, false) AS severe
        FROM listed
        JOIN asking AS s USING (household_id)
        LEFT JOIN residents USING (person_id)
        WHERE death_date IS NULL OR death_date > s.applied_on
    """


def _circumstances(incomes: str) -> str:
    grounds = ", ".join(f"coalesce(grounds.{ground}, false) AS {ground}" for ground in GROUNDS)
    return f"""
        WITH homes AS (
            SELECT household_id, count(*) AS heads, bool_or(severe) AS severe
            FROM asking_people
            GROUP BY household_id
        ),
        seen AS ({_seen()}),
        things AS ({_things()}),
        assets AS (
            SELECT
                household_id,
                count(*) FILTER (kind <> 'homes')
                    + greatest(count(*) FILTER (kind = 'homes') - max(allowed) FILTER (kind = 'homes'), 0) AS assets
            FROM things
            GROUP BY household_id
        ),
        saved AS ({_saved()}),
        spent AS ({_spent()}),
        grounds AS ({_grounds()})
        SELECT
            s.household_id,
            heads,
            l.line,
            coalesce(s.declared_monthly_income > l.income_limit, false) AS over_limit,
            s.declared_monthly_income AS declared,
            round({incomes} / heads, 2) AS seen,
            round(greatest(s.declared_monthly_income, {incomes} / heads) / l.line, 6) AS income,
            coalesce(assets, 0)::INTEGER AS assets,
            coalesce(round(saved.yuan / heads / l.line / 12, 6), 0) AS savings,
            coalesce(round(spent.yuan / heads / l.line / 12, 6), 0) AS medical,
            {grounds},
            homes.severe
        FROM asking AS s
        JOIN homes USING (household_id)
        LEFT JOIN limits AS l ON {in_force_on("s.applied_on")}
        LEFT JOIN seen USING (household_id)
        LEFT JOIN assets USING (household_id)
        LEFT JOIN saved USING (household_id)
        LEFT JOIN spent USING (household_id)
        LEFT JOIN grounds USING (household_id)
    """


def _seen() -> str:
    """Return the SQL of the income seen elsewhere in the month of application, yuan a household."""
    return """
        SELECT m.household_id, round(sum(i.monthly_amount), 2) AS yuan
        FROM incomes AS i
        JOIN asking_people AS m USING (person_id)
        WHERE coalesce(i.start_on, m.applied_on) <= m.applied_on AND coalesce(i.end_on, m.applied_on) >= m.applied_on
        GROUP BY m.household_id
    """


def _things() -> str:
    """Return the SQL of the vehicles, businesses and homes owned when applying, one row a thing."""
    return f"""
        WITH allowed AS (
            SELECT s.household_id, law.name, max(law.value) AS value
            FROM asking AS s
            JOIN law ON {holds_on("s.applied_on")}
            WHERE law.name IN ('vehicle_allowed', 'business_allowed', 'homes_allowed')
            GROUP BY s.household_id, law.name
        ),
        owned AS MATERIALIZED (
            SELECT
                s.household_id,
                CASE h.kind WHEN 'property' THEN 'homes' ELSE h.kind END AS kind,
                coalesce(h.asset_id, concat_ws(',', h.person_id, h.kind, h.start_on)) AS thing,
                h.value
            FROM holdings AS h
            JOIN asking_people AS s USING (person_id)
            WHERE h.kind IN ('vehicle', 'business', 'property') AND {_owned("h")}
        )
        SELECT owned.household_id, kind, thing, any_value(allowed.value) AS allowed
        FROM owned
        JOIN allowed ON allowed.household_id = owned.household_id AND allowed.name = owned.kind || '_allowed'
        WHERE kind = 'homes' OR allowed.value = 0 OR owned.value IS NULL OR owned.value > allowed.value
        GROUP BY owned.household_id, kind, thing
    """


def _saved() -> str:
    """Return the SQL of the financial assets when applying, yuan a household."""
    return f"""
        SELECT s.household_id, round(sum(h.value), 2) AS yuan
        FROM holdings AS h
        JOIN asking_people AS s USING (person_id)
        WHERE h.kind IN ('deposit', 'security', 'insurance') AND {_owned("h")}
        GROUP BY s.household_id
    """


def _owned(holding: str) -> str:
    return f"""
        coalesce({holding}.status, 'active') = 'active'
        AND coalesce({holding}.start_on, s.applied_on) <= s.applied_on
        AND coalesce({holding}.end_on, s.applied_on) >= s.applied_on
    """


def _spent() -> str:
    """Return the SQL of the own medical expense of the dearer of two years, yuan a household."""
    return """
        SELECT household_id, max(yuan) AS yuan
        FROM (
            SELECT s.household_id, c.year, round(sum(c.own_expense), 2) AS yuan
            FROM medical_costs AS c
            JOIN asking_people AS s USING (person_id)
            WHERE c.year BETWEEN year(s.applied_on) - 1 AND year(s.applied_on)
            GROUP BY s.household_id, c.year
        )
        GROUP BY household_id
    """


def _grounds() -> str:
    found = ", ".join(f"bool_or(c.kind = '{ground}') AS {ground}" for ground in GROUNDS)
    return f"""
        SELECT s.household_id, {found}
        FROM conditions AS c
        JOIN asking_people AS s USING (person_id)
        WHERE c.start_on IS NULL OR c.start_on <= s.applied_on
        GROUP BY s.household_id
    """
