"""Which copy is for whom is said in both languages; the key itself is never shown."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from detection.control_key import ControlKey
from detection.screen.control import show_control
from detection.session import Language

SECRET = b"7d1f0a5c" * 8


def shown(key: ControlKey, language: Language) -> str:
    page = io.StringIO()
    show_control(Console(file=page, width=80), Path("run"), key, language)
    return page.getvalue()


@pytest.mark.parametrize(("language", "inspectors"), [(Language.EN, "For inspectors"), (Language.ZH, "发给核查人")])
def test_each_copy_is_named_with_whom_it_is_for(language: Language, inspectors: str) -> None:
    text = shown(ControlKey(SECRET, Path("home/control.key")), language)
    assert any(inspectors in line and "run/cases.xlsx" in line for line in text.splitlines())
    assert "run/lead.xlsx" in text


@pytest.mark.parametrize("language", Language)
def test_where_the_key_is_and_which_it_is_but_not_the_key(language: Language) -> None:
    file = Path("home/control.key")
    kept, made = (shown(ControlKey(SECRET, file, made), language) for made in (False, True))
    given = shown(ControlKey(SECRET), language)
    assert str(file) in kept
    assert str(file) in made
    assert kept != made
    assert ControlKey(SECRET).fingerprint in given
    assert not [text for text in (kept, made, given) if SECRET.decode() in text]
