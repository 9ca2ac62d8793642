"""Names: of files, tables and columns that are wrong, missing, twice or nearly right; and places that hold no delivery."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.functional.bad.case import BadInput, whole
from tests.functional.bad.texts import rewritten
from tests.town import Town

__all__ = ["HEADERS"]


def _header(
    behaviour: Any, arrives: str, old: str, new: str, rule: str, *, table: str = "persons", holds: str = ""
) -> BadInput:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return whole(arrives, behaviour, table, rule, rewritten(table, change), holds=holds)


def _files(behaviour: Any, arrives: str, table: str, rule: str, spoil: Callable[[Path], Any], **more: Any) -> BadInput:
    return whole(arrives, behaviour, table, rule, spoil, **more)


def renamed(old: str, new: str) -> Callable[[Path], None]:
    """Return what renames a file."""
    return lambda folder: shutil.move(folder / old, folder / new) and None


def linked(folder: Path) -> None:
    """Put a link in the place of the residents."""
    (folder / "persons.csv").rename(folder.parent / "elsewhere.csv")
    (folder / "persons.csv").symlink_to(folder.parent / "elsewhere.csv")


def two_encodings(folder: Path) -> None:
    """Deliver the residents twice under one name, as GBK and as UTF-8."""
    text = (folder / "persons.csv").read_bytes().decode()
    (folder / "户籍人口.csv").write_bytes(text.encode("gbk"))
    (folder / "户籍人口(1).csv").write_bytes(text.encode("utf-8-sig"))
    (folder / "persons.csv").unlink()


def in_parts(folder: Path) -> None:
    """Deliver the residents in two files of different people."""
    head, *people = (folder / "persons.csv").read_text(encoding="utf-8").splitlines()
    (folder / "户籍人口1.csv").write_text("\n".join([head, *people[:3]]), encoding="utf-8")
    (folder / "户籍人口2.csv").write_text("\n".join([head, *people[3:]]), encoding="utf-8")
    (folder / "persons.csv").unlink()


def twice(folder: Path) -> None:
    """Deliver the payments as CSV and as Parquet."""
    town = Town().add("payments", household_id="H", month="2023-06", amount=350)
    town.write(folder, form="parquet")


def emptied(folder: Path) -> None:
    """Leave nothing but a document."""
    for path in folder.iterdir():
        path.unlink()
    (folder / "说明.docx").write_bytes(b"PK")


COLUMNS: Final = (
    _header("read", "names of columns with notes: 姓名（必填）*", ",name,", ",姓名（必填）*,", "", holds="name = '钱多多'"),
    _header("read", "names of columns in capitals and with spaces", "person_id,", " PERSON ID ,", "", holds="person_id = 'P1'"),
    _header("read", "names of columns in full-width letters", ",sex,", ",ＳＥＸ,", "", holds="person_id = 'P1' AND sex = 'M'"),
    _header("flagged", "a column that nobody knows", ",name,", ",吉祥物,", "not read: 吉祥物", holds="person_id = 'P1'"),
    _header("refused", "a column twice", ",name,", ",sex,", "twice"),
    _header("refused", "two columns that mean one: 公民身份号码 and 身份证号", "person_id,region_code,", "公民身份号码,身份证号,", "two columns for person_id"),
    _header("refused", "a needed column is missing", "person_id,", "备注,", "lacks the column person_id"),
    _header("refused", "a name that is nearly one of a column: birth_dat", "birth_date", "birth_dat", "rename it to birth_date"),
    _header("refused", "a needed column of payments is missing", "amount", "remark", "lacks the column amount", table="payments"),
)  # fmt: skip
FILES: Final = (
    _files("refused", "a file name that is nearly one of a table: paymnts.csv", "payments", "rename it to payments", renamed("payments.csv", "paymnts.csv")),
    _files("flagged", "a table that nobody knows", "", "not read: 节目单.csv", lambda f: (f / "节目单.csv").write_text("曲目,演员\n一,二\n", encoding="utf-8")),
    _files("flagged", "a document beside the tables", "", "not read: 说明.docx", lambda f: (f / "说明.docx").write_bytes(b"PK")),
    _files("flagged", "a folder within the folder", "", "not read: 旧/", lambda f: (f / "旧").mkdir()),
    _files("read", "the lock of a workbook that is open", "persons", "", lambda f: (f / "~$persons.xlsx").write_bytes(bytes(165)), holds="person_id = 'P1'"),
    _files("read", "a Chinese name with a day behind it: 资金发放明细_20251231.csv", "payments", "", renamed("payments.csv", "资金发放明细_20251231.csv"), holds="amount = 350"),
    _files("read", "one table in two files", "persons", "", in_parts, holds="person_id = 'P1'"),
    _files("quarantined", "one table twice, in two encodings", "persons", "person_id: occurs more than once", two_encodings),
    _files("refused", "one table twice, as CSV and as Parquet", "payments", "one table twice", twice),
    _files("refused", "a symbolic link", "persons", "is a link, pipe or device", linked),
    _files("refused", "a folder without a needed table", "persons", "lacks the table", lambda f: (f / "persons.csv").unlink()),
    _files("refused", "a folder without any table", "", "lacks the tables", emptied),
    _files("refused", "nothing where the folder should be", "", "there is nothing at", shutil.rmtree),
    _files("read", "a delivery without any payments", "", "", lambda f: (f / "payments.csv").unlink()),
)  # fmt: skip
HEADERS: Final[tuple[BadInput, ...]] = (*COLUMNS, *FILES)
