"""Pictures have the same bytes every time, nothing of the moment in them, and none that nothing supports."""

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np

from models.plots import plots

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
