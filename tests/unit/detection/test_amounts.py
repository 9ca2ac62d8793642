"""The formula beside the yuan at stake, in both languages."""

from typing import Any

import pandas as pd

from detection.amounts import stake_words
from features.stake.stakes import BARRED_BY, STAKE_COLUMNS


def stake(**cells: Any) -> dict[str, Any]:
    given = {
        "months": 32,
        "first": pd.Timestamp("2023-04-01"),
        "last": pd.Timestamp("2025-11-01"),
        "paid": 14_400.0,
        "on_record": True,
        "entitled": 6_200.0,
        "above": 8_200.0,
        "under": 0.0,
        "unknown": 0,
        "unknown_paid": 0.0,
        "lost": 0,
        "kept": 0,
        "earlier": 0,
        "sources": "",
    }
    assert set(given | dict.fromkeys(BARRED_BY, 0)) == set(STAKE_COLUMNS)
    return given | dict.fromkeys(BARRED_BY, 0) | cells


def test_the_months_what_was_paid_what_was_due_and_what_lies_above() -> None:
    words = stake_words(stake(vehicle=20))
    assert words.zh == (
        "2023-04至2025-11共32个月：实发14,400元，应发6,200元（（标准－人均收入）×人数，逐月按当时标准），"
        "超发8,200元；其中名下有车20个月，应发0元。"
    )
    assert words.en == (
        "32 months from 2023-04 to 2025-11: paid 14,400 yuan, due 6,200 ((line - income a head) x heads, by the line "
        "of each month), above entitlement 8,200; nothing due in 20 months with a motor vehicle."
    )


def test_not_above_entitlement_says_what_was_paid() -> None:
    words = stake_words(stake(entitled=15_000.0, above=0.0, under=600.0))
    assert words.zh.endswith("，未见超出应发金额；确认以来实发14,400元。")
    assert words.en.endswith(", not above entitlement on record; paid since approval: 14,400.")


def test_every_part_is_told() -> None:
    words = stake_words(
        stake(under=250.5, lost=3, kept=6, earlier=5, unknown=1, unknown_paid=400.0, no_heads=2, income_over_limit=1)
    )
    assert "实发14,000元" in words.zh
    assert "另有月份少发共250.50元，不抵扣" in words.zh
    assert "其中当月收入超标准1个月、无人可保（亡故或服刑）2个月，应发0元" in words.zh
    assert "3个月的人数已扣除亡故、未出生或服刑者" in words.zh
    assert "渐退期6个月按原额" in words.zh
    assert "发放记录之前的5个月未计" in words.zh
    assert "5 months of aid before the payments on record not counted" in words.en
    assert "另有1个月应发金额不详，实发400元未计" in words.zh
    assert "250.50 paid short in other months, not set off" in words.en
    assert "1 month with an income over the limit, 2 months with nobody left to cover" in words.en
    assert "entitlement not known in 1 further month, 400 paid in them not counted" in words.en


def test_the_amount_of_the_decision_is_told_as_an_estimate() -> None:
    words = stake_words(stake(on_record=False))
    assert "实发14,400元（无发放明细，按现月保障金额和现行标准推算）" in words.zh
    assert "(no payments on record: by the decision's present amount and line)" in words.en


def test_what_is_not_known_is_said() -> None:
    words = stake_words(stake(entitled=None, above=float("nan"), unknown=32, unknown_paid=14_400.0))
    assert "应发金额无法计算；确认以来实发14,400元" in words.zh
    assert "so neither is the entitlement; paid since approval: 14,400 yuan." in words.en
    assert stake_words(stake(paid=float("nan"), above=float("nan"))).en == "No payment and no monthly amount on record."
    assert stake_words(stake(months=0)).zh == "自确认以来无发放记录。"
