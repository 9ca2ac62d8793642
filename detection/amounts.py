"""Tell how the yuan at stake of a case come about: the formula beside the amount, in Chinese and English."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from features.declare import Words
from features.stake.stakes import BARRED_BY

__all__ = ["stake_words"]

BARRED: Final = {
    "vehicle": Words("名下有车", "with a motor vehicle"),
    "second_home": Words("名下房产超限或在保期间购房", "with more homes than allowed, or one bought while on aid"),
    "business": Words("名下有存续企业", "with an active business"),
    "savings_over_limit": Words("金融资产超限额", "with savings over the limit"),
    "public_payroll": Words("由财政供养", "on a public payroll"),
    "income_over_limit": Words("当月收入超标准", "with an income over the limit"),
    "no_heads": Words("无人可保（亡故或服刑）", "with nobody left to cover (dead or in custody)"),
}
"""What left no entitlement in a month."""


BELOW_LINE: Final = Words("（标准－人均收入）×人数", "(line - income a head) x heads")
WHOLE_LINE: Final = Words("标准×人数，单人保不扣减收入", "line x heads, no income deducted for members covered alone")


def stake_words(stake: Mapping[Hashable, Any], *, alone: bool = False) -> Words:
    """Tell how the yuan at stake of a household come about.

    Parameters
    ----------
    stake : mapping
        A row of :func:`features.stake.stakes.stakes_of`.
    alone : bool
        Whether members are covered alone (单人保, in the marginal group): then no income is deducted.

    Returns
    -------
    Words
        The months, what was paid, what was due by the standards then in force, and what lies above; then the months
        in which nothing was due, in which heads were fewer, in which the amount was kept, and those not known.
    """
    if not stake["months"]:
        return Words("自确认以来无发放记录。", "No month of aid since approval on record.")
    if pd.isna(stake["paid"]):
        return Words("无发放记录，也无月保障金额。", "No payment and no monthly amount on record.")
    if pd.isna(stake["above"]):
        return _not_known(stake)
    zh, en = _sum(stake, WHOLE_LINE if alone else BELOW_LINE)
    told = _told(stake)
    return Words(zh + "".join(f"；{words.zh}" for words in told) + "。", "; ".join([en, *(w.en for w in told)]) + ".")


def _not_known(stake: Mapping[Hashable, Any]) -> Words:
    """Say that no month has a known entitlement, and what was paid."""
    paid, (zh, en) = _yuan(stake["paid"]), _months(stake)
    return Words(
        f"{zh}：标准、申报收入或保障人数不详，应发金额无法计算；确认以来实发{paid}元{_estimated(stake).zh}。",
        f"{en}: line, declared income or heads are not known, and so neither is the entitlement; "
        f"paid since approval: {paid} yuan{_estimated(stake).en}.",
    )


def _sum(stake: Mapping[Hashable, Any], rule: Words) -> tuple[str, str]:
    """Tell the sum: paid, due and above in the months of which it is known."""
    zh, en = _months(stake)
    paid, due, above = _yuan(stake["paid"] - stake["unknown_paid"]), _yuan(stake["entitled"]), _yuan(stake["above"])
    guess = _estimated(stake)
    head_zh = f"{zh}：实发{paid}元{guess.zh}，应发{due}元（{rule.zh}，逐月按当时标准）"
    head_en = f"{en}: paid {paid} yuan{guess.en}, due {due} ({rule.en}, by the line of each month)"
    if stake["above"] > 0:
        return f"{head_zh}，超发{above}元", f"{head_en}, above entitlement {above}"
    whole = _yuan(stake["paid"])
    return (
        f"{head_zh}，未见超出应发金额；确认以来实发{whole}元",
        f"{head_en}, not above entitlement on record; paid since approval: {whole}",
    )


def _told(stake: Mapping[Hashable, Any]) -> list[Words]:
    """Tell what explains the sum, part by part."""
    told = []
    if stake["under"] > 0 and stake["above"] > 0:
        under = _yuan(stake["under"])
        told.append(Words(f"另有月份少发共{under}元，不抵扣", f"{under} paid short in other months, not set off"))
    barred = [(BARRED[name], stake[name]) for name in BARRED_BY if stake[name]]
    if barred:
        zh = "、".join(f"{words.zh}{number}个月" for words, number in barred)
        en = ", ".join(f"{number} {_plural(number)} {words.en}" for words, number in barred)
        told.append(Words(f"其中{zh}，应发0元", f"nothing due in {en}"))
    if stake["lost"]:
        number = stake["lost"]
        told.append(
            Words(
                f"{number}个月的人数已扣除亡故、未出生或服刑者",
                f"{number} {_plural(number)} with fewer heads (dead, not yet born or in custody)",
            )
        )
    if stake["kept"]:
        number = stake["kept"]
        told.append(Words(f"渐退期{number}个月按原额", f"amount kept in {number} {_plural(number)} of gradual exit"))
    if stake["earlier"]:
        number = stake["earlier"]
        told.append(
            Words(
                f"发放记录之前的{number}个月未计",
                f"{number} {_plural(number)} of aid before the payments on record not counted",
            )
        )
    if stake["unknown"]:
        number, paid = stake["unknown"], _yuan(stake["unknown_paid"])
        told.append(
            Words(
                f"另有{number}个月应发金额不详，实发{paid}元未计",
                f"entitlement not known in {number} further {_plural(number)}, {paid} paid in them not counted",
            )
        )
    return told


def _months(stake: Mapping[Hashable, Any]) -> tuple[str, str]:
    first, last, number = f"{stake['first']:%Y-%m}", f"{stake['last']:%Y-%m}", stake["months"]
    return f"{first}至{last}共{number}个月", f"{number} {_plural(number)} from {first} to {last}"


def _estimated(stake: Mapping[Hashable, Any]) -> Words:
    """Say that the amount of the decision stands in where no payment is on record."""
    if stake["on_record"]:
        return Words("", "")
    return Words(
        "（无发放明细，按现月保障金额和现行标准推算）",
        " (no payments on record: by the decision's present amount and line)",
    )


def _plural(number: int) -> str:
    return "month" if number == 1 else "months"


def _yuan(amount: float) -> str:
    """Return yuan with thousands separated, and fen only where there are some.

    Examples
    --------
    >>> _yuan(14400.0), _yuan(8200.5)
    ('14,400', '8,200.50')
    """
    return f"{amount:,.2f}".removesuffix(".00")
