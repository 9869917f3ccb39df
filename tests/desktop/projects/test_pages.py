"""The timeline and the money on a real logbook."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.projects.money import BAR, LEFT, MoneyPage
from app.desktop.projects.timeline import TimelinePage
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from tests.services.missions import COMPLETE

Settle = Callable[[], None]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    quota = {"unit_path": "fhq/east", "amount": {"amount": "20000", "currency": "USD"}}
    entries = [
        Entry(kind="qip", unit="fhq/east", fields={
            **COMPLETE["qip"], "title": "Well", "state": "in_progress", "cost": "25000 USD",
            "tranches": [{"percent": 80, "paid_on": "2026-11-01"}, {"percent": 20}],
        }),
        Entry(kind="qip", fields={
            **COMPLETE["qip"], "title": "School", "state": "in_progress", "first_disbursed": "2026-05-01",
            "cost": "10000 USD",
        }),
        Entry(kind="qip", fields={"title": "Later", "state": "idea", "start": "2027-01-01", "end": "2027-03-01"}),
        Entry(kind="budget_period", fields={
            "title": "2026/27", "start": "2026-01-01", "end": "2026-12-31", "allotment": "100000 USD",
            "quotas": [quota],
        }),
    ]  # fmt: skip
    assert records.put(desk, entries).faults == ()
    return desk


def test_the_timeline_puts_the_latest_first_and_opens_them(
    qtbot: QtBot, context: Context, busy: Desk, settle: Settle
) -> None:
    page = TimelinePage(context)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    with qtbot.waitSignal(page.counted) as counted:
        page.show()
    settle()
    assert counted.args == ["2 QIPs, 1 late"]
    assert [one.title for one in page.shown] == ["School", "Well"]
    assert [page.words_of(place) for place in range(2)] == ["21 days late", "163 days left"]
    page.grab()
    with qtbot.waitSignal(context.record_wanted) as wanted:
        page.view.activated.emit(page.table.index(0, 0))
    assert wanted.args == ["qip", page.shown[0].id]
    page.chips["all"].click()
    settle()
    assert [one.title for one in page.shown] == ["School", "Well", "Later"]
    assert page.words_of(2) == "planned"


def test_the_money_says_what_is_left_and_where_too_much_is_committed(
    qtbot: QtBot, context: Context, busy: Desk, settle: Settle
) -> None:
    page = MoneyPage(context)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    settle()
    page.grab()
    rows = [
        [page.table.index(row, place).data() for place in range(BAR)] for row in range(page.table.rowCount())
    ]
    assert rows[0] == ["Mission", "2", "100,000 USD", "35,000 USD", "20,000 USD", "65,000 USD"]
    east = next(row for row in rows if row[2] == "20,000 USD")
    assert east[LEFT] == "−5,000 USD"
    place = rows.index(east)
    assert page.table.index(place, LEFT).data(Qt.ItemDataRole.ForegroundRole) == context.theme.tone("bad")
    assert page.table.index(0, BAR).data(Qt.ItemDataRole.AccessibleTextRole) == "35 % committed, 20 % spent"
