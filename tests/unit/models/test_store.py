import pytest

from features.errors import ModelError
from models.artifacts import digest
from models.store import verified, without_statement


def test_a_file_with_its_digest_is_given_back() -> None:
    assert verified(b"abc", digest(b"abc"), "here", "mend it") == b"abc"


@pytest.mark.parametrize("expected", [None, "", digest(b"other"), digest(b"abc").upper()])
def test_a_file_with_another_digest_is_refused(expected: str | None) -> None:
    with pytest.raises(ModelError, match="here is not the one that was registered: mend it"):
        verified(b"abc", expected, "here", "mend it")


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        ("no room [SQL: INSERT\nINTO tags] [parameters: ('Li',)]", "no room"),
        ("no room[SQL: x", "no room"),
        ("[SQL: x] no room", ""),
        ("no SQL at all", "no SQL at all"),
    ],
)
def test_a_statement_and_its_values_are_cut_off(reason: str, left: str) -> None:
    assert without_statement(reason) == left
