"""The two places where versions are kept, each opened once, and a model of its own for each test."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from tests.functional.model_places import Place, home_place, register, server_place

NUMBERS = count(1)


@pytest.fixture(scope="session", params=["home", "server"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    if request.param == "home":
        yield home_place(folder)
    else:
        with server_place(folder) as place:
            yield place


@pytest.fixture
def place(opened: Place) -> Place:
    """A model of its own for each test."""
    return replace(opened, name=f"model-{next(NUMBERS)}")


@pytest.fixture(scope="session")
def victim(opened: Place) -> Place:
    """A model with one version, whose file every attack writes over."""
    place = replace(opened, name="victim")
    register(place)
    return place
