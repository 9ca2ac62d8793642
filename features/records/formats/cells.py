"""The cells of a sheet, streamed row by row as a person sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from zipfile import ZipFile

from features.errors import DataError
from features.records.formats.archive import read_part
from features.records.formats.book import Book, plain_text
from features.records.formats.part import Part, local
from features.records.formats.serials import iso_text, number_text, serial_text

__all__ = ["LAST_COLUMN", "LAST_ROW", "Row", "column_place", "read_rows"]

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


@dataclass(slots=True)
class Row:
    """A row of a sheet.

    Parameters
    ----------
    number : int
        As Excel shows it, from 1.
    cells : list of str or None
        From column A on up to the last that has anything.
    hidden : bool
        Whether it is hidden.
    missing : list of int
        Columns, from 0, whose formula has no stored result.
    """

    number: int
    cells: list[str | None] = field(default_factory=list)
    hidden: bool = False
    missing: list[int] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        """Whether any cell has more than blanks."""
        return any(cell and not cell.isspace() for cell in self.cells)


def read_rows(archive: ZipFile, part: str, book: Book, file: str) -> Iterator[Row]:
    """Stream the rows of a sheet.

    Values are as a person sees them: texts untouched; numbers without exponent (`number_text`); days in ISO form, with
    the time only if it is not midnight (`serial_text`); ``True`` and ``False``; errors such as ``#N/A`` as that text;
    for formulas the result that the workbook stores.

    python-calamine is not used here: it gives nothing for errors and 00:00 for days that cannot be, rounds whole
    numbers of more than 15 digits, and keeps a sheet in memory as large as its farthest cell says.

    Parameters
    ----------
    archive : ZipFile
        From `open_archive`.
    part : str
        The sheet's part.
    book : Book
        What its cells refer to.
    file : str
        What the user calls the workbook.

    Yields
    ------
    Row
        In ascending order; rows that the sheet leaves out are left out.

    Raises
    ------
    DataError
        If the sheet is damaged, declares entities, has rows or cells out of order or beyond Excel's last.
    """
    reader = _Cells(file, book)
    for chunk in read_part(archive, part, file):
        reader.take(chunk)
        yield from reader.rows
        reader.rows.clear()
    reader.take(None)
    yield from reader.rows


def column_place(letters: str) -> int:
    """Return the place of a column from its letters, from 0.

    Examples
    --------
    >>> column_place("A"), column_place("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _Cells(Part):
    """Gather the rows of a sheet while it is parsed; what runs for every cell is short, for there are millions."""

    handles = True

    def __init__(self, file: str, book: Book) -> None:
        super().__init__(file)
        self.rows: list[Row] = []
        self._book = book
        self._strings = book.strings
        self._tags: tuple[str, ...] = ("",) * 6
        self._columns: dict[str, int] = {}
        self._row = Row(0)
        self._row_text = "0"
        self._next = 1
        self._column = -1
        self._kind = "n"
        self._style = ""
        self._runs: list[str] = []
        self._formula = self._reading = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        self.pieces.clear()
        cell, value, row, formula, _, reading = self._tags
        if name == cell:
            self._style = attributes.get("s", "")
            self._kind = attributes.get("t", "n")
            if "r" in attributes:
                self._place(attributes["r"])
            else:
                self._step()
        elif name == value:
            pass
        elif name == row:
            self._begin_row(attributes)
        elif name == formula:
            self._formula = True
        elif name == reading:
            self._reading = True
        elif not cell:
            self._begin(name)

    def end(self, name: str, /) -> None:
        cell, value, row, _, text, reading = self._tags
        if name == value:
            if self._kind != "inlineStr":
                self._put(self._value("".join(self.pieces)))
        elif name == cell:
            if self._formula or self._runs:
                self._end_cell()
        elif name == row:
            self.rows.append(self._row)
            self._next = self._row.number + 1
        elif name == text:
            if self._kind == "inlineStr" and not self._reading:
                self._runs.append("".join(self.pieces))
        elif name == reading:
            self._reading = False

    def _begin(self, root: str) -> None:
        """Note how the tags are called: some programs write them with a prefix."""
        if local(root) != "worksheet":
            raise self.broken()
        prefix = root.removesuffix("worksheet")
        self._tags = tuple(prefix + tag for tag in ("c", "v", "row", "f", "t", "rPh"))
        self.collect()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", str(self._next))
        number = int(given) if given.isdecimal() and len(given) < 8 else 0
        if not self._next <= number <= LAST_ROW:
            raise DataError(f"{self.file} has rows that are not in order: open it in Excel and save it again.")
        self._row = Row(number, [], attributes.get("hidden", "0") in ("1", "true"))
        self._row_text = str(number)
        self._column = -1

    def _place(self, reference: str) -> None:
        """Go to a cell by its name; cells of a row stand from left to right."""
        letters = reference.removesuffix(self._row_text)
        column = self._columns.get(letters, -1)
        if column < 0 and letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) < 4:
            column = self._columns[letters] = column_place(letters)
        if not self._column < column < LAST_COLUMN:
            raise DataError(
                f"{self.file} has cells out of order or beyond the last column: open it in Excel and save it again."
            )
        self._column = column

    def _step(self) -> None:
        """Go to the next cell."""
        self._column += 1
        if self._column >= LAST_COLUMN:
            raise self.broken()

    def _end_cell(self) -> None:
        """Put what is known at the end of a cell only: an inline text, or that a formula has no value."""
        if self._runs:
            self._put(plain_text("".join(self._runs)))
            self._runs.clear()
        elif len(self._row.cells) <= self._column:
            self._row.missing.append(self._column)
        self._formula = False

    def _put(self, value: str | None) -> None:
        """Put a value into the row."""
        if value is None:
            return
        cells = self._row.cells
        gap = self._column - len(cells)
        if gap > 0:
            cells.extend([None] * gap)
        elif gap < 0:
            raise self.broken()
        cells.append(value)

    def _value(self, text: str) -> str | None:
        """Return the text of a cell by its type; None for nothing."""
        kind = self._kind
        if not text:
            return "" if kind == "str" else None
        if kind == "s":
            if text.isdecimal() and (place := int(text)) < len(self._strings):
                return self._strings[place]
            raise self.broken()
        if kind == "str":
            return plain_text(text)
        if kind == "n":
            style = self._book.kinds.get(self._style)
            return serial_text(text, style, self._book.epoch_1904) if style else number_text(text)
        if kind == "b":
            return str(text in ("1", "true"))
        return iso_text(text) if kind == "d" else text
