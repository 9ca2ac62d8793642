"""Files about a delivery are told apart by where it is, and never by who reads it."""

from pathlib import Path

import pytest

from detection.session import Language, Session


def places(data: str) -> tuple[Path, ...]:
    session = Session(Path("home"), Language.EN, None)
    return session.quarantine(data), session.page(data), session.suggestion(data)


def test_every_delivery_has_files_of_its_own() -> None:
    quarantine, page, suggestion = places("/a/2025")
    assert quarantine.parent == Path("home/quarantine")
    assert page.parent == suggestion.parent == Path("home/checks")
    assert {path.name.split("-")[0] for path in (quarantine, page, suggestion)} == {"2025"}
    assert not {quarantine, page, suggestion} & set(places("/b/2025"))


def test_one_place_is_one_delivery_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert places("data") == places("./data/") == places(str(tmp_path / "data"))


def test_the_user_of_a_database_does_not_count() -> None:
    assert places("postgresql://clerk:one@host/aid") == places("postgresql://clerk:two@host/aid")
    assert places("postgresql://clerk:one@host/aid") != places("postgresql://clerk:one@host/other")
    assert places("postgresql://host/aid")[0].name.startswith("database-")
