"""The command line as a person at a terminal or a script meets it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from detection.screen.plans import PLANS
from detection.session import globals_first
from tests.builders import SUSPECT, small_town, with_slips, write_truth
from tests.functional.command import Mingcha, one_sentence

HEAVY = ("duckdb", "mlflow", "networkx", "pandas", "pyarrow", "skops", "sklearn")
DAY = ("--as-of", "2025-12-31")


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return with_slips(small_town()).write(tmp_path / "town")


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = f"import sys\nfrom detection.cli import main\nmain({words})\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout
    assert not set(HEAVY) & set(done.stderr.split())


def test_check_counts_every_row_and_names_what_is_missing(mingcha: Mingcha, town: Path) -> None:
    done = mingcha("check", town)
    assert (done.code, done.err) == (0, "")
    members = next(line.split() for line in done.out.splitlines() if line.startswith(" members "))
    assert members == ["members", "14", "13", "1", "0", "members.csv"]
    assert "!!! WARNING: 7.1 % of members.csv is in quarantine (1 of 14 rows)" in done.out
    assert "kinship.relative_id → persons: 1 of 4" in done.out
    assert "paid while in custody: lacks absences" in done.out
    (written,) = Path(".mingcha/quarantine").glob("town-*/members.csv")
    (page,) = Path(".mingcha/checks").glob("town-*.html")
    assert str(written) in done.out
    assert str(page) in done.out
    assert "H99" in written.read_text(encoding="utf-8")
    assert "H99" not in page.read_text(encoding="utf-8"), "the page holds no cell of the data"


def test_train_then_score_shows_the_suspect_first(mingcha: Mingcha, town: Path) -> None:
    trained = mingcha("train", town, *DAY, "--home", "home")
    assert trained.code == 0
    assert "model mingcha version 1 (champion)" in trained.out
    done = mingcha("score", town, *DAY, "--home", "home", "--out", "run", "--capacity", "1")
    assert (done.code, done.err) == (0, "")
    first = next(line for line in done.out.splitlines() if line.startswith("  1  "))
    assert SUSPECT in first
    assert "350 yuan at stake" in first
    assert "F22 eligibility" in done.out
    assert "孙小满" not in done.out
    for name in (
        "cases.xlsx",
        "cases.csv",
        "scores.parquet",
        "evidence.parquet",
        "officials.parquet",
        "need.csv",
        "run.json",
        "quarantine",
    ):
        assert f"run/{name}" in done.out
        assert Path("run", name).exists()


@pytest.mark.parametrize(
    ("options", "tied"),
    [((), True), (("--degree", "1"), False), (("--kin", "close"), False), (("--kin", "wider"), True)],
)
def test_who_counts_as_a_relative_is_trained_and_scoring_takes_it_over(
    mingcha: Mingcha, town: Path, options: tuple[str, ...], tied: bool
) -> None:
    """The suspect is the handler's wife's brother: a relative in the wider sense, two steps away."""
    assert mingcha("train", town, *DAY, *options).code == 0
    assert mingcha("score", town, *DAY, "--out", "run").code == 0
    scores = pd.read_parquet("run/scores.parquet").set_index("household_id")
    assert (scores.loc[SUSPECT, "family_T"] > 0) == tied
    settings = json.loads(Path("run/run.json").read_text(encoding="utf-8"))["settings"]
    asked = dict(zip(options[::2], options[1::2], strict=True))
    assert str(settings["degree"]) == asked.get("--degree", "3")
    assert settings["kin"] == asked.get("--kin", "distant")


def test_score_tells_reasons_in_chinese_and_full_names_when_asked(mingcha: Mingcha, town: Path) -> None:
    mingcha("train", town, *DAY)
    done = mingcha("--lang", "zh", "score", town, *DAY, "--out", "run", "--model", 1, "--reveal")
    assert "疑点分" in done.out
    assert "孙小满" in done.out


def test_a_later_model_is_told_from_the_champion(mingcha: Mingcha, town: Path) -> None:
    mingcha("train", town, *DAY)
    assert "score with this one by --model 2" in mingcha("train", town, *DAY).out
    rows = [line.split()[:3] for line in mingcha("models", "list").out.splitlines() if "mingcha" in line]
    assert [row[1:] for row in rows] == [["2", "challenger"], ["1", "champion"]]


def test_no_model_at_all_is_said(mingcha: Mingcha) -> None:
    assert mingcha("models", "list").out.startswith("No model is registered in .mingcha")


def test_simulate_writes_the_city_and_its_truth_and_replaces_its_own(mingcha: Mingcha) -> None:
    done = mingcha("simulate", "made/city", "--people", 2_000, "--seed", 3)
    assert (done.code, done.err) == (0, "")
    first = Path("made/city/persons.csv").read_bytes()
    truth = pd.read_csv("made/city.truth.csv")
    assert truth["household_id"].is_unique
    assert mingcha("simulate", "made/city", "--people", 2_000, "--seed", 3, "--format", "parquet").code == 0
    assert sorted(path.suffix for path in Path("made/city").glob("persons.*")) == [".parquet"]
    assert mingcha("simulate", "made/city", "--people", 2_000, "--seed", 3).code == 0
    assert Path("made/city/persons.csv").read_bytes() == first
    assert sorted(path.name for path in Path("made").iterdir()) == ["city", "city.truth.csv"]


def test_simulate_leaves_a_folder_alone_that_is_not_its_own(mingcha: Mingcha, town: Path) -> None:
    before = sorted(town.iterdir())
    assert "holds no simulated city" in one_sentence(mingcha("simulate", town))
    assert sorted(town.iterdir()) == before


def test_evaluate_shows_precision_and_chance(mingcha: Mingcha, town: Path, tmp_path: Path) -> None:
    mingcha("train", town, *DAY)
    mingcha("score", town, *DAY, "--out", "run")
    truth = write_truth(tmp_path / "truth.csv", (SUSPECT, True, True, "kin_handler", "H1"))
    done = mingcha("evaluate", "run", "--truth", truth)
    assert (done.code, done.err) == (0, "")
    favouritism = next(line.split() for line in done.out.splitlines() if line.startswith(" favouritism "))
    assert favouritism[1:5] == ["1", "score", "1.000", "0.077"]
    assert "favouritism: kin_handler" in done.out
    assert "12 of them are not in the truth" in done.out


def test_the_demo_goes_the_whole_way_again_and_again(mingcha: Mingcha) -> None:
    for version in (1, 2):
        done = mingcha("demo", "--people", 3_000, "--capacity", 10)
        assert (done.code, done.err) == (0, "")
        assert f"with model mingcha version {version}" in done.out
        assert "  1  H" in done.out
        assert "demo/run/cases.xlsx" in done.out
    assert mingcha("evaluate", "demo/run", "--truth", "demo/city.truth.csv").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), None),
        (("bogus",), "No such command 'bogus'"),
        (("check",), "Missing argument 'DATA'"),
        (("check", "nowhere"), "there is nothing at nowhere"),
        (("check", "town", "--page", "."), ". is a folder"),
        (("check", "town", "--mapping", "nowhere.toml"), "nowhere.toml cannot be read"),
        (("check", "truth.doc"), "there is nothing at truth.doc"),
        (("contract", "--out", "town"), "town: is a directory"),
        (("check", "town", "--home"), "'--home' requires an argument"),
        (("check", "town", "--threads", "0"), "--threads"),
        (("check", "town", "--lang", "fr"), "'fr' is not one of 'zh', 'en'"),
        (("train", "town"), "Missing option '--as-of'"),
        (("train", "town", "--as-of", "2025-02-30"), "'2025-02-30' is no day"),
        (("train", "town", "--as-of", "20251231"), "write it as YYYY-MM-DD"),
        (("train", "town", "--as-of", "1990-01-01"), "no granted decision is in force"),
        (("train", "town", *DAY, "--home", "town/persons.csv"), "town/persons.csv"),
        (("score", "town", *DAY), "Missing option '--out'"),
        (("score", "town", *DAY, "--out", "run"), "mingcha train DATA --as-of DAY"),
        (("score", "town", *DAY, "--out", "run", "--capacity", "0"), "--capacity"),
        (("score", "town", *DAY, "--out", "town/run"), "outside the data"),
        (("score", "town", *DAY, "--out", "town"), "outside the data"),
        (("simulate", "city", "--people", "10"), "raise the number of people"),
        (("simulate", "city", "--format", "xlsx"), "'xlsx' is not one of 'csv', 'parquet'"),
        (("simulate", "town/persons.csv"), "is a file"),
        (("simulate", "a" * 300, "--people", "2000"), "name a shorter path"),
        (("evaluate", "town", "--truth", "truth.csv"), "holds no scores.parquet"),
        (("train", "town", *DAY, "--degree", "5"), "Input should be less than or equal to 4"),
        (("train", "town", *DAY, "--kin", "uncle"), "'uncle' is not one of 'close', 'wider', 'distant'"),
        (("models",), "Missing command"),
        (("models", "ui"), "no model was ever registered"),
        (("models", "show"), "no model has the alias 'champion'"),
        (("models", "compare", "1"), "Missing argument 'B'"),
        (("models", "compare", "1", "2"), "no model has the version '1'"),
        (("models", "promote"), "no model has the alias 'challenger'"),
        (("models", "promote", "1", "--override-by", "Li"), "write one with --reason"),
        (("models", "promote", "1", "--override-by", "", "--reason", "x"), "write one with --override-by"),
        (("models", "rollback"), "no model has the alias 'champion'"),
        (("models", "list", "--tracking", "sqlite:///models"), "write http://HOST:PORT"),
    ],
)
def test_what_a_user_gets_wrong_is_one_sentence(
    mingcha: Mingcha, town: Path, tmp_path: Path, words: tuple[str, ...], told: str | None
) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    if told is None:
        assert mingcha().out.startswith("Usage: mingcha")
    else:
        assert told in one_sentence(mingcha(*words))
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_debug_shows_where_an_error_came_from(mingcha: Mingcha) -> None:
    done = mingcha("check", "nowhere", "--debug")
    assert done.code == 2
    assert done.err.startswith("Traceback")
    assert done.err.splitlines()[-1].startswith("mingcha: there is nothing at nowhere")


def test_a_defect_keeps_its_message_to_itself(mingcha: Mingcha, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("张三丰")

    monkeypatch.setattr("detection.pipeline.check", broken)
    done = mingcha("check", town)
    assert done.code == 1
    assert "a defect of mingcha ended this command (ValueError)" in done.err
    assert "张三丰" not in done.err


def test_options_for_all_commands_may_stand_anywhere_before_two_dashes() -> None:
    words = ["score", "--home=h", "D", "--threads", "2", "--debug", "--out", "o", "--", "--home", "x"]
    assert globals_first(words) == [
        *("--home=h", "--threads", "2", "--debug"),
        *("score", "D", "--out", "o", "--", "--home", "x"),
    ]


def test_home_comes_from_the_environment_too(
    mingcha: Mingcha, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGCHA_HOME", str(tmp_path / "elsewhere"))
    assert mingcha("train", town, *DAY).code == 0
    assert (tmp_path / "elsewhere" / "mlflow.db").is_file()


def test_text_in_data_cannot_steer_the_terminal(mingcha: Mingcha, tmp_path: Path) -> None:
    town = small_town().add("regions", region_code="990101001001", name="\x1b[2J石桥村").write(tmp_path / "town")
    mingcha("train", town, *DAY)
    assert "\x1b" not in mingcha("score", town, *DAY, "--out", "run").out


@pytest.mark.parametrize("command", ["check", "train", "score"])
def test_plans_name_the_steps_in_their_order(command: str, tmp_path: Path) -> None:
    from datetime import UTC, date, datetime

    from detection import pipeline
    from detection.session import Language
    from detection.settings import Settings

    data, told = small_town().write(tmp_path / "town"), []
    common = {"home": tmp_path / "home", "as_of": date(2025, 12, 31), "settings": Settings()}
    quarantine = tmp_path / "quarantine"
    if command == "check":
        report = {"page": tmp_path / "page.html", "language": Language.EN, "made_at": datetime(2026, 1, 5, tzinfo=UTC)}
        pipeline.check(data, quarantine=quarantine, progress=told.append, **report)
    if command in {"train", "score"}:
        pipeline.train(data, quarantine=quarantine, progress=told.append, **common)
    if command == "score":
        told.clear()
        pipeline.score(data, out=tmp_path / "run", capacity=5, progress=told.append, **common)
    files, steps = [name for name in told if "." in name], [name for name in told if "." not in name]
    assert files == sorted(path.name for path in data.iterdir())
    planned = iter(step.name for step in PLANS[command]())
    assert steps
    assert all(name in planned for name in steps), "each step comes after the one before it"


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "detection", "simulate", "city", "--people", "3000000"]
    running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not any(tmp_path.iterdir()):
        time.sleep(0.05)
    os.kill(running.pid, signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, err) == (130, "mingcha: stopped: nothing half-finished was left behind.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_ends_quietly(tmp_path: Path, town: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "detection", "check", str(town), "--home", str(tmp_path / "home")]
    done = subprocess.run(command, check=False, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_help_document_is_what_the_commands_print() -> None:
    from detection.helptext import document

    written = Path(__file__).parents[2] / "docs" / "help.md"
    assert written.read_text(encoding="utf-8") == document(), "run python -m detection.helptext > docs/help.md"
