"""Ways to work with a list: columns, saved filters, several rows, type-ahead, meetings without a day."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.lists.listing import Listing
from app.services import list_layouts, records
from app.services.desks import Desk
from app.services.records import Entry

Settle = Callable[[], None]
COUNT = 150
MULTI = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def listing(qtbot: QtBot, context: Context, desk: Desk, settle: Settle) -> Listing:
    day = "2026-10-01T09:00:00Z"
    entries = [
        Entry(
            kind="meeting",
            fields={"title": f"Meeting {number:03}", "started_at": day, "host": f"=Host {number}"},
        )
        for number in range(COUNT)
    ]
    entries.append(Entry(kind="meeting", fields={"title": "Undated", "date_note": "early 2016"}))
    assert records.put(desk, entries).faults == ()
    made = Listing(context, "meeting")
    qtbot.addWidget(made)
    made.resize(1134, 640)
    made.show()
    settle()
    return made


def names(listing: Listing) -> list[str]:
    return [column.name for column in listing.table.columns]


def choose(listing: Listing, *rows: int) -> None:
    listing.view.clearSelection()
    for row in rows:
        listing.view.selectionModel().select(
            listing.table.index(row, 0),
            listing.view.selectionModel().SelectionFlag.Select
            | listing.view.selectionModel().SelectionFlag.Rows,
        )


def test_a_list_shows_its_first_rows_before_it_has_all_keys(
    qtbot: QtBot, context: Context, listing: Listing, settle: Settle
) -> None:
    seen: list[tuple[int, bool, bool]] = []
    table = listing.table
    listing.opened.connect(lambda: seen.append((table.rowCount(), table.here(0) is not None, table.complete)))
    listing.reload()
    settle()
    assert seen == [(COUNT + 1, True, False)]
    assert table.complete


def test_a_meeting_without_a_day_comes_last_and_says_what_is_known(listing: Listing, settle: Settle) -> None:
    last = listing.table.index(COUNT, 1)
    last.data()
    settle()
    assert last.data() == "early 2016"


def test_columns_are_chosen_kept_for_the_kind_and_reset(
    qtbot: QtBot, context: Context, listing: Listing, desk: Desk, settle: Settle
) -> None:
    usual = names(listing)
    listing.choose_columns.click()
    chooser = listing._chooser
    assert chooser is not None
    chooser.tick("host", True)
    chooser.tick("outcome", False)
    settle()
    assert "host" in names(listing)
    assert "outcome" not in names(listing)
    again = Listing(context, "meeting")
    qtbot.addWidget(again)
    again.show()
    settle()
    assert names(again) == names(listing)
    place = names(again).index("host")
    assert again.table.index(0, place).data().startswith("=Host")
    chooser.reset()
    settle()
    assert names(listing) == usual
    assert list_layouts.layout(desk, "meeting").columns == ()


def test_the_chooser_moves_columns_by_keyboard(listing: Listing, settle: Settle) -> None:
    listing.choose_columns.click()
    chooser = listing._chooser
    assert chooser is not None
    chooser.fields.setCurrentRow(1)
    QTest.keyClick(chooser, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle()
    assert names(listing)[:3] == ["serial", "title", "started_at"]
    chooser.close()


def test_a_filter_is_saved_applied_renamed_and_deleted_with_undo(
    listing: Listing, context: Context, settle: Settle, qtbot: QtBot, desk: Desk
) -> None:
    listing.bar.period.choose("today")
    listing.bar.mine.click()
    listing.saved.save_wanted.emit()
    QTest.keyClicks(listing.strip.line, "My day")
    QTest.keyClick(listing.strip.line, Qt.Key.Key_Return)
    settle()
    listing.bar.put({})
    settle()
    assert listing.table.rowCount() == COUNT + 1
    (kept,) = list_layouts.layout(desk, "meeting").saved
    listing.saved.wanted.emit(kept)
    settle()
    assert listing.bar.chips() == {"period": "today", "mine": "yes"}
    assert listing.table.rowCount() == 0
    assert listing.stack.currentIndex() == 0
    listing.saved.rename_wanted.emit("My day")
    QTest.keyClicks(listing.strip.line, "Mine today")
    QTest.keyClick(listing.strip.line, Qt.Key.Key_Return)
    settle()
    assert [one.name for one in list_layouts.layout(desk, "meeting").saved] == ["Mine today"]
    with qtbot.waitSignal(context.told) as told:
        listing.saved.drop_wanted.emit("Mine today")
    told.args[2]()
    settle()
    assert [one.name for one in list_layouts.layout(desk, "meeting").saved] == ["Mine today"]


def test_several_rows_are_tagged_and_the_step_is_taken_back(
    listing: Listing, context: Context, settle: Settle, qtbot: QtBot, desk: Desk
) -> None:
    choose(listing, 0, 2)
    assert listing.several.isVisible()
    assert listing.several.count.text() == "2 Meetings chosen"
    listing.several.tags.click()
    QTest.keyClicks(listing.strip.line, "road, Bor")
    with qtbot.waitSignal(context.told) as told:
        QTest.keyClick(listing.strip.line, Qt.Key.Key_Return)
    settle()
    tagged = records.count(desk, "meeting", where=(("tags", "contains", "road"),))
    assert (tagged, told.args[0]) == (2, "2 records tagged anew.")
    told.args[2]()
    settle()
    assert records.count(desk, "meeting", where=(("tags", "contains", "road"),)) == 0


def test_several_rows_are_withdrawn_with_a_reason_and_come_back(
    listing: Listing, context: Context, settle: Settle, qtbot: QtBot
) -> None:
    choose(listing, 0, 1, 2)
    listing.several.withdraw.click()
    QTest.keyClick(listing.strip.line, Qt.Key.Key_Return)
    assert listing.strip.isVisible()
    QTest.keyClicks(listing.strip.line, "entered twice")
    with qtbot.waitSignal(context.told) as told:
        QTest.keyClick(listing.strip.line, Qt.Key.Key_Return)
    settle()
    assert listing.table.rowCount() == COUNT - 2
    told.args[2]()
    settle()
    assert listing.table.rowCount() == COUNT + 1


def test_rows_are_copied_as_a_table_in_which_nothing_is_a_formula(
    listing: Listing, context: Context, settle: Settle, qtbot: QtBot
) -> None:
    listing.show_columns(("title", "host"))
    settle()
    choose(listing, 0, 1)
    with qtbot.waitSignal(context.told):
        listing.several.copy_rows()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Serial\tTitle\tHost"
    assert [line.split("\t")[2][:6] for line in lines[1:]] == ["'=Host", "'=Host"]


def test_letters_typed_in_the_list_narrow_it(listing: Listing, settle: Settle, qtbot: QtBot) -> None:
    listing.view.setFocus()
    listing.view.setCurrentIndex(listing.table.index(0, 0))
    with qtbot.waitSignal(listing.counted):
        QTest.keyClicks(listing.view, "u")
        QTest.keyClicks(listing.bar.text, "ndated")
    settle()
    assert listing.bar.words == "undated"
    assert listing.table.rowCount() == 1


def test_a_cell_has_a_tip_and_the_chosen_row_a_ground(listing: Listing) -> None:
    listing.choose(1)
    rect = listing.view.visualRect(listing.table.index(1, 2))
    picture = listing.view.viewport().grab().toImage()
    ground = picture.pixelColor(rect.topRight() - QPoint(3, -3)).name().lower()
    assert ground == listing.context.theme.accent_soft.lower()
