"""Hide names and numbers of persons in everything that is read by others than the holder of the data.

Masked by default (GB/T 35273): the surname stays, the given name goes; a citizen number keeps its area and
its last four characters and loses the day of birth; phones and accounts keep what helps to tell two of them
apart. A key that does not look like a citizen number means nothing outside the office that issued it, and
stays as it is.
"""

import re
from collections.abc import Callable, Iterable

import pandas as pd

__all__ = [
    "mask_account",
    "mask_citizen_number",
    "mask_key",
    "mask_name",
    "mask_names_within",
    "mask_phone",
    "mask_prose",
    "mask_text",
]

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛司徒夏侯皇甫尉迟公孙慕容令狐东方南宫西门宇文长孙轩辕端木独孤"
        "鲜于闻人呼延澹台赫连申屠太史钟离淳于濮阳拓跋东郭司空司寇百里完颜闾丘万俟"
        "歐陽司馬諸葛東方尉遲公孫長孫軒轅鮮于聞人澹臺赫連鍾離東郭閭丘南宮西門",
    )
)

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－", "0123456789Xx-")
# A plausible day of birth tells a citizen number from other long keys, such as a region code followed by a
# running number. The check character is not verified, for a mistyped number is still personal. Each pattern
# finds the day (group 1) and only looks ahead at the whole, so that numbers which overlap in a run of
# digits are all found.
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_BEFORE, _AFTER = f"[1-9][0-9]{{5}}[ -]?((?:18|19|20)[0-9]{{2}}{_DAY})", "[ -]?[0-9]{3}"
_CITIZEN_NUMBERS = (
    re.compile(f"(?={_BEFORE}{_AFTER}[0-9Xx])"),
    re.compile(f"(?<![0-9])(?={_BEFORE}{_AFTER}(?![0-9]))"),
    re.compile(f"(?<![0-9])(?=[1-9][0-9]{{5}}([0-9]{{2}}{_DAY})[0-9]{{3}}(?![0-9Xx]))"),
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9A-Za-z])")


def mask_name(name: str | None) -> str:
    """Keep the surname and hide the given name.

    Parameters
    ----------
    name : str or None
        A person's name; Chinese, or anything else, of which the initial stays.

    Returns
    -------
    str
        At most two 某 stand for the given name; ``""`` for a missing name.

    Examples
    --------
    >>> mask_name("张三丰"), mask_name("张三"), mask_name("欧阳锋"), mask_name("John Smith")
    ('张某某', '张某', '欧阳某', 'J***')
    """
    compact = "".join(_text(name).split())
    if not compact:
        return ""
    if not _HAN.match(compact):
        return f"{compact[0].upper()}***"
    if len(compact) == 1:
        return "某"
    surname = compact[:2] if len(compact) > 2 and compact[:2] in COMPOUND_SURNAMES else compact[0]
    return surname + "某" * min(len(compact) - len(surname), 2)


def mask_citizen_number(number: str | None) -> str:
    """Hide the day of birth in a citizen number of 18 or 15 digits.

    Parameters
    ----------
    number : str or None
        A citizen number (GB 11643) and nothing else; full-width digits and a lower-case x are understood.

    Returns
    -------
    str
        Area, stars, and the last four (of 15 digits: three) characters; only stars where it is not a
        citizen number; ``""`` for a missing one.

    Examples
    --------
    >>> mask_citizen_number("11010519491231002X"), mask_citizen_number("110105491231002")
    ('110105********002X', '110105******002')
    """
    plain = "".join(_text(number).translate(_FULL_WIDTH).split()).upper()
    if re.fullmatch("[0-9]{17}[0-9X]", plain):
        return f"{plain[:6]}********{plain[14:]}"
    if re.fullmatch("[0-9]{15}", plain):
        return f"{plain[:6]}******{plain[12:]}"
    return "*" * len(plain)


def mask_phone(phone: str | None) -> str:
    """Hide the middle of a phone number.

    Parameters
    ----------
    phone : str or None
        A mobile or fixed number, with or without the country's prefix and separators.

    Returns
    -------
    str
        First three and last four digits of 11 or more, the last two of fewer; ``""`` for a missing number.

    Examples
    --------
    >>> mask_phone("+86 138-1234-5678"), mask_phone("87654321")
    ('138****5678', '****21')
    """
    digits = re.sub("[^0-9]", "", _text(phone).translate(_FULL_WIDTH))
    digits = re.sub("^(?:00)?86(?=1[3-9][0-9]{9}$)", "", digits)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return _tail(digits, 2)


def mask_account(account: str | None) -> str:
    """Hide a bank account but for its last four characters.

    Parameters
    ----------
    account : str or None
        An account or card number.

    Returns
    -------
    str
        ``****`` and the last four characters, only ``****`` of an account under eight; ``""`` for a missing
        one.

    Examples
    --------
    >>> mask_account("6222 0202 0011 2233 445"), mask_account("12345")
    ('****3445', '****')
    """
    return _tail("".join(_text(account).translate(_FULL_WIDTH).split()), 4)


def mask_key(text: str | None) -> str:
    """Hide every citizen number in a key or a list of keys, and leave opaque keys alone.

    Parameters
    ----------
    text : str or None
        A key, or text with keys in it such as ``persons[11010519491231002X]``. Numbers inside longer runs
        of digits, with full-width digits, a lower-case x, a missing check character or spaces between their
        parts are found as well.

    Returns
    -------
    str
        The text with the days of birth starred out; ``""`` for missing text.

    Examples
    --------
    >>> mask_key("persons[11010519491231002x]; households[H000123]")
    'persons[110105********002x]; households[H000123]'
    >>> mask_key("330102001001000123")
    '330102001001000123'
    """
    original = _text(text)
    plain = original.translate(_FULL_WIDTH)
    days = [found.span(1) for pattern in _CITIZEN_NUMBERS for found in pattern.finditer(plain)]
    if not days:
        return original
    characters = list(plain)
    for start, end in days:
        characters[start:end] = "*" * (end - start)
    return "".join(characters)


def mask_prose(text: str | None, names: Iterable[str] = ()) -> str:
    """Hide citizen numbers, mobile numbers and the given names in a sentence.

    Parameters
    ----------
    text : str or None
        Reasons, paths, advice: anything written for reading.
    names : iterable of str
        Full names of the persons that the text may mention.

    Returns
    -------
    str
        The text fit for a list; ``""`` for missing text.

    Examples
    --------
    >>> mask_prose("张三丰 的电话 13812345678 同 李四", ["张三丰", "李四"])
    '张某某 的电话 138****5678 同 李某'
    """
    masked = mask_key(text)
    plain = masked.translate(_FULL_WIDTH)
    without_phones = _MOBILE.sub(r"\1****\2", plain)
    return mask_names_within(masked if without_phones == plain else without_phones, names)


def mask_names_within(text: str, names: Iterable[str]) -> str:
    """Hide known names wherever they stand in a text.

    Parameters
    ----------
    text : str
        Any text.
    names : iterable of str
        Full names; those of a single character are passed over, since they are part of too many words.

    Returns
    -------
    str
        The text with each name as `mask_name` writes it; the longest names are looked for first.

    Examples
    --------
    >>> mask_names_within("经办人 张三 → 妻 → 弟 → 申请人 张三丰", ["张三", "张三丰"])
    '经办人 张某 → 妻 → 弟 → 申请人 张某某'
    """
    known = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=lambda name: (-len(name), name))
    if not known:
        return text
    return re.sub("|".join(map(_as_word, known)), lambda found: mask_name(found[0]), text)


def mask_text(texts: "pd.Series[str]", mask: Callable[[str], str] = mask_key) -> "pd.Series[str]":
    """Mask a column; missing values stay missing.

    Parameters
    ----------
    texts : Series of str, shape (n,)
        Any column of text; it is not changed.
    mask : callable, default `mask_key`
        One of the masks of this module; it is called once for each different value.

    Returns
    -------
    Series of str, shape (n,)
        Same index and name.

    Examples
    --------
    >>> mask_text(pd.Series(["张三", None]), mask_name).tolist()
    ['张某', nan]
    """
    masked = {text: mask(str(text)) for text in texts.dropna().unique()}
    return texts.map(masked, na_action="ignore").astype("str")


def _text(value: object) -> str:
    """Text of a scalar, empty for None, NaN and pd.NA."""
    if isinstance(value, str):
        return value
    return "" if value is None or value is pd.NA or value != value else str(value)


def _tail(text: str, kept: int) -> str:
    """Stars and the last characters, only stars where these would be half of the whole."""
    if not text:
        return ""
    return "****" + (text[-kept:] if len(text) >= 2 * kept else "")


def _as_word(name: str) -> str:
    """Pattern of a name; a name in Latin letters must not be cut out of a longer word."""
    pattern = re.escape(name)
    return rf"(?<![A-Za-z]){pattern}(?![A-Za-z])" if name[0].isascii() else pattern
