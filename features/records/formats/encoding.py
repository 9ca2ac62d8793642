"""The encoding of a text file, decided over all of it."""

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from features.errors import DataError
from features.records.formats.blocks import CHUNK, blocks, chunks, inner, lines_in
from features.records.formats.survey import Survey, survey

__all__ = ["Decided", "decide_encoding"]

TOLERATED: Final = 0.1
"""Share of lines that may be damaged in a file that is read."""

TELLING_LINES: Final = 10_000
"""Lines that are not ASCII, after which it is plain that a file is not UTF-8."""

CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")

Bad = Callable[[bytes], bool]


class Decided(NamedTuple):
    """The encoding of a file: ``utf-8``, ``utf-8-sig``, ``utf-16-le``, ``utf-16-be`` or ``gb18030``.

    Parameters
    ----------
    encoding : str
        As Python names it.
    strict : bool
        Whether all of the file is in it.
    counts : Survey
        What the file holds.
    """

    encoding: str
    strict: bool
    counts: Survey


def decide_encoding(path: Path, name: str) -> Decided:
    """Decide the encoding of a text file over the whole of it.

    A byte order mark decides; then NUL at every other place (UTF-16), then strict UTF-8, then strict GB18030 (of which
    GBK and GB2312 are parts). A file that is UTF-8 but for a few lines stays UTF-8 even where all of it happens to be
    valid GB18030, as short Chinese texts in UTF-8 do. Of what is strict in neither, the encoding with
    fewer damaged lines is taken.

    Parameters
    ----------
    path : Path
        A file.
    name : str
        The file as messages name it.

    Returns
    -------
    Decided
        Encoding and what else was seen on the way.

    Raises
    ------
    DataError
        If the file is blank, holds NUL bytes as no text does, or has more than a tenth of its lines damaged.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        if path.stat().st_size <= CHUNK:
            raise DataError(f"{name} is empty: export it again, or take it out of the delivery.")
        raise DataError(f"{name} begins with {CHUNK} blank bytes and is no table: export it again.")
    encoding = _marked(head) or _utf_16(head)
    counts = survey(path, encoding or "utf-8")
    strict = counts.utf_8
    if not encoding:
        encoding, strict = ("utf-8", True) if strict else _chinese(path, counts.ending)
    _refuse_damage(path, name, encoding, counts, strict=strict)
    return Decided(encoding, strict, counts)


def _marked(head: bytes) -> str | None:
    """Return the encoding that a byte order mark stands for."""
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    return next((encoding for mark, encoding in marks.items() if head.startswith(mark)), None)


def _utf_16(head: bytes) -> str | None:
    """Return the kind of UTF-16 if a twentieth of the high bytes of characters are NUL, and hardly any others."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    enough = len(head) // 2 * 0.05
    if odd > enough and even <= odd // 50:
        return _as_text(head, "utf-16-le")
    if even > enough and odd <= even // 50:
        return _as_text(head, "utf-16-be")
    return None


def _as_text(head: bytes, encoding: str) -> str | None:
    """Return the encoding if hardly any control characters come out by it, of which binary files are full."""
    text = head.decode(encoding, errors="ignore")
    return encoding if len(CONTROLS.findall(text)) <= len(text) // 100 else None


def _chinese(path: Path, ending: bytes) -> tuple[str, bool]:
    """Choose between UTF-8 and GB18030 for a file that is not strict UTF-8; tell whether it is strict in that."""
    bad, lines = _count(path, "utf-8", ending, _undecodable("utf-8"), telling=True)
    if bad <= lines / 2:
        return "utf-8", False
    decoder = codecs.getincrementaldecoder("gb18030")()
    try:
        for chunk in chunks(path, "gb18030"):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        bad_8, _ = _count(path, "utf-8", ending, _undecodable("utf-8"))
        bad_gb, _ = _count(path, "gb18030", ending, _undecodable("gb18030"))
        return ("utf-8" if bad_8 < bad_gb else "gb18030"), False
    return "gb18030", True


def _refuse_damage(path: Path, name: str, encoding: str, counts: Survey, *, strict: bool) -> None:
    """Refuse a file of which more than a tenth of the lines cannot be text."""
    if counts.nuls:
        bad, lines = _count(path, encoding, counts.ending, lambda line: b"\x00" in line)
        if bad > TOLERATED * lines:
            raise DataError(f"{name} holds NUL bytes as binary files do: save the table as CSV.")
    if not strict:
        bad, lines = _count(path, encoding, counts.ending, _undecodable(inner(encoding)))
        if bad > TOLERATED * lines:
            raise DataError(
                f"{name} is neither UTF-8 nor GB18030 nor UTF-16 in {bad} of {lines} lines: export it again as UTF-8."
            )


def _undecodable(encoding: str) -> Bad:
    """Return the test whether a line or a block of lines is not strict `encoding`."""

    def bad(line: bytes) -> bool:
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            return True
        return False

    return bad


def _count(path: Path, encoding: str, ending: bytes, bad: Bad, *, telling: bool = False) -> tuple[int, int]:
    """Return how many lines are bad, and of how many.

    With `telling`, lines of ASCII are not counted, and counting ends when most of `TELLING_LINES` lines are bad.
    """
    found = lines = 0
    for block in blocks(path, encoding, ending):
        for line in _suspects(block, ending, bad, telling=telling):
            lines += 1
            found += bad(line)
        if telling and lines >= TELLING_LINES and found > lines / 2:
            break
    return found, lines


def _suspects(block: bytes, ending: bytes, bad: Bad, *, telling: bool) -> Iterator[bytes]:
    """Yield the lines of a block, all of them empty if none is bad."""
    lines = lines_in(block, ending)
    if telling:
        yield from (line for line in lines if not line.isascii())
    else:
        yield from lines if bad(block) else [b""] * len(lines)
