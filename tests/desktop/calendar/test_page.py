"""The calendar on a real logbook: keys, clicks, new meetings, both views, and what screen readers hear."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.calendar.days import WEEK
from app.desktop.calendar.page import CalendarPage
from app.desktop.context import Context
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry

Settle = Callable[[], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def busy(desk: Desk) -> Desk:
    entries = [
        Entry(kind="meeting", fields={"title": "OCHA", "started_at": "2026-11-21T09:00:00Z"}),
        Entry(kind="meeting", fields={"title": "Mayor", "started_at": "2026-11-24T15:00:00Z"}),
        Entry(kind="meeting", fields={"title": "Elders", "date_note": "spring"}),
        Entry(kind="forum", fields={"name": "CMWG", "weekday": "wednesday"}),
    ]
    assert records.put(desk, entries).faults == ()
    return desk


@pytest.fixture
def page(qtbot: QtBot, context: Context, busy: Desk, settle: Settle) -> CalendarPage:
    made = CalendarPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    settle()
    made.sheet.grab()
    return made


def listed(page: CalendarPage) -> list[str]:
    return [page.list.item(place).text() for place in range(page.list.count())]


def test_the_month_begins_at_today_and_says_what_is_on_it(page: CalendarPage) -> None:
    assert page.span.text() == "November 2026"
    assert listed(page) == ["09:00 · OCHA · meeting"]
    assert page.sheet.accessibleDescription() == "Saturday 21 November: 09:00 · OCHA · meeting"
    assert page.undated.text().startswith("1 meeting has no day")
    assert {entry.title for _, entry in page.sheet.spots} == {"OCHA", "Mayor", "CMWG"}


def test_arrow_keys_move_the_day_and_enter_opens_its_meeting(
    page: CalendarPage, context: Context, qtbot: QtBot, settle: Settle
) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(page.sheet, key)
    assert page.day == date(2026, 11, 24)
    with qtbot.waitSignal(context.record_wanted) as wanted:
        QTest.keyClick(page.sheet, Qt.Key.Key_Return)
    assert wanted.args[0] == "meeting"


def test_leaving_the_month_by_key_asks_for_the_next(page: CalendarPage, settle: Settle) -> None:
    for _ in range(3):
        QTest.keyClick(page.sheet, Qt.Key.Key_Down)
    settle()
    assert page.day == date(2026, 12, 12)
    assert page.span.text() == "December 2026"
    QTest.keyClick(page, Qt.Key.Key_Home)
    settle()
    assert page.day == date(2026, 11, 21)


def test_a_double_click_on_a_day_begins_a_meeting_there(
    page: CalendarPage, context: Context, qtbot: QtBot
) -> None:
    rect = page.sheet.rect_of(date(2026, 11, 19))
    with qtbot.waitSignal(context.new_wanted) as wanted:
        QTest.mouseDClick(page.sheet, LEFT, pos=rect.center())
    assert wanted.args == ["meeting", {"started_at": "2026-11-19T09:00:00Z"}]


def test_a_click_on_an_entry_opens_it(page: CalendarPage, context: Context, qtbot: QtBot) -> None:
    rect = next(rect for rect, entry in page.sheet.spots if entry.title == "CMWG")
    with qtbot.waitSignal(context.record_wanted) as wanted:
        QTest.mouseClick(page.sheet, LEFT, pos=rect.center())
    assert wanted.args[0] == "forum"


def test_the_week_shows_hours_and_turns(page: CalendarPage, settle: Settle) -> None:
    page.modes[WEEK].click()
    settle()
    page.sheet.grab()
    assert page.span.text() == "Mon 16 Nov – Sun 22 Nov 2026"
    assert page.week.hours() == (7, 19)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    settle()
    page.sheet.grab()
    assert [entry.title for _, entry in page.sheet.spots] == ["Mayor", "CMWG"]
    assert page.week.day_at(QPoint(page.week.width() - 5, 200)) == date(2026, 11, 29)


def test_what_is_saved_appears(page: CalendarPage, context: Context, busy: Desk, settle: Settle) -> None:
    entry = Entry(kind="meeting", fields={"title": "New", "started_at": "2026-11-21T07:00:00Z"})
    _, changes = records.save(busy, entry)
    context.broadcast(changes)
    settle()
    assert listed(page) == ["07:00 · New · meeting", "09:00 · OCHA · meeting"]
