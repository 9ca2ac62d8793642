import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from models import rivals
from models.rivals import OF_PYOD, RIVALS, pyod_is_there, rival_scores

FIRED = np.arange(200.0)


def table() -> pd.DataFrame:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(200, 3)), columns=["a", "b", "c"])
    frame.iloc[7] = [9.0, np.nan, -9.0]
    return frame.assign(constant=1.0, unknown=np.nan)


def test_every_rival_scores_every_household() -> None:
    scores = rival_scores(table(), FIRED, n_estimators=20)
    assert tuple(scores) == RIVALS if pyod_is_there() else RIVALS[:3]
    assert {len(column) for column in scores.values()} == {200}
    assert all(np.isfinite(column).all() for column in scores.values())
    assert np.array_equal(scores["rule count"], FIRED)


@pytest.mark.parametrize("name", ["plain forest", *OF_PYOD])
def test_detectors_put_the_odd_household_first(name: str) -> None:
    if name in OF_PYOD:
        pytest.importorskip("pyod")
    assert rival_scores(table(), FIRED, n_estimators=20)[name].argmax() == 7


def test_a_seed_gives_the_same_order() -> None:
    one, again, other = (rival_scores(table(), FIRED, seed=seed, n_estimators=5) for seed in (1, 1, 2))
    assert np.array_equal(one["random"], again["random"])
    assert np.array_equal(one["plain forest"], again["plain forest"])
    assert not np.array_equal(one["random"], other["random"])


def test_without_pyod_the_others_are_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "find_spec", lambda name: None)
    assert not pyod_is_there()
    assert tuple(rival_scores(table(), FIRED, n_estimators=5)) == RIVALS[:3]


def test_pyod_is_met_only_when_it_is_asked_for() -> None:
    program = "import sys, models.rivals; print(*(name for name in ('pyod', 'numba') if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
