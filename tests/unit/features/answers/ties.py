"""Known answers of the features of ties."""

from tests.town import VILLAGE
from tests.unit.features.answers.arranging import Arrange, both, refused

UNCLE: Arrange = both(
    lambda town: town.person("F").person("G"),
    lambda town: town.kin("P1", "F", "parent").kin("F", "G", "parent").kin("O1", "G", "parent"),
)
"""O1 and P1's father F are brothers by their shared father G."""

EXCHANGE: Arrange = both(
    lambda town: town.person("S8").kin("S8", "P1", "sibling").person("Q1").kin("H1", "Q1", "sibling"),
    lambda town: town.aided("H2", "Q1", handler_id="S8"),
)
"""H1 handled P1, a sibling of S8, and S8 a sibling of H1."""

CASES: tuple[tuple[str, str, Arrange, float], ...] = (
    ("kin_tie", "a brother in post is one step away", lambda t: t.kin("O1", "P2", "sibling"), 3),
    ("kin_tie", "an uncle is two steps away by a shared parent", UNCLE, 2),
    (
        "kin_tie",
        "registers tell a daughter-in-law",
        lambda t: [
            t.person("W", register_id="R1", relation_to_head="daughter_in_law"),
            t.rows["persons"].__setitem__(
                6,
                {"person_id": "O1", "region_code": VILLAGE, "register_id": "R1", "relation_to_head": "head"},
            ),
            t.kin("W", "P1", "parent"),
        ],
        2,
    ),
    (
        "kin_tie",
        "the official is a member",
        lambda t: t.add("members", household_id="H", person_id="O1", covered="true"),
        4,
    ),
    ("kin_tie", "nobody is kin", lambda t: None, 0),
    (
        "kin_tie",
        "the brother left office before",
        lambda t: [t.kin("O1", "P1", "sibling"), t.rows["officials"][0].update(end_on="2022-12-31")],
        0,
    ),
    (
        "kin_tie",
        "the brother took office after",
        lambda t: [t.kin("O1", "P1", "sibling"), t.rows["officials"][0].update(start_on="2023-04-01")],
        0,
    ),
    (
        "kin_tie",
        "the brother serves elsewhere",
        lambda t: [t.kin("O1", "P1", "sibling"), t.rows["officials"][0].update(region_code="990101002001")],
        0,
    ),
    (
        "kin_tie",
        "the marriage ended before",
        lambda t: t.kin("O1", "P1", "spouse", start_on="2000-01-01", end_on="2022-01-01"),
        0,
    ),
    ("kin_tie", "the marriage holds", lambda t: t.kin("O1", "P1", "spouse", start_on="2000-01-01"), 3),
    ("undeclared_tie", "nobody declared the brother", lambda t: t.kin("O1", "P1", "sibling"), 3),
    (
        "undeclared_tie",
        "the brother was declared",
        lambda t: [
            t.kin("O1", "P1", "sibling"),
            t.add("kin_declarations", household_id="H", official_id="O1", declared_on="2023-03-02"),
        ],
        0,
    ),
    (
        "acted_for_kin",
        "the handler is a cousin's father",
        lambda t: [t.person("C"), t.kin("H1", "C", "child"), t.kin("C", "P1", "other")],
        2,
    ),
    ("acted_for_kin", "a relative in post did not act", lambda t: t.kin("O1", "P1", "sibling"), 0),
    (
        "after_taking_office",
        "applied two months after",
        lambda t: [t.kin("O1", "P1", "sibling"), t.rows["officials"][0].update(start_on="2023-01-01")],
        10.1,
    ),
    (
        "after_taking_office",
        "re-elected, not new",
        lambda t: [
            t.kin("O1", "P1", "sibling"),
            t.rows["officials"][0].update(end_on="2022-12-31"),
            t.official("O1", start_on="2023-01-01"),
        ],
        0,
    ),
    (
        "shared_contact",
        "the household's phone is the official's",
        lambda t: [
            t.rows["households"][0].update(phone="13900000001"),
            t.person("X", phone="13900000001"),
            t.rows["persons"].append({"person_id": "A1", "phone": "13900000001", "region_code": VILLAGE}),
            t.rows["persons"].pop(5),
        ],
        1,
    ),
    (
        "shared_contact",
        "everybody uses the phone",
        lambda t: [
            t.rows["households"][0].update(phone="13900000001"),
            t.rows["persons"].pop(5),
            t.person("A1", phone="13900000001"),
            [t.person(f"X{n}", phone="13900000001") for n in range(12)],
        ],
        0,
    ),
    (
        "shared_contact",
        "both live in a welfare home",
        lambda t: [
            t.add("addresses", address_id="W", region_code=VILLAGE, kind="institution"),
            t.rows["households"][0].update(address_id="W"),
            t.rows["persons"].pop(5),
            t.person("A1", address_id="W"),
        ],
        0,
    ),
    (
        "acted_for_contact",
        "the approver's phone",
        lambda t: [
            t.rows["households"][0].update(phone="13900000001"),
            t.rows["persons"][5].update(phone="13900000001"),
        ],
        1,
    ),
    ("acted_for_contact", "nothing is shared", lambda t: None, 0),
    (
        "contact_of_kin",
        "the phone of the official's wife",
        lambda t: [
            t.rows["households"][0].update(phone="13900000001"),
            t.person("W", phone="13900000001").kin("O1", "W", "spouse"),
        ],
        1,
    ),
    ("contact_of_kin", "nothing is shared", lambda t: t.person("W").kin("O1", "W", "spouse"), 0),
    (
        "refused_alike",
        "the director's brother was granted, a stranger as poor refused",
        both(lambda t: t.kin("O1", "P1", "sibling"), refused(declared_monthly_income=100)),
        1 / 2,
    ),
    (
        "refused_alike",
        "the stranger was better off",
        both(lambda t: t.kin("O1", "P1", "sibling"), refused(declared_monthly_income=900)),
        0,
    ),
    ("refused_alike", "both are strangers", refused(declared_monthly_income=100), 0),
    ("kin_share_of_official", "one relative, by chance", lambda t: t.kin("H1", "P1", "sibling"), 0),
    ("reciprocal_favour", "a favour returned", EXCHANGE, 1),
    (
        "reciprocal_favour",
        "a favour that was not returned",
        both(EXCHANGE, lambda t: t.rows["decisions"][1].update(handler_id="S9")),
        0,
    ),
)
