import io

from rich.console import Console

from detection.screen.plans import PLANS, Step
from detection.screen.progress import Follower, watching

PLAN = (Step("a", "reading a"), Step("b", "reading b"), Step("a", "building a"), Step("c", "reading c"))


def test_a_name_that_comes_twice_means_the_next_place() -> None:
    follower = Follower(PLAN)
    assert [follower.reach(name).words for name in "aba"] == ["reading a", "reading b", "building a"]
    assert follower.done == 2


def test_steps_that_are_left_out_are_passed_over() -> None:
    follower = Follower(PLAN)
    follower.reach("c")
    assert follower.done == 3


def test_an_unknown_step_is_named_and_moves_nothing() -> None:
    follower = Follower(PLAN)
    follower.reach("b")
    assert follower.reach("new").words == "new"
    assert follower.done == 1


def test_every_plan_has_words_that_fit() -> None:
    for command, plan in PLANS.items():
        assert plan(), command
        assert all(step.words for step in plan())


def test_nothing_is_drawn_where_nobody_watches() -> None:
    page = io.StringIO()
    with watching("check", Console(file=page, force_terminal=True)) as progress:
        progress("persons")
    assert page.getvalue() == ""
