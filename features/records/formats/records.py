"""The records of a text file that may be damaged: split where it can be, set aside line by line where it cannot.

Every record that is not blank becomes a row or a record with a fault; nothing is lost. A quotation mark counts where
the `csv` module counts it, at the start of a cell. A cell in quotation marks may go over several lines, but then the
record has to be whole: closed within 100 lines and 1 MB, followed by a delimiter, with as many cells as the header.
Otherwise the mark is a stray one, and it costs only the line that it is in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from features.records.formats.blocks import LINE_LIMIT, inner
from features.records.formats.cutting import Cut, cut, fitted
from features.records.rule import Rule

__all__ = ["RULES", "Format", "Record", "record_at", "split_records"]

UNCLOSED: Final = "a quotation mark is not closed"
NOT_TEXT: Final = "not text in the file's encoding"
NUL: Final = "a NUL character in the row"
TOO_LONG: Final = "the row is too long"

RULES: Final[tuple[Rule, ...]] = (
    Rule(UNCLOSED, "引号没有闭合"),
    Rule(NOT_TEXT, "不符合文件编码的字节"),
    Rule(NUL, "行内有空字符（NUL）"),
    Rule(TOO_LONG, "行过长"),
)

LINES: Final = 100
"""Physical lines that a record may go over."""


@dataclass(frozen=True)
class Format:
    """How the lines of a file are written.

    Parameters
    ----------
    encoding : str
        As Python names it.
    ending : bytes
        The byte that ends a line.
    delimiter : str
        Between cells.
    """

    encoding: str
    ending: bytes
    delimiter: str


class Record(NamedTuple):
    """One record and how many physical lines it takes up."""

    cells: list[str]
    fault: str | None
    lines: int


def split_records(
    lines: Sequence[bytes], form: Format, *, width: int | None = None, final: bool = True
) -> Iterator[Record]:
    """Yield the records of physical lines, blank ones too.

    Parameters
    ----------
    lines : sequence of bytes
        Of one block, without their ends.
    form : Format
        How they are written.
    width : int, optional
        Cells that a record of several lines must have; default: any number.
    final : bool
        Whether no lines follow. If some do, a record that goes beyond the last line is not yielded.

    Yields
    ------
    Record
        With the fault that its bytes have; whether the number of cells is right is not judged.
    """
    place = 0
    while place < len(lines):
        record = record_at(lines, place, form, width, final=final)
        if record is None:
            return
        yield record
        place += record.lines


def record_at(lines: Sequence[bytes], place: int, form: Format, width: int | None, *, final: bool) -> Record | None:
    """Return the record that begins in the line at `place`; None if it needs lines that are not there yet.

    Parameters are those of `split_records`.
    """
    text, fault = _text(lines[place], form)
    if fault in (TOO_LONG, NUL):
        return Record([], fault, 1)
    found = cut(text.removesuffix("\r"), form.delimiter)
    if found:
        return _record(found, fault, 1)
    parts, size = [text], len(lines[place])
    for following in range(place + 1, min(place + LINES, len(lines))):
        part, more = _text(lines[following], form)
        size += 1 + len(lines[following])
        if more in (TOO_LONG, NUL) or size > LINE_LIMIT:
            return Record([], UNCLOSED, 1)
        fault = fault or more
        parts.append(part)
        if '"' not in part:
            continue
        found = cut(form.ending.decode().join(parts).removesuffix("\r"), form.delimiter)
        if found:
            whole = found.whole and (_fits(found, width) or not any(_is_record(one, form, width) for one in parts[1:]))
            return _record(found, fault, len(parts)) if whole else Record([], UNCLOSED, 1)
    return Record([], UNCLOSED, 1) if final or len(parts) == LINES else None


def _fits(found: Cut, width: int | None) -> bool:
    """Whether a record has as many cells as the header."""
    return width is None or len(fitted(found.cells, width)) == width


def _is_record(line: str, form: Format, width: int | None) -> bool:
    """Whether a line is a record by itself, so that an open quotation mark before it was a stray one."""
    found = cut(line.removesuffix("\r"), form.delimiter)
    return found is not None and _fits(found, width)


def _record(found: Cut, fault: str | None, lines: int) -> Record:
    """Return a record of so many lines; of one that is not all text only the extent is known."""
    return Record(found.cells if fault is None else [], fault, lines)


def _text(line: bytes, form: Format) -> tuple[str, str | None]:
    """Return the text of a line, or what can be read of it, and its fault."""
    if len(line) > LINE_LIMIT:
        return "", TOO_LONG
    if b"\x00" in line:
        return "", NUL
    try:
        return line.decode(inner(form.encoding)), None
    except UnicodeDecodeError:
        return line.decode(inner(form.encoding), "replace"), NOT_TEXT
