"""The commands say the same of a home and of a server, and one sentence where there is none."""

from dataclasses import replace

import pytest

from tests.functional.command import Mingcha, one_sentence
from tests.functional.model_places import Place, register


def test_the_commands_work_alike(opened: Place, mingcha: Mingcha) -> None:
    place = replace(opened, name="mingcha")
    register(place, 1)
    register(place, 2, attachments={"model_card.en.md": b"# The card\n"})
    where = ("--home", place.home) if place.tracking is None else ("--tracking", place.tracking)
    assert "challenger" in mingcha("models", "list", *where).out
    assert "stability: not measured" in mingcha("models", "promote", *where).out
    refused = mingcha("models", "promote", *where)
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "falls short" in refused.err
    done = mingcha("models", "promote", "2", "--override-by", "李处长", "--reason", "旧模型停用", *where)
    assert (done.code, done.err) == (0, "")
    assert "李处长" in mingcha("models", "show", *where).out
    assert mingcha("models", "show", "--card", *where).out == "# The card\n"
    assert "version 1" in mingcha("models", "compare", "1", "2", *where).out
    assert mingcha("models", "rollback", "--by", "李处长", *where).code == 0
    assert "no champion before version 1" in one_sentence(mingcha("models", "rollback", *where))


def test_a_server_that_does_not_answer_is_one_sentence(mingcha: Mingcha) -> None:
    told = one_sentence(mingcha("models", "list", "--tracking", "http://127.0.0.1:1"))
    assert "the model server http://127.0.0.1:1 does not answer: start it" in told


def test_a_password_in_an_address_shows_nowhere(mingcha: Mingcha, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGCHA_TRACKING", "http://li:7531@models:5000")
    for words in (("list",), ("show",), ("ui",), ("rollback", "--debug")):
        done = mingcha("models", *words)
        assert done.code == 2
        assert "MLFLOW_TRACKING_PASSWORD" in done.err
        assert "7531" not in done.out + done.err


def test_a_server_has_a_page_of_its_own(mingcha: Mingcha) -> None:
    told = one_sentence(mingcha("models", "ui", "--tracking", "http://127.0.0.1:1"))
    assert "which has a page itself: open it in a browser" in told
