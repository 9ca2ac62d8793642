"""Amounts and whole numbers in the many ways that departments write them."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from features.records.cleaning.fix import Draft
from features.records.cleaning.numerals import chinese_digits, chinese_number
from features.records.rule import Rule
from features.records.schema import Column

__all__ = ["POINT_ZERO", "RULES", "amount", "whole"]

SEPARATORS: Final = Rule("thousands separators", "千位分隔符")
UNIT: Final = Rule("currency sign or unit beside a number", "数字带有货币符号或单位")
WAN: Final = Rule("amount in units of 10,000", "金额以“万”计")
NUMERALS: Final = Rule("Chinese numerals", "中文数字")
HEADER: Final = Rule("unit of the header", "按表头单位换算")
POINT_ZERO: Final = Rule(".0 behind a whole number", "整数后多余的 .0")
RULES: Final = (SEPARATORS, UNIT, WAN, NUMERALS, HEADER, POINT_ZERO)

AREAS: Final = ("area_m2",)
MONTHLY: Final = ("amount", "monthly_amount", "declared_monthly_income")
"""Columns of square metres, and of amounts a month; other numbers may be amounts of yuan."""
LONGEST: Final = 40
LARGEST: Final = 20
"""Characters and powers of ten up to which a number is reckoned with: no cell may take the memory."""

_SEPARATED = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_PLAIN = r"(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_NUMBER = f"(?P<sign>[-+]?)(?P<number>{_SEPARATED}|{_PLAIN})"
_MONEY = re.compile(
    rf"(?P<before>人民币|RMB|CNY|¥)?{_NUMBER}(?P<wan>[万萬])?(?P<after>元整?|圆整?|¥)?(?P<month>/月|每月)?",
    re.IGNORECASE,
)
_AREA = re.compile(rf"(?P<before>)?{_NUMBER}(?P<wan>)(?P<after>平方米|平米|㎡|m²|m2)?(?P<month>)", re.IGNORECASE)
_SPELLED = re.compile("(?P<before>人民币)?(?P<number>[^元圆0-9]+)(?P<after>(?:元|圆)[整正]?)?(?P<month>/月|每月)?")


def amount(draft: Draft, column: Column, factor: float) -> Draft | None:
    """Read a number, with or without the unit of its column.

    A unit in the cell must not contradict the one in the header: beside a header in 万元 a cell in 元 is not read.

    Parameters
    ----------
    draft : Draft
        In ASCII and Chinese characters, without spaces.
    column : Column
        Tells which units may stand beside the number.
    factor : float
        What the header's unit multiplies by: 10000 for 万元, 1/12 for a year's amount.

    Returns
    -------
    Draft or None
        None where it is not sure which number is meant: (1,200), 50%, 约1200, 1.200,00.

    Examples
    --------
    >>> monthly = Column("monthly_amount")
    >>> [amount(Draft(text), monthly, 1).text for text in ("¥1,200元", "0.12万元", "壹仟贰佰元", "1200元/月")]
    ['1200', '1200', '1200', '1200']
    >>> amount(Draft("(1,200)"), monthly, 1)
    """
    found = (_AREA if column.name in AREAS else _MONEY).fullmatch(draft.text) if len(draft.text) <= LONGEST else None
    if found is None:
        return _spelled_amount(draft, column, factor)
    scale = _scale(
        column, factor, in_wan=bool(found["wan"]), in_yuan=bool(found["after"]), monthly=bool(found["month"])
    )
    if scale is None:
        return None
    bare = found["number"].replace(",", "").replace("_", "")
    rules = _rules(found, bare, factor)
    if not rules:
        return draft
    number = Decimal(bare)
    if number.adjusted() > LARGEST or number.adjusted() < -LARGEST:
        return None
    return draft.then(_written(Fraction(number) * scale * (-1 if found["sign"] == "-" else 1)), *rules)


def whole(draft: Draft, column: Column) -> Draft | None:
    """Read a whole number; a year may be written as one.

    Examples
    --------
    >>> whole(Draft("3.0"), Column("disability_grade")).text, whole(Draft("二〇二四年"), Column("year")).text
    ('3', '2024')
    """
    if found := re.fullmatch(r"([-+]?[0-9]+)\.0+", draft.text):
        return draft.then(found[1], POINT_ZERO)
    if column.name == "year" and (found := re.fullmatch("([^年]{4})年?度?", draft.text)):
        if re.fullmatch("[0-9]{4}", found[1]):
            return draft.then(found[1], UNIT)
        digits = chinese_digits(found[1])
        return None if digits is None else draft.then(digits, NUMERALS)
    return draft if re.fullmatch("[-+]?[0-9]+", draft.text) else None


def _spelled_amount(draft: Draft, column: Column, factor: float) -> Draft | None:
    """Read an amount in Chinese numerals."""
    found = _SPELLED.fullmatch(draft.text)
    value = chinese_number(found["number"]) if found else None
    if found is None or value is None or column.name in AREAS:
        return None
    wan = "万" in found["number"] or "萬" in found["number"]
    scale = _scale(column, factor, in_wan=False, in_yuan=wan or bool(found["after"]), monthly=bool(found["month"]))
    if scale is None:
        return None
    return draft.then(_written(value * scale), NUMERALS, *((HEADER,) if factor != 1 else ()))


def _scale(column: Column, factor: float, *, in_wan: bool, in_yuan: bool, monthly: bool) -> Fraction | None:
    """Return what to multiply the number of a cell by, or None where its unit contradicts the header's."""
    if monthly and (column.name not in MONTHLY or factor < 1):
        return None
    wan = Fraction(10_000 if in_wan else 1)
    header = Fraction(factor).limit_denominator(10_000)
    if header <= 1:
        return wan * header
    if in_wan:
        return header if header == wan else None
    return None if in_yuan else header


def _rules(found: re.Match[str], bare: str, factor: float) -> tuple[Rule, ...]:
    """Return the rules by which a number is changed."""
    happened = {
        SEPARATORS: bare != found["number"],
        UNIT: bool(found["before"] or found["after"] or found["month"]),
        WAN: bool(found["wan"]),
        HEADER: factor != 1,
    }
    return tuple(rule for rule, true in happened.items() if true)


def _written(value: Fraction) -> str:
    """Write a number without exponent: exactly where its digits end, else as the nearest that the store holds."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) == value:
        return f"{exact:f}"
    return f"{Decimal(repr(float(value))):f}"
