"""Take the force out of text that a spreadsheet would run as a formula."""

import re

__all__ = ["neutralise"]

# A sign that starts a formula, half or full width, also behind blanks, invisible marks and control
# characters, which importers strip; and a tab or line break, which can push the rest of the cell into a
# cell of its own.
_DANGEROUS = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|\s*[\t\r\n]"
)


def neutralise(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet could run as a formula.

    For text only: numbers are written as numbers and keep their sign.

    Parameters
    ----------
    text : str
        What a cell is to hold.

    Returns
    -------
    str
        The text itself, or an apostrophe and the text where it starts with ``= + - @`` (half or full width,
        also behind blanks or invisible characters), a tab or a line break.

    References
    ----------
    OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("  -2"), neutralise("张三 = 李四")
    ("'=1+1", "'  -2", '张三 = 李四')
    """
    return f"'{text}" if _DANGEROUS.match(text) else text
