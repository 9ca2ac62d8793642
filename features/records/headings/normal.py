"""How a name in a header is read: one spelling for the many ways in which departments print it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from features.records.headings.units import Unit, is_foreign, unit_of

__all__ = ["Reading", "key", "readings"]

SEPARATORS: Final = re.compile(r"[\s_\-–—/\\·•・.。、|,，;；>→:：*＊#\"'“”‘’`~^+&()\[\]【】〔〕{}<《》「」?？]+")
INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0f]")
VARIANTS: Final = str.maketrans({"帐": "账", "薄": "簿", "的": "", "之": ""})
"""Characters that are written for each other in forms, and those that a name may do without."""
BRACKETS: Final = re.compile(r"[(\[【〔{「]([^()\[\]【】〔〕{}「」]*)[)\]】〕}」]")
TELLING: Final = re.compile(
    r"配偶|户主|申请|监护|代理|代领|亲属|父|母|夫|妻|儿|女|兄|弟|姐|妹|祖|孙|家属|联系人|成员|对方|法人|法定|股东|经办|调查|审批|审核|"
    r"起|止|始|终|至|开始|结束|前|后|原|旧|新|累计|合计|小计|总|数|县|乡|镇|村|[年季周]|第|[\d一二三四五六七八九十甲乙]"
)
"""A remark in brackets with such a word may say whose or which: without it the name would say something else."""
NEUTRAL: Final = re.compile(
    r"年月日|日期|本人|公历|阳历|y{2,4}m{1,2}d{0,2}|格式.*|保留.*小数|精确到.*|小写|数字|人民币|必填.*|选填.*|可选.*|如有.*|例如?.*|请.*|[\d一二三四五六七八九十]+位.*|"
    r"男.{0,2}女.{0,2}|[01]?是.{0,2}否.{0,2}|[01]?有.{0,2}无.{0,2}|[01]?.?是[01]?.?否"
)
"""A remark that only says how to fill in the form."""
NUMBERING: Final = re.compile(
    r"^\s*(?:[(\[【]\s*[\d一二三四五六七八九十]{1,3}\s*[)\]】]|[\d一二三四五六七八九十]{1,3}\s*[.、:)]"
    r"|\d{1,2}\s*(?=[^\d\s年月日个岁]))\s*"
)
TRAILING_UNIT: Final = re.compile(
    r"[/:_\-,，、\s]*((?:百|千|万|百万|亿)?元|平方米|平米|m2)(?:/(?:[人户]/?)?[月年])?\s*$"
)


UNKNOWN: Final = Unit("unknown", 1.0)
"""What stands beside a name with a remark that may be a unit, and is none that is known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a header.

    Parameters
    ----------
    key : str
        The name without anything that spelling may vary.
    unit : Unit or None
        The unit that stood beside it.
    """

    key: str
    unit: Unit | None = None


def key(text: str) -> str:
    r"""Return the name without case, width, white space, separators and invisible characters.

    Parameters
    ----------
    text : str
        As it is written.

    Returns
    -------
    str
        Two spellings of one name give the same.

    Examples
    --------
    >>> key(" 身份证\n号码： ") == key("身份证号码")
    True
    >>> key("Person ID") == key("person_id")
    True
    """
    return SEPARATORS.sub("", _plain(text)).casefold().translate(VARIANTS)


def readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read a header, the most literal first.

    Remarks in brackets are first read as a part of the name and then left out, unless they may say whose or which
    (``身份证号（配偶）``).  Units are taken apart from the name; one that cannot be converted leaves no reading.
    A remark that neither is a known unit nor only says how to fill in the form is a unit that nobody knows.

    Parameters
    ----------
    text : str
        As it is written.

    Returns
    -------
    tuple of Reading
        Without repeats; empty for a header without a name.

    Examples
    --------
    >>> readings("3. 注册资本（万元）")[-1]
    Reading(key='注册资本', unit=Unit(kind='money', factor=10000.0, per='', each=''))
    >>> [reading.key for reading in readings("身份证号（配偶）")]
    ['身份证号配偶']
    """
    plain = _plain(text).strip()
    found: dict[Reading, None] = {}
    for start in dict.fromkeys((plain, NUMBERING.sub("", plain, count=1))):
        for reading in _readings(start):
            if reading.key:
                found[reading] = None
    return tuple(found)


def _plain(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _readings(plain: str) -> list[Reading]:
    """Return the readings of a name whose numbering is settled."""
    remarks = [key(remark) for remark in BRACKETS.findall(plain)]
    if any(is_foreign(remark) for remark in remarks):
        return []
    units = {remark: unit for remark in remarks if (unit := unit_of(remark)) is not None}
    unit = next(iter(units.values()), None) if len(set(units.values())) < 2 else UNKNOWN
    inlined = BRACKETS.sub(lambda found: "" if key(found[1]) in units else found[1], plain)
    result = [Reading(key(inlined), unit)]
    if not any(_is_telling(remark) for remark in remarks if remark not in units):
        bare = all(remark in units or _is_neutral(remark) for remark in remarks)
        result.append(Reading(key(BRACKETS.sub("", plain)), unit if bare else UNKNOWN))
    trailing = TRAILING_UNIT.search(inlined)
    if trailing and unit is None and not key(inlined[: trailing.start()]).endswith("单位"):
        result.append(Reading(key(inlined[: trailing.start()]), unit_of(key(trailing[0]))))
    return result


def _is_telling(remark: str) -> bool:
    return not _is_neutral(remark) and TELLING.search(remark) is not None


def _is_neutral(remark: str) -> bool:
    return not remark or NEUTRAL.fullmatch(remark) is not None
