"""Drafts: what is typed is kept, offered again, restored or discarded."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"


def test_what_is_typed_is_kept_and_offered_again(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    view = write("meeting", title="Talks", started_at=START)
    first = open_editor("meeting", view.id)
    type_text(qtbot, first, "facts", "Water point dry")
    qtbot.waitUntil(lambda: len(records.drafts(desk)) == 1, timeout=10_000)
    second = open_editor("meeting", view.id)
    assert second.form is not None
    assert "Draft kept" in second.notice.text
    second.notice.buttons[0].click()
    assert second.form.field("facts").value() == "Water point dry"
    saved_by_key(qtbot, second)
    assert records.show(desk, view.id).fields["facts"] == "Water point dry"
    assert records.drafts(desk) == ()


def test_a_draft_of_a_new_record_keeps_what_cannot_be_read(
    qtbot: QtBot, open_editor: Open, desk: Desk
) -> None:
    first = open_editor("qip")
    type_text(qtbot, first, "title", "Borehole")
    assert first.form is not None
    first.form.put("start", "2026-1")
    with qtbot.waitSignal(first.drafts.kept):
        first.close_editor()
    second = open_editor("qip")
    assert second.form is not None
    second.notice.buttons[0].click()
    assert second.form.field("title").value() == "Borehole"
    assert second.form.field("start").value() == "2026-1"


def test_a_draft_keeps_what_a_new_record_began_with(qtbot: QtBot, open_editor: Open, write: Write) -> None:
    meeting = write("meeting", title="Talks", started_at=START)
    first = open_editor("follow_up", source=meeting.id)
    assert not first.dirty
    type_text(qtbot, first, "what", "Date for the pump")
    with qtbot.waitSignal(first.drafts.kept):
        first.close_editor()
    second = open_editor("follow_up")
    assert second.form is not None
    second.notice.buttons[0].click()
    assert (second.form.field("what").value(), second.form.field("source").value()) == (
        "Date for the pump",
        meeting.id,
    )


def test_a_discarded_draft_is_gone(qtbot: QtBot, open_editor: Open, context: Context, desk: Desk) -> None:
    first = open_editor("organisation")
    type_text(qtbot, first, "name", "LAF")
    with qtbot.waitSignal(first.drafts.kept):
        first.close_editor()
    second = open_editor("organisation")
    second.notice.buttons[1].click()
    qtbot.waitUntil(lambda: records.drafts(desk) == ())


def test_escape_closes_and_keeps_the_draft(qtbot: QtBot, open_editor: Open, desk: Desk) -> None:
    editor = open_editor("organisation")
    type_text(qtbot, editor, "name", "MSF Belgique")
    with qtbot.waitSignals([editor.closed, editor.drafts.kept]):
        QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert records.drafts(desk)[0].data["typed"] == {"name": "MSF Belgique"}
