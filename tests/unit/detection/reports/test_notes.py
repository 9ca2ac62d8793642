from dataclasses import replace

from detection.reports.notes import MissingFlag, note_lines
from tests.unit.detection.reports.builders import notes


def test_notes_open_with_leads_not_findings() -> None:
    first = note_lines(notes(), listed=20)[0]
    assert "不是结论" in first.zh
    assert "not of findings" in first.en


def test_notes_state_day_model_and_counts() -> None:
    facts = note_lines(notes(), listed=20)[1]
    for fact in ("2025-12-31", "mingcha version 3", "4,012", "20"):
        assert fact in facts.zh
        assert fact in facts.en


def test_each_flag_not_looked_for_has_its_line() -> None:
    flags = (
        MissingFlag("F11", "没有发放表", "no payments"),
        MissingFlag("F23", "没有投诉表", "no complaints"),
    )
    lines = note_lines(notes(missing_flags=flags), listed=20)[-2:]
    assert [line.en for line in lines] == ["no payments", "no complaints"]
    assert ["F11" in lines[0].heading, "F23" in lines[1].heading] == [True, True]


def test_notes_say_whether_persons_are_masked() -> None:
    masked, revealed = (note_lines(notes(revealed=shown), listed=1) for shown in (False, True))
    assert any("已作遮盖" in line.zh for line in masked)
    assert not any("已作遮盖" in line.zh for line in revealed)


def test_only_the_lead_is_told_of_scores_and_how_controls_were_drawn() -> None:
    told = "\n".join(line.zh for line in note_lines(notes(), listed=1))
    assert "打乱" in told
    assert "名次不稳" not in told
    lead = "\n".join(line.zh for line in note_lines(replace(notes(), lead=True), listed=1))
    assert "入选概率" in lead
    assert "名次不稳" in lead
