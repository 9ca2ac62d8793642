import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from detection.screen.wrapping import wrapped

MIXED = st.text("公示少于 天，。（）ab c-9", max_size=60)


@given(MIXED, st.integers(4, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(0 < cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("width", range(6, 30))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    lines = wrapped("经办人（镇街民政干部）是申请人的亲属，未备案；公示2天（应7天）。", width)
    assert not any(line[0] in "，。；）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)


def test_english_breaks_between_words() -> None:
    assert wrapped("approved before its end", 15) == ["approved before", "its end"]


def test_a_word_wider_than_a_line_is_cut() -> None:
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]


def test_nothing_gives_no_line() -> None:
    assert wrapped("  ", 10) == []
