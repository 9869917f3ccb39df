"""The hand-over page on a real logbook: what is open can be opened, lessons are kept, the logbook locks."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.handover.page import HandoverPage
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from tests.desktop.conftest import PASSPHRASE, Chosen, Settle

NEW = "two ferries under one bridge"


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> HandoverPage:
    records.save(
        desk, Entry(kind="follow_up", fields={"what": "Send the list", "owed_by": "us", "due": "2026-11-01"})
    )
    made = HandoverPage(context)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    settle()
    return made


def said(page: HandoverPage) -> str:
    return "\n".join(
        label.text() for label in page.matters.findChildren(type(page.lessons.fault)) if label.isVisible()
    )


def test_what_is_open_is_shown_and_opened(page: HandoverPage, context: Context, qtbot: QtBot) -> None:
    assert "1 promise overdue" in said(page)
    assert "Promises we owe · 1" in said(page)
    (opener,) = [
        one for one in page.matters.findChildren(type(page.lessons.keep)) if one.text() == "Send the list"
    ]
    with qtbot.waitSignal(context.record_wanted):
        opener.click()


def test_a_lesson_is_kept_and_an_empty_one_told(page: HandoverPage, desk: Desk, settle: Settle) -> None:
    page.lessons.keep.click()
    settle()
    assert page.lessons.fault.text()
    page.lessons.texts["what_happened"].setPlainText("The elders were not asked")
    page.lessons.keep.click()
    settle()
    settle()
    assert records.count(desk, "lesson") == 1
    assert page.lessons.texts["what_happened"].toPlainText() == ""
    assert page.lessons.fault.isHidden()


def test_faults_stand_beside_their_fields_and_nothing_changes(
    page: HandoverPage, desk: Desk, settle: Settle
) -> None:
    page.passing.hand_over.click()
    assert page.passing.officer.fault.text()
    assert page.passing.new.fault.text()
    for part, text in (
        (page.passing.officer, "Lt Col N. Rana"), (page.passing.old, "not the right one"),
        (page.passing.new, NEW), (page.passing.again, NEW + "s"),
    ):  # fmt: skip
        part.field.setText(text)
    page.passing.hand_over.click()
    assert page.passing.again.fault.text() == "The two do not agree."
    page.passing.again.field.setText(NEW)
    page.passing.hand_over.click()
    settle()
    assert "does not open" in page.passing.old.fault.text()
    assert desk.identity.officer == "Maj A. Diallo"


def test_the_logbook_passes_on_and_locks(
    page: HandoverPage, context: Context, desk: Desk, qtbot: QtBot
) -> None:
    for part, text in (
        (page.passing.officer, "Lt Col N. Rana"), (page.passing.old, PASSPHRASE), (page.passing.new, NEW),
        (page.passing.again, NEW),
    ):  # fmt: skip
        part.field.setText(text)
    with qtbot.waitSignal(context.lock_wanted, timeout=20_000):
        page.passing.hand_over.click()
    assert desk.identity.officer == "Lt Col N. Rana"
    assert page.passing.new.field.text() == ""


def test_the_hand_over_pack_is_written(
    page: HandoverPage, context: Context, chosen: Chosen, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen.target = tmp_path / "pack.pdf"
    with qtbot.waitSignal(context.told) as told:
        page.matters.pack.click()
    assert told.args[0] == "Saved pack.pdf."
    assert chosen.target.read_bytes().startswith(b"%PDF-")
