"""Known answers of the features of payments."""

from tests.unit.features.answers.arranging import Arrange, both, other_home, pay

CASES: tuple[tuple[str, str, Arrange, float], ...] = (
    (
        "shared_card",
        "three households on a stranger's card",
        both(pay("H", "ACC", "S9"), other_home(), pay("H2", "ACC", "S9")),
        2,
    ),
    (
        "shared_card",
        "the guardian's card",
        both(pay("H", "ACC", "S9", "guardian"), other_home(), pay("H2", "ACC", "S9", "guardian")),
        0,
    ),
    ("shared_card", "a member's card", pay("H", "ACC", "P1", "self"), 0),
    ("card_of_official", "the approver's card", pay("H", "ACC", "A1"), 2),
    (
        "card_of_official",
        "the approver's wife's card",
        both(lambda t: t.person("W").kin("A1", "W", "spouse"), pay("H", "ACC", "W")),
        1,
    ),
    ("card_of_official", "the institution's card", pay("H", "ACC", "A1", "institution"), 0),
)
