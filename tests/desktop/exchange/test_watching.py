"""A watched folder: what arrives is taken in by itself, said, and moved; locking rests, and it goes on afterwards."""

import shutil
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.exchange.watching import Watcher, WatchLine
from app.desktop.remembered import recall, remember
from tests.desktop.conftest import Chosen
from tests.services.missions import Mission, saved, states

Settle = Callable[[], None]


def test_what_arrives_is_taken_in_and_said(
    qtbot: QtBot, context: Context, mission: Mission, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    context.use(mission.force)
    chosen.target = tmp_path / "inbox"
    chosen.target.mkdir()
    line = WatchLine(context)
    qtbot.addWidget(line)
    line.act.click()
    watcher = Watcher.of(context)
    assert watcher.folder == chosen.target
    assert watcher.timer.isActive()
    assert recall().inbox == str(chosen.target)
    saved(mission.sector)
    shutil.copy(mission.bundle("sector", "force"), chosen.target / "a.liaison.age")
    watcher.look()
    settle()
    with qtbot.waitSignal(context.told) as told:
        watcher.look()
    assert told.args[0] == "From the inbox folder: 1 file applied."
    settle()
    assert len(states(mission.force)) == 1
    assert (chosen.target / "done" / "a.liaison.age").exists()
    line.act.click()
    assert watcher.folder is None
    assert not watcher.timer.isActive()
    assert recall().inbox == ""


def test_it_rests_while_locked_and_is_remembered(
    qtbot: QtBot, context: Context, mission: Mission, settle: Settle, tmp_path: Path
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    remember(inbox=str(folder))
    watcher = Watcher.of(context)
    assert Watcher.of(context) is watcher
    assert watcher.folder == folder
    saved(mission.sector)
    shutil.copy(mission.bundle("sector", "force"), folder / "a.liaison.age")
    watcher.look()
    watcher.look()
    settle()
    assert (folder / "a.liaison.age").exists()
    context.use(mission.force)
    watcher.look()
    settle()
    watcher.look()
    settle()
    assert not (folder / "a.liaison.age").exists()
