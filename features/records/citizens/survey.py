"""What the values of a column of persons look like: citizen numbers or opaque keys, whole or cut by a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import duckdb

from features.records.citizens.facts import FULL, SHORT, TAIL, forget_facts, gather_facts
from features.records.columns import PERSON
from features.records.schema import Table

__all__ = ["Counts", "Survey", "any_long", "holds_citizens", "may_be_number", "person_columns", "survey"]

LONG: Final = 15
"""Characters of the shortest citizen numbers."""
LEAST: Final = 3
"""Different values that end in 000 before a spreadsheet is suspected."""
SHARE: Final = 0.01
"""Share of values that end in 000, of all with 18 characters, above which one is; by nature it is 0.0009."""
SMALL: Final = 300
"""Values below which a source is too small to tell by itself; the small ones of a column tell together."""
DATED: Final = 0.9
"""Share of values of one length that must have a possible day of birth before all are taken for citizen numbers."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Values of a column in one source.

    Parameters
    ----------
    source : int
        Number of the source.
    filled : int
        Values that are not missing.
    full : int
        Of those, with the form of 18 characters.
    whole, right : int
        Of the full ones, not ending in 000, and of these with the right check character.
    cut, cut_dated : int
        Of the full ones, ending in 000, and of these with a possible day of birth.
    different, wrong : int
        Different values ending in 000, and of these with a wrong check character.
    short, short_dated : int
        With the form of 15 digits, and of these with a possible day of birth.
    """

    source: int
    filled: int
    full: int
    whole: int
    right: int
    cut: int
    cut_dated: int
    different: int
    wrong: int
    short: int
    short_dated: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What the values of a column look like, source by source."""

    counts: tuple[Counts, ...]

    def total(self, name: str) -> int:
        """Return the sum of one of the counts over all sources."""
        return sum(getattr(each, name) for each in self.counts)

    def citizens(self) -> bool | None:
        """Whether the column holds citizen numbers.

        It does if at least half of the values of 18 characters that do not end in 000 have the right check character;
        where all end in 000, if these are several and have days of birth.

        Returns
        -------
        bool or None
            None where nothing tells.
        """
        whole, right, cut = self.total("whole"), self.total("right"), self.total("cut")
        if whole:
            return right > 0 and 2 * right >= whole
        if self.total("different") >= LEAST:
            return self.total("cut_dated") >= DATED * cut
        return None

    def short_citizens(self) -> bool:
        """Whether the values of 15 digits have days of birth."""
        short = self.total("short")
        return short > 0 and self.total("short_dated") >= DATED * short

    def cut_sources(self) -> tuple[int, ...]:
        """Return the sources in which a spreadsheet has put 000 in place of the last digits.

        Numbers that end in 000 by nature have the right check character; of those that a spreadsheet cut, nine in a
        hundred have it by chance.  So more than `SHARE` of the source's numbers end so, several different ones, and at
        least one of them is wrong.
        """
        small = tuple(each for each in self.counts if each.full < SMALL)
        alone = (each.source for each in self.counts if each.full >= SMALL and _is_cut((each,)))
        return (*alone, *(each.source for each in small if each.cut and _is_cut(small)))


def _is_cut(counts: Iterable[Counts]) -> bool:
    together = Survey(tuple(counts))
    return (
        together.total("different") >= LEAST
        and together.total("wrong") > 0
        and together.total("cut") > SHARE * together.total("full")
    )


def person_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that name persons.

    Examples
    --------
    >>> from features.records.contract import table
    >>> person_columns(table("kinship")), person_columns(table("persons"))
    (('person_id', 'relative_id'), ('person_id',))
    """
    own = (PERSON.column,) if table.name == PERSON.table else ()
    return (*own, *(column.name for column in table.columns if column.reference == PERSON))


def survey(connection: duckdb.DuckDBPyConnection) -> Survey:
    """Look at the values of a column, those of rows that break a rule too.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the table that `features.records.citizens.facts.gather_facts` makes.

    Returns
    -------
    Survey
        One entry a source, in the order of their numbers.
    """
    rows = connection.execute(
        f"""
        SELECT
            _source,
            count(*),
            count(*) FILTER ({FULL}),
            count(*) FILTER ({FULL} AND NOT {TAIL}),
            count(*) FILTER ({FULL} AND NOT {TAIL} AND agrees),
            count(*) FILTER ({TAIL}),
            count(*) FILTER ({TAIL} AND dated),
            count(DISTINCT CASE WHEN {TAIL} THEN body END),
            count(DISTINCT CASE WHEN {TAIL} AND NOT agrees THEN body END),
            count(*) FILTER ({SHORT}),
            count(*) FILTER ({SHORT} AND dated)
        FROM number_facts
        GROUP BY _source
        ORDER BY _source
        """
    ).fetchall()
    return Survey(tuple(Counts(*row) for row in rows))


def any_long(connection: duckdb.DuckDBPyConnection, stage: str, column: str) -> bool:
    """Whether any value of a column can be a citizen number, or one that a spreadsheet wrote in short form.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has `stage`.
    stage : str
        See `features.records.citizens.mark.mark_citizens`.
    column : str
        With keys of persons.

    Returns
    -------
    bool
        False where all are shorter than 15 characters and none has a plus sign: then nothing is to be judged.
    """
    where = may_be_number(f'"{column}"')
    return bool(connection.execute(f"SELECT EXISTS (FROM {stage} WHERE {where})").fetchall()[0][0])


def may_be_number(key: str) -> str:
    """Return the SQL condition that a key is as long as a citizen number, or written in short form.

    Parameters
    ----------
    key : str
        SQL of a text.

    Examples
    --------
    >>> may_be_number("k")
    "(strlen(k) >= 15 OR contains(k, '+'))"
    """
    return f"(strlen({key}) >= {LONG} OR contains({key}, '+'))"


def holds_citizens(connection: duckdb.DuckDBPyConnection, stage: str, table: Table) -> bool | None:
    """Whether any column of a table holds citizen numbers.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has `stage`.
    stage : str
        The table's rows; see `features.records.citizens.mark.mark_citizens`.
    table : Table
        The table.

    Returns
    -------
    bool or None
        True if one does, None where nothing tells.
    """
    told = set()
    for column in person_columns(table):
        if not any_long(connection, stage, column):
            continue
        gather_facts(connection, stage, column)
        told.add(survey(connection).citizens())
        forget_facts(connection)
    return True if True in told else (False if False in told else None)
