"""What the bytes of a text file hold, counted over the whole file in one pass: line ends, quotation marks, NULs."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from features.records.formats.blocks import LINE_LIMIT, chunks

__all__ = ["UNUSED", "Survey", "survey"]

UNUSED: Final = b"\x01"
"""The byte that stands for "no delimiter" when the engine reads whole lines."""


@dataclass(frozen=True)
class Survey:
    """Counts over a text file.

    Parameters
    ----------
    feeds, returns, both : int
        Line feeds, carriage returns, and pairs of both.
    nuls : int
        NUL characters.
    quotes : bool
        Whether there is a quotation mark.
    unused : bool
        Whether the byte that the engine takes for "no delimiter" is indeed not there.
    blank : bool
        Whether there is an empty line before the last filled one.
    long : bool
        Whether a line is over 1 MB.
    utf_8 : bool
        Whether all of it is strict UTF-8 (for UTF-16: as rewritten).
    """

    feeds: int
    returns: int
    both: int
    nuls: int
    quotes: bool
    unused: bool
    blank: bool
    long: bool
    utf_8: bool

    @property
    def ending(self) -> bytes:
        """The byte that ends a line."""
        return b"\r" if self.returns and not self.feeds else b"\n"

    @property
    def plain(self) -> bool:
        """Whether each line is a record, as far as line ends tell; quotation marks and encoding are not looked at."""
        one_kind = not self.returns or self.returns == self.feeds == self.both
        return one_kind and self.unused and not (self.nuls or self.blank or self.long)


def survey(path: Path, encoding: str) -> Survey:
    """Count what `path` holds.

    Parameters
    ----------
    path : Path
        A text file.
    encoding : str
        As for `chunks`; of those that are not UTF-16 only the byte order mark matters.

    Returns
    -------
    Survey
        Counts over the whole file.
    """
    feeds = returns = both = nuls = since = 0
    quotes = used = blank = long = False
    utf_8, before, gap = True, b"", b"\n"
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in chunks(path, encoding):
        feeds += chunk.count(b"\n")
        if b"\r" in chunk or before == b"\r":
            returns += chunk.count(b"\r")
            both += (before + chunk).count(b"\r\n")
        nuls += chunk.count(b"\x00")
        quotes = quotes or b'"' in chunk
        used = used or UNUSED in chunk
        if not blank:
            blank, gap = _blank(gap, chunk)
        first = chunk.find(b"\n")
        long = long or since + (first if first >= 0 else len(chunk)) > LINE_LIMIT
        since = since + len(chunk) if first < 0 else len(chunk) - chunk.rfind(b"\n") - 1
        utf_8 = utf_8 and _decodes(decoder, chunk)
        before = chunk[-1:]
    utf_8 = utf_8 and _decodes(decoder, b"", final=True)
    return Survey(feeds, returns, both, nuls, quotes, not used, blank, long, utf_8)


def _blank(gap: bytes, chunk: bytes) -> tuple[bool, bytes]:
    """Return whether an empty line comes before the last filled one, and the line ends that the chunk ends with."""
    filled = chunk.rstrip(b"\r\n")
    if not filled:
        return False, (gap + chunk)[-4:]
    text = gap + filled
    return b"\n\n" in text or b"\n\r\n" in text, chunk[len(filled) :][-4:]


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    """Tell whether the decoder can go on with `chunk`."""
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
