"""Steps: their reason, their way back, and what undo leaves alone."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]


def test_a_step_asks_for_its_reason_and_is_saved(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    view = write("follow_up", what="Road report", state="open")
    editor = open_editor("follow_up", view.id)
    assert editor.parts is not None
    assert editor.parts.steps is not None
    assert editor.form is not None
    reason = editor.form.field("state_reason")
    assert reason.isHidden()
    editor.parts.steps.state.buttons["cancelled"].click()
    assert not reason.isHidden()
    with qtbot.waitSignal(editor.refused):
        editor.save()
    assert reason.fault() == "This step needs a reason."
    type_text(qtbot, editor, "state_reason", "Overtaken by events")
    saved_by_key(qtbot, editor)
    again = records.show(desk, view.id)
    assert (again.state, again.fields["state_reason"]) == ("cancelled", "Overtaken by events")
    assert list(editor.parts.steps.state.buttons) == ["open"]


def test_undo_leaves_a_step_alone(
    qtbot: QtBot, open_editor: Open, context: Context, desk: Desk, write: Write
) -> None:
    view = write("follow_up", what="Road report", state="open", owner="Capt R. Singh")
    editor = open_editor("follow_up", view.id)
    assert editor.parts is not None
    assert editor.parts.steps is not None
    editor.parts.steps.state.buttons["done"].click()
    offers: list[Any] = []
    context.told.connect(lambda text, tone, undo: offers.append(undo))
    saved_by_key(qtbot, editor)
    type_text(qtbot, editor, "owner", "Maj A. Diallo")
    saved_by_key(qtbot, editor)
    assert offers[0] is None
    with qtbot.waitSignal(context.changed):
        offers[1]()
    again = records.show(desk, view.id)
    assert (again.state, again.fields["owner"]) == ("done", "Capt R. Singh")


def test_a_step_taken_back_brings_the_old_reason_again(qtbot: QtBot, open_editor: Open, write: Write) -> None:
    view = write("follow_up", what="Road report", state="open", state_reason="Opened again by the chief")
    editor = open_editor("follow_up", view.id)
    assert editor.parts is not None
    assert editor.parts.steps is not None
    assert editor.form is not None
    editor.parts.steps.state.buttons["done"].click()
    assert editor.form.field("state_reason").value() is None
    editor.parts.steps.state.buttons["back"].click()
    assert editor.form.field("state_reason").value() == "Opened again by the chief"
    assert not editor.dirty


def test_a_reason_worded_as_the_last_one_is_a_reason(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    view = write("follow_up", what="Road report", state="open", state_reason="Flooded")
    editor = open_editor("follow_up", view.id)
    assert editor.parts is not None
    assert editor.parts.steps is not None
    editor.parts.steps.state.buttons["cancelled"].click()
    type_text(qtbot, editor, "state_reason", "Flooded")
    saved_by_key(qtbot, editor)
    again = records.show(desk, view.id)
    assert (again.state, again.fields["state_reason"]) == ("cancelled", "Flooded")
