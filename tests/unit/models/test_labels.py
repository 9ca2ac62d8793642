"""Everything that a training records has a name in both languages."""

import dataclasses

import pytest

from detection.settings import Settings
from features.registry import FEATURES
from models.labels import FIGURES, KIN, SETTINGS, flag_shares, flag_words, label_words, need_words, tells_share

RECORDED = {"as_of", "fingerprint", "version", "households", "off", "law"}


def test_every_setting_has_a_name() -> None:
    assert {field.name for field in dataclasses.fields(Settings)} | RECORDED <= set(SETTINGS)


@pytest.mark.parametrize("name", [*SETTINGS, *FIGURES])
def test_names_are_chinese_in_chinese_and_english_in_english(name: str) -> None:
    words = label_words(name)
    assert any("\u4e00" <= character <= "\u9fff" for character in words.zh)
    assert words.en.isascii()


def test_no_two_things_have_one_name() -> None:
    names = [*map(label_words, [*SETTINGS, *FIGURES]), *map(flag_words, (one.name for one in FEATURES))]
    assert len({words.zh for words in names}) == len({words.en for words in names}) == len(names)


def test_flags_have_their_code() -> None:
    for feature in FEATURES:
        assert flag_words(feature.name).zh.startswith(f"{feature.flag} ")
        assert tells_share(f"share.{feature.name}")
    assert not tells_share("share.of_nothing")
    assert not tells_share("households")


def test_the_largest_share_comes_first_and_what_all_have_is_left_out() -> None:
    metrics = {"share.vehicle": 0.1, "share.kin_tie": 0.4, "share.moved_in": 0.0, "share.fast_track": 1.0, "x": 1.0}
    shares = flag_shares(metrics)
    assert [share for _, share in shares] == [0.4, 0.1, 0.0]
    assert shares[0][0] == flag_words("kin_tie")


def test_what_is_not_known_stands_for_itself() -> None:
    assert label_words("x").zh == label_words("x").en == flag_words("x").en[-1:] == "x"
    assert need_words("holdings|nothing.at_all").zh == "财产登记或nothing.at_all"
    assert set(KIN) == {"close", "wider", "distant"}
