"""Bad inputs that mingcha is tested with, and the page of the documents that lists them.

``python -m tests.functional.bad_inputs`` prints ``docs/bad-inputs.md``.
"""

import sys
from collections import Counter
from typing import Final

from features.records.rulebook import in_chinese
from tests.functional.bad.case import BadInput
from tests.functional.bad.cells import DAYS, MONEY, WORDS
from tests.functional.bad.headers import COLUMNS, FILES
from tests.functional.bad.keys import LEADS, NUMBERS, TIES, TWICE
from tests.functional.bad.stores import STORES
from tests.functional.bad.texts import ENCODINGS, FORMS
from tests.functional.bad.workbooks import KEPT, REFUSED

__all__ = ["INPUTS", "SECTIONS", "page", "parted"]

SECTIONS: Final[tuple[tuple[str, tuple[BadInput, ...]], ...]] = (
    ("Encodings of text files", ENCODINGS),
    ("Form of text files", FORMS),
    ("Names of columns", COLUMNS),
    ("Files and folders", FILES),
    ("Workbooks as departments keep them", KEPT),
    ("Workbooks that cannot be used", REFUSED),
    ("Parquet and SQLite", STORES),
    ("Days and months", DAYS),
    ("Money and numbers", MONEY),
    ("Words", WORDS),
    ("Citizen numbers", NUMBERS),
    ("References", LEADS),
    ("Rows that come twice", TWICE),
    ("Ties", TIES),
)
INPUTS: Final = tuple(case for _, cases in SECTIONS for case in cases)
HEAD: Final = """# Bad inputs

What mingcha does with what departments really deliver. Every line is a test (`tests/functional/test_bad_inputs.py`), and this page is made
from the same table: `python -m tests.functional.bad_inputs > docs/bad-inputs.md`.

| what happens | 中文 | meaning |
|---|---|---|
| read | 读入 | read as it is meant; no cell had to be changed |
| fixed | 规范化 | cells are written as the contract writes them, and counted under the rule |
| quarantined | 隔离 | the row is set aside with its cells, its bytes and the rule; all others are read |
| refused | 拒收 | the file, or the delivery, cannot be understood: one sentence says why and how to mend it |
| flagged | 存疑采用 | read, and the report says something about it |

A refused file does not keep `mingcha check` from reading the others.
"""


def page() -> str:
    """Return the page of the documents, in Markdown."""
    counts = Counter(case.behaviour for case in INPUTS)
    parts = ", ".join(f"{count} {behaviour}" for behaviour, count in counts.items())
    lines = [HEAD, f"{len(INPUTS)} inputs: {parts}."]
    number = 0
    for title, cases in SECTIONS:
        lines += [
            "",
            f"## {title}",
            "",
            "| # | what arrives | what happens | table | rule | 规则 |",
            "|---|---|---|---|---|---|",
        ]
        for case in cases:
            number += 1
            lines.append(f"| {number} | {_cell(case.arrives)} | {case.behaviour} | {case.table} | {_rule(case)} |")
    return "\n".join(lines) + "\n"


def parted(rule: str) -> tuple[str, str]:
    """Return the column, empty where none is to blame, and the rule."""
    column, mark, words = rule.partition(": ")
    return (column, words) if mark and column.isidentifier() else ("", rule)


def _rule(case: BadInput) -> str:
    """Return the rule, and the same in Chinese where it is one of the ledger."""
    if case.behaviour == "refused":
        return f"“… {_cell(case.rule)} …” | "
    column, rule = parted(case.rule)
    if rule == "unmatched":
        return f"`{column}`: counted among the keys that lead nowhere | 按查不到的编号计数"
    chinese = in_chinese(rule)
    if chinese == rule:
        return f"{_cell(case.rule)} | "
    return f"`{column}`: {_cell(rule)} | {chinese}" if column else f"{_cell(rule)} | {chinese}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(page())
