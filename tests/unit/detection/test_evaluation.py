import json
from pathlib import Path

import pandas as pd
import pytest

from detection.evaluation import OURS, evaluate, refuse_to_overwrite
from detection.reports.canonical_json import canonical_json
from features.errors import DataError, SettingError
from models.rivals import OF_PYOD, RIVALS
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
    assert averages.loc[("favouritism", "score"), ["low", "high", "lift_low", "lift_high"]].tolist() == [1, 1, 5, 5]
    assert averages.loc[("ineligible", "score"), "low"] < averages.loc[("ineligible", "score"), "high"]


def test_lists_are_those_of_the_run_and_one_in_a_hundred(run: Path, truth: Path) -> None:
    captures = evaluate(run, truth).captures.set_index(["target", "capacity"])
    assert captures.loc["favouritism"].index.tolist() == [1, 2, 5]
    row = captures.loc[("ineligible", 2)]
    assert row[["found", "precision", "recall"]].tolist() == [1, 0.5, 0.5]
    assert row[["precision_low", "precision_high"]].tolist() == pytest.approx([0.0256, 0.9744], abs=1e-4)
    assert row["recall_low"] <= row["recall"] <= row["recall_high"]
    assert row["lift_high"] == row["recall_high"] * 5 / 2


def test_kinds_tell_wrong_from_innocent(run: Path, truth: Path) -> None:
    kinds = evaluate(run, truth).kinds
    assert kinds["households"].to_dict() == {
        "favouritism: kin_handler": 1,
        "ineligible: hidden_asset": 1,
        "innocent: with a tie": 1,
    }
    assert kinds[2].to_dict()["innocent: with a tie"] == 1


def test_innocent_households_with_a_tie_are_counted_on_each_list(run: Path, truth: Path) -> None:
    innocents = evaluate(run, truth).innocents.set_index("capacity")
    assert innocents["found"].to_dict() == {1: 0, 2: 1, 5: 1}
    assert innocents.loc[2, ["share", "of_all"]].tolist() == [0.5, 1]
    assert 0 < innocents.loc[2, "low"] < 0.5 < innocents.loc[2, "high"] < 1


def write_evidence(run: Path) -> None:
    rows = [("H1", "F01", "kin_tie", 0.5), ("H1", "F08", "fast_track", 3.0), ("H2", "F08", "fast_track", 9.0)]
    rows += [("H1", "F01", "undeclared_tie", 1.0)]
    pd.DataFrame(rows, columns=["household_id", "flag", "feature", "value"]).to_parquet(run / "evidence.parquet")


def test_rivals_see_the_evidence(run: Path, truth: Path) -> None:
    write_evidence(run)
    found = evaluate(run, truth, rivals=True)
    rivals = found.rivals.set_index("ranking")
    assert [*rivals.index, *found.lacking] == [OURS, *RIVALS]
    assert rivals.loc[[OURS, "rule count"], "average_precision"].tolist() == [1, 1]
    assert rivals.loc[OURS, ["precision", "innocents", "innocents_of_all"]].tolist() == [1, 0, 0]


def test_rivals_that_cannot_be_reckoned_are_named(run: Path, truth: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_evidence(run)
    monkeypatch.setattr("models.rivals.find_spec", lambda name: None)
    found = evaluate(run, truth, rivals=True)
    assert found.lacking == OF_PYOD
    assert found.rivals["ranking"].tolist() == [OURS, *RIVALS[:3]]


def test_rivals_need_the_evidence(run: Path, truth: Path) -> None:
    with pytest.raises(DataError, match=r"holds no evidence\.parquet"):
        evaluate(run, truth, rivals=True)


def test_the_record_holds_every_figure(run: Path, truth: Path) -> None:
    record = json.loads(canonical_json(evaluate(run, truth).record()))
    assert (record["households"], record["planted"]) == (5, 1)
    assert {name: len(record[name]) for name in ("averages", "captures", "innocents", "kinds")} == {
        "averages": 5,
        "captures": 9,
        "innocents": 3,
        "kinds": 9,
    }
    first = record["kinds"][0]
    assert (first["kind"], first["capacity"], first["found"], first["recall"]) == ("favouritism: kin_handler", 1, 1, 1)
    assert "rivals" not in record


def test_a_truth_without_anything_wrong_has_no_figures(run: Path, tmp_path: Path) -> None:
    record = evaluate(run, write_truth(tmp_path / "clean.csv", ("H1", False, False, "none", ""))).record()
    plain = json.loads(canonical_json(record))
    assert plain["planted"] == 0
    assert {row["average_precision"] for row in plain["averages"]} == {None}


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


def test_figures_are_never_written_over_what_they_are_reckoned_from(run: Path, truth: Path) -> None:
    for place in (truth, run / "scores.parquet", truth.parent / "." / truth.name, run / "new.json"):
        with pytest.raises(SettingError, match="name another file with --json"):
            refuse_to_overwrite(place, run, truth)
    refuse_to_overwrite(truth.with_suffix(".json"), run, truth)
