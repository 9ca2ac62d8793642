"""What a register's words and codes say."""

import pytest

from features.records.kin.hops import HOPS, INVERSE
from features.records.kin.relations import CODES, RELATIONS, read_relation, read_relations

STANDARD = {
    "head": "0 01 02 03",
    "spouse": "1 10",
    "husband": "11",
    "wife": "12",
    "son": "2 20 21 22 23 24 25 26 27 29",
    "daughter": "3 30 31 32 33 34 35 36 37 39",
    "son_in_law": "28",
    "daughter_in_law": "38",
    "grandchild": "4 40 49",
    "grandson": "41 43",
    "granddaughter": "42 44",
    "grandson wife": "45",
    "granddaughter husband": "46",
    "grandchild son": "47",
    "grandchild daughter": "48",
    "parent": "5 50 59",
    "father": "51 57",
    "mother": "52 58",
    "father_in_law": "53 55",
    "mother_in_law": "54 56",
    "grandparent": "6 60 69",
    "grandfather": "61 63",
    "grandmother": "62 64",
    "spouse grandparent": "65",
    "grandparent father": "66",
    "grandparent mother": "67",
    "spouse grandparent parent": "68",
    "sibling": "7 70 79",
    "elder_brother": "71",
    "elder_brother wife": "72",
    "younger_brother": "73",
    "younger_brother wife": "74",
    "elder_sister": "75",
    "elder_sister husband": "76",
    "younger_sister": "77",
    "younger_sister husband": "78",
    "father elder_brother": "81",
    "father elder_brother wife": "82",
    "father younger_brother": "83",
    "father younger_brother wife": "84",
    "mother brother": "85",
    "mother brother wife": "86",
    "mother sister husband": "87",
    "mother sister": "88",
    "father sister husband": "89",
    "father sister": "90",
    "father brother child": "91",
    "parent sibling child": "92",
    "brother son": "93",
    "brother daughter": "94",
    "sister son": "95",
    "sister daughter": "96",
    "untold": "8 80 97 98 99",
}
"""Every code of GB/T 4761, by what it says."""


def steps(said: str) -> str | None:
    """Return what a word says in one string, None if it is not read."""
    read = read_relation(said)
    if read is None:
        return None
    return "head" if read.role == "head" else " ".join(read.steps) or "untold"


@pytest.mark.parametrize(("code", "said"), [(code, said) for said, codes in STANDARD.items() for code in codes.split()])
def test_every_code_of_the_standard_is_read(code: str, said: str) -> None:
    assert steps(code) == said


def test_no_other_code_is_read() -> None:
    assert sorted(CODES) == sorted(code for codes in STANDARD.values() for code in codes.split())
    for number in range(1000):
        for code in {str(number), f"{number:02}", f"{number:03}"} - set(CODES):
            assert read_relation(code) is None, code


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *((word, word) for word in ("head", "spouse", "son", "daughter", "son_in_law", "daughter_in_law", "father")),
        *((word, word) for word in ("mother", "grandchild", "grandparent", "sibling")),
        ("other", "untold"),
        ("户主", "head"),
        ("本人", "head"),
        ("配偶", "spouse"),
        ("夫", "husband"),
        ("妻子", "wife"),
        ("独生子", "son"),
        ("次女", "daughter"),
        ("儿媳", "daughter_in_law"),
        ("女婿", "son_in_law"),
        ("外孙女", "granddaughter"),
        ("岳母", "mother_in_law"),
        ("外祖父", "grandfather"),
        ("嫂", "elder_brother wife"),
        ("妹夫", "younger_sister husband"),
        ("妻弟", "wife younger_brother"),
        ("小姑子", "husband younger_sister"),
        ("婶母", "father younger_brother wife"),
        ("侄儿", "brother son"),
        ("非亲属", "untold"),
        ("其他亲属", "untold"),
    ],
)
def test_words_are_read(said: str, meant: str) -> None:
    assert steps(said) == meant


@pytest.mark.parametrize(
    "written",
    ["长 子", " 长子", "长子\u200b", "２２", "22.0", "户主之长子", "之长子", "（长子）", "22长子", "22-长子", "'22"],
)
def test_one_relation_is_written_in_many_ways(written: str) -> None:
    assert steps(written) == "son"


@pytest.mark.parametrize("said", ["", "媳妇", "弟妹", "张三", "22长女", "220", "户主之", "hed", "长子之妻？"])
def test_what_is_not_certain_is_not_read(said: str) -> None:
    assert read_relation(said) is None


def test_a_zero_in_front_is_part_of_the_code() -> None:
    assert (steps("01"), steps("1"), steps("02"), steps("2")) == ("head", "spouse", "head", "son")


@pytest.mark.parametrize(
    ("column", "first"),
    [
        (["1", "10", "20"], "head"),
        (["1", "01", "10"], "spouse"),
        (["1", "户主", "10"], "spouse"),
        (["1", "2", "3"], "spouse"),
        (["1", "10", "3"], "spouse"),
        (["1"], "spouse"),
    ],
)
def test_a_lost_zero_is_certain_only_where_nobody_else_is_head(column: list[str], first: str) -> None:
    read = read_relations(column)["1"]
    assert (read.role or " ".join(read.steps)) == first


def test_the_data_is_in_known_words() -> None:
    assert set(CODES.values()) <= set(RELATIONS)
    for relation in RELATIONS.values():
        assert set(relation.steps) <= set(HOPS)
        if relation.also:
            role, beyond = relation.also
            assert role in {"spouse", "father", "mother"}
            assert HOPS[beyond].relation in INVERSE
