"""Urgency: one red button, one answer, and a clock that runs until Mission HQ is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.standing import waited
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import type_text
from tests.services.missions import COMPLETE

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
EARLIER = "2026-11-21T10:35:00+00:00"


@pytest.mark.parametrize(
    ("time", "words"),
    [(timedelta(seconds=41), "0 min 41 s"), (timedelta(minutes=59, seconds=3), "59 min 03 s"),
     (timedelta(hours=2, minutes=5), "2 h 05 min"), (timedelta(seconds=-5), "0 min 00 s")],
)  # fmt: skip
def test_how_long_a_clock_has_run(time: timedelta, words: str) -> None:
    assert waited(time) == words


def test_an_emergency_is_executed_at_once_and_reported_later(
    qtbot: QtBot, open_editor: Open, desk: Desk
) -> None:
    editor = open_editor("support_request")
    type_text(qtbot, editor, "title", "Evacuate the wounded")
    assert editor.urgent.isVisible()
    editor.urgent.click()
    assert "para 21" in editor.notice.text
    with qtbot.waitSignals([editor.saved, editor.ready]):
        editor.notice.buttons[0].click()
    view = records.show(desk, editor.record_id or "")
    assert (view.state, view.fields["emergency"], view.fields["emergency_reason"]) == (
        "executing", True, "loss_of_life",
    )  # fmt: skip
    assert not editor.urgent.isVisible()
    assert "Not reported to Mission HQ" in editor.strip.said()
    with qtbot.waitSignals([editor.saved, editor.ready]):
        editor.strip.buttons["report"].click()
    assert "reported_at" in records.show(desk, view.id).fields
    assert "report" not in editor.strip.buttons
    assert "reported to Mission HQ" in editor.strip.said()


def test_an_emergency_thought_better_of_changes_nothing(open_editor: Open) -> None:
    editor = open_editor("support_request")
    editor.urgent.click()
    editor.notice.buttons[-1].click()
    assert not editor.dirty
    assert editor.urgent.isVisible()


def test_an_emergency_without_a_title_says_so_at_the_title_and_keeps_its_answer(
    qtbot: QtBot, open_editor: Open
) -> None:
    editor = open_editor("support_request")
    editor.urgent.click()
    with qtbot.waitSignal(editor.refused):
        editor.notice.buttons[1].click()
    assert editor.form is not None
    assert editor.form.field("title").fault()
    assert editor.form.values.raw("emergency_reason") == "serious_injury"


def test_what_was_decided_on_takes_no_red_button(open_editor: Open, write: Write) -> None:
    decided = {**COMPLETE["support_request"], "advice": "Feasible", "finance_consulted": True}
    view = write("support_request", **{**decided, "received_at": EARLIER, "state": "approved"})
    assert not open_editor("support_request", view.id).urgent.isVisible()


def test_an_urgent_note_has_the_same_clock(qtbot: QtBot, open_editor: Open, desk: Desk, write: Write) -> None:
    view = write("note", topic="Bridge gone", observed_at=EARLIER, flash=True)
    editor = open_editor("note", view.id)
    assert "1 h 25 min" in editor.strip.said()
    with qtbot.waitSignals([editor.saved, editor.ready]):
        editor.strip.buttons["report"].click()
    assert editor.strip.said() == ""
