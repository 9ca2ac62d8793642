"""What a version has to show before it may become champion, and how a named person may decide otherwise."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from features.errors import SettingError

__all__ = ["Override", "Shortfall", "Thresholds", "blocking", "gate", "signature"]

_LONGEST_NAME: Final = 100
_LONGEST_REASON: Final = 1000
#: As long as a citizen number of either kind; a phone number, a day and a file number are shorter.
_LONG_NUMBER: Final = re.compile(r"\d{15}")
_WHO: Final = "name of who answers for"
_WHY: Final = "reason of"


@dataclass(frozen=True)
class Thresholds:
    """What is asked of a version.

    Parameters
    ----------
    jaccard : float
        Least mean Jaccard index of the top 1 % between seeds, in [0, 1].
    violations : int
        Most households that one more red flag moved away from rank 1.
    """

    jaccard: float = 0.85
    violations: int = 0


@dataclass(frozen=True)
class Shortfall:
    """One thing that a version does not show.

    Parameters
    ----------
    part : str
        Of the figures: ``stability``, ``monotonicity``, ``fairness`` or ``drift``.
    zh, en : str
        What falls short, in words.
    blocks : bool
        Whether it keeps the version from being promoted; else it is only told.
    """

    part: str
    zh: str
    en: str
    blocks: bool = True


@dataclass(frozen=True)
class Override:
    """A person who answers for a promotion.

    Parameters
    ----------
    by : str
        Name, at most 100 characters.
    reason : str
        Why, at most 1,000 characters; kept in MLflow, so it should name nobody.

    Raises
    ------
    SettingError
        If one is empty, too long, or holds control characters or a long number.

    Examples
    --------
    >>> Override(" 李 ", "").by
    Traceback (most recent call last):
        ...
    features.errors.SettingError: the reason of a promotion is empty: write one with --reason.
    """

    by: str
    reason: str

    def __post_init__(self) -> None:
        by, reason = signature(self.by, self.reason)
        for text, what, option in ((by, _WHO, "--override-by"), (reason, _WHY, "--reason")):
            if not text:
                raise SettingError(f"the {what} a promotion is empty: write one with {option}.")
        object.__setattr__(self, "by", by)
        object.__setattr__(self, "reason", reason)


def signature(by: str, reason: str) -> tuple[str, str]:
    """Return who changes the champion and why, without needless blanks; either may be empty.

    Raises
    ------
    SettingError
        If one is too long, or holds characters that cannot be shown.

    Examples
    --------
    >>> signature(" 李  ", "trial over")
    ('李', 'trial over')
    """
    return _worded(by, _WHO, _LONGEST_NAME), _worded(reason, _WHY, _LONGEST_REASON)


def _worded(text: str, what: str, longest: int) -> str:
    text = " ".join(text.split())
    if _LONG_NUMBER.search(text):
        raise SettingError(
            f"the {what} a promotion holds a long number, which may be a person's: name no household and no applicant, "
            "since it is kept for good."
        )
    if len(text) > longest or not text.isprintable():
        raise SettingError(
            f"the {what} a promotion is too long or holds characters that cannot be shown: write at most {longest:,} "
            "plain characters."
        )
    return text


def gate(figures: Mapping[str, Any], thresholds: Thresholds | None = None) -> list[Shortfall]:
    """Return what keeps a version from being champion, or should be known before it becomes one.

    Parameters
    ----------
    figures : mapping
        Of the version; a part that was not measured is absent, and falls short.
    thresholds : Thresholds, optional
        What is asked; default: Jaccard 0.85, no violation.

    Returns
    -------
    list of Shortfall
        In the order stability, monotonicity, fairness, drift; empty if nothing is to be said.

    Examples
    --------
    >>> [short.en for short in gate({"stability": {"jaccard": 0.8}})][:2]
    ['stability: the first 1 % of two seeds share 0.80 (Jaccard), at least 0.85 is asked', 'monotonicity: not measured']
    """
    asked = thresholds or Thresholds()
    found: list[Shortfall] = []
    for part, judge in _JUDGES.items():
        measured = figures.get(part)
        shortfall = judge(measured, asked) if isinstance(measured, Mapping) else _unmeasured(part)
        found += [shortfall] if shortfall else []
    return found


def blocking(shortfalls: Iterable[Shortfall]) -> list[Shortfall]:
    """Return the shortfalls that keep a version from being promoted."""
    return [shortfall for shortfall in shortfalls if shortfall.blocks]


def _unmeasured(part: str) -> Shortfall:
    return Shortfall(part, f"{_NAMES[part]}：未测算", f"{part}: not measured")


def _number(value: Any, most: float = sys.float_info.max) -> float | None:
    """Return a number from 0 to `most`, None for anything else."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most
    return float(value) if known else None


def _stability(measured: Mapping[str, Any], asked: Thresholds) -> Shortfall | None:
    jaccard = _number(measured.get("jaccard"), most=1)
    if jaccard is None:
        return _unmeasured("stability")
    if jaccard >= asked.jaccard:
        return None
    return Shortfall(
        "stability",
        f"稳定性：不同随机种子下前1%名单的雅卡尔系数为{jaccard:.2f}，要求不低于{asked.jaccard:.2f}",
        f"stability: the first 1 % of two seeds share {jaccard:.2f} (Jaccard), at least {asked.jaccard:.2f} is asked",
    )


def _monotonicity(measured: Mapping[str, Any], asked: Thresholds) -> Shortfall | None:
    violations, households, flags = (_number(measured.get(key)) for key in ("violations", "households", "flags"))
    if violations is None or not households or not flags:
        return _unmeasured("monotonicity")
    if violations <= asked.violations:
        return None
    return Shortfall(
        "monotonicity",
        f"单调性：新增一条疑点反而使排名靠后{violations:,.0f}次，要求不超过{asked.violations}次",
        f"monotonicity: one more red flag moved a household down {violations:,.0f} times, at most "
        f"{asked.violations} is asked",
    )


def _fairness(measured: Mapping[str, Any], _: Thresholds) -> Shortfall | None:
    match measured.get("verdict"):
        case "pass":
            return None
        case "fail":
            zh, en = "公平性：有群体的比率超出0.80至1.25", "fairness: the ratio of a group lies outside 0.80 to 1.25"
            return Shortfall("fairness", zh, en)
        case "insufficient":
            zh, en = "公平性：证据不足，不能认定为公平", "fairness: insufficient evidence, which does not mean fair"
            return Shortfall("fairness", zh, en, blocks=False)
    return _unmeasured("fairness")


def _drift(measured: Mapping[str, Any], _: Thresholds) -> Shortfall | None:
    match measured.get("verdict"):
        case "none" | "steady":
            return None
        case "warn":
            zh, en = (
                "数据漂移：有指标明显变化（PSI不低于0.10）",
                "drift: a feature or the score has moved (PSI of 0.10 or more)",
            )
            return Shortfall("drift", zh, en, blocks=False)
        case "block":
            zh, en = (
                "数据漂移：有指标变化过大（PSI不低于0.25）",
                "drift: a feature or the score has moved far (PSI of 0.25 or more)",
            )
            return Shortfall("drift", zh, en)
    return _unmeasured("drift")


_NAMES: Final = {"stability": "稳定性", "monotonicity": "单调性", "fairness": "公平性", "drift": "数据漂移"}
_JUDGES: Final[Mapping[str, Callable[[Mapping[str, Any], Thresholds], Shortfall | None]]] = {
    "stability": _stability,
    "monotonicity": _monotonicity,
    "fairness": _fairness,
    "drift": _drift,
}
