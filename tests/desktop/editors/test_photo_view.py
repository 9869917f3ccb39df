"""One photo large over the window: by key, closed by a lock, and honest about what cannot be shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.files import FilesWidget
from app.desktop.editors.photo_view import PhotoView
from app.services import attachments
from app.services.desks import Desk
from tests.desktop.editors.photo_hands import FIELD, saved_file
from tests.pictures import making


@pytest.fixture
def widget(qtbot: QtBot, context: Context, desk: Desk) -> FilesWidget:
    """Give the field of a new record in a window of its own."""
    made = FilesWidget(FIELD, context)
    qtbot.addWidget(made)
    made.resize(236, 400)
    made.show()
    return made


def opened_view(qtbot: QtBot, widget: FilesWidget) -> PhotoView:
    """Open the chosen photo by key and wait for its picture."""
    widget.grid.setFocus()
    QTest.keyClick(widget.grid, Qt.Key.Key_Return)
    view = widget.view
    assert view is not None
    qtbot.waitUntil(lambda: not view.canvas.image.isNull())
    return view


def test_a_photo_is_shown_large_and_the_next_by_key(qtbot: QtBot, widget: FilesWidget, desk: Desk) -> None:
    files = [
        saved_file(desk, making.photo(1000 + number, 800), caption=f"No {number}") for number in range(2)
    ]
    widget.set_raw(files)
    widget.grid.choose(files[0]["sha256"])
    view = opened_view(qtbot, widget)
    assert view.geometry() == widget.window().rect()
    assert (view.canvas.image.width(), view.head.text(), view.facts.text()) == (1000, "No 0", "1 of 2")
    QTest.keyClick(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: view.canvas.image.width() == 1001)
    assert not view.onward.isEnabled()
    widget.resize(500, 600)
    assert view.size() == widget.size()
    with qtbot.waitSignal(view.destroyed):
        QTest.keyClick(view, Qt.Key.Key_Escape)


def test_the_focus_stays_in_the_large_view(qtbot: QtBot, widget: FilesWidget, desk: Desk) -> None:
    files = [saved_file(desk, making.photo(100 + number, 80)) for number in range(2)]
    widget.set_raw(files)
    widget.grid.choose(files[0]["sha256"])
    view = opened_view(qtbot, widget)
    seen = []
    for _ in range(3):
        view.focusNextPrevChild(True)
        focused = widget.window().focusWidget()
        assert focused is not None
        seen.append(focused.accessibleName())
    assert seen == ["Next photo", "Close", "Next photo"]


def test_the_large_view_goes_when_the_logbook_is_locked(
    qtbot: QtBot, widget: FilesWidget, desk: Desk, context: Context
) -> None:
    widget.set_raw([saved_file(desk)])
    widget.grid.item(0).setSelected(True)
    view = opened_view(qtbot, widget)
    with qtbot.waitSignal(view.destroyed):
        context.use(None)
    context.use(desk)


def test_a_photo_that_is_not_here_or_not_sound_says_so(qtbot: QtBot, widget: FilesWidget, desk: Desk) -> None:
    thumbnail = saved_file(desk)["thumbnail"]
    broken = attachments.keep(desk, "a.jpg", b"\xff\xd8\xff no picture") | {"thumbnail": thumbnail}
    lost = {"sha256": "ab" * 32, "name": "b.jpg", "thumbnail": thumbnail}
    widget.set_raw([broken, lost])
    widget.grid.choose(broken["sha256"])
    QTest.keyClick(widget.grid, Qt.Key.Key_Return)
    view = widget.view
    assert view is not None
    qtbot.waitUntil(lambda: "cannot be shown" in view.said.text())
    view.go(1)
    qtbot.waitUntil(lambda: "has not arrived" in view.said.text())
    assert view.canvas.image.isNull()
