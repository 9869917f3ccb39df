"""What a person does with an editor: typing over a field, and saving by key."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor


def type_text(qtbot: QtBot, editor: RecordEditor, name: str, text: str) -> None:
    """Type into a text field as a person does, over what stands there."""
    assert editor.form is not None
    widget = editor.form.field(name)
    control = widget.focusProxy()
    assert control is not None
    QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(control, text)


def saved_by_key(qtbot: QtBot, editor: RecordEditor) -> str:
    """Press Ctrl+S, wait until the editor has saved and loaded again, and return the record's id."""
    with qtbot.waitSignals([editor.saved, editor.ready]):
        QTest.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert editor.record_id is not None
    return editor.record_id
