"""The figures of a model version in words: what was measured, how it came out, and what is asked of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from features.declare import Words
from models.drift import BLOCK, WARN
from models.promotion import Thresholds
from models.rounding import outward
from models.stability import LEAST

__all__ = ["MEASURES", "NOT_MEASURED", "VERDICTS", "Language", "Measure", "figure_lines"]

Language = Literal["zh", "en"]
Part = Mapping[str, Any]

NOT_MEASURED: Final = Words("未测", "not measured")
VERDICTS: Final = {
    "pass": Words("符合", "pass"),
    "fail": Words("不符合", "fail"),
    "insufficient": Words("证据不足（不等于公平）", "insufficient evidence (which is not “fair”)"),
    "none": Words("无可比版本", "nothing to compare with"),
    "steady": Words("平稳", "steady"),
    "warn": Words("有变化，应留意", "moved: take note"),
    "block": Words("变化过大", "moved too far"),
    "on": Words("已启用", "on"),
    "off": Words("未启用", "off"),
    "": Words("供参考", "for information"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table of figures.

    Parameters
    ----------
    part : str
        Part of the figures of a run or version.
    name, asked : Words
        What it is called, and what is asked of it.
    told : callable
        ``told(part)`` returns the result in words.
    verdict : callable
        ``verdict(part)`` returns a key of `VERDICTS`.
    """

    part: str
    name: Words
    asked: Words
    told: Callable[[Part], Words]
    verdict: Callable[[Part], str]


def _number(value: Any, form: str = ".3f") -> str:
    """Return a number as text, or a dash where it is not known."""
    return format(value, form) if isinstance(value, int | float) else "—"


def _interval(value: Any) -> str:
    """Return an estimate with its interval in per cent, which is rounded outward so that it holds the estimate."""
    if not isinstance(value, list | tuple):
        return "—"
    estimate, *ends = value
    least, most = (end if isinstance(end, int | float) else math.nan for end in ends)
    low, high = outward(least, most, 1, per_cent=True)
    return f"{_number(estimate, '.1%')} [{low}, {high}]"


def _met(value: Any, met: Callable[[Any], bool]) -> str:
    return "insufficient" if not isinstance(value, int | float) else "pass" if met(value) else "fail"


def _stability(part: Part) -> Words:
    jaccard, seeds = _number(part.get("jaccard")), len(part.get("seeds", ()))
    return Words(
        f"{seeds}个随机种子之间，前1%名单（至少{LEAST}户）的平均Jaccard系数为{jaccard}",
        f"mean Jaccard of the top 1 %, at least {LEAST} households, between {seeds} seeds: {jaccard}",
    )


def _monotonicity(part: Part) -> Words:
    households, flags, fell = (_number(part.get(name), ",") for name in ("households", "flags", "violations"))
    return Words(
        f"{households}户逐项各加一条疑点（{flags}项），分数下降的有{fell}次",
        f"one more of each of {flags} flags, households tried: {households}, scores that fell: {fell}",
    )


def _fairness(part: Part) -> Words:
    rows = [*part.get("selection", ()), *part.get("false_alarms", ())]
    outside = sum(row.get("verdict") == "outside" for row in rows)
    open_rows = sum(row.get("verdict") == "insufficient evidence" for row in rows)
    return Words(
        f"按民族、残疾、性别、年龄等分组比较{len(rows)}项：超出范围{outside}项，证据不足{open_rows}项",
        f"{len(rows)} comparisons by ethnicity, disability, sex, age and others: {outside} outside, "
        f"{open_rows} with insufficient evidence",
    )


def _drift(part: Part) -> Words:
    if part.get("verdict") == "none":
        return Words("此前没有可比的版本", "there was no version before")
    features = part.get("features") or {}
    moved = sum(value >= WARN for value in features.values() if isinstance(value, int | float))
    score = _number(part.get("score"))
    return Words(
        f"分数的PSI为{score}；{len(features)}项特征中达到{WARN}的有{moved}项",
        f"PSI of the score {score}; {moved} of {len(features)} features at {WARN} or more",
    )


def _chance(part: Part) -> Words:
    p_value, rounds, first, expected = (
        _number(part.get("p_value"), ".4f"),
        _number(part.get("rounds"), ","),
        _number(part.get("listed"), ","),
        _number(part.get("listed_q"), ".1%"),
    )
    return Words(
        f"乡镇内置换检验{rounds}次，p={p_value}；前{first}户中预计误报比例{expected}",
        f"p = {p_value} by {rounds} permutations within townships; false leads expected among the first {first}: "
        f"{expected}",
    )


def _findings(part: Part) -> Words:
    used, random = (_number(part.get(name), ",") for name in ("used", "random"))
    prevalence, precision = _interval(part.get("prevalence")), _interval(part.get("precision"))
    reason_zh, reason_en = part.get("reason_zh") or "", part.get("reason_en") or ""
    return Words(
        f"用到核查结果{used}件，其中随机抽取{random}件；问题占比{prevalence}，名单准确率{precision}。{reason_zh}",
        f"findings used: {used}, of them drawn at random: {random}; prevalence {prevalence}, precision of the list "
        f"{precision}. {reason_en}".rstrip(),
    )


MEASURES: Final = (
    Measure(
        "stability",
        Words("稳定性", "Stability"),
        Words(f"不低于{Thresholds().jaccard}", f"at least {Thresholds().jaccard}"),
        _stability,
        lambda part: _met(part.get("jaccard"), lambda value: value >= Thresholds().jaccard),
    ),
    Measure(
        "monotonicity",
        Words("单调性", "Monotonicity"),
        Words(f"{Thresholds().violations}次", f"{Thresholds().violations} falls"),
        _monotonicity,
        lambda part: _met(part.get("violations"), lambda value: value <= Thresholds().violations),
    ),
    Measure(
        "fairness",
        Words("公平性", "Fairness"),
        Words("比值在0.80至1.25之间", "ratios within 0.80 and 1.25"),
        _fairness,
        lambda part: str(part.get("verdict", "insufficient")),
    ),
    Measure(
        "drift",
        Words("漂移", "Drift"),
        Words(f"PSI低于{BLOCK}", f"PSI below {BLOCK}"),
        _drift,
        lambda part: str(part.get("verdict", "none")),
    ),
    Measure(
        "chance",
        Words("有无线索可查", "Is there anything to find"),
        Words("—", "—"),
        _chance,
        lambda _: "",
    ),
    Measure(
        "findings",
        Words("核查结果", "Findings"),
        Words("—", "—"),
        _findings,
        lambda part: "on" if part.get("on") else "off",
    ),
)


def figure_lines(figures: Mapping[str, Any], language: Language) -> list[tuple[str, str, str, str]]:
    """Return the table of figures: name, result, what is asked, verdict.

    Parameters
    ----------
    figures : mapping
        Parts by name; one that was not reckoned is absent and told as "not measured".
    language : {"zh", "en"}
        Of the words.

    Returns
    -------
    list of tuple of str
        One row a measure, in the order of `MEASURES`.

    Examples
    --------
    >>> figure_lines({"stability": {"seeds": [0, 1], "jaccard": 0.9}}, "en")[0][1:]
    ('mean Jaccard of the top 1 %, at least 50 households, between 2 seeds: 0.900', 'at least 0.85', 'pass')
    >>> figure_lines({}, "en")[0][1:]
    ('not measured', 'at least 0.85', 'not measured')
    """
    missing = getattr(NOT_MEASURED, language)
    lines = []
    for measure in MEASURES:
        part = figures.get(measure.part)
        result, verdict = missing, missing
        if part:
            result, key = getattr(measure.told(part), language), measure.verdict(part)
            verdict = getattr(VERDICTS[key], language) if key in VERDICTS else key
        lines.append((getattr(measure.name, language), result, getattr(measure.asked, language), verdict))
    return lines
