"""A sheet: records that arrived together under one header, and where the engine scans them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["Sheet"]


@dataclass(frozen=True)
class Sheet:
    """One text file, sheet of a workbook, Parquet file or table of a database.

    Parameters
    ----------
    file : str
        Name below the delivery, as the user knows it.
    sheet : str
        Name of the sheet or of the table; empty where the file has only one.
    header : tuple of str
        Names of the columns as they are written, in order.
    path : Path
        What the engine scans: a transcript, the text file itself or the Parquet file itself.
    form : {"transcript", "lines", "parquet"}
        ``transcript``: Parquet with ``_row``, ``_fault``, ``_line``, ``_first``, ``_last`` and the cells ``c0``,
        ``c1``, … as text; ``lines``: UTF-8 text, each line a record; ``parquet``: columns of any type.
    types : tuple of str
        The engine's type of each column; all ``VARCHAR`` but for ``parquet``.
    delimiter : str
        Between the cells of ``lines``.
    encoding : str
        Of a text file, as Python names it; empty for others.
    header_row : int
        Number of the row that the header ends in; 0 where the file has names of its own (Parquet, databases).
    epoch_1904 : bool
        Whether the workbook counts days from 1904.
    original : Path or None
        The text file that arrived, whose lines a quarantined record is shown with; None for others.
    notes : tuple of str
        What a reader should know: hidden rows, title rows, formulas without a value.
    quoted : bool
        Whether cells of ``lines`` stand in quotation marks, which are taken off before a line is cut.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    path: Path
    form: Literal["transcript", "lines", "parquet"]
    types: tuple[str, ...]
    delimiter: str = ","
    encoding: str = ""
    header_row: int = 0
    epoch_1904: bool = False
    original: Path | None = None
    notes: tuple[str, ...] = ()
    quoted: bool = False

    @property
    def name(self) -> str:
        """File and sheet, as messages name them."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file
