"""The document says every rule, with its units, default and source, and its examples work."""

import re
from datetime import date
from pathlib import Path

import pytest

from features.law.reading import NATIONAL, read_law
from features.law.terms import TERMS, Term, term
from features.registry import FEATURES

DOCUMENT = (Path(__file__).parents[4] / "docs" / "law-settings.md").read_text(encoding="utf-8")
ROWS = {
    re.findall(r"`(\w+)`", line)[0]: [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCUMENT.splitlines()
    if line.startswith("| `")
}
EXAMPLES = re.findall(r"```toml\n(.+?)```", DOCUMENT, re.DOTALL)


def default(wanted: Term) -> str:
    told = [
        f"{rule.value:g} {rule.unit}" + ("" if rule.start_on == date.min else f" from {rule.start_on}")
        for rule in NATIONAL.provisions
        if rule.name == wanted.name
    ]
    return ", ".join(told) or "none"


def test_the_document_lists_every_rule_in_order() -> None:
    assert list(ROWS) == [wanted.name for wanted in TERMS]


@pytest.mark.parametrize("wanted", TERMS, ids=lambda wanted: wanted.name)
def test_the_document_says_what_the_code_does(wanted: Term) -> None:
    rule, units, value, source, on, read_by = ROWS[wanted.name]
    assert rule == f"`{wanted.name}`: {wanted.meaning}"
    assert units == ", ".join(wanted.units)
    assert (value, on) == (default(wanted), wanted.on)
    first = next((rule.source for rule in NATIONAL.provisions if rule.name == wanted.name), "")
    assert source.startswith(first)
    flags = {feature.name: feature.flag for feature in FEATURES}
    assert all(flags[name] in read_by for name in re.findall(r"`(\w+)`", read_by))


def test_the_examples_work(tmp_path: Path) -> None:
    path = tmp_path / "law.toml"
    path.write_text(EXAMPLES[0], encoding="utf-8")
    law = read_law(path)
    assert [law.value("notice_days", code, date(2025, 1, 1)) for code in ("320703001001", "320706001001", "44")] == [
        7,
        5,
        7,
    ]
    path.write_text(EXAMPLES[1], encoding="utf-8")
    law = read_law(path)
    assert law.value("reply_days", "320703001001", date(2026, 2, 1)) == 20
    assert law.calendar.is_workday(date(2027, 2, 20))
    assert 2027 in law.calendar.known_years
    assert len(EXAMPLES) == 2


def test_a_term_that_does_not_exist_is_a_slip_of_ours() -> None:
    with pytest.raises(KeyError):
        term("notise_days")
