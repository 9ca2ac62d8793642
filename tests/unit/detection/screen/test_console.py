import io
from pathlib import Path

from rich.console import Console

from detection.screen.console import clean, say, show_paths


def page(width: int = 20) -> Console:
    return Console(file=io.StringIO(), width=width)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    assert clean("a\x1b[2J\x07\x9b31m\u202eb\tc") == "a?[2J??31m?b\tc"


def test_a_line_is_never_broken_and_never_marked_up() -> None:
    console = page()
    say(console, "[bold]a line of more than twenty cells[/bold]")
    assert written(console) == "[bold]a line of more than twenty cells[/bold]\n"


def test_names_in_chinese_stand_in_columns() -> None:
    console = page()
    show_paths(console, {"核查名单": Path("cases.csv"), "run": Path("run.json")})
    assert written(console) == "\n  核查名单  cases.csv\n  run       run.json\n"


def test_paths_are_whole() -> None:
    console = page()
    show_paths(console, {"list": Path("a/rather/long/folder/cases.csv"), "run": Path("run.json")})
    assert written(console) == "\n  list  a/rather/long/folder/cases.csv\n  run   run.json\n"
