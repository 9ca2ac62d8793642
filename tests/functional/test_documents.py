"""The documents say what the code does."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer

from detection.cli import app
from detection.evidence import EVIDENCE
from detection.ranking import SCORE_COLUMNS
from detection.reports.columns import LIST_COLUMNS
from detection.reports.need_list import NEED_COLUMNS
from detection.reports.officials import OFFICIALS
from detection.session import GLOBAL
from detection.settings import Settings
from features.declare import FAMILIES
from features.law.reading import NATIONAL
from features.records.arrivals import ENDINGS
from features.records.contract import CONTRACT
from features.records.divisions.divisions import DATED
from features.records.quarantine import LEADING, TRAILING
from features.records.schema import Column, Table

ROOT = Path(__file__).parents[2]
CONTRACT_TEXT = (ROOT / "docs" / "data-contract.md").read_text(encoding="utf-8")
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/*.md")])
LINK = re.compile(r"\]\(([^)#]+)?(?:#([^)]+))?\)")


def section(text: str, heading: str) -> str:
    return re.split(r"\n#{2,3} ", text.split(f"\n### {heading}\n", 1)[1], maxsplit=1)[0]


def rows(text: str) -> Iterator[list[str]]:
    """Cells of the rows of a Markdown table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def expected(column: Column) -> list[str]:
    values = " ".join(f"`{choice}`" for choice in column.choices)
    if column.reference is not None:
        mark = "⇒" if column.reference.hard else "→"
        values = f"{mark} `{column.reference.table}.{column.reference.column}`"
    return [f"`{column.name}`{'*' if column.required else ''}", column.type.value, values]


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_the_data_contract_is_the_code_s(table: Table) -> None:
    text = section(CONTRACT_TEXT, f"{table.name} (optional)" if table.optional else table.name)
    assert [row[:3] for row in rows(text)] == [expected(column) for column in table.columns]
    assert ("is unique" in text) is table.unique
    assert (f"Known from `{table.known_from}`" in text) is (table.known_from is not None)


def test_the_data_contract_has_no_other_tables() -> None:
    inputs = CONTRACT_TEXT.split("\n## Input tables\n")[1].split("\n## ")[0]
    assert [heading.split()[0] for heading in re.findall(r"^### (.+)$", inputs, re.MULTILINE)] == [
        table.name for table in CONTRACT
    ]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("scores.parquet", SCORE_COLUMNS),
        ("evidence.parquet", EVIDENCE.names),
        ("officials.parquet", OFFICIALS.names),
        ("need.csv", [column.name for column in NEED_COLUMNS]),
        (
            "cases.csv and cases.xlsx",
            [column.name for column in LIST_COLUMNS if not column.name.startswith("family_")],
        ),
    ],
)
def test_the_columns_of_outputs_are_those_written(heading: str, names: list[str]) -> None:
    documented = [name for row in rows(section(CONTRACT_TEXT, heading)) for name in re.findall(r"`(\w+)`", row[0])]
    documented = [name for name in documented if not (heading.startswith("cases") and name.startswith("family_"))]
    assert sorted(documented) == sorted(names)


def test_the_columns_of_the_quarantine_are_those_written() -> None:
    documented = [row[0] for row in rows(section(CONTRACT_TEXT, "quarantine/"))]
    before, _, after = ", ".join(documented).partition("*the columns of the source*")
    assert re.findall(r"`(\w+)`", before) == list(LEADING)
    assert re.findall(r"`(\w+)`", after) == list(TRAILING)


def test_the_forms_that_are_read_are_documented() -> None:
    text = section(CONTRACT_TEXT, "Forms")
    assert [ending for ending in ENDINGS if ending[1:4].upper() not in text.upper()] == [".db"]
    assert all(mark in text for mark in "，、"), "marks between cells"


def test_the_day_of_the_division_codes_is_documented() -> None:
    day = date.fromisoformat(DATED)
    assert f"{day.day} {day:%B} {day.year}" in (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")


def test_every_module_of_records_is_in_the_architecture() -> None:
    records = (
        (ROOT / "docs" / "architecture.md")
        .read_text(encoding="utf-8")
        .split("\n## How a delivery becomes records\n")[1]
    )
    folder = ROOT / "features" / "records"
    names = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    names += [f"{path.name}/" for path in folder.iterdir() if (path / "__init__.py").exists() and path.name != "city"]
    assert [name for name in names if f"`{name}`" not in records] == []


def test_the_default_aid_lines_are_the_code_s() -> None:
    text = CONTRACT_TEXT.split("\n## Aid lines when `standards` is missing\n")[1].split("\n## ")[0]
    stated = {row[0].strip("`"): [int(amount) for amount in row[1:]] for row in rows(text)}
    lines = [rule for rule in NATIONAL.provisions if rule.name.startswith("line_")]
    assert stated == {
        scheme: [rule.value for rule in lines if rule.name == f"line_{scheme}"]
        for scheme in ("urban_dibao", "rural_dibao")
    }
    assert {rule.start_on.isoformat() for rule in lines} == {"2020-01-01", "2024-01-01", "2025-01-01"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http:", "https:")):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{page.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{page.name} links to {target}#{anchor}"


def test_files_that_documents_name_exist() -> None:
    sources = {
        path.name for package in ("detection", "features", "models", "tests") for path in (ROOT / package).rglob("*.py")
    }
    for page in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("[a-z]*/*.md")]:
        named = re.findall(r"`(?:[a-z]+/)*([a-z_]+\.py)`", page.read_text(encoding="utf-8"))
        assert set(named) - sources <= {"utils.py", "walk_the_city.py"}, page.name


def test_decisions_are_numbered_without_gaps() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^## (\d+)\.", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_the_glossary_names_every_family() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for words in FAMILIES.values():
        assert words.zh in glossary
        assert words.en in glossary


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command of the command line that does something, with its full name."""
    children = getattr(command, "commands", {})
    if not children:
        yield " ".join(path), command
    for name, child in children.items():
        yield from commands(child, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name: str) -> None:
    text = section(COMMAND_LINE, name)
    assert f"`mingcha {name}" in text
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")}
    assert set(re.findall(r"`(--[a-z-]+)", text)) == options - {"--help"}


def test_the_readme_shows_every_command_that_works_on_data() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^mingcha (\w+)", readme, re.MULTILINE)) | {"demo"}
    assert shown == {name for name in COMMANDS if " " not in name}


def test_every_setting_is_documented_with_its_default() -> None:
    table = COMMAND_LINE.split("\n## Settings\n")[1].split("\n## ")[0]
    assert {row[0].strip("`"): row[-1] for row in rows(table)} == {
        name: str(value) for name, value in Settings().record().items()
    }


def test_every_option_for_all_commands_is_documented() -> None:
    table = COMMAND_LINE.split("\n## For every command\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(--[a-z]+)", table, re.MULTILINE)) == set(GLOBAL)
