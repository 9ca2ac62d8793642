from detection.explanation import EXPLANATION
from detection.reports.columns import CASE_COLUMNS, LIST_COLUMNS
from features.declare import FAMILIES
from tests.unit.detection.reports.builders import a_case


def test_every_column_of_a_case_is_declared_once() -> None:
    names = [column.name for column in CASE_COLUMNS]
    assert sorted(names) == sorted(a_case())


def test_every_column_has_headings_in_both_languages() -> None:
    assert all(column.zh and column.en and column.width > 0 for column in CASE_COLUMNS)


def test_inspectors_see_no_rank_score_or_origin() -> None:
    hidden = {column.name for column in CASE_COLUMNS} - {column.name for column in LIST_COLUMNS}
    assert hidden == {
        *("rank", "score", "score_favouritism", "score_ineligibility", "boundary", "q_value", "peer_group"),
        *(f"family_{code}" for code in FAMILIES),
        *EXPLANATION,
        *("origin", "inclusion_probability"),
        # The inspectors' copy tells the tie among the reasons: an empty cell of its own would give controls away.
        *("tie_path_zh", "tie_path_en"),
    }


def test_names_and_keys_of_persons_have_a_mask() -> None:
    masks = {column.name: column.mask for column in CASE_COLUMNS}
    assert [masks[name] for name in ("applicant", "handler", "approver")] == ["name"] * 3
    assert [masks[name] for name in ("household_id", "applicant_id", "sources")] == ["key"] * 3


def test_texts_of_detail_are_folded_and_the_rest_is_shown() -> None:
    shown = [column.name for column in CASE_COLUMNS if not column.detail]
    assert [column.name for column in CASE_COLUMNS[: len(shown)]] == shown
