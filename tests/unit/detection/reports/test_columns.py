from detection.reports.columns import CASE_COLUMNS, LIST_COLUMNS
from tests.unit.detection.reports.builders import a_case


def test_every_column_of_a_case_is_declared_once() -> None:
    names = [column.name for column in CASE_COLUMNS]
    assert sorted(names) == sorted(a_case())


def test_every_column_has_headings_in_both_languages() -> None:
    assert all(column.zh and column.en and column.width > 0 for column in CASE_COLUMNS)


def test_inspectors_are_not_told_which_cases_are_controls() -> None:
    assert {column.name for column in CASE_COLUMNS} - {column.name for column in LIST_COLUMNS} == {"origin"}


def test_names_and_keys_of_persons_have_a_mask() -> None:
    masks = {column.name: column.mask for column in CASE_COLUMNS}
    assert [masks[name] for name in ("applicant", "handler", "approver")] == ["name"] * 3
    assert [masks[name] for name in ("household_id", "applicant_id", "sources")] == ["key"] * 3


def test_texts_of_detail_are_folded_and_the_rest_is_shown() -> None:
    shown = [column.name for column in CASE_COLUMNS if not column.detail]
    assert [column.name for column in CASE_COLUMNS[: len(shown)]] == shown
