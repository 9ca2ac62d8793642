"""Words of one step."""

import pytest

from features.records.kin.hops import HOPS, INVERSE, hop_word


def test_every_word_is_found_by_what_it_says() -> None:
    for word, hop in HOPS.items():
        assert hop_word(hop.relation, hop.sex, elder=hop.elder) == word
        assert hop.relation in INVERSE


def test_inverse_twice_is_the_same() -> None:
    assert all(INVERSE[INVERSE[relation]] == relation for relation in INVERSE)


@pytest.mark.parametrize(
    ("relation", "sex", "elder", "word"),
    [("spouse", "F", True, "wife"), ("sibling", None, True, "elder_sibling"), ("cousin", "M", None, "relative")],
)
def test_age_counts_for_siblings_and_the_unknown_is_a_relative(
    relation: str, sex: str | None, elder: bool | None, word: str
) -> None:
    assert hop_word(relation, sex, elder=elder) == word
