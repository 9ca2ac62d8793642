"""Pictures have the same bytes every time, nothing of the moment in them, and none that nothing supports."""

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.figure import Figure

from features.declare import FAMILIES as FLAGS
from models.plots import FONT, KINDS, WORDS, plots

RNG = np.random.default_rng(3)
SCORES = {name: RNG.beta(0.5, 3, 500) for name in ("score", "score_favouritism", "score_ineligibility")}
FAMILIES = {"T": 0.2, "P": 0.1, "E": 0.15, "H": 0.02, "M": 0.0}
DEPTH = np.arange(10, 110, 10)
KNOWN = (DEPTH, np.full(10, 0.5), np.full(10, 0.4), np.full(10, 0.6))


def test_precision_is_drawn_only_where_it_is_known() -> None:
    assert list(plots(SCORES, FAMILIES)) == ["plots/scores.png", "plots/families.png"]
    assert list(plots(SCORES, FAMILIES, KNOWN, 50))[2:] == ["plots/precision.png"]


def test_files_are_png_without_time_or_program() -> None:
    for content in plots(SCORES, FAMILIES, KNOWN, 50).values():
        assert content.startswith(b"\x89PNG")
        assert not [mark for mark in (b"tEXt", b"tIME", b"iTXt", b"atplotlib") if mark in content]


def test_the_same_figures_give_the_same_bytes_whatever_a_person_has_set() -> None:
    first = plots(SCORES, FAMILIES, KNOWN, 50)
    with mpl.rc_context({"axes.facecolor": "yellow", "font.size": 30.0, "savefig.dpi": 20}):
        assert plots({name: values[::-1] for name, values in SCORES.items()}, FAMILIES, KNOWN, 50) == first
    assert plots(SCORES, FAMILIES | {"T": 0.3}, KNOWN, 50) != first


def test_a_list_longer_than_the_city_and_no_household_at_all_can_be_drawn() -> None:
    assert plots({"score": SCORES["score"]}, {}, capacity=9000)
    assert plots({"score": np.array([])}, FAMILIES, capacity=5)


def test_nothing_is_imported_before_something_is_drawn() -> None:
    code = "import sys, models.plots; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0


def drawn_words(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text of every picture as it is saved."""
    words: list[str] = []
    save = Figure.savefig

    def noted(figure: Figure, *arguments: object, **options: object) -> None:
        save(figure, *arguments, **options)
        words.extend(text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text().strip())

    monkeypatch.setattr(Figure, "savefig", noted)
    plots(SCORES, FAMILIES, KNOWN, 50)
    return words


def test_every_word_of_a_picture_stands_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [
        word for word in drawn_words(monkeypatch) if any(letter.isalpha() for letter in word.replace("mathdefault", ""))
    ]
    assert len(words) >= 15
    for word in words:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in word), word
        assert any(letter.isascii() and letter.isalpha() for letter in word), word
    assert "500户的疑点分\nHow the scores are spread, households: 500" in words
    assert "关系\ntie" in words


def test_the_characters_come_with_the_package() -> None:
    held = TTFont(Path(__file__).parents[3] / "models" / "font" / "chinese.otf")
    said = {letter for part in (KINDS, WORDS, FLAGS) for words in part.values() for letter in words.zh}
    lacking = {letter for letter in said if not letter.isascii()} - set(map(chr, held.getBestCmap()))
    assert not lacking, "models/font/README.md tells how to add them"
    assert held["name"].getDebugName(1) == FONT


def test_no_font_of_the_machine_is_needed_and_none_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = font_manager.fontManager
    before = plots(SCORES, FAMILIES, KNOWN, 50)
    own = Path(mpl.get_data_path())
    bare = [font for font in manager.ttflist if own in Path(font.fname).parents]
    monkeypatch.setattr(manager, "ttflist", bare)
    assert plots(SCORES, FAMILIES, KNOWN, 50) == before
    assert manager.ttflist == bare


def test_the_font_keeps_its_licence() -> None:
    text = (Path(__file__).parents[3] / "models" / "font" / "OFL.txt").read_text(encoding="utf-8")
    assert text.startswith("Copyright 2014-2021 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
