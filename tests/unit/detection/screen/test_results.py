"""What training and scoring say in both languages, of one household and of many."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from detection.control_key import ControlKey
from detection.outcomes import Run, Training
from detection.screen.city import show_simulation
from detection.screen.results import FILES, show_list, show_model
from detection.session import Language
from detection.simulation import Simulation
from models.versions import Registered
from tests.unit.detection.reports.builders import a_case, cases

CHAMPION = Registered("mingcha", "3", ("champion",), "run7", "ab" * 32, datetime(2026, 1, 5, tzinfo=UTC))
NOTHING: Any = None


def a_run(out: Path, households: int = 2) -> Run:
    listed = cases(a_case(), a_case(rank=2, household_id="H0002", origin="control"))
    ranking = pd.DataFrame({"household_id": [f"H{number}" for number in range(households)]})
    return Run(out, CHAMPION, NOTHING, ranking, listed, NOTHING, (), {}, ControlKey(b"7d1f0a5c" * 8))


def listed(run: Run, language: Language) -> str:
    page = io.StringIO()
    show_list(Console(file=page, width=120), run, language, reveal=False)
    return page.getvalue()


@pytest.mark.parametrize(
    ("households", "language", "words"),
    [
        (1, Language.EN, "Trained on 1 household: model mingcha version 3 (champion)"),
        (4012, Language.EN, "Trained on 4,012 households: model mingcha version 3 (champion)"),
        (4012, Language.ZH, "已用4,012户训练：模型 mingcha 第3版（在用 champion）"),
    ],
)
def test_a_training_says_on_how_many_households(households: int, language: Language, words: str) -> None:
    page = io.StringIO()
    training = Training(CHAMPION, NOTHING, households, NOTHING, [], (), {})
    show_model(Console(file=page, width=80), training, language)
    assert page.getvalue() == f"\n{words}\n"


@pytest.mark.parametrize(
    ("households", "language", "words"),
    [
        (
            1,
            Language.EN,
            "Scored 1 household with model mingcha version 3 (champion): 1 listed by rank, 1 drawn at random",
        ),
        (1200, Language.EN, "Scored 1,200 households with model mingcha version 3 (champion): 1 listed by rank"),
        (1200, Language.ZH, "已用模型 mingcha 第3版（在用 champion）为1,200户评分：按名次列入1户，随机抽取1户"),
    ],
)
def test_a_run_says_how_many_were_scored(tmp_path: Path, households: int, language: Language, words: str) -> None:
    assert words in listed(a_run(tmp_path, households), language)


@pytest.mark.parametrize("language", Language)
def test_only_files_that_were_written_are_named_each_with_what_it_is(tmp_path: Path, language: Language) -> None:
    for name in ("cases.xlsx", "lead.csv", "run.json"):
        (tmp_path / name).touch()
    text = listed(a_run(tmp_path), language)
    named = [
        line.split()
        for line in text.splitlines()
        if line.startswith("  ") and line.endswith((".xlsx", ".csv", ".json"))
    ]
    assert [Path(words[-1]).name for words in named] == ["cases.xlsx", "lead.csv", "run.json"]
    assert "evidence.parquet" not in text


def test_no_two_files_are_called_the_same() -> None:
    assert len({words.zh for words in FILES.values()}) == len({words.en for words in FILES.values()}) == len(FILES)


@pytest.mark.parametrize(
    ("people", "language", "words"),
    [
        (1, Language.EN, "A made-up city of 1 resident, as of 2025-12-31"),
        (3000, Language.EN, "A made-up city of 3,000 residents, as of 2025-12-31"),
        (3000, Language.ZH, "模拟城市：居民3,000人，截至 2025-12-31"),
    ],
)
def test_a_made_up_city_is_told(
    capsys: pytest.CaptureFixture[str], people: int, language: Language, words: str
) -> None:
    city = Simulation(Path("city"), Path("city.truth.csv"), people, datetime(2025, 12, 31, tzinfo=UTC).date())
    show_simulation(city, language)
    out = capsys.readouterr().out
    assert out.startswith(f"{words}\n")
    assert ("真值表  city.truth.csv" if language is Language.ZH else "truth   city.truth.csv") in out
