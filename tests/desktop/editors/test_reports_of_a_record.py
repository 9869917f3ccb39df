"""The reports of a record are offered in its editor, and what an issued report no longer tells rightly is said."""

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.editor import RecordEditor
from app.services import records, sitreps
from app.services.desks import Desk
from app.services.records import Entry
from tests.desktop.conftest import Chosen, Settle


def opened(qtbot: QtBot, context: Context, settle: Settle, record: str | None) -> RecordEditor:
    editor = RecordEditor(context, "meeting", record)
    qtbot.addWidget(editor)
    editor.show()
    editor.reload()
    settle()
    settle()
    return editor


def test_the_minutes_of_a_meeting_are_written_from_its_editor(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle, chosen: Chosen, tmp_path: Path
) -> None:
    view, _ = records.save(
        desk, Entry(kind="meeting", fields={"title": "Ferry", "started_at": "2026-11-20T09:00Z"})
    )
    editor = opened(qtbot, context, settle, view.id)
    assert not editor.reports.isHidden()
    minutes, _, review = editor.reports.menu().actions()
    assert review.text() == "Review for partners…"
    assert minutes.text() == "Minutes of meeting"
    chosen.target = tmp_path / "minutes.pdf"
    with qtbot.waitSignal(context.told) as told:
        minutes.trigger()
    assert told.args[0] == "Saved minutes.pdf."
    assert chosen.target.read_bytes().startswith(b"%PDF-")


def test_a_new_record_has_no_reports_yet(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> None:
    assert opened(qtbot, context, settle, None).reports.isHidden()


def test_a_change_after_a_report_was_issued_is_said(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle
) -> None:
    view, _ = records.save(
        desk, Entry(kind="meeting", fields={"title": "Ferry", "started_at": "2026-11-20T09:00Z"})
    )
    issued = sitreps.issue(desk, sitreps.Ask(type="weekly", until=date(2026, 11, 21)))
    editor = opened(qtbot, context, settle, view.id)
    assert editor.reported.isHidden()
    records.save(desk, Entry(kind="meeting", id=view.id, fields={"facts": "It sank."}))
    editor.reload()
    settle()
    settle()
    assert editor.reported.words.text() == f"Changed since {issued.serial}."
    assert not editor.reported.isHidden()
