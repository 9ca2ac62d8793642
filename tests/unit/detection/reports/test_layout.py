import pytest

from detection.reports.layout import row_height, text_lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("nine char", 10, 1),
        ("ten chars!", 10, 2),
        ("五个汉字字", 10, 2),
        ("a\nb\n\nc", 10, 4),
        ("abc", 0.5, 3),
    ],
)
def test_wrapped_text_is_counted_in_lines(text: str, width: float, lines: int) -> None:
    assert text_lines(text, width) == lines


def test_highest_text_rules_the_row() -> None:
    assert row_height([("a", 10), ("a\nb", 10)]) == row_height([("a\nb", 10)]) > row_height([("a", 10)])


def test_row_is_never_higher_than_a_worksheet_allows() -> None:
    assert row_height([("\n" * 100, 10)]) == 409.0


def test_row_without_text_has_one_line() -> None:
    assert row_height([]) == row_height([("a", 10)])
