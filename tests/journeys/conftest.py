"""What the journeys through the window begin with: laptops that remember nothing, and where each person sits."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import style
from app.services import exchange, rosters
from app.services.desks import Desk, create_mission, request_to_join
from app.storage.keys import PassphraseCost
from tests.journeys.laptop import Laptop

PASSPHRASE = "grey heron over the ford"


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


@pytest.fixture
def enrolled(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Give a Force HQ and a sector that took its welcome without comparing words."""
    cheap = PassphraseCost(passes=1, memory=8 << 20)
    force = create_mission(
        tmp_path / "fhq", mission="UNMISX", unit_name="Force HQ", officer="Lt Col M. Okafor",
        passphrase=PASSPHRASE, cost=cheap,
    )  # fmt: skip
    east, request = request_to_join(
        tmp_path / "east", unit_name="Sector East", level="sector", officer="Maj A. Diallo",
        passphrase=PASSPHRASE, out=tmp_path / "east.request", cost=cheap,
    )  # fmt: skip
    welcome = rosters.admit(
        force, request=request, unit="fhq/east", fingerprint=east.identity.fingerprint,
        out=tmp_path / "welcome.liaison.age",
    ).path  # fmt: skip
    exchange.import_files(east, [welcome])
    yield force, east
    for desk in (force, east):
        desk.close()
