import errno

import pytest
import typer

from detection.failures import DEFECT, MENDABLE, STOPPED, explain
from features.errors import DataError


def test_our_own_errors_become_one_line() -> None:
    assert explain(DataError("persons.csv lacks\nthe column x: add it.")) == (
        "persons.csv lacks the column x: add it.",
        MENDABLE,
    )


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "/data/persons.csv: permission denied; get the right to use it, or name another place."),
        (errno.ENOSPC, "/data/persons.csv: no space left on device; make room on that disk"),
        (errno.ENOENT, "/data/persons.csv: no such file or directory; check the path"),
    ],
)
def test_the_system_s_errors_say_where_and_how_to_mend(number: int, told: str) -> None:
    sentence, code = explain(OSError(number, "whatever a library calls it", "/data/persons.csv"))
    assert sentence.startswith(told)
    assert code == MENDABLE


def test_a_system_error_without_a_path_is_a_sentence_too() -> None:
    sentence, code = explain(OSError("something"))
    assert sentence == "a file or folder that it needs: it cannot be used; check the path, or name another one."
    assert code == MENDABLE


def test_a_slip_in_usage_points_to_the_help() -> None:
    sentence, code = explain(typer.BadParameter("'x' is no day."))
    assert sentence.endswith("'x' is no day: see 'mingcha --help'.")
    assert code == MENDABLE


def test_an_interrupt_and_too_little_memory_are_no_defects() -> None:
    assert explain(KeyboardInterrupt())[1] == STOPPED
    assert explain(MemoryError())[1] == MENDABLE


def test_of_a_defect_only_the_type_is_told() -> None:
    sentence, code = explain(ValueError("张三丰 11010519491231002X"))
    assert sentence == "a defect of mingcha ended this command (ValueError): run it again with --debug and report it."
    assert code == DEFECT
