"""Standing lines: what is said above a form because it is so, and goes when it is not."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from app.services.views import RecordView
from tests.services.missions import COMPLETE

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]


def test_two_hats_are_warned_of(open_editor: Open) -> None:
    editor = open_editor("officer", name="A. Diallo")
    assert editor.form is not None
    assert editor.strip.said() == ""
    editor.form.put("intelligence_post", True)
    assert "Two hats" in editor.strip.said()
    editor.form.put("intelligence_post", False)
    assert editor.strip.said() == ""


def test_a_qip_shows_what_its_newest_visit_found(open_editor: Open, write: Write) -> None:
    qip = write("qip", title="Borehole")
    write("visit", project=qip.id, date="2026-11-19", percent_physical=60, percent_spent=80)
    write("visit", project=qip.id, date="2026-10-02", percent_physical=10)
    assert open_editor("qip", qip.id).strip.said() == "Last visit Thu 19 Nov: 60 % built, 80 % spent."


def test_a_directive_is_acknowledged_once(qtbot: QtBot, open_editor: Open, desk: Desk, write: Write) -> None:
    view = write("directive", title="Roads first", valid_from="2026-11-01")
    editor = open_editor("directive", view.id)
    assert "has not acknowledged" in editor.strip.said()
    editor.strip.buttons["acknowledge"].click()
    qtbot.waitUntil(lambda: "Acknowledged by" in editor.strip.said(), timeout=20_000)
    assert "acknowledge" not in editor.strip.buttons
    assert records.count(desk, "acknowledgement") == 1


def test_a_decision_says_when_it_needs_a_new_one(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    qip = write("qip", **COMPLETE["qip"], state="approved")
    editor = open_editor("qip", qip.id)
    assert "Decided on" in editor.strip.said()
    assert "decide" not in editor.strip.buttons
    records.save(desk, Entry(kind="qip", id=qip.id, fields={"cost": "30000 USD"}))
    again = open_editor("qip", qip.id)
    assert "needs a new decision" in again.strip.said()
    again.strip.buttons["decide"].click()
    qtbot.waitUntil(lambda: "needs a new decision" not in again.strip.said(), timeout=20_000)
