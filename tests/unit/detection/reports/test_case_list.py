from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from detection.reports.case_list import masked_cases, write_case_list, write_lead_list
from tests.unit.detection.reports.builders import NUMBER, a_case, cases, notes


def contents(folder: Path, name: str = "cases") -> list[str]:
    sheets = load_workbook(folder / f"{name}.xlsx").worksheets
    cells = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return [(folder / f"{name}.csv").read_text("utf-8-sig"), "\n".join(cells)]


def test_neither_file_shows_a_name_or_number(tmp_path: Path) -> None:
    write_case_list(tmp_path, cases(), notes())
    for content in contents(tmp_path):
        assert "张某某" in content
        assert "110105********002X" in content
        assert not any(secret in content for secret in ("张三丰", "王小明", NUMBER))


def test_holder_of_the_data_may_see_everything(tmp_path: Path) -> None:
    write_case_list(tmp_path, cases(), notes(), reveal=True)
    for content in contents(tmp_path):
        assert "张三丰" in content
        assert NUMBER in content
    assert "shown in full" in contents(tmp_path)[1]


@pytest.mark.parametrize("reveal", [False, True])
def test_neither_file_tells_controls_from_ranked_cases(tmp_path: Path, reveal: bool) -> None:
    write_case_list(tmp_path, cases(), notes(), reveal=reveal)
    for content in contents(tmp_path):
        assert not [word for word in ("control", "origin", "rank", "0.98", "F07 0.400") if word in content]


def test_the_lead_s_copy_has_rank_score_origin_and_probability(tmp_path: Path) -> None:
    control = a_case(rank=77, household_id="H0002", origin="control", inclusion_probability=0.0125)
    written = write_lead_list(tmp_path, cases(a_case(), control), notes())
    assert written == (tmp_path / "lead.csv", tmp_path / "lead.xlsx")
    for content in contents(tmp_path, "lead"):
        assert all(word in content for word in ("77", "control", "0.0125", "0.98", "F07 0.400"))
        assert "张三丰" not in content
    assert "不得交给核查人" in contents(tmp_path, "lead")[1]
    write_lead_list(tmp_path, cases(), notes(), reveal=True)
    assert all("张三丰" in content for content in contents(tmp_path, "lead"))


def test_paths_of_both_files_are_returned(tmp_path: Path) -> None:
    written = write_case_list(tmp_path, cases(), notes())
    assert written == (tmp_path / "cases.csv", tmp_path / "cases.xlsx")
    assert all(path.is_file() for path in written)


def test_prose_is_masked_with_the_names_of_its_own_row() -> None:
    rows = cases(a_case(), a_case(applicant="李四", tie_path_zh="申请人 李四 → 兄 → 经办人 王小明"))
    assert masked_cases(rows)["tie_path_zh"].tolist() == [
        "经办人 王某某 → 妻 → 弟 → 申请人 张某某",
        "申请人 李某 → 兄 → 经办人 王某某",
    ]


def test_masking_keeps_index_and_leaves_the_cases_as_they_were() -> None:
    rows = cases().set_index(pd.Index([9, 4]))
    before = rows.copy(deep=True)
    assert masked_cases(rows).index.tolist() == [9, 4]
    pd.testing.assert_frame_equal(rows, before)


def test_missing_text_stays_missing() -> None:
    masked = masked_cases(cases(a_case(applicant=None, tie_path_zh=None, applicant_id=None)))
    assert masked[["applicant", "tie_path_zh", "applicant_id"]].isna().all(axis=None)
