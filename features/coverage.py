"""How far a delivery hangs together: how many of the aided are found in each other table, and who decided."""

from dataclasses import dataclass
from typing import Final

from features.records.kin.reading import reading, said
from features.records.kin.registers import told_ties
from features.records.store import Known

__all__ = ["EXPECTED", "HOUSEHOLD_TABLES", "OFFICERS", "PERSON_TABLES", "Coverage", "Share", "coverage"]

PERSON_TABLES: Final = {
    "persons": ("person_id",),
    "kinship": ("person_id", "relative_id"),
    "register_moves": ("person_id",),
    "officials": ("person_id",),
    "holdings": ("person_id",),
    "incomes": ("person_id",),
    "absences": ("person_id",),
    "conditions": ("person_id",),
    "medical_costs": ("person_id",),
}
"""Tables whose rows are about a person, and the columns that may name the person."""
HOUSEHOLD_TABLES: Final = ("payments", "observations", "supporters", "kin_declarations", "complaints", "inspections")
"""Tables whose rows are about a household."""
OFFICERS: Final = ("handler_id", "surveyor_1_id", "surveyor_2_id", "approver_id")
"""Columns of a decision that name who acted on it."""
EXPECTED: Final = frozenset({"persons", "payments"})
"""Tables that should know nearly everyone; of any other table a low share is ordinary."""
AIDED: Final = """
    SELECT DISTINCT household_id
    FROM decisions
    WHERE outcome = 'granted' AND (ended_on IS NULL OR ended_on >= $as_of)
"""
"""Households with aid in force on the day."""
HOMES: Final = "households SEMI JOIN aided_homes USING (household_id)"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of something were found.

    Parameters
    ----------
    name : str
        Table, or column of a decision.
    found, of : int
        How many were found, and of how many.
    """

    name: str
    found: int
    of: int

    @property
    def value(self) -> float | None:
        """Share from 0 to 1; None of nothing."""
        return self.found / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a delivery hangs together.

    Parameters
    ----------
    households, members : int
        Households with aid in force, and their members, applicants among them.
    by_person : tuple of Share
        Members with at least one row in each table about persons.
    by_household : tuple of Share
        Households with at least one row in each table about households.
    address_given, address_found : Share
        Households with an address, and how many of those addresses ``addresses`` has.
    named : tuple of Share
        For each officer of :data:`OFFICERS`, the granted decisions that name one.
    in_post : tuple of Share
        For each officer, the granted decisions that name one, and how many of those ``officials`` has.
    ties_stated, ties_told : int
        Ties of kinship that ``kinship`` states and that registers tell.
    words_unread : int
        Residents whose relation to the head is filled in and not understood: it tells no tie.
    months : int
        Months with payments.
    first_month, last_month : str
        The first and last of them, ``YYYY-MM``; empty without payments.
    """

    households: int
    members: int
    by_person: tuple[Share, ...]
    by_household: tuple[Share, ...]
    address_given: Share
    address_found: Share
    named: tuple[Share, ...]
    in_post: tuple[Share, ...]
    ties_stated: int
    ties_told: int
    words_unread: int
    months: int
    first_month: str
    last_month: str


def coverage(known: Known) -> Coverage:
    """Measure how far a delivery hangs together.

    ``share = aided members with at least one row in the table / aided members``, where a member is aided whose
    household has a granted decision that has not ended.

    Parameters
    ----------
    known : Known
        What was known on the day; at the end of time for everything that was delivered.

    Returns
    -------
    Coverage
        Counts; tables that the delivery does not have are left out.
    """
    known.keep("aided_homes", f"SELECT household_id FROM households SEMI JOIN ({AIDED}) USING (household_id)")
    known.keep("aided_people", _people())
    homes, people = _count(known, "aided_homes"), _count(known, "aided_people")
    given = _count(known, f"{HOMES} WHERE address_id IS NOT NULL")
    found = _count(
        known, "households SEMI JOIN aided_homes USING (household_id) SEMI JOIN addresses USING (address_id)"
    )
    named, in_post = _officers(known)
    told, unread = _registers(known)
    months, first, last = _months(known)
    return Coverage(
        households=homes,
        members=people,
        by_person=tuple(
            Share(table, _count(known, f"aided_people WHERE {_has_row(table)}"), people)
            for table in PERSON_TABLES
            if known.has(table)
        ),
        by_household=tuple(
            Share(table, _count(known, f"aided_homes SEMI JOIN {table} USING (household_id)"), homes)
            for table in HOUSEHOLD_TABLES
            if known.has(table)
        ),
        address_given=Share("households", given, homes),
        address_found=Share("addresses", found, given),
        named=named,
        in_post=in_post,
        ties_stated=_count(known, "kinship"),
        ties_told=told,
        words_unread=unread,
        months=months,
        first_month=first,
        last_month=last,
    )


def _people() -> str:
    """Return the SQL of the aided: members and applicants of the households with aid in force."""
    return """
        SELECT person_id FROM members SEMI JOIN aided_homes USING (household_id)
        UNION
        SELECT applicant_id FROM households SEMI JOIN aided_homes USING (household_id)
    """


def _has_row(table: str) -> str:
    return " OR ".join(f"person_id IN (SELECT {column} FROM {table})" for column in PERSON_TABLES[table])


def _officers(known: Known) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Return for each officer how many granted decisions name one, and how many of those are in ``officials``."""
    terms = "SELECT person_id FROM officials"
    counts = ", ".join(
        f"count({column}) AS {column}, count(*) FILTER ({column} IN ({terms})) AS {column}_known" for column in OFFICERS
    )
    row = known.frame(f"SELECT count(*) AS granted, {counts} FROM decisions WHERE outcome = 'granted'").iloc[0]
    named = tuple(Share(column, int(row[column]), int(row["granted"])) for column in OFFICERS)
    return named, tuple(Share(column, int(row[f"{column}_known"]), int(row[column])) for column in OFFICERS)


def _registers(known: Known) -> tuple[int, int]:
    """Return the relations that registers tell, and how many residents' words are not understood.

    A relation of several steps, such as a cousin, is one.
    """
    for name, frame in zip(("register_words", "register_steps"), reading(known.frame(said())["said"]), strict=True):
        known.keep_frame(name, frame)
    near = "count(*) FILTER (source = 'register')"
    wide = "count(DISTINCT source) FILTER (source <> 'register')"
    told = known.frame(f"SELECT {near} + {wide} AS n FROM ({told_ties()})")["n"].item()
    unread = "persons ANTI JOIN register_words ON relation_to_head = said WHERE relation_to_head IS NOT NULL"
    return int(told), _count(known, unread)


def _months(known: Known) -> tuple[int, str, str]:
    row = known.frame(
        """
        SELECT
            count(DISTINCT month) AS months,
            coalesce(strftime(min(month), '%Y-%m'), '') AS first,
            coalesce(strftime(max(month), '%Y-%m'), '') AS last
        FROM payments
        """
    ).iloc[0]
    return int(row["months"]), str(row["first"]), str(row["last"])


def _count(known: Known, rows: str) -> int:
    """Count `rows`, SQL of a table and perhaps joins and a condition."""
    return int(known.frame(f"SELECT count(*) AS n FROM {rows}")["n"].item())
