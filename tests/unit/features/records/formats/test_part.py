import pytest

from features.errors import DataError
from features.records.formats.part import Part, local


class Names(Part):
    handles = True

    def __init__(self, file):
        super().__init__(file)
        self.seen = []

    def start(self, name, attributes, /):
        self.seen.append((local(name), attributes))
        self.collect()


def parse(part, text):
    part.take(text if isinstance(text, bytes) else text.encode())
    part.take(None)
    return part


HARMFUL = (
    "<!DOCTYPE x><x/>",
    '<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>',
    '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    '<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]><x/>',
    '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
)

BROKEN = (
    "",
    "<x>",
    "<x></y>",
    "x",
    "<x>&e;</x>",
    b"\xff\xfe\x00",
    '<?xml version="1.0" encoding="none"?><x/>',
    b"<x>\xff</x>",
)


@pytest.mark.parametrize("text", HARMFUL)
def test_declarations_are_refused(text):
    with pytest.raises(DataError, match=r"^a\.xlsx declares XML entities inside.*\.$"):
        parse(Part("a.xlsx"), text)


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_not_well_formed_is_damaged(text):
    with pytest.raises(DataError, match=r"^a\.xlsx is damaged inside.*\.$"):
        parse(Part("a.xlsx"), text)


def test_elements_and_text_are_handed_over():
    part = parse(Names("a.xlsx"), '<x:a xmlns:x="u"><b c="1">text</b></x:a>')
    assert part.seen == [("a", {"xmlns:x": "u"}), ("b", {"c": "1"})]
    assert "".join(part.pieces) == "text"


def test_a_part_that_wants_nothing_only_looks():
    assert parse(Part("a.xlsx"), "<a>text</a>").pieces == []
