"""Writing a sitrep: its period follows its type, records are ticked, last words come back, what is due is shown."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.editors.releasing import ReleaseView
from app.desktop.reports.due import Due
from app.desktop.reports.offering import ReportButton
from app.desktop.reports.page import ISSUED, OTHERS, ReportsPage
from app.desktop.reports.since import ReportedNotice
from app.desktop.reports.writing import Writing
from app.services import records, sitreps
from app.services.desks import Desk
from app.services.records import Entry
from app.services.reports.schedule import Deadline
from app.services.sitreps import Ask
from tests.desktop.conftest import NOON, Chosen

Settle = Callable[[], None]


def saved(desk: Desk, **fields: str) -> str:
    view, _ = records.save(desk, Entry(kind="meeting", fields={"started_at": "2026-11-20T10:00Z", **fields}))
    return view.id


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> ReportsPage:
    saved(desk, title="Ferry road")
    saved(desk, title="Second meeting")
    sitreps.issue(desk, Ask(until=date(2026, 11, 14), narrative={"key_points": "All calm."}, sent_to="U9"))
    made = ReportsPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 700)
    made.show()
    settle()
    return made


def test_the_first_day_follows_the_type_until_another_is_chosen(qtbot: QtBot) -> None:
    writing = Writing(date(2026, 11, 22))
    qtbot.addWidget(writing)
    assert (writing.ask().type, writing.ask().since) == ("weekly", None)
    writing.type.setCurrentIndex(writing.type.findData("daily"))
    assert writing.since.date() == QDate(2026, 11, 22)
    writing.since.setDate(QDate(2026, 11, 20))
    assert writing.ask().since == date(2026, 11, 20)
    writing.cover("monthly", date(2026, 10, 31))
    assert (writing.ask().type, writing.ask().until, writing.ask().since) == (
        "monthly",
        date(2026, 10, 31),
        None,
    )


def test_a_record_that_is_not_ticked_is_left_out(page: ReportsPage, qtbot: QtBot) -> None:
    ticks = page.writing.choosing.list
    qtbot.waitUntil(lambda: ticks.count() == 2)
    item = next(ticks.item(n) for n in range(2) if "Ferry road" in ticks.item(n).text())
    item.setCheckState(Qt.CheckState.Unchecked)
    assert page.writing.ask().left_out == (item.data(Qt.ItemDataRole.UserRole),)
    assert page.writing.halves.tabText(1) == "Records (1 of 2)"
    qtbot.waitUntil(lambda: "Second meeting" in text_of(page) and "Ferry road" not in text_of(page))


def text_of(page: ReportsPage) -> str:
    document = page.paper.document
    return "".join(document.getAllText(number).text() for number in range(document.pageCount()))


def test_the_last_words_come_back_where_nothing_is_written(
    page: ReportsPage, qtbot: QtBot, settle: Settle
) -> None:
    page.writing.narrative["decisions"].setPlainText("A pump.")
    page.writing.reuse.emit()
    settle()
    qtbot.waitUntil(lambda: page.writing.narrative["key_points"].toPlainText() == "All calm.")
    assert page.writing.to.text() == "U9"
    assert page.writing.narrative["decisions"].toPlainText() == "A pump."


def test_what_changed_since_is_named_and_a_correction_begun(
    page: ReportsPage, desk: Desk, qtbot: QtBot, settle: Settle, context: Context
) -> None:
    (view,) = [one for one in records.page(desk, "meeting") if one.title == "Ferry road"]
    sitreps.issue(desk, Ask(until=date(2026, 11, 21)))
    records.save(desk, Entry(kind="meeting", id=view.id, fields={"outcome": "Changed later."}))
    page.tabs.setCurrentIndex(ISSUED)
    settle()
    qtbot.waitUntil(lambda: page.issued_list.changed.rowCount() == 1)
    assert page.issued_list.changes.text() == "1 record has changed since"
    opened: list[str] = []
    context.record_wanted.connect(lambda _, identifier: opened.append(identifier))
    page.issued_list.changed.cellActivated.emit(0, 0)
    assert opened == [view.id]
    page.issued_list.correct.click()
    assert page.tabs.currentIndex() == 0
    assert page.writing.ask().corrects == "@FHQ-SITREP-2026-0002"
    settle()


def test_other_reports_show_their_pages_and_are_saved(
    page: ReportsPage, chosen: Chosen, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    page.tabs.setCurrentIndex(OTHERS)
    assert not page.others.ready
    page.others.report.setCurrentIndex(page.others.report.findData("promises"))
    qtbot.waitUntil(lambda: "Promise ledger" in text_of(page))
    chosen.target = tmp_path / "ledger.pdf"
    page.copy.click()
    settle()
    qtbot.waitUntil(chosen.target.exists)
    page.others.report.setCurrentIndex(page.others.report.findData("meeting"))
    page.others.subject.setText("FHQ-MTG-2026-0009")
    qtbot.waitUntil(lambda: "FHQ-MTG-2026-0009" in page.paper.hint.text())


def test_an_overdue_report_has_its_badge_and_is_begun_from_it(qtbot: QtBot) -> None:
    due = Due()
    wanted: list[tuple[str, date]] = []
    qtbot.addWidget(due)
    due.wanted.connect(lambda kind, until: wanted.append((kind, until)))
    last = datetime(2026, 11, 15, 18, 0, tzinfo=UTC)
    coming = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    owed = Deadline(
        type="weekly", last=last, next=coming, until=last.date(), coming=coming.date(), overdue=True
    )
    due.show_deadlines((owed,), NOON)
    words = " ".join(label.text() for label in due.findChildren(QLabel))
    assert "overdue" in words
    assert "Weekly sitrep was due" in words
    (begin,) = due.findChildren(QPushButton)
    begin.click()
    assert wanted == [("weekly", last.date())]


def test_the_button_of_a_record_offers_its_reports(
    qtbot: QtBot, context: Context, desk: Desk, chosen: Chosen, settle: Settle, tmp_path: Path
) -> None:
    saved(desk, title="Ferry road")
    owner = QLabel()
    qtbot.addWidget(owner)
    offered = ReportButton(context, owner)
    qtbot.addWidget(offered)
    offered.show_record("meeting", "")
    assert offered.isHidden()
    offered.show_record("meeting", "FHQ-MTG-2026-0001")
    said = [action.text() for action in offered.menu().actions() if action.text()]
    assert said == ["Minutes of meeting", "Review for partners…"]
    chosen.target = tmp_path / "minutes.pdf"
    offered.menu().actions()[0].trigger()
    settle()
    assert chosen.target.read_bytes().startswith(b"%PDF")
    offered.show_record("follow_up", "FHQ-FUP-2026-0001")
    assert next(action.text() for action in offered.menu().actions()) == "Record sheet"


def test_a_record_says_that_it_changed_since_it_was_reported(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle
) -> None:
    record = saved(desk, title="Ferry road")
    sitreps.issue(desk, Ask(until=date(2026, 11, 21)))
    notice = ReportedNotice(context)
    qtbot.addWidget(notice)
    notice.show_record(record)
    settle()
    assert notice.isHidden()
    records.save(desk, Entry(kind="meeting", id=record, fields={"outcome": "Changed later."}))
    notice.show_record(record)
    settle()
    qtbot.waitUntil(lambda: not notice.isHidden())
    assert notice.words.text() == "Changed since FHQ-SITREP-2026-0001."
    notice.show_record("")
    assert notice.isHidden()


def test_words_go_to_partners_once_they_are_confirmed_and_until_they_change(
    page: ReportsPage, qtbot: QtBot
) -> None:
    assert page.writing.reviewing.isHidden()
    page.writing.partners.setChecked(True)
    page.writing.narrative["key_points"].setPlainText("The ferry runs.")
    qtbot.waitUntil(lambda: "[not confirmed for release]" in text_of(page))
    page.writing.reviewing.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(ReleaseView)))
    view = page.findChildren(ReleaseView)[0]
    assert [(card.field, card.tick.isChecked()) for card in view.cards] == [("key_points", False)]
    view.cards[0].tick.setChecked(True)
    view.confirm_button.click()
    qtbot.waitUntil(lambda: "The ferry runs." in text_of(page))
    page.writing.narrative["key_points"].setPlainText("The ferry runs at night.")
    qtbot.waitUntil(lambda: "[not confirmed for release]" in text_of(page))
