"""A store of a few people and ties, as intake leaves it."""

from typing import Self

import duckdb

from features.records.kin.contradictions import contradicted_rows

PERSONS = "person_id VARCHAR, birth_date DATE, death_date DATE, register_id VARCHAR, relation_to_head VARCHAR"
KINSHIP = "person_id VARCHAR, relative_id VARCHAR, relation VARCHAR, start_on DATE, end_on DATE"
SOURCE = 7


class Store:
    """Rows of ``stored.persons`` and ``stored.kinship``, numbered from 1."""

    def __init__(self, *, kinship: bool = True) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(
            f"CREATE SCHEMA stored; CREATE TABLE stored.persons ({PERSONS}, _source INT, _row BIGINT)"
        )
        if kinship:
            self.connection.execute(f"CREATE TABLE stored.kinship ({KINSHIP}, _source INT, _row BIGINT)")
        self.ties: list[str] = []
        self.people = 0

    def person(self, person_id: str, birth: str | None = None, death: str | None = None) -> Self:
        """Add somebody in no register."""
        return self.listed(None, person_id, None, birth, death)

    def listed(
        self,
        register: str | None,
        person_id: str,
        relation: str | None,
        birth: str | None = None,
        death: str | None = None,
    ) -> Self:
        """Add somebody in a register."""
        self.people += 1
        row = [person_id, birth, death, register, relation, SOURCE, self.people]
        self.connection.execute("INSERT INTO stored.persons VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return self

    def tie(self, a: str, b: str, relation: str, start: str | None = None, end: str | None = None) -> Self:
        """State that b is a's relation."""
        self.ties.append(f"{a} {relation} {b}")
        row = [a, b, relation, start, end, SOURCE, len(self.ties)]
        self.connection.execute("INSERT INTO stored.kinship VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return self

    def contradicted(self) -> dict[str, str]:
        """Return the rule by stated tie that is set aside."""
        contradicted_rows(self.connection)
        return self.marked("contradicted")

    def marked(self, table: str) -> dict[str, str]:
        """Return the rule by stated tie that a table names."""
        rows = self.connection.execute(f"SELECT _source, _row, _rule FROM {table} ORDER BY ALL").fetchall()
        assert all(source == SOURCE for source, _, _ in rows)
        assert len({row for _, row, _ in rows}) == len(rows)
        return {self.ties[row - 1]: rule for _, row, rule in rows}

    def set_aside(self) -> dict[str, str]:
        """Return the rule by tie of a register that is set aside, after :meth:`contradicted`."""
        rows = self.connection.execute("SELECT a, relation, b, source, rule FROM stored.contradicted_ties").fetchall()
        return {f"{a} {relation} {b}": rule for a, relation, b, _, rule in rows}
