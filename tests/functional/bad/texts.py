"""Text files: encodings, delimiters, line ends, quotes, rows that are none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from features.records.formats import lines, records
from tests.functional.bad.case import BadInput, plain, whole
from tests.town import Town

__all__ = ["TEXTS", "many", "rewritten"]

HELD: Final = "person_id = 'P1' AND name = '钱多多'"
FOURBYTE: Final = "𠮷多多"


def rewritten(table: str, change: Callable[[str], str | bytes], encoding: str = "utf-8") -> Callable[[Path], None]:
    """Return what writes a table's text anew."""

    def spoil(folder: Path) -> None:
        path = folder / f"{table}.csv"
        text = change(path.read_bytes().decode())
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))

    return spoil


def _text(
    behaviour: Any, arrives: str, change: Callable[[str], str | bytes], rule: str = "", table: str = "persons",
    *, holds: str = HELD, encoding: str = "utf-8", town: Callable[[], Town] = plain,
) -> BadInput:  # fmt: skip
    return whole(arrives, behaviour, table, rule, rewritten(table, change, encoding), holds=holds, town=town)


def same(text: str) -> str:
    """Leave the text as it is."""
    return text


def replaced(old: str, new: str | bytes) -> Callable[[str], bytes]:
    """Return what replaces the first `old`, which is there."""

    def change(text: str) -> bytes:
        assert old in text
        return text.encode().replace(old.encode(), new if isinstance(new, bytes) else new.encode(), 1)

    return change


def behind(number: int, line: str) -> Callable[[str], str]:
    """Return what puts a line behind the one of that number."""

    def change(text: str) -> str:
        every = text.splitlines(keepends=True)
        return "".join((*every[:number], line + "\r\n", *every[number:]))

    return change


def many() -> Town:
    """Return a town with thirty residents more, so that one damaged line is few."""
    town = plain()
    for place in range(30):
        town.person(f"E{place}", name="孙众", birth_date="1980-01-01")
    return town


def mixed(text: str) -> str:
    """End every other line in another way."""
    every = text.splitlines()
    return "".join(line + ("\n", "\r\n")[place % 2] for place, line in enumerate(every))


ENCODINGS: Final = (
    _text("read", "UTF-8 with a byte order mark", same, encoding="utf-8-sig"),
    _text("read", "GBK", same, encoding="gbk"),
    _text(
        "read",
        "GB18030 with a character of four bytes (𠮷)",
        lambda text: text.replace("钱多多", FOURBYTE),
        encoding="gb18030",
        holds=f"name = '{FOURBYTE}'",
    ),
    _text("read", "UTF-16 LE with a byte order mark", lambda text: f"\ufeff{text}", encoding="utf-16-le"),
    _text("read", "UTF-16 BE with a byte order mark", lambda text: f"\ufeff{text}", encoding="utf-16-be"),
    _text("read", "UTF-16 LE without a byte order mark", same, encoding="utf-16-le"),
    _text("read", "UTF-16 BE without a byte order mark", same, encoding="utf-16-be"),
    _text(
        "quarantined",
        "one line with bytes of another encoding, in a file of UTF-8",
        replaced("钱多多", b"\xff\xfe"),
        records.NOT_TEXT,
        town=many,
        holds="person_id = 'P1'",
    ),
    _text(
        "refused",
        "half of the lines in another encoding",
        lambda text: text.encode() + "".join(f"Q{n},é\xff,,,\r\n" for n in range(7)).encode("cp1252"),
        "neither UTF-8 nor GB18030 nor UTF-16",
    ),
    _text(
        "refused",
        "Chinese names of columns in Big5",
        lambda _: "身份證號,姓名\r\nP1,張三\r\nP2,李四\r\n",
        "lacks the column person_id",
        encoding="big5",
    ),
)
FORMS: Final = (
    _text("read", "semicolons between the cells", lambda text: text.replace(",", ";")),
    _text("read", "tabs between the cells of a .csv", lambda text: text.replace(",", "\t")),
    _text("read", "vertical bars between the cells", lambda text: text.replace(",", "|")),
    _text("read", "lines that end in CR only", lambda text: text.replace("\r\n", "\r")),
    _text("read", "lines that end now in LF, now in CR LF", mixed),
    _text("read", "a last line without an end", str.rstrip),
    _text("read", "blank lines between the rows", lambda text: text.replace("\r\n", "\r\n\r\n,,,,\r\n")),
    _text("read", "empty cells behind every row", lambda text: text.replace("\r\n", ",,,\r\n")),
    _text("read", "every cell in quotation marks", lambda text: '"' + text.replace(",", '","').replace("\r\n", '"\r\n"')[:-1]),
    _text("read", "a quotation mark within a cell", replaced("钱多多", '钱"多多'), holds="name = '钱\"多多'"),
    _text("read", "a line break in a cell in quotation marks", replaced("钱多多", '"钱\n多多"'), holds="name = '钱\n多多'"),
    _text("quarantined", "a quotation mark that is never closed", replaced("钱多多", '"钱多多'), records.UNCLOSED),
    _text("quarantined", "a row with fewer cells than the header", replaced("钱多多,M,", "钱多多"), lines.FEWER),
    _text("quarantined", "a row with more cells than the header", replaced("钱多多,M,", "钱,多多,M,"), lines.MORE),
    _text("quarantined", "a NUL character in a row", replaced("钱多多", "钱\0多"), records.NUL, town=many),
    _text("quarantined", "a row of two megabytes", replaced("钱多多", "钱" * 700_000), records.TOO_LONG),
    _text("flagged", "rows of titles above the header", lambda text: f"某县户籍人口\r\n2025年12月\r\n{text}", "2 title rows above the header"),
    _text(
        "quarantined",
        "a total below the rows: 合计",
        lambda text: f"{text}合计,,350\r\n",
        lines.TOTAL_FAULT,
        "payments",
        holds="household_id = '合计'",
    ),
    _text(
        "quarantined",
        "a line for signatures below the rows",
        lambda text: f"{text}制表人：某某  审核人：某某\r\n",
        lines.FEWER,
        "payments",
        holds="household_id LIKE '制表人%'",
    ),
    _text(
        "quarantined",
        "the header once more between the rows",
        behind(3, "person_id,region_code,name,sex,birth_date"),
        "the header again, not a record",
        holds="person_id = 'person_id'",
    ),
    _text("refused", "a file of no bytes", lambda _: b"", "is empty"),
    _text("refused", "a file of blanks", lambda _: " \r\n\r\n", "is empty"),
    _text("refused", "a needed table with a header and no row", lambda text: text.splitlines()[0], "it is empty"),
    _text("read", "a table of payments with a header and no row", lambda text: text.splitlines()[0], "", "payments", holds=""),
    _text("refused", "no header: the first row is data", lambda text: text.split("\r\n", 1)[1], "has no header"),
    _text("refused", "a million columns", lambda text: ",".join(map(str, range(1_000_000))) + "\r\n1\r\n", "columns"),
    _text("refused", "a zip archive that is called .csv", lambda _: b"PK\x03\x04" + bytes(100), "a zip archive or a workbook"),
    _text("refused", "a web page that is called .csv", lambda _: "<html><table></table></html>", "a web page or XML"),
    _text("refused", "bytes that are no text", lambda _: bytes(range(256)) * 40, "persons.csv"),
)  # fmt: skip
TEXTS: Final[tuple[BadInput, ...]] = (*ENCODINGS, *FORMS)
