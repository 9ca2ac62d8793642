"""A home with two versions, made once; each test works on a copy of its own."""

from pathlib import Path

import pytest

from tests.unit.models.homes import copied, two_versions


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_versions(tmp_path_factory.mktemp("original") / "家 of models")


@pytest.fixture
def home(original: Path, tmp_path: Path) -> Path:
    return copied(original, tmp_path / "移 moved")
