"""Citizen numbers: six digits of area, eight of the day of birth, three of sequence, one check character.

References
----------
GB 11643-1999, Citizen identification number.
"""

import re
from datetime import date
from typing import Final

__all__ = ["CHECKS", "WEIGHTS", "area", "birth_date", "check_character", "is_valid", "sex", "upgrade"]

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""By which the first 17 digits are multiplied."""
CHECKS: Final = "10X98765432"
"""Check characters by the sum of the products modulo 11."""

_LONG = re.compile("[1-9][0-9]{16}[0-9X]")
_SHORT = re.compile("[1-9][0-9]{14}")


def check_character(first17: str) -> str:
    """Return the check character of the first 17 digits.

    The sum of the digits times `WEIGHTS`, modulo 11, is the place of the character in `CHECKS` (ISO 7064, MOD 11-2).

    Parameters
    ----------
    first17 : str
        17 ASCII digits.

    Returns
    -------
    str
        A digit or ``X``.

    Examples
    --------
    >>> check_character("11010519491231002")
    'X'
    """
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def is_valid(number: str) -> bool:
    """Whether a number has 18 characters, a day of birth that can be, and the right check character.

    Parameters
    ----------
    number : str
        With a capital ``X``.

    Returns
    -------
    bool
        The area is not looked at: codes that are retired, or younger than any list, are valid.

    Examples
    --------
    >>> is_valid("11010519491231002X"), is_valid("110105194912310021"), is_valid("11010519490231002X")
    (True, False, False)
    """
    return birth_date(number) is not None and len(number) == 18 and check_character(number[:17]) == number[17]


def birth_date(number: str) -> date | None:
    """Return the day of birth in a number.

    Parameters
    ----------
    number : str
        18 characters, or the 15 of before 1999, which mean years of the 20th century.

    Returns
    -------
    datetime.date or None
        None where there is no such day, or it is no such number.

    Examples
    --------
    >>> birth_date("11010519491231002X").isoformat(), birth_date("110105491231002").isoformat()
    ('1949-12-31', '1949-12-31')
    """
    if _LONG.fullmatch(number):
        digits = number[6:14]
    elif _SHORT.fullmatch(number):
        digits = f"19{number[6:12]}"
    else:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex(number: str) -> str | None:
    """Return the sex in a number, ``M`` where the sequence is odd.

    Examples
    --------
    >>> sex("11010519491231002X"), sex("110105491231001")
    ('F', 'M')
    """
    if birth_date(number) is None:
        return None
    return "M" if int(number[:17][-1]) % 2 else "F"


def area(number: str) -> str | None:
    """Return the code of the area in which a number was given out, six digits.

    Examples
    --------
    >>> area("11010519491231002X")
    '110105'
    """
    return None if birth_date(number) is None else number[:6]


def upgrade(number: str) -> str | None:
    """Return the 18 characters of a number of 15 digits.

    Parameters
    ----------
    number : str
        15 digits, as given out before 1999.

    Returns
    -------
    str or None
        None where it is no such number.

    Examples
    --------
    >>> upgrade("110105491231002")
    '11010519491231002X'
    """
    if len(number) != 15 or birth_date(number) is None:
        return None
    first17 = f"{number[:6]}19{number[6:]}"
    return first17 + check_character(first17)
