"""Hide the middle of a value in messages about it."""

from typing import Final

__all__ = ["masked"]

HEAD: Final = 4
LEAST: Final = 6
"""Characters from which the last one is shown."""


def masked(value: str) -> str:
    """Return a value of which only the ends can be read.

    Parameters
    ----------
    value : str
        A number, a key, a name.

    Returns
    -------
    str
        At most a third of it and four characters, stars, and of six or more the last.

    Examples
    --------
    >>> masked("11010519491231002X"), masked("R000123"), masked("张三丰"), masked("张三")
    ('1101*************X', 'R0****3', '张**', '**')
    """
    head = min(HEAD, len(value) // 3)
    tail = value[-1:] if len(value) >= LEAST else ""
    return value[:head] + "*" * (len(value) - head - len(tail)) + tail
