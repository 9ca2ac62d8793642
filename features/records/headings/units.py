"""Units that stand beside a name in a header: what one of them is in yuan or square metres."""

import re
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Unit", "is_foreign", "unit_of"]

SCALES: Final = {"": 1.0, "分": 0.01, "角": 0.1, "元": 1.0, "百元": 100.0, "千元": 1_000.0, "百万元": 1_000_000.0} | {
    **dict.fromkeys(("万", "万元"), 10_000.0),
    **dict.fromkeys(("亿", "亿元"), 100_000_000.0),
    **dict.fromkeys(("人民币", "rmb", "cny", "yuan"), 1.0),
}
"""Yuan in one of each."""
MONEY: Final = re.compile(
    r"(?:人民币)?(?P<scale>分|角|(?:百|千|万|百万|亿)?元|万|亿|人民币|rmb|cny|yuan|)(?:人民币)?"
    r"(?:每?[人户]?每?(?P<per>[月年])[人户]?|每?[人户])?"
)
HEADS: Final[dict[str, Literal["person", "household"]]] = {
    "人均": "person",
    "每人": "person",
    "户均": "household",
    "每户": "household",
}
"""Remarks that say for whom an amount of yuan is."""
AREA: Final = frozenset({"平方米", "平米", "m2", "sqm", "平方"})
FOREIGN: Final = re.compile(r"美元|港元|港币|欧元|日元|英镑|澳元|外币|外汇|usd|hkd|eur|jpy|亩|公顷|平方公里")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of money or area.

    Parameters
    ----------
    kind : {"money", "area", "unknown"}
        What is measured; unknown where a remark behind the name may be a unit and is none that is known.
    factor : float
        Yuan or square metres in one of it.
    per : {"month", "year", ""}
        The time that an amount is for; empty where the unit does not say.
    each : {"person", "household", ""}
        For whom an amount is; empty where the unit does not say.
    """

    kind: Literal["money", "area", "unknown"]
    factor: float
    per: Literal["month", "year", ""] = ""
    each: Literal["person", "household", ""] = ""


def unit_of(remark: str) -> Unit | None:
    """Return the unit that a remark names.

    Parameters
    ----------
    remark : str
        Key of what stands in brackets, or behind the name.

    Returns
    -------
    Unit or None
        None for a remark that is no unit.

    Examples
    --------
    >>> unit_of("万元")
    Unit(kind='money', factor=10000.0, per='')
    >>> unit_of("元人月").per
    'month'
    >>> unit_of("元人月").each
    'person'
    """
    remark = remark.removeprefix("单位")
    if remark in AREA:
        return Unit("area", 1.0)
    if remark in HEADS:
        return Unit("money", 1.0, each=HEADS[remark])
    found = MONEY.fullmatch(remark)
    if not found or not remark:
        return None
    per: Literal["month", "year", ""] = "month" if found["per"] == "月" else "year" if found["per"] == "年" else ""
    return Unit("money", SCALES[found["scale"]], per, _each(remark)) if found["scale"] or per else None


def _each(remark: str) -> Literal["person", "household", ""]:
    if "户" in remark:
        return "household"
    return "person" if "人" in remark.replace("人民币", "") else ""


def is_foreign(remark: str) -> bool:
    """Return whether a remark names a unit that cannot be turned into yuan or square metres.

    Parameters
    ----------
    remark : str
        Key of what stands in brackets.

    Returns
    -------
    bool
        True for other currencies and for land.
    """
    return FOREIGN.search(remark) is not None
