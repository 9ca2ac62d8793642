"""With --lang zh nothing on the terminal is English but names that stand in files, and commands to be typed."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest
from rich.cells import cell_len

from detection.cli import main
from tests.builders import small_town, with_slips

DAY = ("--as-of", "2025-12-31")
#: The folder, aliases in MLflow, the program, and abbreviations that Chinese statisticians write the same way.
NAMES = {"city", "champion", "challenger", "mingcha", "UTC", "PSI", "Jaccard"}
#: What is typed or copied: paths, files, options and commands, digests, keys of records.
COPIED = re.compile(
    r"^  mingcha .*$|[\w.-]*/[\w./-]+|\b[\w-]+\.(?:csv|json|md|parquet|png|xlsx)\b|--[a-z-]+|\b[0-9a-f]{8,}\b|\bH\d+\b",
    re.MULTILINE,
)
SCREENS = (
    ("simulate", "city", "--people", "3000"),
    ("check", "town"),
    ("train", "city", *DAY),
    ("score", "city", *DAY, "--out", "run", "--capacity", "20"),
    ("evaluate", "run", "--truth", "city.truth.csv"),
    ("train", "town", *DAY),
    ("models", "list"),
    ("models", "show"),
    ("models", "show", "2"),
    ("models", "compare", "1", "2"),
    ("models", "promote", "2", "--override-by", "李处长", "--reason", "试用"),
    ("models", "rollback", "--by", "李处长"),
    ("models", "list", "--home", "no/model"),
    ("models", "show", "--card"),
)


@contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MINGCHA_HOME", raising=False)
        patch.setenv("COLUMNS", "80")
        yield


def screen(words: tuple[str, ...], language: str = "zh") -> str:
    page = io.StringIO()
    with redirect_stdout(page):
        code = main(["--lang", language, *words])
    assert code == 0, words
    return page.getvalue()


def english(text: str) -> set[str]:
    """Words of three letters or more that are neither names nor to be copied."""
    return set(re.findall(r"[A-Za-z]{3,}", COPIED.sub("", text))) - NAMES


def too_wide(text: str) -> list[str]:
    """Lines that are broken by the terminal itself though nobody copies them."""
    return [line for line in text.splitlines() if cell_len(line) > 80 and not COPIED.search(line)]


def repeated(text: str) -> list[str]:
    """Lines of a page, and names in its first column, that come again."""
    lines = [line for line in text.splitlines() if line.strip()]
    names = [line.split("  ")[1] for line in lines if re.match("  [^ ]+  +[^ ]", line)]
    return [*(line for line in lines if lines.count(line) > 1), *(name for name in names if names.count(name) > 1)]


def test_no_screen_is_english_too_wide_or_says_a_thing_twice(tmp_path: Path) -> None:
    """On a made-up city, and on a town with slips and without many tables; in one test, since all is made once."""
    with_slips(small_town()).write(tmp_path / "town")
    with in_folder(tmp_path):
        screens = {" ".join(words): screen(words) for words in SCREENS}
    card = screens.pop("models show --card")
    assert english(re.sub("`[^`]*`|exp", "", card)) == set()
    assert {words for words, text in screens.items() if not re.search("[\u4e00-\u9fff]", text)} == set()
    assert {words: english(text) for words, text in screens.items() if english(text)} == {}
    assert {words: too_wide(text) for words, text in screens.items() if too_wide(text)} == {}
    assert repeated(screens["models show"]) == []
    assert not [words for words, text in screens.items() if "None" in text or "nan" in text]


def test_the_search_finds_what_it_should() -> None:
    assert english("  mingcha train DATA\n读入 rows in：run/cases.csv --model 2") == {"rows"}
    assert too_wide("户" * 41 + "\n" + "run/" + "a" * 90) == ["户" * 41]
    assert repeated("  种子  7\n  户数  8\n  种子  9") == ["种子", "种子"]
