"""What became of every sheet: rows in = accepted + quarantined."""

from dataclasses import dataclass

import duckdb

from features.records.intake import Taken

__all__ = ["Intake", "account_for"]


@dataclass(frozen=True)
class Intake:
    """What became of one sheet as one table.

    Parameters
    ----------
    table : str
        Canonical name.
    file, sheet : str
        Where the records came from; `sheet` is empty where a file has only one.
    rows, accepted, quarantined : int
        Records read, kept and set aside; ``rows = accepted + quarantined``.
    fixed : dict of str to int
        Cells changed, by ``column: rule``.
    broken : dict of str to int
        Records quarantined, by ``column: rule``, or ``rule`` where no column is to blame.
    flagged : dict of str to int
        Records kept with a doubt, by ``column: rule``.
    columns : tuple of str
        Columns of the contract that the sheet gives.
    unread : tuple of str
        Columns of the sheet that are not read.
    notes : tuple of str
        What a reader should know of the sheet.
    """

    table: str
    file: str
    sheet: str
    rows: int
    accepted: int
    quarantined: int
    fixed: dict[str, int]
    broken: dict[str, int]
    flagged: dict[str, int]
    columns: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """File and sheet, as messages name them."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file


def account_for(connection: duckdb.DuckDBPyConnection, taken: Taken) -> Intake:
    """Count what became of the records of a source, after all tables are stored.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has ``quarantined.records``.
    taken : Taken
        A source whose records were taken in.

    Returns
    -------
    Intake
        Counts that add up.
    """
    broken = connection.execute(
        """
        SELECT CASE WHEN _column = '' THEN _rule ELSE _column || ': ' || _rule END AS rule, count(*)
        FROM quarantined.records
        WHERE _source = ?
        GROUP BY rule
        ORDER BY rule
        """,
        [taken.number],
    ).fetchall()
    quarantined = sum(count for _, count in broken)
    sheet = taken.source.sheet
    return Intake(
        table=taken.source.table.name,
        file=sheet.file,
        sheet=sheet.sheet,
        rows=taken.rows,
        accepted=taken.rows - quarantined,
        quarantined=quarantined,
        fixed=dict(sorted(taken.fixed.items())),
        broken=dict(broken),
        flagged=dict(sorted(taken.flagged.items())),
        columns=taken.source.columns,
        unread=taken.source.unread,
        notes=sheet.notes,
    )
