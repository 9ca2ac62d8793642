"""Text files with a table: encoding, delimiter and header found, then read line by line or transcribed."""

import codecs
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from features.errors import DataError
from features.records.formats.blocks import LINE_LIMIT, blocks, chunks, lines_in
from features.records.formats.encoding import Decided, decide_encoding
from features.records.formats.heading_rows import Heading, is_data, is_personal
from features.records.formats.layout import MAX_COLUMNS, find_layout
from features.records.formats.magic import refuse_unfit
from features.records.formats.quotes import only_round_cells
from features.records.formats.records import Format
from features.records.formats.transcribing import transcribe
from features.records.formats.transcript import TranscriptWriter
from features.records.sheet import Sheet

__all__ = ["read_text"]


def read_text(path: Path, *, file: str, folder: Path, known: Callable[[str], bool]) -> Sheet:
    """Open a text file as a sheet.

    A plain file is left to the engine line by line (one in another encoding after it was rewritten as UTF-8); any other
    is transcribed.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name below the delivery.
    folder : Path
        A private folder for this file alone, in which a transcript may be written.
    known : callable
        Whether a text is a known name of a column.

    Returns
    -------
    Sheet
        Of the form ``lines`` or ``transcript``.

    Raises
    ------
    DataError
        If the file cannot be understood: it is empty, no text, in no encoding that is known, without a header, or has
        more than 1,000 columns.
    """
    refuse_unfit(path)
    _refuse_endless(path, file)
    decided = decide_encoding(path, file)
    form, heading = _laid_out(path, file, decided, known)
    sheet = Sheet(
        file=file,
        sheet="",
        header=heading.header,
        path=path,
        form="lines",
        types=("VARCHAR",) * len(heading.header),
        delimiter=form.delimiter,
        encoding=form.encoding,
        header_row=heading.last + 1,
        original=path,
        notes=_notes(heading),
    )
    if decided.counts.plain and decided.strict:
        lines = _as_utf_8(path, form.encoding, folder)
        if not decided.counts.quotes or only_round_cells(lines, form.delimiter):
            return replace(sheet, path=lines, quoted=decided.counts.quotes)
    transcript = folder / "records.parquet"
    with TranscriptWriter(transcript, len(heading.header)) as writer:
        transcribe(path, form, sheet.header_row, writer)
    return replace(sheet, path=transcript, form="transcript")


def _refuse_endless(path: Path, file: str) -> None:
    """Refuse a file whose first line is longer than a line may be, before anything else is done with it."""
    with path.open("rb") as stream:
        head = stream.read(2 * LINE_LIMIT)
    if len(head) > LINE_LIMIT and not any(end in head[: LINE_LIMIT + 1] for end in (b"\n", b"\r")):
        raise DataError(
            f"{file} begins with a line of over 1 MB, as no table of {MAX_COLUMNS:,} columns has: export it again."
        )


def _laid_out(path: Path, file: str, decided: Decided, known: Callable[[str], bool]) -> tuple[Format, Heading]:
    """Return delimiter and header; refuse a file without one."""
    ending = decided.counts.ending
    lines = lines_in(next(blocks(path, decided.encoding, ending)), ending)
    form, heading = find_layout(lines, decided.encoding, ending, known, tabs=path.suffix.lower() in (".tsv", ".tab"))
    if len(heading.header) > MAX_COLUMNS:
        raise DataError(f"{file} has more than {MAX_COLUMNS:,} columns: leave only the table in the file.")
    if not heading.header:
        raise DataError(f"{file} has no row that can be a header: name its columns in the first row.")
    unlike = any(map(is_data, heading.header)) and not any(map(known, heading.header))
    if unlike or any(map(is_personal, heading.header)):
        raise DataError(f"{file} has no header, its first row is data: name its columns in the first row.")
    return form, heading


def _notes(heading: Heading) -> tuple[str, ...]:
    """Return what is to be said about title rows."""
    count = len(heading.titles)
    if not count:
        return ()
    return ("1 title row above the header" if count == 1 else f"{count} title rows above the header",)


def _as_utf_8(path: Path, encoding: str, folder: Path) -> Path:
    """Return a file of the same lines in UTF-8."""
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    rewritten = folder / "lines.txt"
    decoder = codecs.getincrementaldecoder("gb18030" if encoding == "gb18030" else "utf-8")()
    with rewritten.open("wb") as stream:
        for chunk in chunks(path, encoding):
            stream.write(decoder.decode(chunk).encode())
    return rewritten
