"""Naming: a participant is typed once; the person of the register, the function and the organisation follow."""

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.editors.editor import RecordEditor
from app.desktop.editors.naming import NamingWidget, names_persons
from app.desktop.editors.rows import RowsWidget
from app.domain.kinds import fields_of
from app.services import records
from app.services.desks import Desk
from app.services.views import RecordView
from tests.desktop.editors.hands import saved_by_key

Write = Callable[..., RecordView]
Open = Callable[..., RecordEditor]
START = "2026-11-21T16:00:00+02:00"


def name_cell(qtbot: QtBot, editor: RecordEditor, typed: str) -> tuple[RowsWidget, NamingWidget]:
    """Add a participant and type a name into the first cell."""
    assert editor.form is not None
    rows = editor.form.field("participants")
    assert isinstance(rows, RowsWidget)
    editor.activateWindow()
    rows.add_line()
    cell = rows.findChild(NamingWidget)
    assert cell is not None
    cell.line.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is cell.line)
    QTest.keyClicks(cell.line, typed)
    return rows, cell


def test_a_known_person_brings_function_and_organisation(
    qtbot: QtBot, open_editor: Open, desk: Desk, write: Write
) -> None:
    ocha = write("organisation", name="OCHA Bor")
    marie = write("person", name="Marie Keita", function="Head of sub-office", organisation=ocha.id)
    editor = open_editor("meeting", started_at=START, title="Talks")
    rows, cell = name_cell(qtbot, editor, "marie")
    qtbot.waitUntil(lambda: bool(cell.line.proposals()))
    cell.line.take(cell.line.proposal(0))
    qtbot.waitUntil(lambda: "organisation" in rows.model.line(0))
    view = records.show(desk, saved_by_key(qtbot, editor))
    assert view.fields["participants"] == [
        {"name": "Marie Keita", "function": "Head of sub-office", "person": marie.id, "organisation": ocha.id}
    ]


def test_a_new_person_is_made_from_the_name(qtbot: QtBot, open_editor: Open, desk: Desk) -> None:
    editor = open_editor("meeting", started_at=START, title="Talks")
    rows, cell = name_cell(qtbot, editor, "Chief Deng")
    qtbot.waitUntil(lambda: cell.line.proposals() == ["+ New person “Chief Deng”"])
    cell.line.take(cell.line.proposal(0))
    qtbot.waitUntil(lambda: "person" in rows.model.line(0))
    assert records.show(desk, rows.model.line(0)["person"]).title == "Chief Deng"


def test_a_plain_name_stays_a_name_and_typing_over_lets_the_person_go(
    qtbot: QtBot, open_editor: Open, write: Write
) -> None:
    write("person", name="Marie Keita")
    editor = open_editor("meeting", started_at=START, title="Talks")
    rows, cell = name_cell(qtbot, editor, "Marie")
    qtbot.waitUntil(lambda: bool(cell.line.proposals()))
    cell.line.take(cell.line.proposal(0))
    qtbot.waitUntil(lambda: "person" in rows.model.line(0))
    QTest.keyClicks(cell.line, " and her driver")
    assert rows.model.lines() == [{"name": "Marie Keita and her driver"}]


def test_which_lines_name_persons() -> None:
    assert names_persons(fields_of("meeting")["participants"]) is not None
    assert names_persons(fields_of("qip")["tranches"]) is None
