"""Keys: citizen numbers that are broken or doubtful, rows that lead nowhere, rows that come twice, ties that cannot be."""

from collections.abc import Callable
from typing import Any, Final

from features.records import contradicted, repeats
from features.records.citizens import broken as wrong
from features.records.citizens import compare, former, mark
from features.records.citizens.number import check_character
from features.records.cleaning import characters, codes, numbers
from tests.functional.bad.case import BadInput, broken, citizen, doubted, mended, numbered, plain, whole
from tests.town import VILLAGE, Town

__all__ = ["KEYS"]

ID: Final = "persons.person_id"
WITH_X: Final = "11010519491231002X"
KEPT: Final = f"'{WITH_X}'"
BORN: Final = {"birth_date": "1949-12-31", "sex": "F"}
WIDE: Final = "".join(chr(ord(mark) + 0xFEE0) for mark in WITH_X)


def _mended(arrives: str, written: str, rule: str) -> BadInput:
    return mended(arrives, ID, written, KEPT, rule, town=numbered, cells=BORN)


def _broken(arrives: str, written: str, rule: str) -> BadInput:
    return broken(arrives, ID, written, rule, town=numbered, cells={"birth_date": None, "sex": None})


def _town(*rows: tuple[str, dict[str, Any]], town: Callable[[], Town] = plain) -> Callable[[], Town]:
    def make() -> Town:
        made = town()
        for table, cells in rows:
            made.add(table, **cells)
        return made

    return make


def _rows(behaviour: Any, arrives: str, table: str, rule: str, *rows: dict[str, Any], holds: str = "") -> BadInput:
    town = _town(*((table, cells) for cells in rows))
    return whole(arrives, behaviour, table, rule, lambda _: None, town=town, holds=holds)


def cut() -> Town:
    """Return residents among whose numbers are eight that a spreadsheet has cut."""
    town = numbered()
    for place in range(10, 18):
        town.add("persons", person_id=citizen(place, f"19700{1 + place % 9}11")[:15] + "000", name="赵九")
    return town


def keys_of_eighteen() -> Town:
    """Return residents whose keys have 18 digits and are no citizen numbers."""
    town = plain()
    for place in range(20):
        town.add("persons", person_id=f"{900000000000000000 + place * 7}")
    return town


def kin(person_id: str, relative_id: str, relation: str) -> tuple[str, dict[str, Any]]:
    """Return a stated tie."""
    return "kinship", {"person_id": person_id, "relative_id": relative_id, "relation": relation}


def _ties(arrives: str, rule: str, *ties: tuple[str, dict[str, Any]], behaviour: Any = "quarantined") -> BadInput:
    holds = "person_id IS NOT NULL"
    return whole(arrives, behaviour, "kinship", rule, lambda _: None, town=_town(*BORN_APART, *ties), holds=holds)


BORN_APART: Final = (
    ("persons", {"person_id": "OLD", "birth_date": "1940-01-01", "name": "陈老"}),
    ("persons", {"person_id": "MID", "birth_date": "1965-01-01", "name": "陈中"}),
    ("persons", {"person_id": "NEW", "birth_date": "1990-01-01", "name": "陈小"}),
    ("persons", {"person_id": "TEN", "birth_date": "1950-01-01", "name": "陈十"}),
    ("persons", {"person_id": "AGE", "name": "陈未"}),
)

NUMBERS: Final = (
    _mended("a citizen number with a lower-case x", WITH_X.lower(), codes.LOWER_X.en),
    _mended("a citizen number in full-width characters", WIDE, characters.WIDE.en),
    _mended("a citizen number behind an apostrophe", f"'{WITH_X}", characters.GUARD.en),
    _mended("a citizen number with spaces in it", "110105 19491231 002X", characters.SPACE.en),
    _mended("a citizen number with invisible characters", f"\ufeff{WITH_X}\u200b", characters.UNSEEN.en),
    _mended('a citizen number as a formula: ="…"', f'="{WITH_X}"', characters.GUARD.en),
    _mended("a citizen number of 15 digits", "110105491231002", former.LONGER.en),
    mended(
        "the code of a region with .0 behind it",
        "persons.region_code",
        f"{VILLAGE}.0",
        f"'{VILLAGE}'",
        numbers.POINT_ZERO.en,
    ),
    _broken("a citizen number that was a number with a fraction: .0 behind it", f"{citizen(90)}.0", codes.LOST.en),
    _broken("a citizen number with a wrong check character", "110105194912310021", wrong.CHECK.en),
    _broken(
        "a citizen number with a day of birth that there is not",
        "11010519490231002" + check_character("11010519490231002"),
        wrong.BIRTH.en,
    ),
    _broken("a citizen number with a digit too many", "1101051949123100211", wrong.FORM.en),
    _broken("a citizen number with stars in it", "110105********002X", wrong.FORM.en),
    _broken("a citizen number in scientific notation", "1.10105E+17", codes.LOST.en),
    whole(
        "a column of citizen numbers whose last digits a spreadsheet has put to 000",
        "quarantined",
        "persons",
        f"person_id: {wrong.CUT.en}",
        lambda _: None,
        town=cut,
        holds="name = '赵九'",
    ),
    doubted(
        "a day of birth that is not the one in the citizen number",
        "persons.birth_date",
        "1950-12-31",
        compare.DIFFERS.en,
        town=numbered,
        cells={"person_id": WITH_X, "sex": "F"},
    ),
    doubted(
        "a sex that is not the one in the citizen number",
        "persons.sex",
        "M",
        compare.DIFFERS.en,
        town=numbered,
        cells={"person_id": WITH_X, "birth_date": "1949-12-31"},
    ),
    doubted(
        "a citizen number of an area that no list has",
        ID,
        "99999919700101001" + check_character("99999919700101001"),
        compare.AREA.en,
        town=numbered,
    ),
    mended(
        "a citizen number of an area that was dissolved",
        ID,
        "51021219700101001" + check_character("51021219700101001"),
        "'51021219700101001" + check_character("51021219700101001") + "'",
        "",
        town=numbered,
    ),
    doubted(
        "a broken citizen number in a column that may be empty",
        "decisions.handler_id",
        "110105194912310021",
        wrong.CHECK.en,
        town=numbered,
    ),
    whole(
        "keys of 18 digits that are no citizen numbers",
        "flagged",
        "persons",
        f"person_id: {mark.OPAQUE.en}",
        lambda _: None,
        town=keys_of_eighteen,
        holds="person_id = '900000000000000007'",
    ),
)
LEADS: Final = (
    broken("a payment to a household that is not there", "payments.household_id", "H77", "not in households"),
    broken("a member of a household that is not there", "members.household_id", "H77", "not in households"),
    doubted("a member who is among no residents", "members.person_id", "NOBODY", "unmatched"),
    doubted("a handler who is among no residents", "decisions.handler_id", "NOBODY", "unmatched"),
    doubted("a tie to somebody unknown", "kinship.relative_id", "NOBODY", "unmatched"),
)
TWICE: Final = (
    _rows(
        "quarantined",
        "one resident twice, with two days of birth",
        "persons",
        f"person_id: {repeats.TWICE.en}",
        {"person_id": "P8", "name": "赵八", "birth_date": "1960-01-01"},
        {"person_id": "P8", "name": "赵八", "birth_date": "1980-01-01"},
        holds="birth_date = DATE '1980-01-01'",
    ),
    _rows(
        "quarantined",
        "one decision twice, each with another outcome",
        "decisions",
        f"decision_id: {repeats.TWICE.en}",
        {"decision_id": "D8", "household_id": "H", "outcome": "granted", "applied_on": "2020-01-01"},
        {"decision_id": "D8", "household_id": "H", "outcome": "refused", "applied_on": "2020-01-01"},
        holds="decision_id = 'D8' AND outcome = 'refused'",
    ),
    _rows(
        "quarantined",
        "a payment twice, the same in every cell",
        "payments",
        repeats.SAME_ROW.en,
        {"household_id": "H", "month": "2024-01", "amount": 350},
        {"household_id": "H", "month": "2024-01", "amount": 350},
    ),
    _rows(
        "read",
        "two payments in a month, each with another amount",
        "payments",
        "",
        {"household_id": "H", "month": "2024-01", "amount": 350},
        {"household_id": "H", "month": "2024-01", "amount": 50},
        holds="month = DATE '2024-01-01' AND amount = 50",
    ),
    _rows(
        "read",
        "a tie that is stated twice",
        "kinship",
        "",
        {"person_id": "P1", "relative_id": "P2", "relation": "sibling", "source": "1"},
        {"person_id": "P1", "relative_id": "P2", "relation": "sibling", "source": "2"},
        holds="source = '2'",
    ),
)
TIES: Final = (
    _ties("a tie to oneself", "relative_id: a tie to oneself", kin("OLD", "OLD", "sibling")),
    _ties(
        "somebody who is parent and child of the same person",
        "relation: parent and child of the same person",
        kin("AGE", "P1", "parent"),
        kin("AGE", "P1", "child"),
    ),
    _ties(
        "somebody who is parent and spouse of the same person",
        "relation: parent or child and spouse of the same person",
        kin("NEW", "MID", "parent"),
        kin("NEW", "MID", "spouse"),
    ),
    _ties(
        "three people each of whom is the parent of the next",
        "relation: one's own ancestor",
        kin("C1", "C2", "parent"),
        kin("C2", "C3", "parent"),
        kin("C3", "C1", "parent"),
    ),
    _ties(
        "a parent who is younger than the child",
        "relation: a parent who is not older than the child",
        kin("OLD", "MID", "parent"),
    ),
    _ties(
        "a grandparent who is younger than the grandchild",
        "relation: a grandparent who is not older than the grandchild",
        kin("OLD", "NEW", "grandparent"),
    ),
    _ties(
        "two spouses at one time",
        "relation: two spouses at one time",
        kin("MID", "NEW", "spouse"),
        kin("MID", "OLD", "spouse"),
    ),
    _ties(
        "a parent who is ten years older than the child",
        "relation: a parent less than twelve years older than the child",
        kin("TEN", "OLD", "parent"),
        behaviour="flagged",
    ),
    broken(
        "a relation that is none of the contract's",
        "kinship.relation",
        "邻居",
        "not one of parent, child, spouse, sibling, grandparent, grandchild, other",
    ),
    doubted(
        "a relation to the head of the register that nobody understands",
        "persons.relation_to_head",
        "某某",
        contradicted.NOT_UNDERSTOOD.en,
        cells={"register_id": "R1"},
    ),
)
KEYS: Final[tuple[BadInput, ...]] = (*NUMBERS, *LEADS, *TWICE, *TIES)
