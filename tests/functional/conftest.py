"""The command line, for every test that runs it."""

from pathlib import Path

import pytest

from detection.cli import main
from tests.functional.command import Mingcha, Outcome


@pytest.fixture
def mingcha(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mingcha:
    """Return the command line, run in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MINGCHA_HOME", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Outcome(code, *capsys.readouterr())

    return run
