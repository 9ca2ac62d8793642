"""Known answers of the features of procedure."""

from tests.unit.features.answers.arranging import Arrange, both, decided, more_homes

CASES: tuple[tuple[str, str, Arrange, float], ...] = (
    ("survey_gap", "no second surveyor", decided(surveyor_2_id=None), 1),
    ("survey_gap", "the same surveyor twice", decided(surveyor_2_id="S1"), 1),
    ("survey_gap", "nothing at all", decided(surveyor_1_id=None, surveyor_2_id=None, surveyed_on=None), 3),
    ("survey_gap", "by the book", lambda t: None, 0),
    ("survey_crowd", "six homes on one day", more_homes(5, surveyor_1_id="S9"), 6),
    ("survey_crowd", "five are possible", more_homes(4, surveyor_1_id="S9"), 0),
    ("notice_gap", "three days", decided(publicised_to="2023-03-17"), 4),
    ("notice_gap", "no notice", decided(publicised_from=None, publicised_to=None), 7),
    ("notice_gap", "seven days, both ends counted", decided(publicised_to="2023-03-21"), 0),
    ("approved_early", "two days before its end", decided(approved_on="2023-03-20"), 2),
    ("approved_early", "after its end", lambda t: None, 0),
    ("fast_track", "eight days", decided(approved_on="2023-03-09"), 8),
    ("fast_track", "fifteen and more are alike", lambda t: None, 15),
    (
        "county_visit_missing",
        "declared and not visited",
        lambda t: t.add("kin_declarations", household_id="H", official_id="O1"),
        1,
    ),
    (
        "county_visit_missing",
        "declared and visited",
        both(
            decided(county_visited_on="2023-03-25"),
            lambda t: t.add("kin_declarations", household_id="H", official_id="O1"),
        ),
        0,
    ),
    ("bulk_approval", "eleven that day", more_homes(10), 11),
    ("bulk_approval", "an ordinary meeting", more_homes(9), 0),
    ("recheck_overdue", "two years, category C", decided(category="C", last_reviewed_on="2023-12-31"), 18.0),
    ("recheck_overdue", "reviewed in time", decided(category="A"), 0),
    (
        "complaint_open",
        "one open, one answered, one too fresh",
        lambda t: [
            t.add("complaints", household_id="H", received_on="2024-01-01", reinvestigated_on=None),
            t.add("complaints", household_id="H", received_on="2024-02-01", reinvestigated_on="2024-02-11"),
            t.add("complaints", household_id="H", received_on="2025-12-20", reinvestigated_on=None),
        ],
        1,
    ),
)
