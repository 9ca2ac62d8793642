"""Who acted on which granted decision."""

from pathlib import Path

from features.officials.acts import keep_acts
from tests.town import AS_OF
from tests.unit.features.officials.builders import families


def test_every_role_of_an_official_in_a_decision_makes_one_row(tmp_path: Path) -> None:
    town = families(2).aided(
        "A0", "F0", handler_id="H1", surveyor_1_id="H1", surveyor_2_id="S1", approver_id="S1", approved_on="2024-02-01"
    )
    known = town.dossier(tmp_path, AS_OF).known
    keep_acts(known)
    acts = known.frame(
        "SELECT official_id, decision_id, handled, surveyed, approved, granted_on::VARCHAR AS day "
        "FROM official_acts ORDER BY ALL"
    )
    assert acts.values.tolist() == [
        ["H1", "D-A0", 1, 1, 0, "2024-02-01"],
        ["S1", "D-A0", 0, 1, 1, "2024-02-01"],
    ]


def test_of_two_decisions_on_a_household_the_latest_stands_for_it(tmp_path: Path) -> None:
    town = families(2).aided("A0", "F0", handler_id=None, surveyor_1_id=None, surveyor_2_id=None, approver_id="H1")
    earlier = {"decision_id": "D-old", "approved_on": "2019-02-01", "ended_on": "2020-02-01", "handler_id": "H1"}
    town.add("decisions", **(town.rows["decisions"][0] | earlier))
    known = town.dossier(tmp_path, AS_OF).known
    keep_acts(known)
    homes = known.frame("SELECT official_id, household_id, in_person, decision_id FROM official_homes")
    assert homes.values.tolist() == [["H1", "A0", 1, "D-A0"]]
