"""Notebooks run from top to bottom on a small synthetic city, define nothing, and show nobody in full."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))
DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(notebook: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "PEOPLE": "6000", "SEED": "3", "TMPDIR": str(scratch), "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, str(notebook)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert list(scratch.iterdir()) == [], "a notebook leaves nothing behind"
    assert list(tmp_path.iterdir()) == [scratch]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_a_percent_notebook_of_words_and_code(notebook: Path) -> None:
    cells = jupytext.read(notebook).cells
    kinds = [cell.cell_type for cell in cells]
    assert kinds.count("markdown") > 3
    assert kinds.count("code") > 3
    assert cells[0].source.startswith("# ")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_defines_nothing(notebook: Path) -> None:
    tree = ast.parse(notebook.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, DEFINITIONS)] == []


def test_every_notebook_is_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS if f"]({path.name})" not in index] == []
    assert NOTEBOOKS
