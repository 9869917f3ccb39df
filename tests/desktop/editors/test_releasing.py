"""Reviewing a record for partners: each text as it would go, what was found marked, confirmed by keyboard."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.releasing import ReleaseView
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.releasing import release_review
from tests.desktop.editors.conftest import Open, Write

FACTS = "<b>Wu</b> 😀 said: call 912 345 678 at 36N VK 12345 67890"


@pytest.fixture
def meeting(write: Write) -> str:
    write("person", name="Wu Li", function="Trader", protected_source=True)
    return write("meeting", title="Ferry", started_at="2026-11-20T09:00Z", facts=FACTS, releasable=True).id


def shown(qtbot: QtBot, open_editor: Open, record: str) -> ReleaseView:
    editor = open_editor("meeting", record)
    editor.reports.menu().actions()[-1].trigger()
    qtbot.waitUntil(lambda: bool(open_views(editor)))
    return open_views(editor)[0]


def open_views(editor: QWidget) -> list[ReleaseView]:
    return [one for one in editor.findChildren(ReleaseView) if not one.isHidden()]


def test_what_is_found_is_marked_and_nothing_is_read_as_markup(
    qtbot: QtBot, open_editor: Open, meeting: str
) -> None:
    view = shown(qtbot, open_editor, meeting)
    facts = next(card for card in view.cards if card.field == "facts")
    assert not any(card.tick.isChecked() for card in view.cards)
    assert facts.text.toPlainText() == "<b>Wu</b> 😀 said: call 912 345 678 at [position left out]"
    marked = [one.cursor.selectedText() for one in facts.text.extraSelections()]
    assert marked == ["Wu", "912 345 678", "[position left out]"]
    assert facts.found.text() == (
        "Found: a protected source: Wu; a telephone: 912 345 678; a position (left out)"
    )
    assert FACTS[:3] in facts.tick.accessibleName()


def test_texts_are_confirmed_and_taken_back_by_keyboard(
    qtbot: QtBot, open_editor: Open, desk: Desk, meeting: str, context: Context
) -> None:
    view = shown(qtbot, open_editor, meeting)
    assert [card.field for card in view.cards] == ["title", "facts"]
    first, second = (card.tick for card in view.cards)
    QTest.keyClick(first, Qt.Key.Key_Space)
    with qtbot.waitSignal(context.told):
        press_at_the_end(view)
    assert [one.confirmed for one in release_review(desk, meeting).texts] == [True, False]
    again = shown(qtbot, open_editor, meeting)
    first, second = (card.tick for card in again.cards)
    assert first.isChecked()
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(second, Qt.Key.Key_Space)
    with qtbot.waitSignal(context.told):
        press_at_the_end(again)
    assert [one.confirmed for one in release_review(desk, meeting).texts] == [False, True]


def press_at_the_end(view: ReleaseView) -> None:
    """Go from stop to stop by the tabulator to the button that confirms, and press it."""
    for _ in view.cards:
        view.focusNextPrevChild(True)
    assert view.window().focusWidget() is view.confirm_button
    QTest.keyClick(view.confirm_button, Qt.Key.Key_Space)


def test_escape_changes_nothing_and_a_change_meanwhile_confirms_nothing(
    qtbot: QtBot, open_editor: Open, desk: Desk, meeting: str, context: Context
) -> None:
    view = shown(qtbot, open_editor, meeting)
    view.cards[0].tick.setChecked(True)
    records.save(desk, Entry(kind="meeting", id=meeting, fields={"facts": "Other words"}))
    with qtbot.waitSignal(context.told) as told:
        view.confirm_button.click()
    assert "changed since you looked" in told.args[0]
    other = shown(qtbot, open_editor, meeting)
    other.cards[0].tick.setChecked(True)
    # Sent to the view itself: here the editor is the window, and its own Escape would come first.
    other.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))
    assert other.isHidden()
    assert not any(one.confirmed for one in release_review(desk, meeting).texts)


def test_the_view_closes_with_the_logbook(
    qtbot: QtBot, open_editor: Open, meeting: str, context: Context
) -> None:
    view: QWidget = shown(qtbot, open_editor, meeting)
    context.desk_changed.emit()
    assert view.isHidden()
