"""Numbers written in Chinese characters."""

import re
from typing import Final

__all__ = ["chinese_digits", "chinese_number"]

DIGITS: Final = "零一二三四五六七八九"
UNITS: Final = {"千": 1000, "百": 100, "十": 10}
WAN: Final = 10_000

_PLAIN: Final = str.maketrans("〇○两貳壹贰叁參肆伍陆陸柒捌玖拾佰仟萬", "零零二二一二三三四五六六七八九十百千万")
_NUMBER = re.compile(f"[{DIGITS}千百十万]{{1,16}}")


def chinese_number(text: str) -> int | None:
    """Read a whole number below 100 million, in everyday or formal characters.

    Parameters
    ----------
    text : str
        Nothing but the number.

    Returns
    -------
    int or None
        None where it is not written by the rules: 一千二 may be meant for 1,200 or 1,002.

    Examples
    --------
    >>> chinese_number("壹仟贰佰"), chinese_number("三十一"), chinese_number("一万零五百"), chinese_number("一千二")
    (1200, 31, 10500, None)
    """
    plain = text.translate(_PLAIN)
    if not _NUMBER.fullmatch(plain):
        return None
    plain = re.sub("(^|零)十", r"\g<1>一十", plain)
    value = _added(plain)
    return value if _spelled(value) == plain else None


def chinese_digits(text: str) -> str | None:
    """Read digits written one by one, as the years of documents are.

    Examples
    --------
    >>> chinese_digits("二〇二四"), chinese_digits("二十")
    ('2024', None)
    """
    plain = text.translate(_PLAIN)
    if not plain or plain.strip(DIGITS):
        return None
    return "".join(str(DIGITS.index(character)) for character in plain)


def _added(text: str) -> int:
    """Add up digits times their units, in whatever order these are."""
    total = section = digit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif character == "万":
            total, section, digit = total + (section + digit) * WAN, 0, 0
        else:
            section, digit = section + digit * UNITS[character], 0
    return total + section + digit


def _spelled(number: int) -> str:
    """Write a whole number below 100 million by the rules."""
    if number >= WAN:
        high, low = divmod(number, WAN)
        gap = "零" if 0 < low < 1000 else ""
        return _spelled(high) + "万" + gap + (_spelled(low) if low else "")
    spelled, gap = "", ""
    for unit, size in (*UNITS.items(), ("", 1)):
        digit = number // size % 10
        if digit:
            spelled, gap = f"{spelled}{gap}{DIGITS[digit]}{unit}", ""
        elif spelled:
            gap = "零"
    return spelled or "零"
