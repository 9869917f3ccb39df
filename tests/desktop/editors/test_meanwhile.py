"""What others change while a form is open, and fields that people disagree on."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.services import records
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"


def test_what_changed_underneath_is_taken_and_what_is_typed_is_kept(
    qtbot: QtBot, open_editor: Open, context: Context, desk: Desk, write: Write
) -> None:
    view = write("meeting", title="Talks", started_at=START, facts="Road closed", host="OCHA")
    editor = open_editor("meeting", view.id)
    assert editor.form is not None
    type_text(qtbot, editor, "facts", "Road open")
    entry = records.Entry(kind="meeting", id=view.id, fields={"facts": "Road mined", "host": "UNDP"})
    _, changes = records.save(desk, entry)
    with qtbot.waitSignal(editor.ready):
        context.broadcast(changes)
    assert editor.form.field("host").value() == "UNDP"
    assert editor.form.field("facts").value() == "Road open"
    assert "Road mined" in editor.notice.text
    assert editor.parts is not None
    assert len(editor.parts.disputes.typed_over.lines) == 1
    saved_by_key(qtbot, editor)
    again = records.show(desk, view.id)
    assert (again.fields["facts"], again.fields["host"], again.conflicts) == ("Road open", "UNDP", ())
    assert editor.parts.disputes.typed_over.lines == []


def test_both_sides_of_a_conflict_are_shown_and_one_is_taken(
    qtbot: QtBot, open_editor: Open, context: Context, desk: Desk, write: Write
) -> None:
    view = write("qip", title="Borehole", cost="100 USD")
    for amount in ("200.50 USD", "300 USD"):
        entry = records.Entry(kind="qip", id=view.id, fields={"cost": amount})
        records.save(desk, entry, seen=view.heads)
    shown = records.show(desk, view.id)
    assert shown.conflicts == ("cost",)
    editor = open_editor("qip", view.id)
    assert editor.parts is not None
    (line,) = editor.parts.disputes.sides.lines
    button = line.findChild(type(editor.save_button))
    assert button is not None
    with qtbot.waitSignals([context.changed, editor.ready]):
        button.click()
    settled = records.show(desk, view.id)
    assert settled.conflicts == ()
    assert {settled.fields["cost"]["amount"], shown.fields["cost"]["amount"]} == {20050, 30000}
    qtbot.waitUntil(lambda: editor.parts is not None and editor.parts.disputes.sides.lines == [])


def test_a_change_of_another_record_leaves_the_form_alone(
    open_editor: Open, context: Context, write: Write
) -> None:
    view = write("meeting", title="Talks", started_at=START)
    editor = open_editor("meeting", view.id)
    assert not editor.concerns(Changes.of("meeting", "another"))
    assert editor.concerns(Changes.of("meeting", view.id))


def test_theirs_can_be_taken_in_place_of_what_is_typed(
    qtbot: QtBot, open_editor: Open, context: Context, desk: Desk, write: Write
) -> None:
    view = write("meeting", title="Talks", started_at=START, facts="Road closed")
    editor = open_editor("meeting", view.id)
    assert editor.form is not None
    type_text(qtbot, editor, "facts", "Road open")
    entry = records.Entry(kind="meeting", id=view.id, fields={"facts": "Road mined"})
    with qtbot.waitSignal(editor.ready):
        context.broadcast(records.save(desk, entry)[1])
    assert editor.parts is not None
    button = editor.parts.disputes.typed_over.lines[0].findChild(type(editor.save_button))
    assert button is not None
    button.click()
    assert editor.form.field("facts").value() == "Road mined"
    assert (editor.dirty, editor.parts.disputes.typed_over.lines) == (False, [])
