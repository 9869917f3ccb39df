"""Missions for the tests of the use cases: made once a session, copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.missions import Mission, built, opened


@pytest.fixture(scope="session")
def first_mission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an enrolled mission that nobody writes to."""
    return built(tmp_path_factory.mktemp("mission") / "first")


@pytest.fixture
def mission(first_mission: Path, tmp_path: Path) -> Iterator[Mission]:
    """An enrolled mission of one's own: force, sector, unit and west."""
    made = opened(first_mission, tmp_path / "mission")
    yield made
    made.close()


@pytest.fixture(scope="module")
def mission_again(first_mission: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mission]:
    """An enrolled mission for the examples of one property, each with records of its own."""
    made = opened(first_mission, tmp_path_factory.mktemp("again") / "mission")
    yield made
    made.close()
