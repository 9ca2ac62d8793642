"""Characters that do not belong into a cell: invisible ones, stray spaces, full-width forms, spreadsheet guards."""

import re
from collections.abc import Iterable
from typing import Final

from features.records.cleaning.fix import Draft
from features.records.rule import Rule

__all__ = ["INVISIBLE", "RULES", "SPACE", "SPACES", "compact", "narrowed", "re2_class", "tidied", "unguarded"]

SPACES: Final = (
    *((0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A)),
    *((0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
)
"""Ranges of code points that are white space, line breaks included."""
INVISIBLE: Final = (
    *((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x180E, 0x180E)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB)),
)
"""Ranges of code points that show nothing: controls, zero width, direction marks, the byte-order mark."""

UNSEEN: Final = Rule("invisible characters", "不可见字符")
SPACE: Final = Rule("stray spaces", "多余空格")
WIDE: Final = Rule("full-width characters", "全角字符")
GUARD: Final = Rule(
    "apostrophe or other mark that keeps a spreadsheet from reading a number", "防止表格软件改写数字的撇号等标记"
)
RULES: Final = (UNSEEN, SPACE, WIDE, GUARD)

_NARROW: Final = str.maketrans(
    "".join(map(chr, range(0xFF01, 0xFF5F))) + "￥‐‑‒–—―−﹣", "".join(map(chr, range(0x21, 0x7F))) + "¥--------"
)


def _python_class(ranges: Iterable[tuple[int, int]]) -> str:
    return "[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges) + "]"


def re2_class(*ranges: tuple[int, int]) -> str:
    r"""Return what the engine's regular expressions write between the brackets of a class of characters.

    Examples
    --------
    >>> print(re2_class((0x20, 0x20), (0x2000, 0x200A)))
    \x{20}-\x{20}\x{2000}-\x{200a}
    """
    return "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in ranges)


_INVISIBLE = re.compile(_python_class(INVISIBLE))
_SPACE = re.compile(_python_class(SPACES))
_EDGES = re.compile(f"^{_python_class(SPACES)}+|{_python_class(SPACES)}+\\Z")
_FORMULA = re.compile(r'=?"([^"]*)"')


def tidied(draft: Draft) -> Draft:
    """Drop invisible characters and trim the edges.

    Examples
    --------
    >>> tidied(Draft(" 王·小 明" + chr(0x200B))).text
    '王·小 明'
    """
    draft = draft.then(_INVISIBLE.sub("", draft.text), UNSEEN)
    return draft.then(_EDGES.sub("", draft.text), SPACE)


def narrowed(draft: Draft) -> Draft:
    """Write full-width digits, letters and marks, and dashes of any length, in ASCII.

    Examples
    --------
    >>> narrowed(Draft("１１０１０５—Ｘ")).text
    '110105-X'
    """
    return draft.then(draft.text.translate(_NARROW), WIDE)


def compact(draft: Draft) -> Draft:
    """Drop all spaces.

    Examples
    --------
    >>> compact(Draft("138 0013 8000")).text
    '13800138000'
    """
    return draft.then(_SPACE.sub("", draft.text), SPACE)


def unguarded(draft: Draft) -> Draft:
    """Drop the marks by which a spreadsheet is told to take a number for text: ``'``, ``="…"``.

    Examples
    --------
    >>> unguarded(Draft("'0571")).text, unguarded(Draft('="0571"')).text
    ('0571', '0571')
    """
    text = draft.text
    while True:
        bare = text.lstrip("'’‘`´")
        if formula := _FORMULA.fullmatch(bare):
            bare = formula[1]
        if bare == text:
            return draft.then(text, GUARD)
        text = bare
