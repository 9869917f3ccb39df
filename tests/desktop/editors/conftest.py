"""What the tests of the editors use: a real encrypted logbook of a Force HQ, and editors that are loaded."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.services.desks import Desk, create_mission
from app.services.records import Entry, save
from app.services.views import RecordView
from app.storage.keys import PassphraseCost

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]


@pytest.fixture
def desk(tmp_path: Path, context: Context) -> Iterator[Desk]:
    """Give the open logbook of a new mission, in use by the context; each look at its clock is a second later."""
    seconds = (context.clock() + timedelta(seconds=passed) for passed in count())
    cheap = PassphraseCost(passes=1, memory=8 << 20)
    made = create_mission(
        tmp_path / "logbook", mission="UNMISX", unit_name="Force HQ", officer="Maj A. Diallo",
        passphrase="grey heron over the ford", clock=lambda: next(seconds), cost=cheap,
    )  # fmt: skip
    context.use(made)
    yield made
    context.database.close()
    context.desk = None
    made.close()


@pytest.fixture
def write(desk: Desk) -> Write:
    """Give a function that saves a record and returns it."""

    def written(kind: str, **fields: Any) -> RecordView:
        return save(desk, Entry(kind=kind, fields=fields))[0]

    return written


@pytest.fixture
def open_editor(qtbot: QtBot, context: Context, desk: Desk) -> Open:
    """Give a function that opens an editor and waits until its record is loaded."""

    def opened(kind: str, record_id: str | None = None, **prefill: Any) -> RecordEditor:
        editor = RecordEditor(context, kind, record_id, prefill)
        qtbot.addWidget(editor)
        editor.resize(1150, 720)
        with qtbot.waitSignal(editor.ready):
            editor.show()
        return editor

    return opened
