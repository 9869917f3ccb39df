"""Missions for the exchange page: made once a session, copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.missions import Mission, built, opened


@pytest.fixture(scope="session")
def first_mission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an enrolled mission that nobody writes to."""
    return built(tmp_path_factory.mktemp("mission") / "first")


@pytest.fixture
def mission(first_mission: Path, tmp_path: Path) -> Iterator[Mission]:
    """Give an enrolled mission; where a context uses one of its logbooks, that closes it too."""
    made = opened(first_mission, tmp_path / "mission")
    yield made
    made.close()
