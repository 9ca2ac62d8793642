"""A village of families with known relatives of its officials."""

from pathlib import Path
from typing import Any

from features.officials.view import Officials, find_officials
from tests.town import AS_OF, TOWNSHIP, Town

__all__ = ["crooked", "families", "row", "seen"]


def families(number: int = 20) -> Town:
    """Return a village of families of two, F0 and G0, F1 and G1 …, without ties between families, and its officials.

    H1 and H2 handle at the township; S1 is village director.  They have registers elsewhere.
    """
    town = Town().knows("kinship", "kin_declarations")
    for family in range(number):
        town.person(f"F{family}", register_id=f"R{family}", relation_to_head="head")
        town.person(f"G{family}", register_id=f"R{family}", relation_to_head="spouse")
    for official in ("H1", "H2", "S1"):
        town.add("persons", person_id=official, region_code="990101001099", register_id=f"R{official}")
    town.official("H1", "township_civil_affairs", region_code=TOWNSHIP)
    town.official("H2", "township_civil_affairs", region_code=TOWNSHIP)
    return town.official("S1")


def seen(town: Town, folder: Path, **settings: Any) -> Officials:
    """Return what is found about the officials of a town."""
    return find_officials(town.dossier(folder, AS_OF), **settings)


def row(officials: Officials, official: str) -> dict[str, Any]:
    """Return an official's row of the view."""
    return officials.view.set_index("official_id").loc[official].to_dict()


def crooked(number: int = 40) -> Town:
    """Return a village of which H1 handled eight households, six of them of siblings; H2 handled twenty of strangers."""
    town = families(number)
    for family in range(6):
        town.kin("H1", f"F{family}", "sibling")
    staff = {"surveyor_1_id": None, "surveyor_2_id": None, "approver_id": None}
    for family in range(28):
        town.aided(f"A{family:02}", f"F{family}", handler_id="H1" if family < 8 else "H2", **staff)
    return town
