"""The house stands: names are ours, doors are where the plan says, exports are true, the lock file is closed."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from features.registry import FEATURES

ROOT = Path(__file__).parents[2]
PACKAGES = ("detection", "features", "models")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
EXPORTED = [path for path in SOURCES if path.name not in {"__init__.py", "__main__.py"}]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
TEXTS = {".cfg", ".editorconfig", ".lock", ".md", ".py", ".toml", ".txt", ".yaml", ".yml", ""}
BUILT = {"__pycache__", "demo", "build", "dist", "mlruns"}
COMMAND = re.compile(r"app\.|models\.")
# Spelt so that this file is not found by its own search.
MACHINE_PATHS = re.compile(r"/(?:work|root|home)" + r"/\w|/tmp/" + r"[a-z]")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def texts() -> Iterator[Path]:
    """Every text file that belongs to the project."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if path.is_file() and not hidden and not BUILT & set(parts) and path.suffix in TEXTS:
            yield path


def public_definitions(tree: ast.Module) -> set[str]:
    """Public functions and classes of a module, without commands, which the command line finds by itself."""
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not any(COMMAND.match(ast.unparse(decorator)) for decorator in node.decorator_list)
    }


def exports(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return None


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_ours_from_another_directory(package: str, tmp_path: Path) -> None:
    program = f"import {package}; print({package}.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == ROOT / package / "__init__.py"


def test_imports_go_one_way(tmp_path: Path) -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("door", "places"), [("duckdb", "features/records/"), ("mlflow", "models/tracking/")])
def test_doors_are_where_the_plan_says(door: str, places: str) -> None:
    importing = re.compile(rf"^\s*(?:import|from) {door}\b", re.MULTILINE)
    found = [relative(path) for path in SOURCES if importing.search(path.read_text(encoding="utf-8"))]
    assert found
    assert [path for path in found if not path.startswith(places)] == []


def test_no_module_hides_a_library() -> None:
    assert [
        relative(path) for path in SOURCES if path.stem in {"duckdb", "mlflow", "networkx", "sklearn", "utils"}
    ] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    between = {parent for folder in folders for parent in folder.parents if parent.is_relative_to(ROOT / "tests")}
    assert [relative(folder) for folder in sorted(folders | between) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("path", EXPORTED, ids=relative)
def test_exports_are_the_public_names(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    listed = exports(tree)
    assert listed is not None, "a module starts with __all__"
    assert len(listed) == len(set(listed))
    module = import_module(relative(path).removesuffix(".py").replace("/", "."))
    assert [name for name in listed if not hasattr(module, name)] == []
    reached = {feature.compute.__name__ for feature in FEATURES if feature.compute.__module__ == module.__name__}
    assert public_definitions(tree) - reached - set(listed) == set(), "export it, or give it a leading underscore"


def test_the_lock_file_names_no_index() -> None:
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links| @ ", LOCK) == []


def test_every_locked_package_has_hashes() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.partition("\n")[2])
    packages = [entry for entry in entries if re.match(r"[a-z0-9][\w.-]*==", entry)]
    assert len(packages) > 50
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []
    assert len(packages) == len(re.findall(r"^[a-z0-9]", LOCK, re.MULTILINE))


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=!~\[ ]", need)[0].lower() for need in wanted}
    locked = set(re.findall(r"^([a-z0-9][\w.-]*)==", LOCK, re.MULTILINE))
    assert names - locked == set()


def test_no_file_names_a_path_of_some_machine() -> None:
    found = {relative(path): MACHINE_PATHS.findall(path.read_text(encoding="utf-8")) for path in texts()}
    assert len(found) > len(SOURCES)
    assert {path: names for path, names in found.items() if names} == {}


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text
