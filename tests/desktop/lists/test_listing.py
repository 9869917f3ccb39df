"""Lists over a real logbook: many rows, sorting, narrowing, preview, opening, and what others change."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.lists.listing import Listing
from app.desktop.lists.page import TabPage
from app.desktop.lists.table import PENDING
from app.desktop.lists.tabs import Tab
from app.services import records
from app.services.changes import Changes
from app.services.desks import Desk
from app.services.records import Entry

Settle = Callable[[], None]
COUNT = 300


@pytest.fixture
def meetings(desk: Desk) -> Desk:
    entries = [
        Entry(
            kind="meeting",
            fields={"title": f"Meeting {number:03}", "started_at": f"2026-10-{number % 28 + 1:02}T09:00:00Z"},
        )
        for number in range(COUNT)
    ]
    assert records.put(desk, entries).faults == ()
    return desk


@pytest.fixture
def listing(qtbot: QtBot, context: Context, meetings: Desk, settle: Settle) -> Listing:
    made = Listing(context, "meeting")
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    settle()
    return made


def titles(listing: Listing, count: int) -> list[str]:
    return [listing.table.index(row, 2).data() for row in range(count)]


def test_a_long_list_knows_its_length_at_once_and_fetches_what_is_seen(
    listing: Listing, settle: Settle
) -> None:
    assert listing.table.rowCount() == COUNT
    assert titles(listing, 1) != [PENDING]
    last = listing.table.index(COUNT - 1, 0)
    assert last.data() == PENDING
    settle()
    assert last.data() != PENDING


def test_a_click_on_a_heading_sorts(listing: Listing, settle: Settle) -> None:
    listing.view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    settle()
    titles(listing, 1)
    settle()
    assert titles(listing, 3) == ["Meeting 299", "Meeting 298", "Meeting 297"]


def test_words_narrow_the_list(listing: Listing, settle: Settle, qtbot: QtBot) -> None:
    with qtbot.waitSignal(listing.counted) as counted:
        QTest.keyClicks(listing.bar.text, "Meeting 04")
    assert counted.args == [10, True]
    settle()
    assert len(titles(listing, 10)) == listing.table.rowCount() == 10


def test_what_is_chosen_is_shown_beside_the_list_and_stays_chosen(listing: Listing, settle: Settle) -> None:
    listing.choose(2)
    settle()
    assert listing.preview.record is not None
    chosen = listing.preview.record.id
    listing.reload()
    settle()
    assert listing.view.currentIndex().row() == 2
    assert listing.preview.record.id == chosen
    shown = [label.text() for label in listing.preview.findChildren(QLabel)]
    assert listing.preview.record.title in shown


def test_enter_opens_the_record(listing: Listing, context: Context, settle: Settle, qtbot: QtBot) -> None:
    listing.choose(0)
    settle()
    with qtbot.waitSignal(context.record_wanted) as wanted:
        QTest.keyClick(listing.view, Qt.Key.Key_Return)
    record = listing.table.record(0)
    assert record is not None
    assert wanted.args == ["meeting", record.id]


def test_what_somebody_adds_appears(
    listing: Listing, context: Context, settle: Settle, meetings: Desk
) -> None:
    entry = Entry(kind="meeting", fields={"title": "New one", "started_at": "2026-11-20T09:00:00Z"})
    _, changes = records.save(meetings, entry)
    context.broadcast(changes)
    settle()
    assert listing.table.rowCount() == COUNT + 1
    listing.table.index(0, 1).data()
    settle()
    assert titles(listing, 1) == ["New one"]


def test_the_state_chips_narrow_a_list(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> None:
    records.put(
        desk, [Entry(kind="follow_up", fields={"what": name, "state": "open"}) for name in ("a", "b")]
    )
    done, _ = records.save(desk, Entry(kind="follow_up", fields={"what": "c"}))
    records.save(desk, Entry(kind="follow_up", id=done.id, fields={"state": "done"}))
    page = TabPage(context, "Follow-ups", (Tab(kind="follow_up"),))
    qtbot.addWidget(page)
    page.show()
    settle()
    assert page.count.text() == "3 Follow-ups"
    page.listing.bar.open.click()
    settle()
    assert page.count.text() == "2 Follow-ups, narrowed"
    page.listing.bar.state.choose("done")
    page.listing.bar.open.click()
    settle()
    assert page.count.text() == "1 Follow-up, narrowed"


def test_an_empty_list_says_what_to_do(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> None:
    page = TabPage(context, "Projects", [Tab(kind=kind) for kind in ("qip", "project", "visit")])
    qtbot.addWidget(page)
    page.show()
    settle()
    assert page.listing.empty.isVisible()
    page.tabs.setCurrentIndex(1)
    settle()
    assert page.listing.kind == "project"
    assert page.new.text() == "New Community-support project"


def test_at_1366_by_768_a_qip_shows_its_serial_its_money_and_its_partner(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle
) -> None:
    fields = {"title": "Borehole and hand pump", "cost": {"amount": "24500.00", "currency": "USD"},
              "implementing_partner": "Bor Women's Association"}  # fmt: skip
    view, _ = records.save(desk, Entry(kind="qip", fields=fields))
    made = Listing(context, "qip")
    qtbot.addWidget(made)
    made.resize(1366 - 232, 600)
    made.show()
    settle()
    made.table.index(0, 0).data()
    settle()
    names = [column.name for column in made.table.columns]
    seen = [name for place, name in enumerate(names) if not made.view.isColumnHidden(place)]
    assert seen == ["serial", "title", "place", "state", "percent_done", "first_disbursed", "cost",
                    "implementing_partner"]  # fmt: skip
    said = {name: made.table.index(0, place).data() for place, name in enumerate(names)}
    assert said["serial"] == "FHQ 0001"
    assert said["cost"] == "24,500 USD"
    tip = made.table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == view.serial
    made.resize(1900, 600)
    settle()
    widths = {name: made.view.columnWidth(place) for place, name in enumerate(names)}
    assert widths["title"] > widths["implementing_partner"] > widths["cost"]


def test_the_band_shows_the_highest_marking_in_sight(
    qtbot: QtBot, context: Context, desk: Desk, settle: Settle
) -> None:
    for marking in ("UNCLASSIFIED", "CONFIDENTIAL", None):
        fields = {"name": "Somebody"} | ({"marking": marking} if marking else {})
        records.save(desk, Entry(kind="organisation", fields=fields))
    made = Listing(context, "organisation")
    qtbot.addWidget(made)
    made.resize(1134, 600)
    made.show()
    settle()
    made.table.index(0, 0).data()
    settle()
    assert made.marking == "CONFIDENTIAL"


def test_a_list_that_is_not_asked_does_not_change(listing: Listing, context: Context) -> None:
    context.broadcast(Changes.of("qip", "a"))
    assert not listing.stale
    listing.hide()
    context.broadcast(Changes.of("forum", "a"))
    assert listing.stale
    assert listing.table.rowCount(QModelIndex()) == COUNT
