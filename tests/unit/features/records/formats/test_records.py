"""Records are split where they can be; what is damaged costs one line."""

import pytest

from features.records.formats import records as module
from features.records.formats.records import Format, split_records

UNCLOSED = "a quotation mark is not closed"

Found = list[tuple[list[str], str | None, int]]


def split(data: bytes, *, width: int | None = 2, final: bool = True, encoding: str = "utf-8") -> Found:
    form = Format(encoding, b"\n", ",")
    return [tuple(record) for record in split_records(data.split(b"\n"), form, width=width, final=final)]  # type: ignore[misc]


CASES: list[tuple[str, bytes, Found]] = [
    ("plain", b"a,b\nc", [(["a", "b"], None, 1), (["c"], None, 1)]),
    ("carriage return", b"a,b\r\nc,d\r", [(["a", "b"], None, 1), (["c", "d"], None, 1)]),
    ("blank lines", b"a,b\n\n,", [(["a", "b"], None, 1), ([""], None, 1), (["", ""], None, 1)]),
    ("over two lines", b'a,"b\nc"\nd,e', [(["a", "b\nc"], None, 2), (["d", "e"], None, 1)]),
    ("over lines with blank ones and marks", b'"a\n\n""x""",b', [(['a\n\n"x"', "b"], None, 3)]),
    ("carriage return inside", b'a,"b\r\nc"\r', [(["a", "b\r\nc"], None, 2)]),
    ("never closed", b'a,"b\nc,d', [([], UNCLOSED, 1), (["c", "d"], None, 1)]),
    (
        "closed by the opening mark of a later cell",
        b'1,"b\nc,d\n2,"e"',
        [([], UNCLOSED, 1), (["c", "d"], None, 1), (["2", "e"], None, 1)],
    ),
    (
        "closed further down, but with more cells than the header",
        b'1,"b\nc,d\n",e,f',
        [([], UNCLOSED, 1), (["c", "d"], None, 1), ([], UNCLOSED, 1)],
    ),
    (
        "not text within",
        b'1,"b\n\xff"\nc,d',
        [([], "not text in the file's encoding", 2), (["c", "d"], None, 1)],
    ),
    ("not text", b"a,\xff\nc,d", [([], "not text in the file's encoding", 1), (["c", "d"], None, 1)]),
    ("NUL", b"a,\x00\nc,d", [([], "a NUL character in the row", 1), (["c", "d"], None, 1)]),
    ("mark inside a cell", b'a"b,c\nd,e', [(['a"b', "c"], None, 1), (["d", "e"], None, 1)]),
]


@pytest.mark.parametrize(("data", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_split_records(data: bytes, found: Found) -> None:
    assert split(data) == found


def test_a_byte_that_looks_like_a_delimiter_may_be_half_a_character() -> None:
    data = "亅|x".encode("gb18030")
    assert b"|" in data[:2]
    form = Format("gb18030", b"\n", "|")
    assert [record.cells for record in split_records([data], form)] == [["亅", "x"]]


@pytest.mark.parametrize(("lines", "fault"), [(100, None), (101, UNCLOSED)])
def test_a_record_goes_over_a_hundred_lines_at_most(lines: int, fault: str | None) -> None:
    data = b'a,"' + b"\n" * (lines - 1) + b'"'
    assert split(data)[0][1] == fault


def test_a_record_has_a_megabyte_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINE_LIMIT", 10)
    assert split(b'a,"bcde\nf"') == [(["a", "bcde\nf"], None, 2)]
    assert split(b'a,"bcde\nfg"')[0] == ([], UNCLOSED, 1)
    assert split(b"a,bcdefghi"[:10]) == [(["a", "bcdefghi"], None, 1)]
    assert split(b"a,bcdefghij") == [([], "the row is too long", 1)]


def test_a_record_that_goes_beyond_the_lines_waits_for_more() -> None:
    assert split(b'a,b\nc,"d\ne', final=False) == [(["a", "b"], None, 1)]
    assert split(b'a,b\nc,"d\ne', final=True)[1:] == [([], UNCLOSED, 1), (["e"], None, 1)]
    open_for_a_hundred_lines = b'a,"' + b"\n" * 99
    assert split(open_for_a_hundred_lines, final=False)[0] == ([], UNCLOSED, 1)


def test_without_a_width_any_number_of_cells_may_go_over_lines() -> None:
    assert split(b'a,"b\nc",d', width=None) == [(["a", "b\nc", "d"], None, 2)]
    assert split(b'a,"b\nc",', width=2) == [(["a", "b\nc", ""], None, 2)]
