"""Family H on hand-made families with known answers: every exemption, every day at the border."""

import math
import random
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pandas as pd
import pytest

from benchmarks.plain.graph import all_ties, both_ways
from benchmarks.plain.household import household_columns
from benchmarks.plain.records import read_tables
from features.dossier import Dossier, open_dossier
from features.household.family import HOUSEHOLD
from features.records.store import read_records
from features.table import FeatureTable, feature_table
from tests.town import AS_OF, Town

Arrange = Callable[[Town], object]
APPLIED, GRANTED = "2023-03-01", "2023-03-28"


def family() -> Town:
    """A man of 53 and his wife in register R, aided at address A, and a neighbour family N in register Q."""
    town = Town().knows("kinship", "supporters", "absences", "payments", "register_moves", "addresses")
    town.official("O1")
    for person, role, sex in (("P1", "head", "M"), ("P2", "spouse", "F")):
        resident(town, person, register_id="R", relation_to_head=role, sex=sex)
    resident(town, "N1", register_id="Q", relation_to_head="head", address_id="B")
    resident(town, "N2", register_id="Q", relation_to_head="spouse", address_id="B")
    return town.aided("H", "P1", "P2", household={"address_id": "A"}).aided("HN", "N1", "N2")


def resident(town: Town, person: str, **cells: object) -> Town:
    given = {"birth_date": "1970-01-01", "death_date": None, "register_id": None, "relation_to_head": None}
    return town.person(person, **(given | {"address_id": "A", "sex": "M"} | cells))


def move(person: str, day: str, old: str | None, new: str | None, kind: str = "move") -> Arrange:
    return lambda town: town.add(
        "register_moves", person_id=person, moved_on=day, from_register_id=old, to_register_id=new, kind=kind
    )


def joins(person: str, **cells: object) -> Arrange:
    """Make somebody a covered member of H."""

    def arrange(town: Town) -> None:
        given = {"birth_date": "1980-01-01", "register_id": "R"} | cells
        said = given.pop("said", None)
        resident(town, person, **given)
        town.add("members", household_id="H", person_id=person, covered="true", relation_to_applicant=said)

    return arrange


def lives(person: str, **cells: object) -> Arrange:
    return lambda town: resident(town, person, **cells)


def kin(person: str, relative: str, relation: str, **cells: object) -> Arrange:
    return lambda town: town.kin(person, relative, relation, **cells)


def away(person: str, kind: str, start: str, end: str | None) -> Arrange:
    return lambda town: town.add("absences", person_id=person, kind=kind, start_on=start, end_on=end)


def home(**cells: object) -> Arrange:
    return lambda town: town.rows["households"][0].update(cells)


def decided(**cells: object) -> Arrange:
    return lambda town: town.rows["decisions"][0].update(cells)


def institution(town: Town) -> None:
    town.add("addresses", address_id="A", kind="institution")


def declares(person: str, day: str | None = APPLIED) -> Arrange:
    return lambda town: town.add("supporters", household_id="H", person_id=person, relation="child", declared_on=day)


def crowd(number: int) -> Arrange:
    return lambda town: [resident(town, f"C{place}") for place in range(number)]


def known(*people: str) -> Arrange:
    """Give each of these a mother of their own, so that their kin are known."""
    return lambda town: [town.kin(person, f"MOTHER-{person}", "parent") for person in people]


def parents(person: str) -> Arrange:
    return lambda town: [town.kin(person, f"{place}-{person}", "parent") for place in ("MOTHER", "FATHER")]


FATHER = (lives("F", birth_date="1945-01-01", register_id="OLD"), kin("P1", "F", "parent"))
SPLIT = (*FATHER, move("P1", "2022-09-01", "OLD", "R", "split"))
SON = (lives("S", birth_date="1998-05-05", address_id="Z"), kin("P1", "S", "child"))
STRANGER = (joins("X", register_id="Y"), known("X"))
BROTHER = (joins("X"), move("X", "2023-06-01", "Y", "R"))

CASES: tuple[tuple[str, str, tuple[Arrange, ...], float], ...] = (
    ("household_split", "nobody moved", FATHER, 0),
    ("household_split", "the father stayed in the yard", SPLIT, 1),
    ("household_split", "twelve months to the day", (*FATHER, move("P1", "2022-03-01", "OLD", "R", "split")), 1),
    ("household_split", "a day longer", (*FATHER, move("P1", "2022-02-28", "OLD", "R", "split")), 0),
    ("household_split", "on the day of the application", (*FATHER, move("P1", APPLIED, "OLD", "R", "split")), 1),
    ("household_split", "after the application", (*FATHER, move("P1", "2023-03-02", "OLD", "R", "split")), 0),
    ("household_split", "a move is no split", (*FATHER, move("P1", "2022-09-01", "OLD", "R", "move")), 0),
    ("household_split", "out of another register", (*FATHER, move("P1", "2022-09-01", "OTHER", "R", "split")), 0),
    ("household_split", "he lives elsewhere", (*SPLIT, lambda t: t.rows["persons"][-1].update(address_id="Z")), 0),
    ("household_split", "he died before", (*SPLIT, lambda t: t.rows["persons"][-1].update(death_date=APPLIED)), 0),
    ("household_split", "he died since", (*SPLIT, lambda t: t.rows["persons"][-1].update(death_date="2023-03-02")), 1),
    ("household_split", "a welfare home", (*SPLIT, institution), 0),
    ("household_split", "ten live there", (*SPLIT, crowd(7)), 1),
    ("household_split", "eleven live there", (*SPLIT, crowd(8)), 0),
    (
        "household_split",
        "he is a member",
        (*SPLIT, lambda t: t.add("members", household_id="H", person_id="F", covered="false")),
        0,
    ),
    (
        "household_split",
        "an uncle is not close",
        (lives("F", register_id="OLD"), move("P1", "2022-09-01", "OLD", "R", "split"), kin("P1", "F", "other")),
        0,
    ),
    (
        "household_split",
        "at the household's address, not the member's",
        (*SPLIT, lambda t: [t.rows["persons"][0].update(address_id="Z")]),
        1,
    ),
    (
        "household_split",
        "a brother by the shared father stayed too, and each counts once",
        (*SPLIT, lives("U", register_id="OLD"), kin("F", "U", "child"), move("P2", "2022-09-01", "OLD", "R", "split")),
        2,
    ),
    (
        "household_split",
        "divorced the day before the split",
        (
            lives("E", register_id="OLD"),
            kin("P2", "E", "spouse", start_on="1995-01-01", end_on="2022-08-31"),
            move("P2", "2022-09-01", "OLD", "R", "split"),
        ),
        0,
    ),
    (
        "household_split",
        "divorced on the day of the split",
        (
            lives("E", register_id="OLD"),
            kin("P2", "E", "spouse", start_on="1995-01-01", end_on="2022-09-01"),
            move("P2", "2022-09-01", "OLD", "R", "split"),
        ),
        1,
    ),
    ("merged_members", "man and wife", (), 0),
    ("merged_members", "a stranger whose kin are known", STRANGER, 1),
    ("merged_members", "two strangers", (*STRANGER, joins("Y", register_id="Y"), known("Y")), 2),
    ("merged_members", "nothing is known of the stranger", (joins("X", register_id="Y"),), 0),
    ("merged_members", "stated as other", (joins("X", said="other"), known("X")), 1),
    ("merged_members", "not covered", (*STRANGER, lambda t: t.rows["members"][-1].update(covered="false")), 0),
    ("merged_members", "died before", (joins("X", death_date=GRANTED), known("X")), 0),
    ("merged_members", "just moved in", (joins("X"), known("X"), move("X", "2022-03-01", "Y", "R", "merge")), 2),
    ("merged_members", "moved in long ago", (joins("X"), known("X"), move("X", "2022-02-28", "Y", "R", "merge")), 1),
    ("merged_members", "moved in since", (joins("X"), known("X"), move("X", "2023-03-02", "Y", "R", "merge")), 1),
    ("merged_members", "moved elsewhere", (joins("X"), known("X"), move("X", "2022-09-01", "Y", "V", "merge")), 1),
    ("merged_members", "the destitute", (*STRANGER, home(scheme="destitute")), 0),
    ("merged_members", "a welfare home", (*STRANGER, institution), 0),
    ("merged_members", "a ward", (joins("X", said="被监护人"), known("X")), 0),
    (
        "merged_members",
        "a member is the guardian who takes the aid",
        (
            *STRANGER,
            lambda t: t.add(
                "payments",
                household_id="H",
                month="2025-01",
                amount=1,
                account_id="A",
                account_holder_id="X",
                holder_role="guardian",
            ),
        ),
        0,
    ),
    ("merged_members", "one step: a brother", (joins("X"), kin("X", "P2", "sibling")), 0),
    ("merged_members", "one step, divorced", (joins("X"), kin("X", "P2", "spouse", end_on="2010-01-01")), 0),
    (
        "merged_members",
        "two steps: the wife's sister's child",
        (joins("X"), kin("X", "M", "parent"), kin("M", "P2", "sibling")),
        0,
    ),
    (
        "merged_members",
        "three steps: a cousin",
        (
            joins("X"),
            kin("X", "M", "parent"),
            kin("M", "G", "parent"),
            kin("L", "G", "parent"),
            kin("P1", "L", "parent"),
        ),
        0,
    ),
    (
        "merged_members",
        "four steps from the wife: a cousin's husband's aunt",
        (
            joins("X"),
            kin("X", "M", "other"),
            kin("M", "L", "other"),
            kin("L", "K", "other"),
            kin("K", "P2", "other"),
        ),
        1,
    ),
    ("merged_members", "claims to be a child, and has two parents", (joins("X", said="child"), parents("X")), 1),
    ("merged_members", "claims to be a child, and one parent is known", (joins("X", said="child"), known("X")), 0),
    (
        "merged_members",
        "claims to be a parent of the applicant",
        (joins("X", said="父亲"), known("X"), parents("P1")),
        1,
    ),
    ("merged_members", "claims to be a parent, nothing against it", (joins("X", said="父亲"), known("X")), 0),
    ("merged_members", "claims to be a spouse of a married man", (joins("X", said="spouse"), known("X")), 1),
    ("merged_members", "claims to be a sibling", (joins("X", said="sibling"), parents("X"), parents("P1")), 1),
    (
        "merged_members",
        "a sibling of whom one parent is known",
        (joins("X", said="sibling"), known("X"), parents("P1")),
        0,
    ),
    ("merged_members", "claims to be a nephew", (joins("X", said="侄子"), parents("X")), 0),
    ("hidden_supporter", "no children", (), 0),
    ("hidden_supporter", "a grown son", SON, 1),
    ("hidden_supporter", "of both, counted once", (*SON, kin("S", "P2", "parent")), 1),
    ("hidden_supporter", "two", (*SON, lives("D", birth_date="2000-01-01"), kin("D", "P2", "parent")), 2),
    ("hidden_supporter", "declared", (*SON, declares("S")), 0),
    ("hidden_supporter", "declared, without a day", (*SON, declares("S", None)), 0),
    ("hidden_supporter", "declared after the decision", (*SON, declares("S", "2025-01-01")), 0),
    ("hidden_supporter", "eighteen on the day", (lives("S", birth_date="2005-03-28"), kin("P1", "S", "child")), 1),
    ("hidden_supporter", "eighteen a day later", (lives("S", birth_date="2005-03-29"), kin("P1", "S", "child")), 0),
    ("hidden_supporter", "of unknown age", (lives("S", birth_date=None), kin("P1", "S", "child")), 0),
    ("hidden_supporter", "not a resident", (kin("P1", "S", "child"),), 0),
    ("hidden_supporter", "died", (*SON, lambda t: t.rows["persons"][-1].update(death_date="2024-01-01")), 0),
    ("hidden_supporter", "a member", (joins("S", birth_date="1998-01-01"), kin("P1", "S", "child")), 0),
    ("hidden_supporter", "in custody", (*SON, away("S", "custody", "2022-01-01", None)), 0),
    ("hidden_supporter", "released the day before", (*SON, away("S", "custody", "2022-01-01", "2023-03-27")), 1),
    ("hidden_supporter", "released on the day", (*SON, away("S", "custody", "2022-01-01", GRANTED)), 0),
    ("hidden_supporter", "abroad from the next day", (*SON, away("S", "abroad", "2023-03-29", None)), 1),
    ("hidden_supporter", "a soldier", (*SON, away("S", "military_service", "2022-01-01", None)), 1),
    ("hidden_supporter", "aided too", (*SON, lambda t: t.aided("H2", "S")), 0),
    ("hidden_supporter", "aided long ago", (*SON, lambda t: t.aided("H2", "S", ended_on="2023-03-27")), 1),
    ("hidden_supporter", "aided on the day", (*SON, lambda t: t.aided("H2", "S", ended_on=GRANTED)), 0),
    ("hidden_supporter", "refused aid", (*SON, lambda t: t.aided("H2", "S", outcome="refused")), 1),
    ("hidden_supporter", "adopted by others before", (SON[0], kin("P1", "S", "child", end_on="2023-03-27")), 0),
    ("hidden_supporter", "adopted by others since", (SON[0], kin("P1", "S", "child", end_on=GRANTED)), 1),
    (
        "hidden_supporter",
        "a child of a wife who is not covered",
        (SON[0], kin("P2", "S", "child"), lambda t: t.rows["members"][1].update(covered="false")),
        0,
    ),
    (
        "hidden_supporter",
        "the covered parent died before",
        (SON[0], kin("P2", "S", "child"), lambda t: t.rows["persons"][1].update(death_date=GRANTED)),
        0,
    ),
    ("moved_in", "nobody moved", (joins("X"),), 0),
    ("moved_in", "a brother after the decision", BROTHER, 1),
    ("moved_in", "merged", (joins("X"), move("X", "2023-06-01", "Y", "R", "merge")), 1),
    ("moved_in", "a split is none", (joins("X"), move("X", "2023-06-01", "Y", "R", "split")), 0),
    ("moved_in", "twelve months before", (joins("X"), move("X", "2022-03-01", "Y", "R")), 1),
    ("moved_in", "a day longer", (joins("X"), move("X", "2022-02-28", "Y", "R")), 0),
    ("moved_in", "on the day of the run", (joins("X"), move("X", "2025-12-31", "Y", "R")), 1),
    ("moved_in", "after the day of the run", (joins("X"), move("X", "2026-01-01", "Y", "R")), 0),
    ("moved_in", "into another register", (joins("X", register_id="Y"), move("X", "2023-06-01", "Z", "Y")), 0),
    ("moved_in", "twice, counted once", (*BROTHER, move("X", "2024-06-01", "Y", "R")), 1),
    ("moved_in", "not covered", (*BROTHER, lambda t: t.rows["members"][-1].update(covered="false")), 0),
    ("moved_in", "all came together", (*BROTHER, *(move(p, "2023-06-01", "Y", "R") for p in ("P1", "P2"))), 0),
    (
        "moved_in",
        "only a child born later was there",
        (
            joins("X", register_id="V"),
            move("X", "2023-06-01", "Y", "V"),
            joins("B", birth_date="2024-01-01", register_id="V"),
        ),
        0,
    ),
    ("moved_in", "a welfare home", (*BROTHER, institution), 0),
    ("moved_in", "a spouse", (*BROTHER, joins("U", sex="F"), kin("X", "U", "spouse", start_on="2023-05-01")), 0),
    ("moved_in", "divorced before", (*BROTHER, kin("X", "P2", "spouse", end_on="2023-05-31")), 1),
    (
        "moved_in",
        "a minor who follows a parent",
        (joins("X", birth_date="2005-06-02"), BROTHER[1], kin("X", "P1", "parent")),
        0,
    ),
    ("moved_in", "eighteen on the day", (joins("X", birth_date="2005-06-01"), BROTHER[1], kin("X", "P1", "parent")), 1),
    ("moved_in", "a minor without a parent there", (joins("X", birth_date="2010-01-01"), BROTHER[1]), 1),
    ("moved_in", "a baby", (joins("X", birth_date="2022-06-02"), BROTHER[1]), 0),
    ("moved_in", "one year old", (joins("X", birth_date="2022-06-01"), BROTHER[1]), 1),
    ("moved_in", "home from custody three months ago", (*BROTHER, away("X", "custody", "2020-01-01", "2023-03-01")), 0),
    (
        "moved_in",
        "home from service longer ago",
        (*BROTHER, away("X", "military_service", "2020-01-01", "2023-02-28")),
        1,
    ),
    ("moved_in", "custody that ended after the move", (*BROTHER, away("X", "custody", "2020-01-01", "2023-06-02")), 1),
)


def arranged(arrangements: tuple[Arrange, ...]) -> Town:
    town = family()
    for arrange in arrangements:
        arrange(town)
    return town


def dossier(town: Town, folder: Path, as_of: date = AS_OF) -> Dossier:
    return open_dossier(read_records(town.write(folder, "parquet")).known(as_of))


def table(town: Town, folder: Path, as_of: date = AS_OF) -> FeatureTable:
    return feature_table(dossier(town, folder, as_of), HOUSEHOLD)


@cache
def answers() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns of all cases in one city, a family of its own each, as computed here and the plain way."""
    city = Town()
    for number, (*_, arrangements, _) in enumerate(CASES):
        for name, rows in arranged(arrangements).rows.items():
            city.knows(name)
            city.rows[name] += [{column: own(number, column, cell) for column, cell in row.items()} for row in rows]
    with TemporaryDirectory() as folder:
        known_on = dossier(city, Path(folder))
        return feature_table(known_on, HOUSEHOLD).values, plain(known_on, Path(folder))


def own(number: int, column: str, cell: object) -> object:
    """Keep the people, registers, addresses and households of each case apart."""
    return f"{number}.{cell}" if column.endswith("_id") and cell is not None else cell


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{name}: {what}" for name, what, *_ in CASES])
def test_known_answer(number: int) -> None:
    name, *_, expected = CASES[number]
    values, _ = answers()
    assert values.loc[f"{number}.H", name] == expected
    assert values.loc[f"{number}.HN", ["household_split", "merged_members", "moved_in"]].eq(0).all()


def test_the_plain_way_gives_the_same() -> None:
    values, expected = answers()
    assert len(values) > 2 * len(CASES)
    pd.testing.assert_frame_equal(values, expected, check_names=False)


def plain(known_on: Dossier, folder: Path, as_of: date = AS_OF) -> pd.DataFrame:
    """The columns as pandas and NetworkX compute them."""
    tables = read_tables(folder, as_of)
    ties = both_ways(all_ties(tables)).astype({"relation": "str"})
    graph = nx.from_pandas_edgelist(ties, "a", "b", edge_attr=True, create_using=nx.MultiDiGraph)
    scored = known_on.households.reset_index()
    members = known_on.frame("SELECT * FROM scored_members ORDER BY ALL")
    return household_columns(tables, scored, members, graph, pd.Timestamp(as_of))


def test_a_household_of_whose_kin_nothing_is_known_is_not_judged(tmp_path: Path) -> None:
    town = family()
    for person in ("L1", "L2"):
        resident(town, person)
    values = table(town.aided("HL", "L1", "L2").aided("H1", "L1"), tmp_path).values
    assert math.isnan(values.loc["HL", "merged_members"])
    assert math.isnan(values.loc["HL", "hidden_supporter"])
    assert values.loc["H1", "merged_members"] == 0


def everything() -> Town:
    town = arranged((*SPLIT, *SON, *STRANGER, joins("Y", register_id="R"), move("Y", "2023-01-01", "Z", "R")))
    return arrange_all(town, known("Y"), declares("S", "2025-06-01"), move("N2", "2024-01-01", "Z", "Q"))


def arrange_all(town: Town, *arrangements: Arrange) -> Town:
    for arrange in arrangements:
        arrange(town)
    return town


def test_nothing_dated_after_the_day_changes_anything(tmp_path: Path) -> None:
    day = date(2024, 6, 30)
    before = table(everything(), tmp_path / "a", day).values
    assert before.loc["H"].tolist() == [1, 3, 1, 1]
    later = "2024-07-01"
    town = arrange_all(
        everything(),
        declares("S", later),
        kin("X", "P1", "sibling", start_on=later),
        kin("Y", "P1", "spouse", start_on=later),
        move("P2", later, "Z", "R"),
        move("X", later, "Y", "R"),
        away("Y", "custody", later, None),
    )
    town.rows["kinship"][0]["end_on"] = later
    pd.testing.assert_frame_equal(table(town, tmp_path / "b", day).values, before)
    assert not table(town, tmp_path / "c").values.equals(before)


def test_rows_in_any_order_give_the_same_findings(tmp_path: Path) -> None:
    before = table(everything(), tmp_path / "a")
    town = everything()
    for rows in town.rows.values():
        random.Random(3).shuffle(rows)
    after = table(town, tmp_path / "b")
    pd.testing.assert_frame_equal(after.values, before.values, check_exact=True)
    for name, found in before.found.items():
        pd.testing.assert_frame_equal(after.found[name], found)


def test_reasons_and_source_rows(tmp_path: Path) -> None:
    found = table(everything(), tmp_path, date(2024, 6, 30)).found
    sources = {name: rows[rows["value"] > 0]["source"].tolist() for name, rows in found.items()}
    assert sources["household_split"] == ["register_moves[P1,2022-09-01]; kinship[P1,F]; persons[F]"]
    assert sources["hidden_supporter"] == ["kinship[P1,S]; persons[S]"]
    assert sources["moved_in"] == ["register_moves[Y,2023-01-01]; persons[P1]"]
    assert sources["merged_members"] == [
        "members[H,X]; kinship[X,MOTHER-X]",
        "members[H,Y]; kinship[Y,MOTHER-Y]; register_moves[Y,2023-01-01]",
    ]
    told = {feature.name: found[feature.name].query("value > 0").to_dict("records")[0] for feature in HOUSEHOLD}
    reasons = {
        feature.name: (feature.reason.zh + feature.reason.en).format(**told[feature.name]) for feature in HOUSEHOLD
    }
    assert "2022-09-01" in reasons["household_split"]
    assert "父母等1名" in reasons["household_split"]
    assert "2名保障对象" in reasons["merged_members"]
    assert "其中1人在申请前12个月内迁入户口" in reasons["merged_members"]
    assert "于申请前（2023-01-01）迁入" in reasons["moved_in"]
    assert "已申报0名" in reasons["hidden_supporter"]
    assert not any(person in reason for reason in reasons.values() for person in ("P1", "X", "Y"))


def test_a_contradicted_claim_is_told(tmp_path: Path) -> None:
    town = arranged((joins("X", said="child"), parents("X")))
    assert table(town, tmp_path).found["merged_members"]["also_zh"].tolist() == ["，其中1人所填关系与登记不符"]


def test_a_register_that_knows_the_son_is_enough(tmp_path: Path) -> None:
    town = family()
    resident(town, "S", register_id="R", relation_to_head="son", birth_date="1998-01-01")
    found = table(town, tmp_path)
    assert found.values.loc["H", "hidden_supporter"] == 1
    assert found.found["hidden_supporter"]["source"].tolist() == ["persons[P1]; persons[S]"]


def test_the_words_are_complete() -> None:
    assert [feature.flag for feature in HOUSEHOLD] == ["F13", "F14", "F15", "F16"]
    for feature in HOUSEHOLD:
        assert feature.family == "H"
        assert feature.definition_zh.endswith("。")
        assert feature.exempt is not None
