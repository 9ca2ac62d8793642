import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from detection.screen.plans import PLANS, Step
from detection.screen.progress import WORDS_WIDTH, Follower, _fitted, watching
from detection.session import Language

PLAN = tuple(
    Step(name, f"{zh}{name}", f"{en} {name}")
    for name, zh, en in (
        ("a", "读入", "reading"),
        ("b", "读入", "reading"),
        ("a", "建立", "building"),
        ("c", "读入", "reading"),
    )
)


def test_a_name_that_comes_twice_means_the_next_place() -> None:
    follower = Follower(PLAN)
    assert [follower.reach(name).en for name in "aba"] == ["reading a", "reading b", "building a"]
    assert follower.done == 2


def test_steps_that_are_left_out_are_passed_over() -> None:
    follower = Follower(PLAN)
    follower.reach("c")
    assert follower.done == 3


def test_an_unknown_step_is_named_and_moves_nothing() -> None:
    follower = Follower(PLAN)
    follower.reach("b")
    assert follower.reach("new") == Step("new", "new", "new")
    assert follower.done == 1


def test_every_plan_has_words_that_fit() -> None:
    for command, plan in PLANS.items():
        assert plan(), command
        assert all(step.en for step in plan())
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in step.zh) for step in plan())


@pytest.mark.parametrize("language", Language)
def test_words_beside_the_bar_take_the_same_room(language: Language) -> None:
    for plan in PLANS.values():
        assert {cell_len(_fitted(step, language)) for step in plan()} == {WORDS_WIDTH}


@pytest.mark.parametrize(("language", "words"), [(Language.ZH, "读入户籍人口"), (Language.EN, "reading persons")])
def test_a_watched_bar_tells_the_step_in_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, language: Language, words: str
) -> None:
    monkeypatch.setattr("detection.screen.progress.animated", lambda _: True)
    page = io.StringIO()
    with watching("check", Console(file=page, force_terminal=True, width=80), language=language) as progress:
        progress("persons")
    assert words in page.getvalue()


def test_nothing_is_drawn_where_nobody_watches() -> None:
    page = io.StringIO()
    with watching("check", Console(file=page, force_terminal=True)) as progress:
        progress("persons")
    assert page.getvalue() == ""
