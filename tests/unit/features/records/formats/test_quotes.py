"""Quotation marks may be taken off only where they stand round whole cells."""

from pathlib import Path

import pytest

from features.records.formats import quotes
from features.records.formats.quotes import only_round_cells

CASES = [
    (b'"a","b"\n1,"x"\n"",\n', True),
    (b'"a","b"\r\n1,"x"\r\n"",', True),
    (b'\xef\xbb\xbf"a",b\n', True),
    (b"a,b\n1,2\n", True),
    (b"", True),
    (b'"a","b"\n1,"x,y"\n', False),
    (b'"a","b"\n1,"x\ny"\n', False),
    (b'"a","b"\n1,"x""y"\n', False),
    (b'a,b\n1,x"y\n', False),
    (b'a,b\n1,"x"y\n', False),
    (b'a,b\n1,"x\n', False),
    (b'a,b\n1,"x" \n', False),
    (b'a,b\n1,"x"', True),
    (b'a,b\n"', False),
]


@pytest.mark.parametrize("block", [1, 2, 3, 1024])
@pytest.mark.parametrize(("data", "regular"), CASES)
def test_only_round_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, regular: bool, block: int
) -> None:
    monkeypatch.setattr(quotes, "BLOCK", block)
    path = tmp_path / "a.csv"
    path.write_bytes(data if block > 2 else data.removeprefix(b"\xef\xbb\xbf"))
    assert only_round_cells(path, ",") is regular


def test_a_delimiter_beyond_ascii_is_left_to_the_careful_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"甲"，"乙"\n', encoding="utf-8")
    assert not only_round_cells(path, "，")
