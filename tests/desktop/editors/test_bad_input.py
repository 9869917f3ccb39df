"""Bad input through the form of a record: bounded, shown safely, told beside its field, and never lost."""

import unicodedata
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.texts import LongWidget, TextWidget
from app.domain.fields import TEXT_LIMIT
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key, type_text

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"
STRANGE = (
    "<b>bold</b> & <img src=x>",
    "نقطة المياه في كولنيانغ، الساعة 09:30",
    "Bridge 🌉 gone 👩🏽‍⚕️ two hurt",
    "e\u0301\u0302\u0303 many marks",
    "\u202eevil\u202c order",
    "line one\nline two\ttabbed",
)


def paste(widget: LongWidget, text: str) -> None:
    source = QMimeData()
    source.setText(text)
    widget.prose.insertFromMimeData(source)


def test_ten_megabytes_are_cut_to_what_the_field_takes_and_saved(
    qtbot: QtBot, open_editor: Open, desk: Desk
) -> None:
    editor = open_editor("meeting", started_at=START, title="Talks")
    assert editor.form is not None
    facts = editor.form.field("facts")
    assert isinstance(facts, LongWidget)
    paste(facts, "road closed \x00\x07" * 800_000)
    assert "Cut" in facts.note()
    assert "control characters" in facts.note()
    stored = records.show(desk, saved_by_key(qtbot, editor)).fields["facts"]
    assert 0 < len(stored.encode()) <= TEXT_LIMIT
    assert "\x00" not in stored


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_is_saved_and_shown_as_it_is(
    qtbot: QtBot, open_editor: Open, desk: Desk, text: str
) -> None:
    editor = open_editor("meeting", started_at=START)
    assert editor.form is not None
    title, facts = editor.form.field("title"), editor.form.field("facts")
    assert isinstance(title, TextWidget)
    assert isinstance(facts, LongWidget)
    title.line.setText(text)
    paste(facts, text)
    view = records.show(desk, saved_by_key(qtbot, editor))
    assert view.fields["facts"] == unicodedata.normalize("NFC", text)
    again = open_editor("meeting", view.id)
    assert again.form is not None
    assert again.form.field("facts").value() == view.fields["facts"]
    assert "<" not in text or any(label.text().startswith("<b>") for label in again.findChildren(QLabel))


def test_a_line_of_ten_megabytes_stays_a_line(qtbot: QtBot, open_editor: Open, desk: Desk) -> None:
    editor = open_editor("organisation")
    assert editor.form is not None
    name = editor.form.field("name")
    assert isinstance(name, TextWidget)
    name.line.setText("x" * 10_000_000)
    assert len(name.line.text()) <= 4_097
    with qtbot.waitSignal(editor.refused):
        editor.save()
    assert name.fault()
    assert name.line.text().startswith("xxx")
    type_text(qtbot, editor, "name", "OCHA")
    assert records.show(desk, saved_by_key(qtbot, editor)).title == "OCHA"


@pytest.mark.parametrize(
    ("kind", "field", "raw"),
    [("qip", "start", "31 February"), ("qip", "cost", {"amount": "12.345", "currency": "USD"}),
     ("qip", "percent_done", "101"), ("meeting", "point", "somewhere near Bor"),
     ("meeting", "ended_at", "2026-11-21T15:00:00+02:00"), ("assessment", "displaced", "-4")],
)  # fmt: skip
def test_each_fault_stands_beside_its_field_and_what_was_typed_stays(
    qtbot: QtBot, open_editor: Open, kind: str, field: str, raw: object
) -> None:
    editor = open_editor(kind, started_at=START, title="x", assessed_on="2026-11-20")
    assert editor.form is not None
    editor.form.put(field, raw)
    with qtbot.waitSignal(editor.refused):
        editor.save()
    widget = editor.form.field(field)
    assert len(widget.fault()) > 10
    assert editor.values.raw(field) == raw
    assert "kept" in editor.notice.text
