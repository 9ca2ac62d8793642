"""Somebody whom a register implies and does not name."""

import pytest

from features.records.kin.unnamed import Unnamed, read_unnamed, unnamed_elder, unnamed_sex

HEAD, NEPHEW = "∅elder_brother son P7", "P7"
UNCLE = "∅father elder_brother P8"


def test_the_key_says_who_it_is_whatever_the_person_is_called() -> None:
    assert read_unnamed("∅mother sister P 7 ") == Unnamed("mother", "sister", "P 7 ")
    assert read_unnamed("P7") is None


def test_sex_is_that_of_the_word() -> None:
    assert [unnamed_sex(key) for key in (HEAD, "∅mother sister P", "∅parent sibling P", "P7")] == ["M", "F", None, None]


@pytest.mark.parametrize(
    ("a", "b", "elder"),
    [
        ("H", HEAD, True),
        (HEAD, "H", False),
        (UNCLE, "P8", True),
        ("P8", UNCLE, False),
        (UNCLE, "∅elder_brother wife P8", True),
        ("∅elder_brother wife P8", UNCLE, False),
        ("H", "∅brother son P7", None),
        ("H", "P7", None),
    ],
)
def test_who_is_the_elder_is_known_from_either_side(a: str, b: str, elder: bool | None) -> None:
    assert unnamed_elder(a, b) is elder
