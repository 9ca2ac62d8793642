import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detection.masking import (
    mask_account,
    mask_citizen_number,
    mask_key,
    mask_name,
    mask_names_within,
    mask_phone,
    mask_prose,
    mask_text,
)

NUMBER = "11010519491231002X"
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6)
FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
HALF_WIDTH = {full: half for half, full in FULL_WIDTH.items()}


@st.composite
def citizen_numbers(draw: st.DrawFn) -> str:
    area = draw(st.integers(100000, 999999))
    birth = draw(st.dates(date(1880, 1, 1), date(2025, 12, 31)))
    sequence = draw(st.integers(0, 999))
    number = f"{area}{birth:%Y%m%d}{sequence:03d}{draw(st.sampled_from('0123456789Xx'))}"
    return number.translate(FULL_WIDTH) if draw(st.booleans()) else number


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张某某"),
        ("张三", "张某"),
        ("张 三", "张某"),
        ("欧阳锋", "欧阳某"),
        ("諸葛孔明", "諸葛某某"),
        ("司马", "司某"),
        ("陈李静怡", "陈某某"),
        ("阿卜杜拉·买买提", "阿某某"),
        ("张", "某"),
        ("张某某", "张某某"),
        ("john Smith", "J***"),
        ("  ", ""),
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
    ],
)
def test_surname_stays_and_given_name_goes(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked


@given(HAN)
def test_no_character_of_a_given_name_survives(name: str) -> None:
    masked = mask_name(name)
    assert set(masked[1 if masked[:2] != name[:2] else 2 :]) == {"某"}
    assert mask_name(masked) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (NUMBER, "110105********002X"),
        ("11010519491231002x", "110105********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "110105********002X"),
        ("110105491231002", "110105******002"),
        ("1101051949123100", "****************"),
        (None, ""),
    ],
)
def test_citizen_number_loses_the_day_of_birth(number: str | None, masked: str) -> None:
    assert mask_citizen_number(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("0571-87654321", "057****4321"),
        ("87654321", "****21"),
        ("110", "****"),
        (None, ""),
    ],
)
def test_phone_loses_its_middle(phone: str | None, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("account", "masked"),
    [("6222 0202 0011 2233 445", "****3445"), ("12345", "****"), ("", ""), (None, "")],
)
def test_account_keeps_four_characters(account: str | None, masked: str) -> None:
    assert mask_account(account) == masked


@pytest.mark.parametrize(
    "key", ["P0001234", "330102001001000123", "7f3a-11", "622202020011223344", "H20250301-0001", "", "张三丰"]
)
def test_opaque_key_is_left_alone(key: str) -> None:
    assert mask_key(key) == key


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("holdings[11010519491231002x,vehicle]", "holdings[110105********002x,vehicle]"),
        ("H11010519491231002X01", "H110105********002X01"),
        ("110105 19491231 002X", "110105 ******** 002X"),
        ("11010519491231002", "110105********002"),
        ("11010519491231002X110105194912310021", "110105********002X110105********0021"),
        ("证件110105491231002号", "证件110105******002号"),
        (None, ""),
    ],
)
def test_citizen_number_within_a_key_is_masked(text: str | None, masked: str) -> None:
    assert mask_key(text) == masked


@given(st.text(max_size=12), citizen_numbers(), st.text("0123456789Xx -[],;", max_size=12))
def test_no_long_run_of_a_citizen_number_survives(before: str, number: str, after: str) -> None:
    masked = mask_key(f"{before}{number}{after}").translate(HALF_WIDTH)
    plain = number.translate(HALF_WIDTH)
    assert not any(plain[start : start + 15] in masked for start in range(4))
    assert len(masked) == len(before) + len(number) + len(after)


@given(st.lists(citizen_numbers(), min_size=2, max_size=3))
def test_numbers_that_run_together_are_all_masked(numbers: list[str]) -> None:
    masked = mask_key("".join(numbers))
    assert not re.search("[0-9０-９]{15}", masked)


def test_prose_loses_names_numbers_and_phones() -> None:
    text = f"经办人 张三丰（{NUMBER}）与 John Smith 同用 １３８１２３４５６７８"
    assert mask_prose(text, ["张三丰", "John Smith"]) == "经办人 张某某（110105********002X）与 J*** 同用 138****5678"


def test_prose_without_anything_personal_is_unchanged() -> None:
    text = "公示 ２ 天，金额 12,345.00 元，D0013812345678"
    assert mask_prose(text, []) == text


def test_longest_name_wins_and_single_characters_are_no_names() -> None:
    assert mask_names_within("张三丰 张三 三", ["张三", "张三丰", "三", " "]) == "张某某 张某 三"


def test_latin_name_is_not_cut_out_of_a_word() -> None:
    assert mask_names_within("Li has liability, Lima and Li.", ["Li"]) == "L*** has liability, Lima and L***."


def test_name_with_special_characters_is_taken_literally() -> None:
    assert mask_names_within("a.b and axb", ["a.b"]) == "A*** and axb"


def test_column_is_masked_in_place_of_its_values() -> None:
    texts = pd.Series([NUMBER, None, "H1", NUMBER], index=[3, 1, 2, 0], name="key")
    masked = mask_text(texts)
    assert masked.fillna("?").tolist() == ["110105********002X", "?", "H1", "110105********002X"]
    assert masked.index.equals(texts.index)
    assert masked.name == "key"
    assert texts[3] == NUMBER


@pytest.mark.parametrize("dtype", ["str", "object", "float64"])
def test_column_of_missing_values_stays_missing(dtype: str) -> None:
    masked = mask_text(pd.Series([None, None], dtype=dtype), mask_name)
    assert masked.isna().all()


def test_column_calls_the_mask_once_for_each_value() -> None:
    calls: list[str] = []

    def mask(text: str) -> str:
        calls.append(text)
        return "*"

    assert mask_text(pd.Series(["a", "b", "a"]), mask).tolist() == ["*", "*", "*"]
    assert sorted(calls) == ["a", "b"]
