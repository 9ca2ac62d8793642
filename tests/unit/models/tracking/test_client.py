"""Every failure of MLflow, its database, its server and the network is one sentence."""

import numpy as np
import pytest

from features.errors import ModelError, NoModel
from models.home import Home
from models.registry import Registry
from models.tracking.client import calling, connected, found
from tests.unit.models.builders import MANIFEST, a_forest, rows
from tests.unit.models.homes import client_of, database_of
from tests.unit.models.tracking.strange_server import JSON, answering


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Ask once."""
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")


def calls(tracking):
    registry = Registry(Home("nowhere").path, tracking=tracking)
    example = {"input_example": rows()[:2], "output_example": np.array([1.0, -1.0])}
    return {
        "load": registry.load,
        "look": lambda: registry.look("1"),
        "register": lambda: registry.register(a_forest(), MANIFEST, parameters={}, metrics={}, **example),
    }


@pytest.mark.parametrize(
    ("code", "body", "headers", "told"),
    [
        (500, b"<html>boom</html>", {}, "answers with error 500: look at its log"),
        (500, b'{"error_code": "INTERNAL_ERROR", "message": "down"}', JSON, "answers with error 500: look at its log"),
        (503, b"", {}, "answers with error 503: look at its log"),
        (429, b"", {}, "answers with error 429: look at its log"),
        (404, b"<!doctype html>", {}, "refused: API request to endpoint"),
        (401, b"You are not authenticated.", {}, "refused: API request to endpoint"),
        (403, b'{"error_code": "PERMISSION_DENIED", "message": "no\\nno"}', JSON, "refused: PERMISSION_DENIED: no no"),
        (200, b"<html>", {}, "not in a valid JSON format"),
        (200, b"[]", JSON, "not in a valid JSON format"),
        (200, b"", {}, "points to files outside|Invalid value"),
        (200, b"{}", JSON, "points to files outside|Invalid value"),
        (200, b"{", {"Content-Length": "99"}, "does not answer"),
        (204, b"", {}, "refused: API request to endpoint"),
        (302, b"", {"Location": "/x"}, "sends every request elsewhere"),
    ],
    ids=str,
)
def test_a_server_that_answers_anything_else_is_one_sentence(code, body, headers, told):
    with answering(code, body, headers) as tracking:
        for call in calls(tracking).values():
            with pytest.raises(ModelError, match=told) as refused:
                call()
            assert "\n" not in str(refused.value)
            assert len(str(refused.value)) < 500


def test_a_server_that_takes_requests_and_says_nothing_is_one_sentence(monkeypatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
    with answering(0) as tracking, pytest.raises(ModelError, match="does not answer: start it"):
        Registry(Home("nowhere").path, tracking=tracking).load()


def test_an_answer_of_another_shape_is_one_sentence():
    with answering(200, b'{"model_version": 3, "model_versions": {"a": 1}}') as tracking:
        for call in (Registry(Home("nowhere").path, tracking=tracking).versions, *list(calls(tracking).values())[:2]):
            with pytest.raises(ModelError, match=r"cannot be used \(an answer that is none of MLflow's\)"):
                call()


def test_a_database_that_another_program_writes_to_is_told(home):
    with database_of(home) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ModelError, match=r"\(database is locked\): wait until the other program"):
            Registry(home).load()
    assert Registry(home).load()[2].version == "1"


def test_a_defect_of_ours_is_not_told_as_one_of_the_store(tmp_path):
    with pytest.raises(ZeroDivisionError), calling(Home(tmp_path)):
        raise ZeroDivisionError


def test_only_who_may_create_a_database_does(tmp_path):
    home = Home(tmp_path)
    home.prepare()
    with pytest.raises(ModelError, match="cannot be read"):
        connected(home, create=False)
    assert not home.exists()


@pytest.mark.parametrize("which", ["9", "0", "trial", "", "9" * 400, "../../etc"])
def test_what_is_not_there_is_not_found(home, which):
    assert found(client_of(home), "mingcha", which) is None
    with pytest.raises(NoModel):
        Registry(home).load(which)


@pytest.mark.parametrize("which", ["1", "champion"])
def test_a_version_is_found_by_number_and_alias(home, which):
    assert str(found(client_of(home), "mingcha", which).version) == "1"
