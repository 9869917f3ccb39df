"""The window: the gate, the frame, the lock, the look, and the keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desktop import style
from app.desktop.context import Context
from app.desktop.frame import Frame
from app.desktop.gate import Gate
from app.desktop.navigation import PLACES
from app.desktop.remembered import Remembered, recall
from app.desktop.window import Window
from app.services import records
from app.services.records import Entry
from tests.desktop.conftest import PASSPHRASE

Settle = Callable[[], None]
LONG = 20_000


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> Iterator[Window]:
    made = Window(context, Remembered())
    made.show()
    yield made
    made.close()


@pytest.fixture
def frame(qtbot: QtBot, window: Window, logbook: Path, settle: Settle) -> Frame:
    with qtbot.waitSignal(window.opened, timeout=LONG):
        window.show_gate(logbook).open_with(PASSPHRASE)
    settle()
    assert window.frame is not None
    return window.frame


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_wrong_passphrase_is_said_beside_the_field(
    qtbot: QtBot, window: Window, logbook: Path, settle: Settle
) -> None:
    gate = window.show_gate(logbook)
    QTest.keyClicks(gate.passphrase, "not the passphrase")
    QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
    settle()
    assert gate.fault.text() == "The passphrase does not open this logbook. Nothing was changed; try again."
    assert gate.go.isEnabled()
    assert window.frame is None


def test_the_right_one_opens_and_the_path_is_remembered(window: Window, frame: Frame, logbook: Path) -> None:
    assert frame.key == "today"
    assert recall().logbook == str(logbook)
    assert "Saturday 21 November" in said(frame)
    assert "Begin with what happened today" in said(frame)


def test_every_page_is_reached_by_its_number_and_has_a_title(
    window: Window, frame: Frame, settle: Settle, qtbot: QtBot
) -> None:
    for number, place in enumerate(PLACES, 1):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        settle()
        assert frame.key == place.key
        assert frame.navigation.entries[place.key].isChecked()


def test_the_lock_leaves_nothing_on_the_screen_and_asks_again(
    qtbot: QtBot, window: Window, frame: Frame, context: Context, settle: Settle
) -> None:
    frame.show_page("projects")
    frame.bar.lock.click()
    settle()
    gate = window.layers.currentWidget()
    assert isinstance(gate, Gate)
    assert context.desk is None
    qtbot.waitUntil(lambda: window.layers.count() == 1)
    assert "Force HQ" not in said(window)
    QTest.keyClicks(gate.passphrase, PASSPHRASE)
    with qtbot.waitSignal(window.opened, timeout=LONG):
        QTest.keyClick(gate.passphrase, Qt.Key.Key_Return)
    assert window.frame is not None
    assert window.frame.key == "projects"


def test_an_idle_logbook_locks_itself_and_a_touch_starts_the_time_anew(
    window: Window, frame: Frame, context: Context
) -> None:
    timer: QTimer = window.idleness.timer
    assert (timer.isActive(), timer.interval()) == (True, 600_000)
    native = window.windowHandle()
    assert native is not None
    timer.stop()
    QTest.mouseClick(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(1, 1))
    assert timer.isActive()
    timer.stop()
    QTest.keyClick(native, Qt.Key.Key_Shift)
    assert timer.isActive()
    timer.timeout.emit()
    assert context.desk is None
    assert not timer.isActive()


def test_an_editor_opens_over_the_page_and_gives_way(
    frame: Frame, context: Context, settle: Settle, qtbot: QtBot
) -> None:
    desk = context.desk
    assert desk is not None
    view, changes = records.save(desk, Entry(kind="qip", fields={"title": "Well", "marking": "CONFIDENTIAL"}))
    context.broadcast(changes)
    context.open_record("qip", view.id)
    settle()
    assert frame.marking.text() == "CONFIDENTIAL"
    assert frame.navigation.entries["projects"].isChecked()
    frame.show_page("today")
    assert frame.editors == []
    assert frame.marking.text() == "UNCLASSIFIED"


def test_text_at_200_percent_and_the_smallest_window_fit(
    window: Window, frame: Frame, settle: Settle, qapp: QApplication
) -> None:
    window.resize(800, 600)
    settle()
    assert window.width() == 800
    assert frame.navigation.width() < 80
    window.look("dark", 200)
    settle()
    assert (recall().theme, recall().text_percent) == ("dark", 200)
    assert window.frame is not None
    assert window.frame is not frame
    assert window.frame.minimumSizeHint().width() <= 1366
    style.dress(qapp, style.LIGHT)


def test_a_message_is_shown_and_undone(frame: Frame, context: Context) -> None:
    undone: list[str] = []
    context.message("Saved.", undo=lambda: undone.append("yes"))
    assert frame.banner.isVisible()
    assert "Saved." in said(frame)
    frame.banner.undo.click()
    assert undone == ["yes"]
    assert not frame.banner.isVisible()


def test_everything_that_can_be_used_has_a_name(frame: Frame, settle: Settle) -> None:
    for place in PLACES:
        frame.show_page(place.key)
        settle()
    fields = [one for one in frame.findChildren(QLineEdit) if not one.objectName().startswith("qt_")]
    nameless = [one for one in fields if not one.accessibleName()]
    assert nameless == []
    assert all(entry.accessibleName() for entry in frame.navigation.entries.values())


def test_f1_opens_the_manual_at_the_page_in_use_and_nothing_is_lost(
    qtbot: QtBot, window: Window, frame: Frame, settle: Settle
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    frame.show_page("exchange")
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert frame.help is not None
    assert frame.stack.currentWidget() is frame.help
    assert frame.help.text.textCursor().block().text() == "Exchange"
    assert frame.navigation.entries["help"].isChecked()
    QTest.keyClick(frame.help.text, Qt.Key.Key_Escape)
    assert frame.stack.currentWidget() is frame.pages["exchange"]
    frame.new_record("meeting", {})
    settle()
    editor = frame.editors[0]
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert frame.help.text.textCursor().block().text() == "Writing"
    frame.help.closed.emit()
    assert frame.stack.currentWidget() is editor
