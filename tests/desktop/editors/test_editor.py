"""The editor on a real logbook: saving, faults, undo, reach, history, links and files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.files import FilesWidget
from app.desktop.editors.numbers import MoneyWidget
from app.desktop.editors.texts import LongWidget, TextWidget
from app.services import attachments, records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text
from tests.pictures import making

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"


def test_a_new_record_is_typed_and_saved(qtbot: QtBot, open_editor: Open, desk: Desk) -> None:
    editor = open_editor("organisation")
    type_text(qtbot, editor, "name", "OCHA sub-office Bor")
    type_text(qtbot, editor, "acronym", "OCHA")
    view = records.show(desk, saved_by_key(qtbot, editor))
    assert view.fields["name"] == "OCHA sub-office Bor"
    assert view.fields["acronym"] == "OCHA"
    assert editor.title == "OCHA sub-office Bor"
    assert not editor.dirty


def test_the_values_a_new_record_begins_with_are_saved(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    qip = write("qip", title="Borehole")
    cost = {"amount": 2450050, "currency": "USD"}
    editor = open_editor("qip", title="Market stalls", cost=cost, continues=qip.id)
    view = records.show(desk, saved_by_key(qtbot, editor))
    assert (view.fields["title"], view.fields["cost"], view.fields["continues"]) == (
        "Market stalls",
        cost,
        qip.id,
    )


def test_only_what_changed_is_sent(qtbot: QtBot, open_editor: Open, desk: Desk, write: Write) -> None:
    view = write("meeting", title="Talks", started_at=START, facts="Road closed", point="36N VL 5130 8610")
    editor = open_editor("meeting", view.id)
    type_text(qtbot, editor, "facts", "Road open")
    saved_by_key(qtbot, editor)
    assert records.history(desk, view.id)[-1].fields == {"facts": "Road open"}


def test_a_cleared_field_is_cleared(qtbot: QtBot, open_editor: Open, desk: Desk, write: Write) -> None:
    view = write("meeting", title="Talks", started_at=START, host="OCHA")
    editor = open_editor("meeting", view.id)
    assert editor.form is not None
    host = editor.form.field("host")
    assert isinstance(host, TextWidget)
    host.line.clear()
    saved_by_key(qtbot, editor)
    assert "host" not in records.show(desk, view.id).fields


def test_faults_stand_at_their_fields_and_nothing_is_lost(
    qtbot: QtBot, open_editor: Open, desk: Desk
) -> None:
    editor = open_editor("meeting")
    assert editor.form is not None
    type_text(qtbot, editor, "host", "OCHA")
    with qtbot.waitSignal(editor.refused):
        editor.save()
    started = editor.form.field("started_at")
    assert started.fault() == "This is needed."
    assert started.focusProxy() is editor.focusWidget()
    assert editor.form.field("host").value() == "OCHA"
    assert records.count(desk, "meeting") == 0


def test_a_fault_in_a_folded_section_opens_it(qtbot: QtBot, open_editor: Open, write: Write) -> None:
    view = write("qip", title="Borehole", cost="100 USD")
    editor = open_editor("qip", view.id)
    assert editor.form is not None
    assert editor.form.cards["Plan and money"].folded is False
    editor.form.cards["Closing"].head.setChecked(False)
    editor.form.put("handover_date", "2026-13-01")
    with qtbot.waitSignal(editor.refused):
        editor.save()
    assert not editor.form.cards["Closing"].folded
    assert editor.form.field("handover_date").fault()


def test_a_fault_shows_when_typing_stops(qtbot: QtBot, open_editor: Open) -> None:
    editor = open_editor("project")
    assert editor.form is not None
    start = editor.form.field("start")
    control = start.focusProxy()
    assert control is not None
    QTest.keyClicks(control, "2026-02-31")
    assert start.fault() == ""
    qtbot.waitUntil(lambda: start.fault() == "There is no such day; check the figures.")
    QTest.keyClick(control, Qt.Key.Key_Backspace)
    QTest.keyClick(control, Qt.Key.Key_Backspace)
    QTest.keyClicks(control, "28")
    qtbot.waitUntil(lambda: start.fault() == "")


def test_undo_puts_the_old_value_back_as_a_new_revision(
    qtbot: QtBot, open_editor: Open, context: Context, desk: Desk, write: Write
) -> None:
    view = write("qip", title="Borehole", cost="24500.50 USD", place="Kulnyang")
    editor = open_editor("qip", view.id)
    assert editor.form is not None
    cost = editor.form.field("cost")
    assert isinstance(cost, MoneyWidget)
    cost.amount.setText("30000")
    offers: list[Any] = []
    context.told.connect(lambda text, tone, undo: offers.append(undo))
    saved_by_key(qtbot, editor)
    assert records.show(desk, view.id).fields["cost"]["amount"] == 3_000_000
    with qtbot.waitSignals([context.changed, editor.ready]):
        offers[-1]()
    assert records.show(desk, view.id).fields["cost"] == {"amount": 2450050, "currency": "USD"}
    assert len(records.history(desk, view.id)) == 3
    qtbot.waitUntil(lambda: cost.amount.text() == "24500.50")


def test_a_protected_source_stays_on_the_laptop(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    view = write("person", name="Chief of Kulnyang")
    assert view.reach == "up"
    editor = open_editor("person", view.id)
    assert editor.form is not None
    editor.form.put("protected_source", True)
    assert editor.side.reach.reach == "laptop"
    assert not editor.side.reach.combo.isEnabled()
    saved_by_key(qtbot, editor)
    assert records.show(desk, view.id).reach == "laptop"


def test_the_reach_can_be_chosen_before_it_is_sent(qtbot: QtBot, open_editor: Open, desk: Desk) -> None:
    editor = open_editor("organisation")
    type_text(qtbot, editor, "name", "LAF")
    editor.side.reach.combo.setCurrentIndex(editor.side.reach.combo.findData("branch"))
    assert records.show(desk, saved_by_key(qtbot, editor)).reach == "branch"


def test_the_reach_alone_can_be_changed(qtbot: QtBot, open_editor: Open, desk: Desk, write: Write) -> None:
    view = write("organisation", name="LAF")
    editor = open_editor("organisation", view.id)
    editor.side.reach.combo.setCurrentIndex(editor.side.reach.combo.findData("laptop"))
    assert editor.dirty
    saved_by_key(qtbot, editor)
    assert (records.show(desk, view.id).reach, editor.dirty) == ("laptop", False)


def test_a_narrow_window_puts_the_right_column_below_the_form(open_editor: Open) -> None:
    editor = open_editor("person")
    assert editor.form is not None
    assert not editor.form.isAncestorOf(editor.side)
    editor.resize(700, 500)
    assert editor.form.isAncestorOf(editor.side)
    editor.resize(1150, 500)
    assert not editor.form.isAncestorOf(editor.side)


def test_the_marking_is_told_to_the_window(qtbot: QtBot, open_editor: Open, write: Write) -> None:
    view = write("organisation", name="LAF", marking="CONFIDENTIAL")
    editor = open_editor("organisation", view.id)
    assert editor.marking == "CONFIDENTIAL"
    assert editor.form is not None
    with qtbot.waitSignal(editor.marked):
        combo = editor.form.field("marking").focusProxy()
        assert combo is not None
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert editor.marking == "STRICTLY CONFIDENTIAL"


def test_history_says_what_changed_and_gives_a_value_back(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    view = write("visit", project=write("qip", title="Borehole").id, date="2026-11-02", percent_physical=35)
    records.save(desk, records.Entry(kind="visit", id=view.id, fields={"percent_physical": 53}))
    editor = open_editor("visit", view.id)
    assert editor.form is not None
    editor.side.history.restore_wanted.emit("percent_physical", 35)
    assert editor.form.field("percent_physical").value() == "35"
    saved_by_key(qtbot, editor)
    assert records.show(desk, view.id).fields["percent_physical"] == 35


def test_what_points_here_opens_its_record(
    qtbot: QtBot, open_editor: Open, context: Context, write: Write
) -> None:
    qip = write("qip", title="Borehole")
    visit = write("visit", project=qip.id, date="2026-11-02", findings="Drilling stopped")
    editor = open_editor("qip", qip.id)
    link = next(
        b for b in editor.side.findChildren(type(editor.save_button)) if b.text() == "Drilling stopped"
    )
    with qtbot.waitSignal(context.record_wanted) as wanted:
        link.click()
    assert wanted.args == ["visit", visit.id]


def test_a_file_is_stored_and_saved_with_the_record(
    qtbot: QtBot, open_editor: Open, desk: Desk, tmp_path: Path
) -> None:
    note = tmp_path / "pump.txt"
    note.write_bytes(b"What they said about it.")
    editor = open_editor("organisation", name="LAF")
    assert editor.form is not None
    files = editor.form.field("attachments")
    assert isinstance(files, FilesWidget)
    with qtbot.waitSignal(files.changed):
        files.add([note])
    view = records.show(desk, saved_by_key(qtbot, editor))
    assert [(file["name"], file["size"]) for file in view.fields["attachments"]] == [("pump.txt", 24)]


def test_a_photo_offers_where_it_was_taken_while_the_record_has_no_position(
    qtbot: QtBot, open_editor: Open, desk: Desk, tmp_path: Path
) -> None:
    photo = tmp_path / "pump.jpg"
    photo.write_bytes(making.photo())
    editor = open_editor("place", name="Terekeka")
    assert editor.form is not None
    files = editor.form.field("attachments")
    assert isinstance(files, FilesWidget)
    with qtbot.waitSignal(files.changed, timeout=30_000):
        files.add([photo])
    files.details.use.click()
    assert not files.details.use.isVisibleTo(files.details)
    fields = records.show(desk, saved_by_key(qtbot, editor)).fields
    assert fields["point"] == {"lat": 4859390, "lon": 31571250, "precision": 10}
    assert attachments.read(desk, fields["attachments"][0]["thumbnail"])


@pytest.mark.parametrize("kind", ["meeting", "qip", "project", "place", "forum", "sitrep", "visit"])
def test_every_field_of_a_kind_can_be_shown(open_editor: Open, kind: str) -> None:
    editor = open_editor(kind)
    assert editor.form is not None
    for card in editor.form.cards.values():
        card.open()
    kept = {"serial", "continued_in", "decided_on", "released_texts"}
    assert set(editor.form.widgets) == set(editor.fields) - kept
    assert all(widget.accessible_names() for widget in editor.form.widgets.values())


def test_a_long_text_field_takes_arabic_from_the_right(open_editor: Open, qtbot: QtBot) -> None:
    editor = open_editor("meeting")
    assert editor.form is not None
    facts = editor.form.field("facts")
    assert isinstance(facts, LongWidget)
    facts.prose.setPlainText("طلب رئيس القرية موعدا للمضخة")
    block = facts.prose.document().firstBlock()
    assert block.textDirection() is Qt.LayoutDirection.RightToLeft


def test_what_follows_from_a_record_begins_with_its_name(
    qtbot: QtBot, open_editor: Open, context: Context, write: Write
) -> None:
    assert open_editor("qip").side.followers == {}
    qip = write("qip", title="Borehole")
    editor = open_editor("qip", qip.id)
    with qtbot.waitSignal(context.new_wanted) as wanted:
        editor.side.followers["visit"].click()
    assert wanted.args == ["visit", {"project": qip.id}]
