"""The transcript: records of any source written row by row into a Parquet file that the engine scans."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from features.records.sheet import Sheet

__all__ = ["TranscriptWriter", "transcript_scan"]

PACK_ROWS: Final = 8_192
"""Rows held as objects; few, since the time that Python needs to keep track of objects grows with their number."""

GROUP_ROWS: Final = 100_000
GROUP_SIZE: Final = 64 << 20
"""Characters and bytes held before they are written; bounds memory where cells are long or many."""

CELL_SIZE: Final = 8
"""What a cell counts for beside its characters."""

LEADING: Final = (
    ("_row", pa.int64()),
    ("_fault", pa.string()),
    ("_line", pa.binary()),
    ("_first", pa.int64()),
    ("_last", pa.int64()),
)

Cells = Sequence[str | None]


class TranscriptWriter:
    """Stream rows into a transcript with bounded memory.

    Columns: ``_row``, ``_fault``, ``_line``, ``_first``, ``_last`` and the cells ``c0``, ``c1``, … as text, as `Sheet`
    says. A context manager; the file is complete when the block is left without an exception.

    Parameters
    ----------
    path : Path
        The Parquet file to write; one that is there is replaced.
    width : int
        Number of cells of a row, at least 1.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "transcript.parquet"
    >>> with TranscriptWriter(path, width=2) as writer:
    ...     writer.add(2, ["张三", None])
    ...     writer.add(3, ["李四"], fault="fewer cells than the header")
    >>> pq.read_table(path).column("c0").to_pylist()
    ['张三', '李四']
    """

    def __init__(self, path: Path, width: int) -> None:
        self.width = width
        self._schema = pa.schema([*LEADING, *((f"c{place}", pa.string()) for place in range(width))])
        self._writer = pq.ParquetWriter(path, self._schema, compression="snappy", use_dictionary=False)
        self._packed: list[pa.RecordBatch] = []
        self._packed_rows = self._size = 0
        self._clear()

    def add(
        self,
        row: int,
        cells: Cells,
        *,
        fault: str | None = None,
        line: bytes | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> None:
        """Write one record.

        Parameters
        ----------
        row : int
            Number of the row as a person sees it in the file.
        cells : sequence of str or None
            As written; `width` of them, but for a record with a fault, which may have any number.
        fault : str, optional
            Why the record is no row.
        line : bytes, optional
            The bytes of a record of a text file that has a fault.
        first, last : int, optional
            Physical lines, from 1, that the record of a text file takes up.

        Raises
        ------
        ValueError
            If a record without a fault has more or fewer cells than the header: the caller pads or faults it.
        """
        if len(cells) != self.width:
            if fault is None:
                raise ValueError(f"row {row} has {len(cells)} cells instead of {self.width}")
            cells = [*cells[: self.width], *[None] * (self.width - len(cells))]
        for column, value in zip(self._leading, (row, fault, line, first, last), strict=True):
            column.append(value)
        self._cells.append(cells)
        self._grow(len(line or b"") + sum([len(cell) for cell in cells if cell]) + CELL_SIZE * self.width)

    def add_lines(self, row: int, first: int, rows: Sequence[Cells], size: int) -> None:
        """Write records without a fault that follow each other, each a physical line of a text file.

        Parameters
        ----------
        row, first : int
            Row and physical line of the first of them.
        rows : sequence of sequence of str or None
            Each of `width` cells.
        size : int
            Characters or bytes that they take up, about.
        """
        count = len(rows)
        lines = range(first, first + count)
        nothing = [None] * count
        for column, values in zip(
            self._leading, (range(row, row + count), nothing, nothing, lines, lines), strict=True
        ):
            column.extend(values)
        self._cells.extend(rows)
        self._grow(size + CELL_SIZE * self.width * count)

    def _clear(self) -> None:
        self._leading: tuple[list[Any], ...] = ([], [], [], [], [])
        self._cells: list[Cells] = []

    def _grow(self, size: int) -> None:
        """Count `size` more, and pack or write what is held if that is enough."""
        self._size += size
        if len(self._cells) >= PACK_ROWS or self._size >= GROUP_SIZE:
            self._pack()
        if self._packed_rows >= GROUP_ROWS or self._size >= GROUP_SIZE:
            self._flush()

    def _pack(self) -> None:
        """Turn the rows held into columns."""
        if self._cells:
            columns: Iterable[Sequence[Any]] = (*self._leading, *zip(*self._cells, strict=True))
            arrays = [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
            self._packed.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            self._packed_rows += len(self._cells)
            self._clear()

    def _flush(self) -> None:
        """Write the columns held as a row group."""
        self._pack()
        if self._packed:
            self._writer.write_table(pa.Table.from_batches(self._packed))
        self._packed = []
        self._packed_rows = self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._writer.close()


def transcript_scan(sheet: Sheet) -> str:
    """Return the SQL of the records of a transcript, just as they were written."""
    path = str(sheet.path).replace("'", "''")
    cells = "".join(f", c{place}" for place in range(len(sheet.header)))
    return f"SELECT _row, _fault, _line, _first, _last{cells} FROM read_parquet('{path}')"
