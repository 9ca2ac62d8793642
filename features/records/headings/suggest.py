"""Proposes what unknown headers may be, by their names and by what stands below them; applies nothing."""

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from features.errors import DataError
from features.records.contract import CONTRACT
from features.records.headings.columns import Columns, columns_of
from features.records.headings.lexicon import meanings
from features.records.headings.mapping import Mapping
from features.records.headings.normal import key, readings
from features.records.headings.purposes import known_names
from features.records.headings.shapes import Evidence, evidence
from features.records.rule import Rule
from features.records.schema import Column, Table

__all__ = ["Suggestion", "TableSuggestion", "as_toml", "suggest", "suggest_table"]

LEAST: Final = 0.35
"""Confidence below which nothing is proposed."""
NAME: Final = 0.6
CELLS: Final = 0.4
"""What likeness of name and of cells weigh."""
ALONE: Final = 0.3
"""What cells weigh in addition where only one column could hold them."""
UNTESTED: Final = 0.8
"""What likeness of the name weighs where cells say nothing."""
WRONG: Final = 0.2
"""Below this share of fitting cells a column is out of the question."""
LIKE: Final = 0.5
"""Likeness of names from which it is given as a reason."""
SHORTLIST: Final = 12
"""Names, those that share most characters, that are compared in full."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a header may be.

    Parameters
    ----------
    table : str
        Canonical name of the table.
    header : str
        As it is written.
    column : str
        Canonical name of the column.
    confidence : float
        0 to 1; an order, no probability.
    reasons : tuple of Rule
        In words, without any value.
    """

    table: str
    header: str
    column: str
    confidence: float
    reasons: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class TableSuggestion:
    """What an unknown sheet may fill.

    Parameters
    ----------
    table : str
        Canonical name of the table.
    confidence : float
        0 to 1; an order, no probability.
    reasons : tuple of Rule
        In words.
    """

    table: str
    confidence: float
    reasons: tuple[Rule, ...]


def suggest(
    table: Table, header: Sequence[str], samples: Dict[str, Sequence[str]], mapping: Mapping
) -> list[Suggestion]:
    """Propose columns for the headers that nothing is known of.

    ``confidence = 0.6 name + 0.4 cells / k``, plus ``0.3 cells`` where ``k``, the number of open columns that look
    alike, is one; ``0.8 name`` where any text may stand in the column.

    Parameters
    ----------
    table : Table
        What the sheet fills.
    header : sequence of str
        Its header.
    samples : dict of str to sequence of str
        Some distinct cells by header.
    mapping : Mapping
        The user's names and words.

    Returns
    -------
    list of Suggestion
        At most one for each header and each column that is still open, in the order of the header.

    Examples
    --------
    >>> from features.records.contract import table
    >>> found = suggest(table("persons"), ["姓名", "生辰"], {"生辰": ["1980-01-01"]}, Mapping())
    >>> [(one.header, one.column) for one in found]
    [('生辰', 'birth_date')]
    """
    columns = _read(table, header, mapping)
    if columns is None:
        return []
    still_open = [column for column in table.columns if column.name not in columns.found]
    offers = sorted(
        (
            offer
            for name in columns.unread
            for offer in _offers(table, name, still_open, samples.get(name, ()), mapping)
        ),
        key=lambda offer: (-offer.confidence, header.index(offer.header), offer.column),
    )
    taken: set[str] = set()
    chosen: dict[str, Suggestion] = {}
    for offer in offers:
        if offer.header not in chosen and offer.column not in taken:
            chosen[offer.header] = offer
            taken.add(offer.column)
    return [chosen[name] for name in header if name in chosen]


def _read(table: Table, header: Sequence[str], mapping: Mapping) -> Columns | None:
    """Return the columns that are known, or None where two contradict each other, which is another matter."""
    try:
        return columns_of(table, header, mapping=mapping, file="")
    except DataError:
        return None


def _offers(
    table: Table, header: str, columns: Sequence[Column], cells: Sequence[str], mapping: Mapping
) -> Iterator[Suggestion]:
    """Give the columns that a header may be."""
    seen = {column.name: evidence(table, column, cells, mapping) for column in columns}
    rivals = Counter(found.shape for found in seen.values() if found is not None)
    for column in columns:
        found = seen[column.name]
        likeness, name = _likeness(table.name, column.name, header)
        confidence = _confidence(likeness, found, rivals[found.shape] if found else 0)
        if confidence < LEAST:
            continue
        reasons = [Rule(f"the name is like {name}", f"名称近似“{name}”")] if likeness >= LIKE else []
        if found is not None:
            reasons.append(found.reason)
        yield Suggestion(table.name, header, column.name, confidence, tuple(reasons))


def _confidence(likeness: float, found: Evidence | None, rivals: int) -> float:
    if found is None:
        return round(UNTESTED * likeness, 2)
    if found.share < WRONG:
        return 0.0
    alone = ALONE * found.share if rivals == 1 else 0.0
    return round(min(NAME * likeness + CELLS * found.share / rivals + alone, 0.99), 2)


def _likeness(table: str, column: str, header: str) -> tuple[float, str]:
    """Return how like a header is to the nearest name of a column (0 to 1), and that name."""
    best, name = 0.0, ""
    for reading in readings(header):
        marks = set(reading.key)
        names = sorted(_names(table, column), key=lambda known: (-_shared(marks, known), known))[:SHORTLIST]
        for known in names:
            ratio = difflib.SequenceMatcher(None, reading.key, known, autojunk=False).ratio()
            likeness = (ratio + _shared(marks, known)) / 2
            if likeness > best:
                best, name = likeness, known
    return best, name


def _shared(marks: set[str], known: str) -> float:
    """Return the share of characters that two names have in common, of those in either."""
    others = set(known)
    return len(marks & others) / len(marks | others)


@cache
def _names(table: str, column: str) -> tuple[str, ...]:
    known = (name for name, meaning in meanings(table).items() if meaning.columns == (column,))
    return (*sorted(known), key(column))


def suggest_table(
    header: Sequence[str], samples: Dict[str, Sequence[str]], mapping: Mapping | None = None
) -> TableSuggestion | None:
    """Propose the table that a sheet with an unknown name may fill.

    ``confidence = 0.6 required + 0.4 known``: the share of the table's required columns that are there or proposed
    (those at their confidence; those that a file of a single purpose fixes are left out), and the share of the
    header that the table knows.

    Parameters
    ----------
    header : sequence of str
        Its header.
    samples : dict of str to sequence of str
        Some distinct cells by header.
    mapping : Mapping, optional
        The user's names.

    Returns
    -------
    TableSuggestion or None
        None where nothing fits, or two tables fit equally well.

    Examples
    --------
    >>> suggest_table(["户编号", "发放月份", "发放金额", "开户账号"], {}).table
    'payments'
    """
    users = mapping or Mapping()
    offers = sorted((_fit(table, header, samples, users) for table in CONTRACT), key=lambda fit: -fit.confidence)
    first, second = offers[:2]
    return first if first.confidence >= LEAST and first.confidence > second.confidence else None


def _fit(table: Table, header: Sequence[str], samples: Dict[str, Sequence[str]], mapping: Mapping) -> TableSuggestion:
    columns = _read(table, header, mapping)
    named = [name for name in header if key(name)]
    if columns is None or not named:
        return TableSuggestion(table.name, 0.0, ())
    proposed = {offer.column: offer.confidence for offer in suggest(table, header, samples, mapping)}
    fixed = {
        name for purpose in known_names().values() if purpose and purpose.table == table.name for name in purpose.fixed
    }
    wanted = [name for name in table.required if name not in fixed]
    there = sum(1.0 if name in columns.found else proposed.get(name, 0.0) for name in wanted)
    known = len({place.index for place in columns.found.values()})
    confidence = round(NAME * there / len(wanted) + CELLS * known / len(named), 2)
    whole = [name for name in table.required if name in columns.found]
    return TableSuggestion(
        table.name,
        min(confidence, 0.99),
        (
            Rule(f"{known} of {len(named)} columns are known in it", f"{len(named)}列中{known}列可识别"),
            Rule(
                f"{len(whole)} of its {len(table.required)} required columns are there",
                f"{len(table.required)}个必需列中有{len(whole)}个",
            ),
        ),
    )


@cache
def _fixable() -> frozenset[tuple[str, str]]:
    """Return the columns that a file of a single purpose fills, by table."""
    return frozenset((one.table, column) for one in known_names().values() if one for column in one.fixed)


def as_toml(
    suggestions: Iterable[Suggestion],
    files: Dict[str, TableSuggestion] | None = None,
    language: Literal["en", "zh"] = "en",
) -> str:
    """Write proposals as a ``mapping.toml`` in which every line is commented out.

    Parameters
    ----------
    suggestions : iterable of Suggestion
        Proposed columns.
    files : dict of str to TableSuggestion, optional
        Proposed tables by the name of the file, or ``file#sheet``.
    language : {"en", "zh"}
        Of the reasons.

    Returns
    -------
    str
        Whoever takes ``# `` away from a line accepts it; sections come with their lines.

    Examples
    --------
    >>> print(as_toml([Suggestion("persons", "生辰", "birth_date", 0.7, (Rule("days in 97 %", "97%为日期"),))]))
    # [columns.persons]
    # "生辰" = "birth_date"  # 0.70: days in 97 %
    <BLANKLINE>
    """
    blocks = [
        [
            f"[files.{_quoted(name)}]",
            f'table = "{found.table}"  # {_because(found.confidence, found.reasons, language)}',
        ]
        for name, found in sorted((files or {}).items())
    ]
    by_table: dict[str, dict[str, Suggestion]] = {}
    for one in suggestions:
        known = by_table.setdefault(one.table, {}).setdefault(one.header, one)
        if one.confidence > known.confidence:
            by_table[one.table][one.header] = one
    for table in (table.name for table in CONTRACT if table.name in by_table):
        lines = [
            f'{_quoted(one.header)} = "{one.column}"  # {_because(one.confidence, one.reasons, language)}'
            for one in by_table[table].values()
        ]
        blocks.append([f"[columns.{table}]", *lines])
    return "\n".join("".join(f"# {line}\n" for line in lines) for lines in blocks)


def _quoted(name: str) -> str:
    """Return a name as a string of TOML, on one line."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def _because(confidence: float, reasons: Sequence[Rule], language: Literal["en", "zh"]) -> str:
    return f"{confidence:.2f}: {('; ' if language == 'en' else '；').join(getattr(one, language) for one in reasons)}"
