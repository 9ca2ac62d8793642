"""The words of a check's report: templates in two languages, and the names of tables, columns and rules in them."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from detection.session import Language
from features.declare import Words
from features.records.contract import CONTRACT
from features.records.rulebook import in_chinese
from features.records.titles import Title, title

__all__ = ["need_text", "one_of", "percent", "rule_text", "table_name", "tell", "visible", "wording"]

COLUMNS: Final = frozenset(column.name for table in CONTRACT for column in table.columns)
HIDDEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that are not seen, steer a terminal or turn the direction of writing."""


@cache
def wording(language: Language) -> dict[str, str]:
    """Return all templates in one language, by key."""
    text = files("detection.reports").joinpath("check_words.toml").read_text(encoding="utf-8")
    place = 0 if language is Language.ZH else 1
    return {key: words[place] for key, words in tomllib.loads(text).items()}


def tell(language: Language, key: str, **words: object) -> str:
    """Return a template in `language` with its words filled in; numbers get separators of thousands."""
    told = {name: f"{word:,}" if isinstance(word, int) else str(word) for name, word in words.items()}
    return wording(language)[key].format(**told)


def one_of(words: Words | Title, language: Language) -> str:
    """Return the words in `language`."""
    return words.zh if language is Language.ZH else words.en


def visible(text: str) -> str:
    r"""Return text from outside with a mark for every character that could not be seen.

    Examples
    --------
    >>> visible("a\u202eb\x1b[2J")
    'a\ufffdb\ufffd[2J'
    """
    return "".join("\ufffd" if unicodedata.category(character) in HIDDEN else character for character in text)


def table_name(table: str, language: Language) -> str:
    """Return what a table is called: in Chinese by its title, in English by its canonical name."""
    return title(table).zh if language is Language.ZH else table


def rule_text(table: str, rule: str, language: Language) -> str:
    """Return a counted rule, with its column, in `language`.

    Parameters
    ----------
    table : str
        Table of the contract that it was counted for.
    rule : str
        ``column: rule`` or ``rule``, in English.
    language : Language
        To say it in.

    Returns
    -------
    str
        In Chinese the column has its title.

    Examples
    --------
    >>> rule_text("persons", "sex: not one of M, F", Language.ZH)
    '性别：不是规定的取值（M、F）'
    """
    if language is Language.EN:
        return visible(rule)
    column, _, rest = rule.partition(": ")
    if not rest or column not in COLUMNS:
        return visible(in_chinese(rule))
    return visible(f"{_column(table, column)}：{in_chinese(rest)}")


def need_text(need: str, language: Language) -> str:
    """Return a need of a feature in `language`: a table, columns of it, or alternatives.

    Examples
    --------
    >>> need_text("kinship|persons.relation_to_head", Language.ZH)
    '亲属关系或户籍人口·与户主关系'
    >>> need_text("decisions.surveyed_on", Language.EN)
    'decisions.surveyed_on'
    """
    told = [_need(either, language) for either in need.split("|")]
    text = told[0]
    for other in told[1:]:
        text = tell(language, "either", first=text, second=other)
    return text


def percent(share: float | None) -> str:
    """Return a share as per cent; a dash where there is none.

    A share that is not quite nothing or everything is never shown as 0 % or 100 %.

    Examples
    --------
    >>> percent(0.25), percent(0.99999), percent(0.00001), percent(None)
    ('25.0 %', '99.9 %', '0.1 %', '–')
    """
    if share is None:
        return "–"
    if share in {0.0, 1.0}:
        return f"{share:.0%}".replace("%", " %")
    return f"{min(max(100 * share, 0.1), 99.9):.1f} %"


def _need(need: str, language: Language) -> str:
    table, *columns = need.split(".")
    if language is Language.EN:
        return need
    return (
        "·".join([title(table).zh, "、".join(title(table, column).zh for column in columns)])
        if columns
        else title(table).zh
    )


def _column(table: str, column: str) -> str:
    """Return the title of a column, of another table where this one has none of that name."""
    try:
        return title(table, column).zh
    except KeyError:
        return column
