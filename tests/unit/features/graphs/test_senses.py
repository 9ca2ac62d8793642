"""How near relatives are in law, on known relations."""

from itertools import product

import pytest

from features.graphs.declared import declared_steps, differs
from features.graphs.senses import inverse_chain, kin_chain, kin_sense


@pytest.mark.parametrize(
    ("relations", "sense"),
    [
        ("", "close"),
        ("spouse", "close"),
        ("parent", "close"),
        ("sibling", "close"),
        ("parent child", "close"),
        ("parent parent", "close"),
        ("grandparent", "close"),
        ("grandchild", "close"),
        ("child child", "close"),
        ("spouse child", "close"),
        ("parent_in_law", "wider"),
        ("spouse parent", "wider"),
        ("spouse sibling", "wider"),
        ("spouse sibling spouse", "wider"),
        ("sibling spouse", "wider"),
        ("child_in_law", "wider"),
        ("child spouse", "wider"),
        ("child spouse parent", "wider"),
        ("parent sibling", "wider"),
        ("parent parent child", "wider"),
        ("sibling child", "wider"),
        ("parent sibling child", "wider"),
        ("parent sibling spouse", "wider"),
        ("child parent", "wider"),
        ("grandparent sibling", "distant"),
        ("sibling child child", "distant"),
        ("spouse parent sibling child", "wider"),
        ("spouse parent parent", "distant"),
        ("other", "distant"),
        ("other child", "distant"),
    ],
)
def test_known_relations(relations: str, sense: str) -> None:
    assert kin_sense(kin_chain(relations.split())) == sense


def test_a_tie_is_as_near_from_one_end_as_from_the_other() -> None:
    for letters in (letters for length in range(6) for letters in product("SPCB?", repeat=length)):
        chain = "".join(letters)
        assert kin_sense(inverse_chain(chain)) == kin_sense(chain), chain


@pytest.mark.parametrize(
    ("said", "chains", "expected"),
    [
        ("sibling", ["B"], False),
        ("弟弟", ["P"], True),
        ("son", ["P"], False),
        ("parent", ["B", "C"], False),
        ("岳父", ["SP"], False),
        ("婆婆", ["PP"], True),
        ("other", ["B"], None),
        ("亲戚", ["B"], None),
        ("？", ["B"], None),
    ],
)
def test_what_was_declared_is_read_from_either_side(said: str, chains: list[str], expected: bool | None) -> None:
    assert differs(said, chains) is expected


def test_a_declared_word_says_steps_or_nothing() -> None:
    assert declared_steps("侄子") == ("brother", "son")
    assert declared_steps("户主") == ()
