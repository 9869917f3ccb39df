"""The board: columns by state, steps by keyboard and by drop, refused with the reason."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.projects.board import BoardPage
from app.desktop.projects.cards import CARD
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry
from tests.services.missions import COMPLETE

Settle = Callable[[], None]


def saved(desk: Desk, title: str, state: str, **fields: object) -> str:
    entry = Entry(kind="qip", fields={**COMPLETE["qip"], "title": title, "state": state, **fields})
    return records.save(desk, entry)[0].id


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> BoardPage:
    saved(desk, "Well", "idea")
    saved(desk, "School", "in_progress", first_disbursed="2026-06-01", percent_done=40)
    saved(desk, "Given up", "cancelled")
    made = BoardPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    settle()
    made.grab()
    return made


def shown(page: BoardPage) -> dict[str, list[str]]:
    return {
        state: [record.title for place in range(each.cards.rowCount()) if (record := each.cards.here(place))]
        for state, each in page.columns.items()
        if not each.isHidden()
    }


def drop(page: BoardPage, identifier: str, state: str) -> None:
    data = QMimeData()
    data.setData(CARD, identifier.encode())
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
    page.columns[state].view.dropEvent(event)


def test_cards_stand_in_the_columns_of_their_states(page: BoardPage, settle: Settle) -> None:
    assert shown(page) == {"idea": ["Well"], "in_progress": ["School"]}
    page.closed.click()
    settle()
    assert shown(page)["cancelled"] == ["Given up"]
    words = page.columns["in_progress"].cards.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "School · Bentiu · 24,500 USD · 40 % built"
    record = page.columns["in_progress"].cards.here(0)
    assert record is not None
    assert page.columns["in_progress"].cards.clock(record) == ("10 days left", "wait")


def test_a_dropped_card_takes_its_step(
    page: BoardPage, settle: Settle, qtbot: QtBot, context: Context
) -> None:
    record = page.columns["idea"].cards.here(0)
    assert record is not None
    with qtbot.waitSignal(context.told) as told:
        drop(page, record.id, "assessed")
    settle()
    assert told.args[:2] == ["“Well” is now assessed.", "good"]
    assert shown(page) == {"assessed": ["Well"], "in_progress": ["School"]}


def test_a_step_that_is_not_there_is_refused_with_the_reason(
    page: BoardPage, qtbot: QtBot, context: Context, settle: Settle
) -> None:
    record = page.columns["idea"].cards.here(0)
    assert record is not None
    with qtbot.waitSignal(context.told) as told:
        drop(page, record.id, "approved")
    settle()
    words, tone, _ = told.args
    assert tone == "bad"
    assert words.startswith("“Well” was not moved.")
    assert "assessed" in words
    assert shown(page)["idea"] == ["Well"]


def test_a_step_with_a_reason_asks_for_it_first(page: BoardPage, settle: Settle, desk: Desk) -> None:
    record = page.columns["in_progress"].cards.here(0)
    assert record is not None
    page.move_card(record, "suspended")
    assert page.strip.isVisible()
    QTest.keyClick(page.strip.line, Qt.Key.Key_Return)
    settle()
    assert records.show(desk, record.id).state == "in_progress"
    QTest.keyClicks(page.strip.line, "Road is flooded")
    QTest.keyClick(page.strip.line, Qt.Key.Key_Return)
    settle()
    after = records.show(desk, record.id)
    assert (after.state, after.fields["state_reason"]) == ("suspended", "Road is flooded")


def test_the_keyboard_goes_from_column_to_column_and_offers_the_steps(
    page: BoardPage, qtbot: QtBot, context: Context
) -> None:
    view = page.columns["idea"].view
    view.setCurrentIndex(page.columns["idea"].cards.index(0, 0))
    view.setFocus()
    menu = page.offer_steps(view.chosen)
    assert menu is not None
    names = [action.text() for action in menu.actions() if action.text()]
    assert names[0] == "Move to “assessed”"
    assert names[-1] == "Open"
    menu.close()
    QTest.keyClick(view, Qt.Key.Key_Right)
    other = page.columns["in_progress"].view
    assert other.currentIndex().row() == 0
    with qtbot.waitSignal(context.record_wanted) as wanted:
        QTest.keyClick(other, Qt.Key.Key_Return)
    assert wanted.args[0] == "qip"


def test_community_support_has_its_own_columns(page: BoardPage, settle: Settle, desk: Desk) -> None:
    records.save(desk, Entry(kind="project", fields={"title": "Football ground"}))
    page.choices["project"].click()
    settle()
    assert shown(page) == {"idea": ["Football ground"]}
    assert "mou_signed" not in page.columns
