"""What every test of the desktop uses: a context with its lanes, a real logbook, and files chosen by the test."""

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import style
from app.desktop.context import Context
from app.services.desks import Desk, create_mission
from app.storage.keys import PassphraseCost

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PASSPHRASE = "grey heron over the ford"
CHEAP = PassphraseCost(passes=1, memory=8 << 20)
Settle = Callable[[], None]


class Chosen:
    """Answers every file dialog with what the test put there."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.target: Path | None = None

    def open_files(self, parent: QWidget, title: str, pattern: str) -> list[Path]:
        return self.files

    def save_file(self, parent: QWidget, title: str, name: str, pattern: str) -> Path | None:
        return self.target

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return self.target


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the desktop remembers inside the test's folder."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Collect garbage between tests only, on this thread, as the program does between events."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Let every test begin in the light theme at 100 %."""
    if style.sizes().scale != 1.0 or not qapp.styleSheet():
        style.dress(qapp, style.LIGHT)


@pytest.fixture
def chosen() -> Chosen:
    """Give the answers to file dialogs."""
    return Chosen()


@pytest.fixture
def context(qtbot: QtBot, chosen: Chosen) -> Iterator[Context]:
    """Give a context without a logbook, at noon on 21 November 2026."""
    made = Context(clock=lambda: NOON, files=chosen)
    yield made
    made.close()


@pytest.fixture
def logbook(tmp_path: Path) -> Path:
    """Give the folder of a Force HQ logbook that nobody has open."""
    _mission(tmp_path / "force").close()
    return tmp_path / "force"


@pytest.fixture
def desk(tmp_path: Path, context: Context) -> Desk:
    """Give the open logbook of a Force HQ, in use by the context, which closes it."""
    made = _mission(tmp_path / "force")
    context.use(made)
    return made


@pytest.fixture
def settle(qtbot: QtBot, context: Context) -> Settle:
    """Give a function that waits until both lanes have nothing left to answer."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not context.database.busy and not context.long.busy)

    return wait


def _mission(folder: Path) -> Desk:
    return create_mission(
        folder,
        mission="UNMISX",
        unit_name="Force HQ",
        officer="Maj A. Diallo",
        passphrase=PASSPHRASE,
        clock=lambda: NOON,
        cost=CHEAP,
    )
