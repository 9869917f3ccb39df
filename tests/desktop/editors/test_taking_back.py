"""Taking back: Ctrl+Z undoes typing first, then offers the values from before one's own last save."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"
CONTROL = Qt.KeyboardModifier.ControlModifier


def press_undo(editor: RecordEditor, name: str) -> None:
    assert editor.form is not None
    control = editor.form.field(name).focusProxy()
    assert control is not None
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_Z, CONTROL)


def test_after_a_save_the_old_value_is_offered_and_taken_as_a_new_revision(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    view = write("meeting", title="Talks", started_at=START, host="OCHA", facts="Road closed")
    editor = open_editor("meeting", view.id)
    type_text(qtbot, editor, "host", "UNHCR")
    type_text(qtbot, editor, "facts", "Road open")
    saved_by_key(qtbot, editor)
    press_undo(editor, "host")
    assert "Host: UNHCR → OCHA" in editor.notice.text
    assert "Facts stated: Road open → Road closed" in editor.notice.text
    with qtbot.waitSignals([editor.saved, editor.ready]):
        editor.notice.buttons[0].click()
    fields = records.show(desk, view.id).fields
    assert (fields["host"], fields["facts"]) == ("OCHA", "Road closed")
    assert len(records.history(desk, view.id)) == 3


def test_while_something_is_typed_the_key_takes_back_typing(
    qtbot: QtBot, open_editor: Open, write: Write
) -> None:
    view = write("meeting", title="Talks", started_at=START, host="OCHA")
    editor = open_editor("meeting", view.id)
    type_text(qtbot, editor, "host", "UNHCR")
    press_undo(editor, "host")
    assert editor.notice.text == ""
    assert editor.form is not None
    assert editor.form.field("host").value() != "UNHCR"


def test_the_first_save_is_not_taken_back(qtbot: QtBot, open_editor: Open, write: Write) -> None:
    view = write("meeting", title="Talks", started_at=START, host="OCHA")
    editor = open_editor("meeting", view.id)
    press_undo(editor, "host")
    assert editor.notice.text == ""
