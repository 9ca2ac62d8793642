"""Who may be in need and is not covered: households that asked in vain, and registers that never asked (F24).

A part of :mod:`features.need.need_list`.
"""

from typing import Final

import pandas as pd

from features.dossier import Dossier
from features.need.lines import keep_need_lines

__all__ = ["keep_need_homes"]

COLLECTIVE: Final = 12
"""A register of more people is no family."""
SEVERE: Final = 2
"""Up to this grade a disability is severe."""
CHILDHOOD_YEARS: Final = 18


def keep_need_homes(dossier: Dossier) -> None:
    """Keep those who may be in need and are not covered as temporary tables.

    ``need_homes``
        One row a home: ``home`` (key of these tables), ``kind`` (refused, ended, pending, never_asked), ``key``
        (household or register), ``region_code``, ``heads`` (living members), ``line`` (yuan a head and month on the
        day) and the limits of :func:`features.need.lines.keep_need_lines`, ``seen`` (income seen elsewhere, yuan a head
        and month; missing where there is none), ``silent`` (adults able to work without an income on record),
        ``income`` (the greater of declared and seen; missing where nothing is declared and somebody is silent: what is
        not on record must not make a home look poor), and of those who asked ``asked_on``, ``decided_on``,
        ``decision_id``, ``scheme``, ``applicant_id`` and ``overdue`` (days since a pending application was accepted).
    ``need_people``
        One row a home and living member: ``home``, ``person_id``, ``birth_date``, ``disability_grade``.

    Left out are households of which a member is covered by aid in force, applications still within the time that a
    decision may take, registers of which anybody belongs to a household that asked, registers of more than twelve
    people, and those whose income is known to lie above the limit of the marginal group.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    """
    known = dossier.known
    known.keep("need_asked", _asked())
    known.keep_frame("need_waiting", _waiting(dossier))
    known.keep("need_orphans", _orphans())
    known.keep("need_registered", _registered())
    known.keep("need_people", _people())
    known.keep("need_places", _places())
    keep_need_lines(dossier)
    known.keep("need_homes", _homes(incomes=known.has("incomes")))


def _asked() -> str:
    """Return the SQL of the last application of each household without aid in force of any member."""
    return """
        WITH last AS (
            SELECT *
            FROM decisions
            QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY applied_on DESC, decision_id DESC) = 1
        ),
        helped AS (
            SELECT household_id FROM in_force
            UNION
            SELECT household_id FROM members SEMI JOIN (FROM scored_members WHERE covered) USING (person_id)
            UNION
            SELECT household_id
            FROM households
            SEMI JOIN (FROM scored_members WHERE covered) AS m ON m.person_id = households.applicant_id
        )
        SELECT
            h.household_id, h.applicant_id, h.scheme, h.region_code, h.declared_monthly_income,
            last.decision_id, last.applied_on, coalesce(last.accepted_on, last.applied_on) AS accepted_on,
            CASE last.outcome WHEN 'granted' THEN 'ended' ELSE last.outcome END AS kind,
            CASE last.outcome WHEN 'granted' THEN last.ended_on WHEN 'refused' THEN last.approved_on END AS decided_on
        FROM last
        JOIN households AS h USING (household_id)
        ANTI JOIN helped USING (household_id)
    """


def _waiting(dossier: Dossier) -> pd.DataFrame:
    """Return how many calendar days each pending application beyond the time for a decision has waited."""
    rows = dossier.frame(
        "SELECT household_id, region_code, accepted_on FROM need_asked WHERE kind = 'pending' ORDER BY household_id"
    )
    today = pd.Series(pd.Timestamp(dossier.known.as_of), index=rows.index)
    rules = [
        dossier.law.provision("procedure_days", region, day.date())
        for region, day in zip(rows["region_code"], rows["accepted_on"], strict=True)
    ]
    limit = pd.Series([rule.value if rule else None for rule in rules], index=rows.index, dtype="float64")
    in_workdays = pd.Series(
        [rule is not None and rule.unit == "workday" for rule in rules], index=rows.index, dtype="bool"
    )
    days = (today - rows["accepted_on"]).dt.days
    counted = days.astype("float64").mask(
        in_workdays, dossier.law.calendar.workdays_between(rows["accepted_on"], today)
    )
    return rows.assign(days=days)[counted > limit][["household_id", "days"]].reset_index(drop=True)


def _orphans() -> str:
    """Return the SQL of the minors of whom two parents are known and dead; whether a third one lives is seen later."""
    return f"""
        WITH dead AS (
            SELECT person_id FROM persons WHERE death_date > $as_of - INTERVAL {CHILDHOOD_YEARS + 1} YEAR
        ),
        bereft AS (
            SELECT a
            FROM kin
            SEMI JOIN dead ON b = dead.person_id
            WHERE relation = 'parent'
            GROUP BY a
            HAVING count(DISTINCT b) >= 2
        )
        SELECT person_id
        FROM persons
        SEMI JOIN bereft ON person_id = bereft.a
        WHERE death_date IS NULL AND birth_date > $as_of - INTERVAL {CHILDHOOD_YEARS} YEAR
    """


def _registered() -> str:
    """Return the SQL of the living in registers that never asked and where somebody's hardship is on record."""
    return f"""
        WITH burdened AS (
            SELECT person_id FROM conditions WHERE kind IN ('serious_illness', 'unable_to_work')
            UNION
            SELECT person_id FROM medical_costs WHERE year >= year($as_of) - 1 AND own_expense > 0
            UNION
            SELECT person_id FROM need_orphans
        ),
        struck AS (
            SELECT DISTINCT register_id
            FROM persons
            WHERE register_id IS NOT NULL
                AND death_date IS NULL
                AND (disability_grade <= {SEVERE} OR person_id IN (SELECT person_id FROM burdened))
        ),
        everybody AS MATERIALIZED (
            SELECT register_id, person_id, birth_date, disability_grade, region_code, hukou
            FROM persons
            SEMI JOIN struck USING (register_id)
            WHERE death_date IS NULL
        ),
        asking AS (SELECT person_id FROM members UNION SELECT applicant_id FROM households),
        known AS (SELECT DISTINCT register_id FROM everybody SEMI JOIN asking USING (person_id))
        SELECT *
        FROM everybody
        ANTI JOIN known USING (register_id)
        QUALIFY count(*) OVER (PARTITION BY register_id) <= {COLLECTIVE}
    """


def _people() -> str:
    """Return the SQL of ``need_people``."""
    return """
        WITH listed AS (
            SELECT household_id, person_id FROM members SEMI JOIN need_asked USING (household_id)
            UNION
            SELECT household_id, applicant_id FROM need_asked
        ),
        residents AS (
            SELECT
                person_id, min(birth_date) AS birth_date, min(death_date) AS death_date,
                min(disability_grade) AS disability_grade
            FROM persons
            SEMI JOIN listed USING (person_id)
            GROUP BY person_id
        )
        SELECT 'household ' || household_id AS home, person_id, birth_date, disability_grade
        FROM listed
        LEFT JOIN residents USING (person_id)
        WHERE death_date IS NULL
        UNION ALL
        SELECT 'register ' || register_id, person_id, birth_date, disability_grade
        FROM need_registered
    """


def _places() -> str:
    """Return the SQL of the region of each home; of several in a register that of most people."""
    return """
        SELECT
            'household ' || household_id AS home, region_code,
            CASE scheme WHEN 'urban_dibao' THEN true WHEN 'rural_dibao' THEN false END AS urban
        FROM need_asked
        UNION ALL
        SELECT 'register ' || register_id, mode(region_code ORDER BY region_code), mode(hukou ORDER BY hukou) = 'urban'
        FROM need_registered
        GROUP BY register_id
    """


def _homes(*, incomes: bool) -> str:
    """Return the SQL of ``need_homes``."""
    return f"""
        WITH homes AS ({_heads_and_incomes(incomes=incomes)}),
        asking AS (
            SELECT 'household ' || household_id AS home, need_asked.*, days AS overdue
            FROM need_asked
            LEFT JOIN need_waiting USING (household_id)
            WHERE kind <> 'pending' OR days IS NOT NULL
        ),
        known_income AS (
            SELECT
                l.home,
                coalesce(a.kind, 'never_asked') AS kind,
                coalesce(a.household_id, substr(l.home, length('register ') + 1)) AS key,
                l.* EXCLUDE (home),
                h.heads,
                h.silent,
                round(h.yuan / h.heads, 2) AS seen,
                CASE WHEN a.declared_monthly_income IS NOT NULL OR h.silent = 0 THEN
                    round(greatest(a.declared_monthly_income, h.yuan / h.heads), 2)
                END AS income,
                a.scheme, a.applicant_id, a.decision_id, a.applied_on AS asked_on, a.decided_on, a.overdue
            FROM need_lines AS l
            JOIN homes AS h USING (home)
            LEFT JOIN asking AS a USING (home)
            WHERE a.home IS NOT NULL OR starts_with(l.home, 'register ')
        )
        SELECT *
        FROM known_income
        WHERE coalesce(greatest(income, seen) <= factor * line, true)
    """


def _heads_and_incomes(*, incomes: bool) -> str:
    """Return the SQL of the heads of each home, what they earn, and how many able adults have no income on record."""
    silent = "count(*) FILTER (able AND earning.person_id IS NULL)" if incomes else "count(*) FILTER (able)"
    return f"""
        WITH incapable AS (
            SELECT person_id FROM conditions WHERE kind IN ('serious_illness', 'unable_to_work')
        ),
        members AS (
            SELECT
                home,
                person_id,
                coalesce(birth_date <= $as_of - INTERVAL {CHILDHOOD_YEARS} YEAR, true)
                    AND coalesce(disability_grade > {SEVERE}, true)
                    AND person_id NOT IN (SELECT person_id FROM incapable) AS able
            FROM need_people
        ),
        earning AS (
            SELECT person_id, sum(monthly_amount) AS yuan
            FROM incomes
            SEMI JOIN need_people USING (person_id)
            WHERE end_on IS NULL OR end_on >= $as_of
            GROUP BY person_id
        )
        SELECT home, count(*) AS heads, round(sum(yuan), 2) AS yuan, {silent} AS silent
        FROM members
        LEFT JOIN earning USING (person_id)
        GROUP BY home
    """
