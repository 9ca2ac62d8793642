import pytest

from detection.screen.counted import Counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 rows are"), (1, "1 row is"), (2, "2 rows are"), (12_000, "12,000 rows are")]
)
def test_the_word_goes_with_the_number(number: int, words: str) -> None:
    assert "{n} {n:row/rows} {n:is/are}".format(n=Counted(number)) == words


def test_other_forms_of_a_number_stay() -> None:
    assert f"{Counted(7):>4}" == "   7"
    assert f"{Counted(1234):d}" == "1234"
