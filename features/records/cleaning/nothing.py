"""Words by which a whole cell says that nothing is known."""

from typing import Final

from features.records.rule import Rule

__all__ = ["LONGEST", "NOTHING", "RULES", "WORDS", "is_nothing"]

NOTHING: Final = Rule("word for a missing value", "表示空值的词")
RULES: Final = (NOTHING,)

WORDS: Final = frozenset(
    (
        *("无", "空", "不详", "未知", "暂无", "没有", "缺失", "未填", "未填写", "无数据", "空值"),
        *("-", "--", "---", "—", "——", "–", "－", "－－", "/", "//", "／", "\\", "＼", "?", "？", "…", "……"),
        *("n/a", "na", "#n/a", "#na", "null", "(null)", "<null>", "[null]", "\\n", "none", "nan", "nat", "nil"),
        *("#value!", "#ref!", "#name?", "#num!", "#div/0!", "#null!", "#n/a!"),
    )
)
"""In lower case, as the engine and Python write it alike; errors of a spreadsheet's formulas are among them."""
LONGEST: Final = max(map(len, WORDS))


def is_nothing(text: str) -> bool:
    r"""Whether a whole cell is a word for a missing value.

    Parameters
    ----------
    text : str
        The cell without spaces around it.

    Examples
    --------
    >>> is_nothing("NULL"), is_nothing("——"), is_nothing("无为县")
    (True, True, False)
    """
    return len(text) <= LONGEST and text.lower() in WORDS
