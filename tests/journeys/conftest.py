"""What the journeys through the window begin with: laptops that remember nothing, and where each person sits."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import style
from tests.journeys.laptop import Laptop


@pytest.fixture
def laptop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, swept: None, own_places: None
) -> Iterator[Callable[[str], Laptop]]:
    style.dress(qapp, style.LIGHT)
    made: list[Laptop] = []

    def one(name: str) -> Laptop:
        made.append(Laptop(qtbot, tmp_path / name))
        return made[-1]

    yield one
    for each in made:
        each.window.close()


@pytest.fixture
def swept() -> Iterator[None]:
    """Collect garbage after the journey only, on this thread, as the program does between events."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
