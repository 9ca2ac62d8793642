import json
from pathlib import Path

import pandas as pd
import pytest

from detection.evaluation import evaluate
from features.errors import DataError
from tests.builders import write_truth

HOUSEHOLDS = ("H1", "H2", "H3", "H4", "H5")


def write_run(folder: Path, capacity: int = 2) -> Path:
    """Write a run of five households; H1 comes first."""
    folder.mkdir()
    scores = [0.9, 0.8, 0.7, 0.6, 0.5]
    frame = pd.DataFrame({"household_id": HOUSEHOLDS, "rank": range(1, 6), "score": scores})
    frame = frame.assign(score_favouritism=scores[::-1], score_ineligibility=scores, family_T=[0.5, 0.5, 0, 0, 0])
    frame.to_parquet(folder / "scores.parquet")
    (folder / "run.json").write_text(json.dumps({"settings": {"capacity": capacity}}), encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run")


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    return write_truth(
        tmp_path / "truth.csv",
        ("H1", True, True, "kin_handler", "P1"),
        ("H3", False, True, "hidden_asset", ""),
        ("H5", False, False, "none", ""),
        ("H9", True, True, "contact", "P2"),
        ("H8", False, False, "none", ""),
    )


def test_who_is_in_both_and_who_is_not(run: Path, truth: Path) -> None:
    found = evaluate(run, truth)
    assert (found.households, found.not_in_truth, found.not_scored, found.not_scored_favoured) == (5, 2, 2, 1)


def test_average_precision_by_each_score(run: Path, truth: Path) -> None:
    averages = evaluate(run, truth).averages.set_index(["target", "by"])
    assert averages.loc[("favouritism", "score"), "average_precision"] == 1
    assert averages.loc[("favouritism", "score_favouritism"), "average_precision"] == pytest.approx(1 / 5)
    assert averages.loc[("ineligible", "score"), "average_precision"] == pytest.approx((1 + 2 / 3) / 2)
    assert averages.loc[("favouritism", "score"), ["wrong", "random", "lift"]].tolist() == [1, 0.2, 5]


def test_lists_are_those_of_the_run_and_one_in_a_hundred(run: Path, truth: Path) -> None:
    captures = evaluate(run, truth).captures.set_index(["target", "capacity"])
    assert captures.loc["favouritism"].index.tolist() == [1, 2, 5]
    assert captures.loc[("ineligible", 2), ["found", "precision", "recall"]].tolist() == [1, 0.5, 0.5]


def test_kinds_tell_wrong_from_innocent(run: Path, truth: Path) -> None:
    kinds = evaluate(run, truth).kinds
    assert kinds["households"].to_dict() == {
        "favouritism: kin_handler": 1,
        "ineligible: hidden_asset": 1,
        "innocent: with a tie": 1,
    }
    assert kinds[2].to_dict()["innocent: with a tie"] == 1


def test_mechanism_and_official_may_be_missing(run: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("household_id,favouritism,ineligible\nH1,1,0\n", encoding="utf-8")
    assert evaluate(run, path).kinds["households"]["favouritism: not named"] == 1


def test_a_run_without_its_record_is_evaluated(run: Path, truth: Path) -> None:
    (run / "run.json").unlink()
    assert set(evaluate(run, truth).captures["capacity"]) == {1, 5}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("household_id,favouritism\nH1,1\n", "lacks the column ineligible"),
        ("household_id,favouritism,ineligible\nH1,1,0\nH2,maybe,0\n", "row 3: favouritism is neither true"),
        ("household_id,favouritism,ineligible\nH1,1,0\nH1,1,0\n", "row 3: this household_id occurs more than"),
        ("household_id,favouritism,ineligible\nH1,1,0,0,0,0\nH2\n,\n,,,,,,,,\n", "cannot be read as CSV"),
        ("", "cannot be read as CSV"),
    ],
)
def test_a_truth_that_cannot_be_used_says_why(run: Path, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told):
        evaluate(run, path)


def test_a_folder_without_scores_is_refused(tmp_path: Path, truth: Path) -> None:
    with pytest.raises(DataError, match=r"holds no scores\.parquet"):
        evaluate(tmp_path, truth)


def test_scores_that_are_no_scores_are_refused(run: Path, truth: Path) -> None:
    (run / "scores.parquet").write_bytes(b"nothing")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        evaluate(run, truth)


def test_scores_without_a_column_are_refused(run: Path, truth: Path) -> None:
    pd.DataFrame({"household_id": HOUSEHOLDS}).to_parquet(run / "scores.parquet")
    with pytest.raises(DataError, match="lacks the column rank"):
        evaluate(run, truth)
