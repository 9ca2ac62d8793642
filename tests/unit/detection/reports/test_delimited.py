import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from detection.reports.columns import CASE_COLUMNS, LIST_COLUMNS, Column
from detection.reports.delimited import write_csv
from tests.unit.detection.reports.builders import a_case, cases

STARTS = tuple("=+-@＝＋－＠")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_file_starts_with_the_mark_and_lines_end_in_crlf(tmp_path: Path) -> None:
    write_csv(cases(), tmp_path / "cases.csv")
    content = (tmp_path / "cases.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfhousehold_id,applicant,")
    assert content.endswith(b"\r\n")


def test_header_is_the_canonical_names(tmp_path: Path) -> None:
    write_csv(cases(), tmp_path / "cases.csv")
    assert list(read(tmp_path / "cases.csv")[0]) == [column.name for column in LIST_COLUMNS]


def test_values_have_one_form(tmp_path: Path) -> None:
    write_csv(cases(a_case(boundary=False)), tmp_path / "cases.csv", CASE_COLUMNS)
    [row] = read(tmp_path / "cases.csv")
    assert row["score"] == "0.987654"
    assert row["yuan_at_stake"] == "17460.00"
    assert row["granted_on"] == "2023-04-01"
    assert row["boundary"] == "false"
    assert row["q_value"] == row["approver"] == ""
    assert row["reasons_zh"].count("\n") == 1


def test_negative_number_stays_a_number(tmp_path: Path) -> None:
    write_csv(cases(a_case(yuan_at_stake=-5.0, region="-5")), tmp_path / "cases.csv")
    [row] = read(tmp_path / "cases.csv")
    assert row["yuan_at_stake"] == "-5.00"
    assert row["region"] == "'-5"


def test_same_rows_give_the_same_bytes_whatever_the_types(tmp_path: Path) -> None:
    frame = cases()
    write_csv(frame, tmp_path / "a.csv")
    frame["granted_on"] = pd.to_datetime(frame["granted_on"])
    frame["score"] += 1e-12
    write_csv(frame.astype({"region": "object"})[sorted(frame.columns)], tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_empty_list_has_a_header(tmp_path: Path) -> None:
    write_csv(cases().iloc[:0], tmp_path / "cases.csv")
    assert (tmp_path / "cases.csv").read_text("utf-8-sig").count("\n") == 1


@given(st.lists(st.text(max_size=20) | st.text("=+-@＝＋－＠ \t\r\n\u3000'\",;a", max_size=6), max_size=5))
def test_no_cell_starts_a_formula_and_every_text_comes_back(texts: list[str]) -> None:
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="object")})
    with TemporaryDirectory() as folder:
        path = Path(folder, "texts.csv")
        write_csv(frame, path, [Column("text", "文", "Text", 10), Column("text", "文", "Text", 10)])
        with path.open(encoding="utf-8-sig", newline="") as stream:
            written = [row[0] for row in csv.reader(stream)][1:]
    assert not any(cell.lstrip().startswith(STARTS) or cell.startswith(("\t", "\r", "\n")) for cell in written)
    assert all(cell in (text, f"'{text}") for cell, text in zip(written, texts, strict=True))
