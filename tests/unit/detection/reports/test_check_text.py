import re

import pytest

from detection.reports.check_text import need_text, percent, rule_text, tell, visible, wording
from detection.session import Language
from features.registry import FEATURES

HAN = re.compile(r"[\u4e00-\u9fff]")
FIELD = re.compile(r"\{(\w+)\}")


def test_every_template_has_both_languages_and_the_same_fields() -> None:
    zh, en = wording(Language.ZH), wording(Language.EN)
    assert zh.keys() == en.keys()
    for key, words in zh.items():
        assert set(FIELD.findall(words)) == set(FIELD.findall(en[key])), key
        assert HAN.search(words) or words == FIELD.sub(r"{\1}", en[key]) or "{" in words, key
        assert not HAN.search(en[key]), key


def test_the_steps_of_mending_are_as_many_in_both_languages() -> None:
    assert wording(Language.ZH)["mend_steps"].count("|") == wording(Language.EN)["mend_steps"].count("|")


def test_numbers_in_templates_have_separators() -> None:
    assert tell(Language.EN, "of", found=1234, of=5_000_000) == "1,234 of 5,000,000"


@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        ("sex: not one of M, F", "性别：不是规定的取值（M、F）"),
        ("required value is missing", "缺少必填值"),
        ("household_id: not in households", "household_id：“低保家庭”中查不到"),
        ("a note: with a colon", "a note: with a colon"),
    ],
)
def test_a_rule_is_told_with_the_title_of_its_column(rule: str, zh: str) -> None:
    assert rule_text("persons", rule, Language.ZH) == zh
    assert rule_text("persons", rule, Language.EN) == rule


def test_every_need_of_every_feature_has_words() -> None:
    for feature in FEATURES:
        for need in feature.tables:
            assert HAN.search(need_text(need, Language.ZH))
            assert not HAN.search(need_text(need, Language.EN))


def test_alternatives_are_told_as_such() -> None:
    assert need_text("kinship|persons.relation_to_head", Language.EN) == "kinship or persons.relation_to_head"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "–"), (0.0, "0 %"), (1e-9, "0.1 %"), (0.123, "12.3 %"), (0.99999, "99.9 %"), (1.0, "100 %")],
)
def test_a_share_never_rounds_to_nothing_or_all(share: float | None, shown: str) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize("mark", ["\x1b", "\u202e", "\u200b", "\u2028", "\udc80", "\x00", "\n"])
def test_what_cannot_be_seen_is_shown(mark: str) -> None:
    assert visible(f"a{mark}b") == "a\ufffdb"
    visible(f"a{mark}b").encode()
