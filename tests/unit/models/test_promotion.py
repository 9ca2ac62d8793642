from typing import Any

import pytest

from features.errors import SettingError
from models.promotion import Override, Thresholds, blocking, gate, signature

GOOD: dict[str, Any] = {
    "stability": {"jaccard": 0.85},
    "monotonicity": {"households": 10, "flags": 5, "violations": 0},
    "fairness": {"verdict": "pass"},
    "drift": {"verdict": "none"},
}


def test_a_version_that_shows_what_is_asked_has_no_shortfall() -> None:
    assert gate(GOOD) == []


@pytest.mark.parametrize(
    ("part", "measured", "words"),
    [
        ("stability", {"jaccard": 0.8499}, "at least 0.85 is asked"),
        ("monotonicity", {"households": 10, "flags": 5, "violations": 1}, "moved a household down 1 times"),
        ("fairness", {"verdict": "fail"}, "outside 0.80 to 1.25"),
        ("drift", {"verdict": "block"}, "0.25 or more"),
        ("stability", None, "stability: not measured"),
        ("stability", {}, "stability: not measured"),
        ("stability", {"jaccard": float("nan")}, "stability: not measured"),
        ("stability", {"jaccard": "0.9"}, "stability: not measured"),
        ("stability", {"jaccard": True}, "stability: not measured"),
        ("stability", {"jaccard": 10**400}, "stability: not measured"),
        ("stability", {"jaccard": 1.5}, "stability: not measured"),
        ("monotonicity", {"households": 10, "flags": 5, "violations": -1}, "monotonicity: not measured"),
        ("monotonicity", {"households": 10**400, "flags": 5, "violations": 0}, "monotonicity: not measured"),
        ("monotonicity", None, "monotonicity: not measured"),
        ("monotonicity", {"violations": 0}, "monotonicity: not measured"),
        ("monotonicity", {"households": 0, "flags": 5, "violations": 0}, "monotonicity: not measured"),
        ("fairness", None, "fairness: not measured"),
        ("fairness", {"verdict": "splendid"}, "fairness: not measured"),
        ("drift", None, "drift: not measured"),
        ("drift", [], "drift: not measured"),
    ],
)
def test_what_falls_short_keeps_a_version_from_being_champion(part: str, measured: Any, words: str) -> None:
    (shortfall,) = gate(GOOD | {part: measured})
    assert (shortfall.part, shortfall.blocks) == (part, True)
    assert words in shortfall.en
    assert blocking([shortfall]) == [shortfall]


@pytest.mark.parametrize(("part", "verdict"), [("fairness", "insufficient"), ("drift", "warn")])
def test_what_is_only_told_does_not_block(part: str, verdict: str) -> None:
    (shortfall,) = gate(GOOD | {part: {"verdict": verdict}})
    assert not shortfall.blocks
    assert blocking([shortfall]) == []


def test_nothing_measured_falls_short_in_every_part_in_both_languages() -> None:
    found = gate({})
    assert [shortfall.part for shortfall in found] == ["stability", "monotonicity", "fairness", "drift"]
    assert all("未测算" in shortfall.zh for shortfall in found)


def test_thresholds_can_be_others() -> None:
    assert gate(GOOD | {"stability": {"jaccard": 0.5}}, Thresholds(jaccard=0.5)) == []
    assert len(gate(GOOD, Thresholds(jaccard=0.9))) == 1


@pytest.mark.parametrize(
    ("by", "reason", "words"),
    [
        ("", "why", "write one with --override-by"),
        (" \t", "why", "write one with --override-by"),
        ("Li", "", "write one with --reason"),
        ("Li", "\n", "write one with --reason"),
        ("x" * 101, "why", "at most 100"),
        ("Li", "x" * 1001, "at most 1,000"),
        ("Li\x1b[2J", "why", "cannot be shown"),
        ("Li", "why\u202e", "cannot be shown"),
    ],
)
def test_an_override_needs_a_name_and_a_reason(by: str, reason: str, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        Override(by, reason)


def test_blanks_around_and_within_are_trimmed() -> None:
    assert Override("  李  处长", "one\n two") == Override("李 处长", "one two")
    assert signature("", "") == ("", "")


@pytest.mark.parametrize("number", ["110105194912310021", "11010519491231002X", "130503670401001"])
def test_a_number_as_long_as_a_citizens_is_kept_in_no_history(number: str) -> None:
    for by, reason in ((number, "trial over"), ("李", f"see {number}.")):
        with pytest.raises(SettingError, match="a long number, which may be a person's") as refused:
            signature(by, reason)
        assert number not in str(refused.value)
