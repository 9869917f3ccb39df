"""The search field: type, look, go, with the keyboard alone."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.desktop.context import Context
from app.desktop.search.box import SearchBox
from app.desktop.search.results import BEGIN, END, Command, marked, matching
from app.services import records
from app.services.desks import Desk
from app.services.records import Entry

Settle = Callable[[], None]


@pytest.fixture
def gone() -> list[str]:
    return []


@pytest.fixture
def box(qtbot: QtBot, context: Context, desk: Desk, gone: list[str]) -> Iterator[SearchBox]:
    records.put(
        desk,
        [
            Entry(kind="qip", fields={"title": "Borehole Kulnyang"}),
            Entry(kind="meeting", fields={"title": "On the borehole", "started_at": "2026-11-20T09:00:00Z"}),
        ],
    )
    window = QMainWindow()
    commands = [
        Command("Go to Projects", lambda: gone.append("projects")),
        Command("New Meeting", lambda: None),
    ]
    made = SearchBox(context, commands)
    window.setCentralWidget(made)
    window.resize(900, 600)
    window.show()
    yield made
    window.close()


def typed(qtbot: QtBot, box: SearchBox, text: str) -> None:
    QTest.keyClicks(box, text)
    qtbot.waitUntil(box.drop.isVisible)


def test_hits_stand_under_their_kinds_with_the_words_marked(qtbot: QtBot, box: SearchBox) -> None:
    typed(qtbot, box, "boreh")
    lines = [(line.title, line.then is None) for line in box.results.lines]
    assert ("QIPs", True) in lines
    assert ("Meetings", True) in lines
    assert (f"{BEGIN}Boreh{END}ole Kulnyang", False) in lines


def test_arrows_choose_and_enter_goes(qtbot: QtBot, box: SearchBox, context: Context) -> None:
    typed(qtbot, box, "borehole")
    first = box.drop.currentIndex().row()
    QTest.keyClick(box, Qt.Key.Key_Down)
    second = box.drop.currentIndex().row()
    assert first != second
    QTest.keyClick(box, Qt.Key.Key_Up)
    with qtbot.waitSignal(context.record_wanted):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert not box.drop.isVisible()
    assert box.text() == ""


def test_pages_and_actions_are_found_by_name(qtbot: QtBot, box: SearchBox, gone: list[str]) -> None:
    typed(qtbot, box, "proj")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert gone == ["projects"]


def test_nothing_found_says_so_and_escape_closes(qtbot: QtBot, box: SearchBox) -> None:
    typed(qtbot, box, "zzz")
    assert [line.then for line in box.results.lines] == [None]
    assert "zzz" in box.results.lines[0].title
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.drop.isVisible()


def test_typed_signs_are_no_patterns() -> None:
    assert marked("Cost (USD)", "(usd") == "Cost (USD)"
    assert matching([Command("Go to Today", lambda: None)], "to go") != []
    assert matching([Command("Go to Today", lambda: None)], "") == []
