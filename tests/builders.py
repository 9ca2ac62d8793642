"""A small town with one suspicious household and a few slips, as a data folder on disk."""

from pathlib import Path

from tests.town import Town

SUSPECT = "H07"
"""Its applicant is the wife's brother of the official who handled it, and it has a car."""
CLEAN = 12


def small_town() -> Town:
    """Return a town of a dozen aided households by the book and one that is not."""
    town = Town()
    for person in ("H1", "S1", "S2", "A1", "W1", "F1", "O1"):
        town.person(person, name="赵一帆" if person == "H1" else "钱多", sex="F" if person == "W1" else "M")
    town.official("O1").official("H1", "township_civil_affairs", region_code="990101001000")
    for number in range(1, CLEAN + 2):
        town.person(f"P{number:02}", name="孙小满", sex="M", birth_date="1970-01-01")
        town.aided(f"H{number:02}", f"P{number:02}")
        town.add("payments", household_id=f"H{number:02}", month="2023-04", amount=350)
    town.kin("H1", "W1", "spouse").kin("W1", "F1", "parent").kin("P07", "F1", "parent")
    town.add("holdings", person_id="P07", kind="vehicle", value=80_000, start_on="2022-01-01", status="active")
    town.knows("kin_declarations", "complaints")
    return town


def with_slips(town: Town) -> Town:
    """Add a row that breaks a rule and a reference that leads nowhere."""
    town.add("members", household_id="H99", person_id="P01", covered="true")
    return town.kin("P01", "NOBODY", "sibling")


def write_truth(path: Path, *rows: tuple[str, bool, bool, str, str]) -> Path:
    """Write a truth: household, favouritism, ineligible, mechanism, official."""
    lines = ["household_id,favouritism,ineligible,mechanism,official"]
    lines += [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
