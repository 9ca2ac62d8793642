from pathlib import Path

import pandas as pd
import pytest

from detection.truth import read_evidence, read_truth
from features.errors import DataError
from tests.builders import write_truth

HOUSEHOLDS = pd.Index(["H1", "H2", "H3"])


def write(folder: Path, *rows: tuple[str, str, str, float]) -> Path:
    frame = pd.DataFrame(rows, columns=["household_id", "flag", "feature", "value"])
    frame.to_parquet(folder / "evidence.parquet")
    return folder


def test_evidence_becomes_a_table_of_values_with_what_is_innocent_elsewhere(tmp_path: Path) -> None:
    rows = [("H1", "F01", "kin_tie", 0.5), ("H1", "F08", "fast_track", 3.0), ("H2", "F08", "fast_track", 9.0)]
    values, flags = read_evidence(write(tmp_path, *rows), HOUSEHOLDS)
    assert values.to_dict("list") == {"kin_tie": [0.5, 0, 0], "fast_track": [3, 9, 9]}
    assert values.index.tolist() == HOUSEHOLDS.tolist()
    assert flags.tolist() == [2, 1, 0]


def test_features_of_one_flag_fire_once(tmp_path: Path) -> None:
    rows = [("H1", "F01", "kin_tie", 0.5), ("H1", "F01", "undeclared_tie", 1.0)]
    assert read_evidence(write(tmp_path, *rows), HOUSEHOLDS).flags.tolist() == [1, 0, 0]


def test_no_evidence_at_all_is_an_empty_table(tmp_path: Path) -> None:
    values, flags = read_evidence(write(tmp_path), HOUSEHOLDS)
    assert values.shape == (3, 0)
    assert flags.tolist() == [0, 0, 0]


def test_evidence_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no evidence\.parquet"):
        read_evidence(tmp_path, HOUSEHOLDS)
    pd.DataFrame({"household_id": ["H1"]}).to_parquet(tmp_path / "evidence.parquet")
    with pytest.raises(DataError, match="lacks the column flag"):
        read_evidence(tmp_path, HOUSEHOLDS)


def test_a_truth_has_all_its_columns_even_if_some_are_not_told(tmp_path: Path) -> None:
    told = read_truth(write_truth(tmp_path / "truth.csv", ("H1", True, False, "kin_handler", "P1")))
    assert told.to_dict("records") == [
        {"household_id": "H1", "favouritism": True, "ineligible": False, "mechanism": "kin_handler", "official": "P1"}
    ]
    (tmp_path / "short.csv").write_text("household_id,favouritism,ineligible\nH1,1,0\n", encoding="utf-8")
    assert read_truth(tmp_path / "short.csv")["mechanism"].tolist() == [""]


def test_a_truth_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file"):
        read_truth(tmp_path / "truth.csv")
