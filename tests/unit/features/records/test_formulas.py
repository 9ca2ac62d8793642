import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.formulas import neutralise


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\tx",
        "\rx",
        "\nx",
        "  =1",
        "\u3000=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\ufeff=1",
    ],
)
def test_text_that_could_run_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "张三", "a=b", "  a", "'=1", "12-3", "→ 妻", "《=》"])
def test_other_text_is_unchanged(text: str) -> None:
    assert neutralise(text) == text


@given(st.text())
def test_neutral_text_stays_neutral(text: str) -> None:
    once = neutralise(text)
    assert neutralise(once) == once
    assert once in (text, f"'{text}")
