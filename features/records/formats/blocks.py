r"""The bytes of a text file in blocks of whole lines, with bounded memory.

UTF-16 is rewritten as UTF-8 on the way, so that a line end, a quotation mark and NUL are one byte each wherever they
are looked for. Lone surrogates are kept (they are then not valid UTF-8), and what was read can be turned back into the
bytes of the file.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["CHUNK", "LINE_LIMIT", "blocks", "chunks", "in_file", "inner", "lines_in"]

CHUNK: Final = 1 << 20
"""Bytes read at a time."""

LINE_LIMIT: Final = 1 << 20
"""Bytes that a line may have; a longer one is cut to one byte more."""

_MARKS: Final = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}

_HALF: Final = b"\xff"
"""Stands before the two hexadecimal digits of a single byte at the end of UTF-16."""


def inner(encoding: str) -> str:
    """Return the encoding of the blocks of a file in `encoding`."""
    return "utf-8" if encoding.startswith("utf") else encoding


def chunks(path: Path, encoding: str) -> Iterator[bytes]:
    """Yield the bytes of a file without its byte order mark, UTF-16 as UTF-8.

    Parameters
    ----------
    path : Path
        A text file.
    encoding : str
        ``utf-8``, ``utf-8-sig``, ``utf-16-le``, ``utf-16-be`` or ``gb18030``.

    Yields
    ------
    bytes
        About 1 MB each; cut anywhere, but not within a character of UTF-16.
    """
    with path.open("rb") as file:
        mark = _MARKS.get(encoding, b"")
        if file.read(len(mark)) != mark:
            file.seek(0)
        if encoding.startswith("utf-16"):
            yield from _rewritten(iter(lambda: file.read(CHUNK), b""), encoding)
        else:
            yield from iter(lambda: file.read(CHUNK), b"")


def _rewritten(source: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Yield UTF-16 as UTF-8, with an odd byte at the end as three bytes that no UTF-8 has."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for chunk in source:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    rest = decoder.getstate()[0]
    whole = len(rest) // 2 * 2
    yield rest[:whole].decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    if rest[whole:]:
        yield _HALF + rest[whole:].hex().encode()


def in_file(line: bytes, encoding: str) -> bytes:
    """Return the bytes that the file itself has for `line`, which was taken from its blocks.

    Parameters
    ----------
    line : bytes
        One or more lines as `blocks` gives them.
    encoding : str
        Of the file.

    Returns
    -------
    bytes
        The same for all encodings but UTF-16.
    """
    if not encoding.startswith("utf-16"):
        return line
    text, half, digits = line.partition(_HALF)
    odd = bytes.fromhex(digits.decode()) if half else b""
    # A line that was cut for its length may end within a character, which the incremental decoder leaves out.
    whole = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(text)
    return whole.encode(encoding, "surrogatepass") + odd


def blocks(path: Path, encoding: str, ending: bytes) -> Iterator[bytes]:
    """Yield the file in blocks of whole lines.

    Parameters
    ----------
    path : Path
        A text file.
    encoding : str
        As for `chunks`.
    ending : bytes
        The byte that ends a line: LF, or CR where the file has no LF.

    Yields
    ------
    bytes
        Ends with `ending`, but for the last. Of a line over `LINE_LIMIT` only the first bytes, one more than the limit,
        are in the block, whatever its length.
    """
    rest, skipping = b"", False
    for chunk in chunks(path, encoding):
        data = chunk
        if skipping:
            at = chunk.find(ending)
            if at < 0:
                continue
            data, skipping = chunk[at:], False
        data = rest + data
        cut = data.rfind(ending) + 1
        if cut:
            yield data[:cut]
        rest = data[cut:]
        if len(rest) > LINE_LIMIT:
            rest, skipping = rest[: LINE_LIMIT + 1], True
    if rest:
        yield rest


def lines_in(block: bytes, ending: bytes) -> list[bytes]:
    r"""Return the lines of a block, without `ending` but with a carriage return before it.

    Examples
    --------
    >>> lines_in(b"a\r\nb\n", b"\n")
    [b'a\r', b'b']
    """
    lines = block.split(ending)
    if not lines[-1]:
        lines.pop()
    return lines
